"""A booked call and the documents of its two: kept as it begins and ends; what changed is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from server.app import create_app
from server.boards.goals.digest import Digest, Line, Step, What
from server.boards.goals.items import Kind
from server.boards.model import Snapshot
from server.boards.model.session import Session
from server.boards.store import sessions as store
from server.core.ids import new_id
from server.core.settings import Settings
from server.scheduling.service import Wish
from server.services import Services
from tests.boards.scribes import Scribe, account, booked, eventually, pair, services_of
from tests.support.calls import Person
from tests.support.clock import FixedClock
from tests.support.servers import serving
from tests.support.sockets import connected

Values = dict[str, str | int | None]


@dataclass
class Call:
    """Two with a mentorship, a goal, and a session that is about to begin."""

    services: Services
    clock: FixedClock
    mentor: Scribe
    mentee: Scribe
    stranger: Scribe
    mentorship: str
    booking: str
    goal: str
    seats: dict[str, Person]

    @property
    def goals(self) -> str:
        return f"goals:{self.mentorship}"

    async def add(self, title: str, **more: str) -> str:
        """An action item of the mentee's."""
        values: Values = {"title": title, "parent": self.goal, **more}
        goals = self.services.goals.goals
        return await goals.add(self.mentee.person, self.mentorship, Kind.ACTION, values)

    async def change(self, item: str, **values: str) -> None:
        goals = self.services.goals.goals
        await goals.change(self.mentor.person, self.mentorship, item, dict(values))

    async def come(self, *who: Scribe) -> None:
        """They take their seats; once what that brings about is done."""
        found = await self.services.bookings.show(self.mentee.person, self.booking)
        assert found.room is not None
        for one in who:
            await self.seats[one.person].join(found.room)
        openings = self.services.signaling.openings
        await eventually(lambda: not openings._waiting)

    async def go(self, *who: Scribe) -> None:
        """They give their seats up, and minutes pass."""
        for one in who:
            await self.seats[one.person].ask("leave")
        await self.services.signaling.doorbook.keep()
        self.clock.forward(minutes=4)

    async def ended(self) -> int:
        return await self.services.goals.sessions.end_due()

    async def versions(self, name: str = "") -> list[Snapshot]:
        histories = self.services.boards.histories
        found = await histories.snapshots(self.mentor.person, name or self.goals)
        return found.snapshots

    async def told(self, scribe: Scribe) -> list[Any]:
        page = await self.services.centre.page(scribe.person)
        return [one for one in page.notices if one.kind == "session_digest"]

    async def got(self, scribe: Scribe, path: str, status: int = 200) -> Any:
        async with scribe.http.post("/api/auth/refresh") as answer:
            assert answer.status < 300, await answer.text()
        async with scribe.http.get(path) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()


@pytest.fixture
async def call(settings: Settings, clock: FixedClock) -> AsyncIterator[Call]:
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        live = await enter(serving(create_app(settings, clock=clock)))
        services = services_of(live)
        mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
        await account(services, "Antinous")
        mentorship = await pair(services, mentee, mentor)
        booking = await booked(services, mentee, mentor)
        values: Values = {"title": "Sail home"}
        goal = await services.goals.goals.add(mentee, mentorship, Kind.GOAL, values)
        clock.forward(days=2, minutes=-5)
        names = ("Mentor", "Telemachus", "Antinous")
        scribes = [await enter(Scribe.signed_in(live, name)) for name in names]
        seats = {}
        for one in scribes:
            client = await enter(connected(live.url, "/call", one.cookies))
            seats[one.person] = Person(client, one.name)
            seats[one.person].http, seats[one.person].url = one.http, live.url
        one, other, stranger = scribes
        yield Call(services, clock, one, other, stranger, mentorship, booking, goal, seats)


async def test_a_session_keeps_its_documents_and_both_are_told_what_it_changed(call: Call) -> None:
    mend, rig = await call.add("Mend the sail"), await call.add("Rig", due="2026-12-01")
    await call.come(call.mentor, call.mentee)
    [first] = await call.versions()
    assert (first.occasion, first.session) == ("session_start", call.booking)
    await call.change(mend, status="done")
    await call.change(rig, due="2026-12-08")
    await call.add("Ask Aeolus")
    call.clock.forward(minutes=50)
    await call.go(call.mentor, call.mentee)
    assert await call.ended() == 1
    assert await call.ended() == 0
    last, _ = await call.versions()
    assert (last.occasion, last.session) == ("session_end", call.booking)
    for reader, other in ((call.mentor, "Telemachus"), (call.mentee, "Mentor")):
        [notice] = await call.told(reader)
        counts = {key: notice.facts[key] for key in ("done", "added", "moved", "milestones")}
        assert counts == {"done": "1", "added": "1", "moved": "1", "milestones": "0"}
        assert (notice.facts["other"], notice.facts["due"]) == (other, "2026-12-08")
        assert other in call.services.centre.title(notice)
        assert "sail" not in str(notice.facts)
    listed = await call.got(call.mentee, f"/api/mentorships/{call.mentorship}/digests")
    [digest] = listed["digests"]
    assert sorted((one["what"], one["line"]["title"]) for one in digest["steps"]) == [
        ("added", "Ask Aeolus"),
        ("done", "Mend the sail"),
        ("moved", "Rig"),
    ]
    assert [one["title"] for one in digest["next"]] == ["Rig"]
    await call.got(call.stranger, f"/api/mentorships/{call.mentorship}/digests", 404)


async def test_a_session_that_changes_nothing_tells_nobody(call: Call) -> None:
    await call.come(call.mentor, call.mentee)
    await call.go(call.mentor, call.mentee)
    assert await call.ended() == 1
    assert await call.told(call.mentor) == []
    listed = await call.got(call.mentee, f"/api/mentorships/{call.mentorship}/digests")
    assert listed == {"digests": [], "next": None}


async def test_who_drops_out_and_comes_back_is_in_the_same_session(call: Call) -> None:
    await call.come(call.mentor, call.mentee)
    await call.add("Mend the sail")
    for one in (call.mentor, call.mentee):
        await call.seats[one.person].ask("leave")
    await call.services.signaling.doorbook.keep()
    call.clock.forward(minutes=2)
    assert await call.ended() == 0
    await call.come(call.mentor, call.mentee)
    await call.services.signaling.doorbook.keep()
    call.clock.forward(minutes=2)
    assert await call.ended() == 0
    await call.add("Ask Aeolus")
    await call.go(call.mentor, call.mentee)
    assert await call.ended() == 1
    [notice] = await call.told(call.mentor)
    assert notice.facts["added"] == "2"
    assert [one.occasion for one in await call.versions()] == ["session_end", "session_start"]


async def test_who_waits_alone_ends_no_session_before_its_time_is_over(call: Call) -> None:
    await call.come(call.mentor)
    await call.add("Mend the sail")
    await call.go(call.mentor)
    assert await call.ended() == 0
    await call.come(call.mentee)
    await call.go(call.mentee)
    assert await call.ended() == 1  # both have been there, and so it was one
    assert len(await call.told(call.mentee)) == 1


async def test_nobody_is_told_of_a_session_to_which_one_did_not_come(call: Call) -> None:
    await call.come(call.mentor)
    await call.add("Mend the sail")
    await call.go(call.mentor)
    call.clock.forward(minutes=61)
    assert await call.ended() == 1
    assert await call.told(call.mentor) == []
    assert [one.occasion for one in await call.versions()] == ["session_start"]


async def test_a_session_whose_server_died_ends_by_its_last_sign_of_life(call: Call) -> None:
    await call.come(call.mentor, call.mentee)
    await call.services.signaling.doorbook.keep()
    await call.add("Mend the sail")
    call.clock.forward(minutes=4)  # and nobody says a word more
    assert await call.ended() == 1
    assert len(await call.told(call.mentor)) == 1


async def test_a_room_that_nobody_booked_begins_no_session(call: Call) -> None:
    room = await call.seats[call.mentor.person].open_room()
    await call.seats[call.mentor.person].join(room)
    assert await call.services.goals.sessions.begin(room) is False
    assert await call.versions() == []


async def test_what_nobody_has_changed_is_not_kept_again(call: Call) -> None:
    live = call.services.boards.live
    await live._keeper.close(live._keeper.rooms[call.goals])
    histories = call.services.boards.histories
    await histories.name(call.mentor.person, call.goals, "As agreed")
    await call.come(call.mentor, call.mentee)
    assert [one.occasion for one in await call.versions()] == ["named"]
    await call.add("Mend the sail")
    await call.go(call.mentor, call.mentee)
    assert await call.ended() == 1
    [notice] = await call.told(call.mentor)
    assert (notice.facts["added"], notice.facts["milestones"]) == ("1", "0")


async def test_before_the_next_session_one_sees_what_came_since(call: Call) -> None:
    since = f"/api/bookings/{call.booking}/since"
    mend = await call.add("Mend the sail", due="2026-12-02")
    first = await call.got(call.mentee, since)
    assert (first["endedAt"], first["steps"]) == (None, [])
    assert [one["title"] for one in first["next"]] == ["Mend the sail"]
    await call.come(call.mentor, call.mentee)
    await call.go(call.mentor, call.mentee)
    assert await call.ended() == 1
    following = await _booked_again(call)
    await call.change(mend, status="done")
    found = await call.got(call.mentor, f"/api/bookings/{following}/since")
    assert found["booking"] == call.booking
    assert [(one["what"], one["line"]["title"]) for one in found["steps"]] == [
        ("done", "Mend the sail")
    ]
    assert (await call.got(call.mentor, since))["steps"] == []
    await call.got(call.stranger, since, 404)


async def test_pages_of_digests_follow_each_other(call: Call) -> None:
    line = Line(Kind.ACTION, new_id(), "Mend the sail", None, None)
    ids = [call.booking, *[await _booked_again(call, days) for days in (2, 3)]]
    for days, one in enumerate(ids):
        held = Session(
            booking=one,
            mentorship=call.mentorship,
            began_at=call.clock.now() + timedelta(days=days),
            ended_at=call.clock.now() + timedelta(days=days, hours=1),
            is_held=True,
            digest=Digest((Step(What.DONE, line),)),
        )
        async with call.services.database.write() as tx:
            await store.begin(tx, held)
    path = f"/api/mentorships/{call.mentorship}/digests?limit=2"
    page = await call.got(call.mentor, path)
    assert [one["booking"] for one in page["digests"]] == [ids[2], ids[1]]
    rest = await call.got(call.mentor, f"{path}&before={page['next']}")
    assert [one["booking"] for one in rest["digests"]] == ids[:1]
    assert rest["next"] is None


async def _booked_again(call: Call, days: int = 7) -> str:
    time = call.clock.now().replace(minute=0) + timedelta(days=days)
    wish = Wish(call.mentor.person, time, 60, key=f"after {days} days")
    return (await call.services.bookings.book(call.mentee.person, wish)).id
