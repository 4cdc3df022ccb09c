"""What people say of picture and sound: by their seat's token, beside what was measured."""

from __future__ import annotations

from typing import Any

import pytest

from server.quality.model import Said, Trouble, Verdict
from server.services import SERVICES
from tests.signaling.conftest import Arrive, admitted, arrive, guest, host, live, room
from tests.support.calls import Guest, Person
from tests.support.servers import LiveServer, browsing

__all__ = ["arrive", "guest", "host", "live", "room"]
DOOR = "/api/quality/verdicts"


async def _say(live: LiveServer, seat: str, **word: Any) -> int:
    async with (
        browsing(live) as http,
        http.post(DOOR, json={"seatToken": seat} | word) as answer,
    ):
        return answer.status


async def _records(host: Person, room: str) -> dict[str | None, Any]:
    async with host.http.get(f"/api/rooms/{room}/quality") as answer:
        assert answer.status == 200, await answer.text()
        return {one["name"]: one["verdict"] for one in (await answer.json())["records"]}


async def test_a_guest_says_how_it_was_after_leaving_and_the_host_reads_it_by_the_record(
    live: LiveServer, host: Person, guest: Guest, room: str
) -> None:
    await host.join(room)
    joined = await guest.ask("join", {"token": await admitted(host, guest, room)})
    await host.hear("quality")  # both have been measured
    await guest.ask("leave")
    await host.hear("peer_left")
    await live.app[SERVICES].quality.keep()
    seat = joined["seatToken"]
    assert await _say(live, seat, said="some_trouble") == 204
    bad = {"said": "bad", "troubles": ["lag", "sound", "lag"]}
    assert await _say(live, seat, **bad) == 204  # the last word counts
    found = await _records(host, room)
    assert found[None] == {"said": "bad", "troubles": ["sound", "lag"]}
    assert found["Penelope"] is None  # who is still here


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ({"said": "splendid"}, 422),
        ({"said": "bad", "troubles": ["the mentor"]}, 422),
        ({"said": "bad", "words": "They were late"}, 422),
        ({}, 422),
    ],
)
async def test_words_and_people_have_no_place_in_it(
    live: LiveServer, host: Person, room: str, word: dict[str, Any], status: int
) -> None:
    joined = await host.join(room)
    assert await _say(live, joined["seatToken"], **word) == status


async def test_only_who_had_a_seat_says_how_it_was(
    live: LiveServer, host: Person, room: str, arrive: Arrive
) -> None:
    await host.join(room)
    assert await _say(live, await host.token(room), said="good") == 401  # a way in is no seat
    assert await _say(live, host.access_token(), said="good") == 401
    assert await _say(live, "x", said="good") == 401


def test_what_was_good_has_no_troubles() -> None:
    assert Verdict.of(Said.GOOD, [Trouble.LAG]).troubles == ()
    assert Verdict.of(Said.BAD, [Trouble.LAG, Trouble.SOUND]).troubles == (
        Trouble.SOUND,
        Trouble.LAG,
    )
