"""Captions: they reach those who asked, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from server.signaling.remarks import MAX_CAPTION, MAX_SEALED
from tests.signaling.conftest import Arrive, admitted
from tests.support.calls import Guest, Person, RefusedError

Pair = tuple[Person, Guest]
LINE = {"line": 3, "isFinal": False, "language": "el-GR", "text": "Άνδρα μοι έννεπε"}


@pytest.fixture
async def clear(pair: Pair) -> Pair:
    """A host and a guest in a session whose server may read."""
    await pair[0].ask("set_protection", {"protection": "transport"})
    return pair


async def _told(who: Guest) -> list[dict[str, Any]]:
    """Lines that have come by now."""
    await who.ask("get_stats", {})
    return who.heard("captioned")


async def _code(who: Guest, body: dict[str, Any]) -> str:
    with pytest.raises(RefusedError) as refused:
        await who.ask("write_caption", body)
    return refused.value.code


async def test_a_line_reaches_those_who_asked_as_long_as_they_want_it(clear: Pair) -> None:
    host, guest = clear
    await guest.ask("write_caption", LINE)
    await host.ask("ask_captions", {"isWanted": True})
    await guest.ask("write_caption", LINE | {"line": 4})
    expected = LINE | {"line": 4, "peerId": guest.peer, "envelope": None}
    assert await host.hear("captioned") == expected
    assert await _told(host) == await _told(guest) == []
    await host.ask("ask_captions", {"isWanted": False})
    await guest.ask("write_caption", LINE)
    assert await _told(host) == []


async def test_everybody_sees_who_asked_and_whose_browser_writes(clear: Pair) -> None:
    host, guest = clear
    await host.ask("ask_captions", {"isWanted": True})
    assert await guest.hear("captions") == {"askedBy": [host.peer], "captioners": []}
    await guest.ask("offer_captions", {"state": "unable"})
    captioner = {"peerId": guest.peer, "state": "unable"}
    await host.hear("captions")
    assert await host.hear("captions") == {"askedBy": [host.peer], "captioners": [captioner]}
    await guest.ask("leave")
    assert await host.hear("captions") == {"askedBy": [host.peer], "captioners": []}


async def test_a_newcomer_learns_that_captions_are_wanted(
    clear: Pair, arrive: Arrive, room: str
) -> None:
    host, _ = clear
    await host.ask("ask_captions", {"isWanted": True})
    third = await arrive("Mentor")
    token = await admitted(host, third, room)
    joined = await third.ask("join", {"token": token})
    assert joined["captions"] == {"askedBy": [host.peer], "captioners": []}


async def test_an_end_to_end_session_takes_sealed_lines_only(pair: Pair) -> None:
    host, guest = pair
    await host.ask("ask_captions", {"isWanted": True})
    assert await _code(guest, LINE) == "end_to_end_encrypted"
    letters = [{"peerId": host.peer, "envelope": "sealed"}]
    sealed = {"line": 0, "isFinal": True, "language": "el", "letters": letters}
    await guest.ask("write_caption", sealed)
    line = await host.hear("captioned")
    assert (line["text"], line["envelope"]) == (None, "sealed")


async def test_no_sealed_line_leaves_the_session(pair: Pair, arrive: Arrive) -> None:
    _, guest = pair
    outsider = await arrive("Antinous")
    await outsider.join(await outsider.open_room())
    await outsider.ask("ask_captions", {"isWanted": True})
    letters = [{"peerId": outsider.peer, "envelope": "sealed"}]
    sealed = {"line": 0, "isFinal": True, "language": "el", "letters": letters}
    await guest.ask("write_caption", sealed)
    assert await _told(outsider) == []


LETTER = {"peerId": "a" * 26, "envelope": "x"}


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": "x" * (MAX_CAPTION + 1)},
        {"text": None},
        {"letters": [LETTER]},
        {"text": None, "letters": [LETTER | {"envelope": "x" * (MAX_SEALED + 1)}]},
        {"language": "no language"},
        {"line": -1},
        {"by": "somebody else"},
    ],
)
async def test_what_is_no_line_is_refused(clear: Pair, change: dict[str, Any]) -> None:
    assert await _code(clear[1], LINE | change) == "invalid"


async def test_a_flood_of_lines_is_refused(clear: Pair) -> None:
    _, guest = clear
    codes = []
    for _ in range(30):
        try:
            await guest.ask("write_caption", LINE)
        except RefusedError as error:
            codes.append(error.code)
    assert set(codes) == {"too_many"}
