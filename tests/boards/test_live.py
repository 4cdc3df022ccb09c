"""Two people and a server: what one does the other sees, and what was acked is kept."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from pycrdt import Map

from server.core.ids import new_id
from tests.boards.conftest import Cast
from tests.boards.scribes import Scribe, booked, eventually, put
from tests.support.calls import RefusedError


async def test_what_one_writes_the_other_sees(cast: Cast) -> None:
    name = f"board:{await cast.board()}"
    for scribe in (cast.mentor, cast.mentee):
        assert (await scribe.open(name))["role"] == "write"
    assert (await cast.mentor.write(put("a", "Ithaca")))["seq"] == 1
    await cast.mentee.follow()
    assert cast.mentee.seen() == {"a": "Ithaca"}
    assert (await cast.mentee.write(put("b", "Scylla")))["seq"] == 2
    await cast.mentor.follow()
    assert cast.mentor.seen() == cast.mentee.seen() == {"a": "Ithaca", "b": "Scylla"}


async def test_whoever_comes_later_gets_what_there_is(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    await cast.mentor.write(put("a", Map({"title": "Home"}), "goals"))
    await cast.mentee.open(cast.goals)
    assert cast.mentee.seen("goals") == {"a": {"title": "Home"}}


async def test_edits_made_offline_merge_on_return(cast: Cast) -> None:
    name = f"board:{await cast.board()}"
    await cast.mentor.open(name)
    await cast.mentor.write(put("a", 1.0))
    cast.mentee.change(put("b", 2.0))
    cast.mentee.change(put("c", 3.0))
    await cast.mentee.open(name)
    await cast.mentor.follow()
    assert cast.mentor.seen() == cast.mentee.seen() == {"a": 1.0, "b": 2.0, "c": 3.0}


async def test_concurrent_edits_converge(cast: Cast) -> None:
    name = f"board:{await cast.board()}"
    await cast.mentor.open(name)
    await cast.mentee.open(name)
    one = cast.mentor.change(put("a", "mentor's"))
    other = cast.mentee.change(put("a", "mentee's"))
    await asyncio.gather(cast.mentor.send(one), cast.mentee.send(other))
    await cast.mentor.follow()
    await cast.mentee.follow()
    assert cast.mentor.seen() == cast.mentee.seen()


async def test_acks_come_in_the_order_sent_without_waiting_for_each(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    updates = [cast.mentor.change(put(f"g{n}", n, "goals")) for n in range(30)]
    acks = await asyncio.gather(*(cast.mentor.send(one) for one in updates))
    assert [one["seq"] for one in acks] == list(range(1, 31))
    assert [one["n"] for one in acks] == sorted(one["n"] for one in acks)


async def test_nothing_is_taken_before_one_has_joined(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    cast.mentee.name = cast.goals
    with pytest.raises(RefusedError) as refused:
        await cast.mentee.send(cast.mentee.change(put("a", 1, "goals")))
    assert refused.value.code == "not_joined"
    assert (await cast.mentee.hear("update_rejected"))["code"] == "not_joined"


async def test_a_foreign_document_is_refused_like_one_that_is_not_there(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    theirs = f"board:{await cast.board()}"
    for name in (
        cast.goals,
        theirs,
        f"goals:{new_id()}",
        f"board:{new_id()}",
        f"agenda:{new_id()}",
        f"notes:{new_id()}:{cast.stranger.person}",
        "goals:" + "x" * 26,
        "nothing",
        f"{cast.goals}:more",
    ):
        with pytest.raises(RefusedError) as refused:
            await cast.stranger.open(name)
        assert refused.value.code == "not_found", name
        assert str(refused.value) == "There is no such document"


async def test_presence_carries_the_servers_word_on_who_it_is(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    await cast.mentee.open(cast.goals)
    await cast.mentor.ask("show_presence", {"doc": cast.goals, "state": b"I am Telemachus"})
    shown = await cast.mentee.hear("presence_shown")
    assert shown["person"] == cast.mentor.person
    assert (shown["name"], shown["state"]) == ("Mentor", b"I am Telemachus")
    assert shown["clientId"] == cast.mentor.doc.client_id
    await cast.mentor.ask("leave_board", {"doc": cast.goals})
    assert (await cast.mentee.hear("presence_shown"))["state"] == b""


async def test_a_newcomer_is_shown_where_the_others_are(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    await cast.mentor.ask("show_presence", {"doc": cast.goals, "state": b"here"})
    await cast.mentee.open(cast.goals)
    assert (await cast.mentee.hear("presence_shown"))["state"] == b"here"


async def test_who_may_only_read_is_told_that_nothing_was_taken(cast: Cast) -> None:
    board = await cast.board()
    name = f"board:{board}"
    await cast.mentee.open(name)
    await cast.mentee.write(put("a", 1.0))
    async with cast.mentor.http.patch(f"/api/boards/{board}", json={"isArchived": True}) as answer:
        assert (await answer.json())["role"] == "read"
    assert await cast.mentee.hear("board_evicted") == {"doc": name, "reason": "role"}
    assert (await cast.mentee.open(name))["role"] == "read"
    with pytest.raises(RefusedError) as refused:
        await cast.mentee.write(put("a", 2.0))
    assert refused.value.code == "read_only"
    assert (await cast.mentee.hear("update_rejected"))["code"] == "read_only"
    await cast.mentor.open(name)
    assert cast.mentor.seen() == {"a": 1.0}


async def test_an_ended_mentorship_sends_its_writers_out(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    path = f"/api/mentorships/{cast.mentorship}/end"
    async with cast.mentee.http.post(path, json={"reason": "goals_reached"}) as answer:
        assert answer.status == 200, await answer.text()
    await cast.services.boards.live.recheck(cast.goals)
    assert (await cast.mentor.hear("board_evicted"))["reason"] == "role"
    assert (await cast.mentor.open(cast.goals))["role"] == "read"


async def test_a_change_of_the_servers_reaches_everybody(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    boards = cast.services.boards.live
    await boards.edit(cast.goals, cast.mentee.person, put("a", "by REST", "goals"))
    await cast.mentor.follow()
    assert cast.mentor.seen("goals") == {"a": "by REST"}
    seen = await boards.read(cast.goals, lambda doc: doc.get("goals", type=Map).to_py())
    assert seen == {"a": "by REST"}


async def test_what_a_change_of_the_servers_raises_undoes_it(cast: Cast) -> None:
    await cast.mentor.open(cast.goals)
    await cast.mentor.write(put("a", 1.0, "goals"))
    boards = cast.services.boards.live

    def fail(doc: object) -> None:
        put("b", 2.0, "goals")(doc)  # type: ignore[arg-type]
        raise LookupError("no such goal")

    with pytest.raises(LookupError):
        await boards.edit(cast.goals, None, fail)
    seen = await boards.read(cast.goals, lambda doc: doc.get("goals", type=Map).to_py())
    assert seen == {"a": 1.0}
    assert (await cast.mentor.write(put("c", 3.0, "goals")))["seq"] == 2


async def test_news_name_the_paths_that_differ_once_they_are_saved(cast: Cast) -> None:
    boards = cast.services.boards.live
    heard = []

    async def listen() -> None:
        async for changed in boards.changes():
            heard.append(changed)  # noqa: PERF401 - it is read while it grows

    listening = asyncio.create_task(listen())
    await cast.mentor.open(cast.goals)
    await cast.mentor.write(put("a", Map({"title": "Home"}), "goals"))
    await cast.mentor.write(
        lambda doc: doc.get("goals", type=Map)["a"].__setitem__("status", "done")
    )
    await eventually(lambda: any(("goals", "a", "status") in one.paths for one in heard))
    assert {one.doc for one in heard} == {cast.goals}
    assert max(one.seq for one in heard) == 2
    listening.cancel()


async def test_many_people_get_their_changes_in_ticks_and_converge(cast: Cast) -> None:
    name = f"board:{await cast.board()}"
    async with AsyncExitStack() as stack:
        tabs = [
            await stack.enter_async_context(Scribe.signed_in(cast.live, who))
            for who in ("Mentor", "Telemachus") * 4
        ]
        for tab in tabs:
            await tab.open(name)
        for turn in range(5):
            await asyncio.gather(
                *(tab.write(put(f"{turn}-{at}", 1.0)) for at, tab in enumerate(tabs))
            )
        for tab in tabs:
            while len(tab.seen()) < 40:
                await tab.follow()
        assert len({str(sorted(tab.seen())) for tab in tabs}) == 1


async def test_a_document_outlives_its_room(cast: Cast) -> None:
    name = f"board:{await cast.board()}"
    await cast.mentor.open(name)
    await cast.mentor.write(put("a", 1.0))
    await cast.mentor.ask("leave_board", {"doc": name})
    keeper = cast.services.boards.live._keeper
    await keeper.close(keeper.rooms[name])
    assert name not in keeper.rooms
    await cast.mentee.open(name)
    assert cast.mentee.seen() == {"a": 1.0}


async def test_an_agenda_is_for_both_and_private_notes_are_for_one(cast: Cast) -> None:
    session = await booked(cast.services, cast.mentee.person, cast.mentor.person)
    for scribe in (cast.mentor, cast.mentee):
        assert (await scribe.open(f"agenda:{session}"))["role"] == "write"
    own, theirs = (f"notes:{session}:{who.person}" for who in (cast.mentee, cast.mentor))
    for scribe, name in ((cast.mentee, theirs), (cast.stranger, own), (cast.mentor, own)):
        with pytest.raises(RefusedError) as refused:
            await scribe.open(name)
        assert refused.value.code == "not_found"
    cast.mentee.renew()
    assert (await cast.mentee.open(own))["role"] == "write"
    await cast.mentee.write(put("a", "for nobody's eyes", "items"))
    await cast.mentor.open(f"agenda:{session}")
    assert cast.mentor.heard("board_updated") == []
    path = f"/api/documents/{own}"
    for door in ("snapshots", "history", "state", "changes"):
        async with cast.mentor.http.get(f"{path}/{door}") as answer:
            assert answer.status == 404
            assert b"eyes" not in await answer.read()
