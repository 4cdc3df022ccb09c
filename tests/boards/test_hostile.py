"""A client that means harm costs itself its place, never the others theirs, never the process."""

from __future__ import annotations

import asyncio

import pytest
from pycrdt import Doc, Map

from server.boards.crdt import Broken
from tests.boards.conftest import Cast
from tests.boards.hostile import chain_link, in_root, nested_types, nested_value, update
from tests.boards.scribes import Scribe, eventually, put
from tests.support.calls import RefusedError


async def refused(scribe: Scribe, raw: bytes) -> str:
    """The code with which an update is refused, by ack and by news alike."""
    with pytest.raises(RefusedError) as no:
        await scribe.send(raw)
    assert (await scribe.hear("update_rejected"))["code"] == no.value.code
    return no.value.code


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """On one database: what is refused never gets there."""
    return sqlite_url


@pytest.fixture
async def name(cast: Cast) -> str:
    """A board that both have open, with something on it."""
    name = f"board:{await cast.board()}"
    await cast.mentor.open(name)
    await cast.mentor.write(put("a", "before"))
    await cast.mentee.open(name)
    return name


async def test_bombs_are_refused_and_everything_goes_on(cast: Cast, name: str) -> None:
    assert await refused(cast.mentee, nested_value(30_000)) == "too_deep"
    assert await refused(cast.mentee, nested_types(4_000)) == "too_deep"
    await cast.mentor.write(put("b", "after"))
    await cast.mentee.follow()
    assert cast.mentee.seen() == {"a": "before", "b": "after"}


async def test_a_chain_of_many_updates_breaks_off_and_its_maker_is_out(
    cast: Cast, name: str
) -> None:
    cast.mentee.renew(client_id=5)
    await cast.mentee.open(name)
    for clock in range(7):
        await cast.mentee.send(chain_link(clock))
    assert await refused(cast.mentee, chain_link(7)) == "too_deep"
    assert (await cast.mentee.hear("board_evicted"))["reason"] == "unsafe"
    assert await refused(cast.mentee, chain_link(7)) == "not_joined"
    await cast.mentor.write(put("b", "after"))
    assert cast.mentor.seen()["b"] == "after"


async def test_a_spoofed_id_is_refused_and_its_owner_goes_on(cast: Cast, name: str) -> None:
    own, clock = cast.mentor.doc.client_id, 1
    assert await refused(cast.mentee, update(own, clock, b"\0\7")) == "not_yours"
    forged: Doc[Map[str]] = Doc(client_id=own)
    forged.apply_update(cast.mentor.doc.get_update())
    before = forged.get_state()
    forged.get("elements", type=Map)["a"] = "forged"
    assert await refused(cast.mentee, forged.get_update(before)) == "not_yours"
    await cast.mentor.write(put("a", "still mine"))
    await cast.mentee.follow()
    assert cast.mentee.seen() == {"a": "still mine"}


async def test_nobody_opens_a_document_under_anothers_id(cast: Cast, name: str) -> None:
    cast.mentee.renew(client_id=cast.mentor.doc.client_id)
    with pytest.raises(RefusedError) as no:
        await cast.mentee.open(name)
    assert no.value.code == "not_yours"


async def test_a_gap_is_refused_and_closed_by_an_exchange(cast: Cast, name: str) -> None:
    cast.mentee.change(put("lost", 1.0))
    assert await refused(cast.mentee, cast.mentee.change(put("later", 2.0))) == "gap"
    assert (await cast.mentee.hear("board_resync"))["doc"] == name
    await cast.mentee.open(name)
    await cast.mentor.follow()
    assert cast.mentor.seen() == {"a": "before", "lost": 1.0, "later": 2.0}


async def test_a_flood_is_refused_and_nothing_of_it_is_kept_back(cast: Cast, name: str) -> None:
    updates = [cast.mentee.change(put(f"f{n}", n)) for n in range(200)]
    outcomes = await asyncio.gather(
        *(cast.mentee.send(one) for one in updates), return_exceptions=True
    )
    codes = {one.code for one in outcomes if isinstance(one, RefusedError)}
    assert "too_fast" in codes
    assert codes <= {"too_fast", "too_many", "gap"}
    assert (await cast.mentor.write(put("b", "after")))["seq"] > 100


async def test_too_large_an_update_is_refused(cast: Cast, name: str) -> None:
    assert await refused(cast.mentee, b"\0" * 240_001) == "too_large"


async def test_a_root_that_no_board_has_is_refused(cast: Cast, name: str) -> None:
    raw = update(cast.mentee.doc.client_id, 0, in_root(8, b"\1\x7e", root="hidden", key="a"))
    assert await refused(cast.mentee, raw) == "bad_update"


async def test_a_full_document_can_be_read_only(cast: Cast, name: str) -> None:
    room = cast.services.boards.live._keeper.rooms[name]
    large = bytes(200_000)
    for n in range(22):
        await cast.services.boards.live.edit(name, None, put(f"x{n}", large))
    assert await refused(cast.mentor, cast.mentor.change(put("b", "more"))) == "full"
    room._full_s = float("-inf")
    assert await refused(cast.mentor, cast.mentor.change(put("c", "more"))) in {"full", "gap"}
    count = lambda doc: len(doc.get("elements", type=Map))  # noqa: E731
    assert await cast.services.boards.live.read(name, count) == 23


async def test_a_document_that_breaks_costs_its_breaker_the_place_and_loads_anew(
    cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is made to fail, since no input is known any more that passes and breaks it."""
    room = cast.services.boards.live._keeper.rooms[name]
    broken = room.document

    def fail(_update: bytes) -> frozenset[tuple[str | int, ...]]:
        raise Broken

    monkeypatch.setattr(type(broken), "apply", lambda self, raw: fail(raw), raising=True)
    update_sent = cast.mentee.change(put("b", 1.0))
    assert await refused(cast.mentee, update_sent) == "bad_update"
    monkeypatch.undo()
    assert (await cast.mentee.hear("board_evicted"))["reason"] == "unsafe"
    assert room.document is not broken
    assert (await cast.mentor.write(put("c", 2.0)))["seq"] == 2
    await cast.mentee.open(name)
    await eventually(lambda: set(cast.mentee.seen()) == {"a", "b", "c"})
