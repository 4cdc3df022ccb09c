"""Nobody outside a pair reads what the two write: not by a door, a socket, a letter, a log line.

One door, one event and one log line are left ajar for the test itself: it has to find these, and
nothing else.
"""

from __future__ import annotations

import email
import email.policy
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from aiohttp import web
from cryptography.exceptions import InvalidTag
from structlog.testing import capture_logs

from server.app import DOORS
from server.boards.sockets import door as boards
from server.chat.store import message
from server.core.db import DATABASE
from server.core.door import Door
from server.core.outward import Outward
from server.core.settings import Settings
from server.core.sockets import Socket
from server.core.web import Routes
from server.core.wire import In, Out
from server.notifications.model import Kind
from server.notifications.store.letters import letter
from server.notifications.store.notices import notice
from server.notifications.webpush import WebPusher
from server.worker import JOBS
from tests.boards.scribes import address, booked, put
from tests.notifications.conftest import Browser
from tests.notifications.pushing import HTTP, SUBJECT, PushService, push_service
from tests.support.clock import FixedClock
from tests.support.sockets import Client, connected
from tests.sweep.filling import (
    ask_group,
    fill,
    judge,
    leave,
    meet,
    part,
    say_whether_it_fits,
    written,
)
from tests.sweep.walking import Answer, events, known_ids, plain, routes_of, walk
from tests.sweep.world import OUTSIDERS, PAIR, World, world

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
OTHERS = (*OUTSIDERS, "Mentor")
"""Whoever is not the mentee."""
HIDDEN = {"menteesecret", "menteethanks", "privatementee", "moderators"}
"""What the mentee writes and the mentor does not read: before the reveal, or ever."""
NEVER = {"Mentor": {"privatementee", "moderators"}, "Telemachus": {"privatementor"}}
MACHINE = {("Athena", "GET /api/operator")}
"""How busy it is, which is never the same twice."""
ADDRESSED = {"moderators"}
"""What is written to the coordinators."""
AJAR = "/api/mentorships/{mentorship_id}/ajar"
ajar, ajar_socket = Routes(), Door("/ajar")
log = structlog.get_logger()


class Words(Out):
    """What leaks."""

    text: str


class Nothing(In):
    """No body."""


@ajar.get(AJAR, tag="test")
async def show_to_anybody(request: web.Request, mentorship_id: str) -> Words:
    """A door that forgets to ask who is there."""
    return Words(text=await _message(request.app, mentorship_id))


@ajar_socket.on("listen")
async def listen(socket: Socket, body: Nothing) -> Words:
    """The same for sockets."""
    return Words(text=await _message(socket.app))


async def _message(app: web.Application, mentorship: str | None = None) -> str:
    query = sa.select(message.c.text).order_by(message.c.id)
    if mentorship is not None:
        query = query.where(message.c.mentorship_id == mentorship)
    async with app[DATABASE].read() as tx:
        return str((await tx.execute(query)).scalars().first())


@dataclass
class Stage:
    """A world, the sockets of everybody, and what each outsider got."""

    there: World
    sockets: dict[tuple[str, str], Client]
    mails: Path
    logs: list[Any]
    post: PushService
    browsers: dict[str, Browser]
    answers: dict[str, list[Answer]] = field(default_factory=dict)

    async def look(self, *methods: str, who: Iterable[str] = OUTSIDERS) -> None:
        """They try every door."""
        ids = await known_ids(self.there)
        for name in who:
            one = self.there.people[name]
            got = self.answers.setdefault(name, [])
            got += await walk(one, routes_of(self.there, *methods), ids)
            got += await plain(one)

    async def pages(self, ids: dict[str, list[str]]) -> dict[tuple[str, str], bytes]:
        """What all but the mentee read at this moment, by name and door."""
        found: dict[tuple[str, str], bytes] = {}
        for name in OTHERS:
            got = await walk(self.there.people[name], routes_of(self.there, "GET"), ids)
            found |= {(name, one.door): one.body for one in got}
            if name in OUTSIDERS:
                self.answers.setdefault(name, []).extend(got)
        return found

    async def ids(self) -> dict[str, list[str]]:
        """Of all that an answer might be shown in; none is in a document."""
        found = await known_ids(self.there)
        return found | {"doc": found["doc"][:1]}

    async def try_events(self) -> dict[str, list[Any]]:
        """Outsiders send every event, about everything; what was acked, by name."""
        ids = await known_ids(self.there)
        return {
            name: [
                ack
                for door in (*DOORS, ajar_socket)
                for ack in await events(door, self.sockets[name, door.namespace], ids)
            ]
            for name in OUTSIDERS
        }

    def leaks(self) -> dict[str, set[str]]:
        """Through which doors outsiders read something, and what."""
        found: dict[str, set[str]] = {}
        for name, answers in self.answers.items():
            for one in answers:
                kinds = self.there.marks.found_in(one.body, one.head)
                if name == "Nausicaa" and "/moderation" in one.door:
                    kinds -= ADDRESSED
                if kinds:
                    found.setdefault(one.door, set()).update(kinds)
        return found

    def opened(self, sealed: bytes) -> str:
        """What a push says to the outsider whom it is for; nothing: to none."""
        for one in self.browsers.values():
            with suppress(InvalidTag):
                return repr(one.read(sealed))
        return ""

    def heard(self, name: str) -> str:
        """All that ever came to somebody's sockets unasked."""
        return repr([one.ever for (who, _), one in self.sockets.items() if who == name])


@asynccontextmanager
async def staged(settings: Settings, clock: FixedClock) -> AsyncIterator[Stage]:
    doors = (*DOORS, ajar_socket)
    with capture_logs() as logs:
        async with world(settings, clock, (ajar,), doors) as there, AsyncExitStack() as stack:
            sockets = {
                (name, door.namespace): await stack.enter_async_context(
                    connected(there.live.url, door.namespace, there.people[name].cookies)
                )
                for name in (*OUTSIDERS, *PAIR)
                for door in doors
            }
            post = await stack.enter_async_context(push_service())
            outward = Outward(allows=lambda _: True, schemes=HTTP)  # it is on this machine
            there.services.pushes._pusher = WebPusher(outward, SUBJECT)
            there.services.pushes._schemes = HTTP
            browsers = {name: Browser() for name in OUTSIDERS}
            for name, one in browsers.items():
                person, address = there.people[name].person, f"{post.url}/{name}"
                await there.services.pushes.subscribe(person, address, one.keys, "")
            other, nestor = (there.people[name].person for name in ("Pisistratus", "Nestor"))
            await booked(there.services, other, nestor)  # so that an outsider gets pushes, too
            yield Stage(there, sockets, settings.data_dir / "mail", logs, post, browsers)


@pytest.mark.timeout(600)
async def test_only_what_is_left_ajar_gives_others_the_content_of_a_pair(
    settings: Settings, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with staged(settings, clock) as on:
        there = on.there
        await fill(there)
        acks = await _session(on)
        await _pried(on)
        await _judged(on)
        await _run_jobs(there)
        read = await _own_words(on)
        await _nudged(on)
        await part(there)
        await _run_jobs(there)
        read += await _last_words(there)
        assert there.marks.found_in(*read) == set(there.marks.made)
        await on.look("GET")
        await on.look(*CHANGING)
        await on.look("GET", who=OUTSIDERS[:1])
        await _run_jobs(there)
        assert {one for some in on.answers.values() for one in some if one.status >= 500} == set()
        ajar_door = f"GET {AJAR.format(mentorship_id=there.mentorship)}"
        assert on.leaks() == {ajar_door: {"message1"}}
        for name in OUTSIDERS:
            leaking = {event for event, ack in acks[name] if there.marks.found_in(repr(ack))}
            assert leaking == {"listen"}, name
            assert there.marks.found_in(on.heard(name)) == set(), name
        told = await _told_by_post(on)
        assert "nausicaa@example.org" in told
        assert there.marks.found_in(told) == set()
        assert there.marks.found_in(repr(on.logs), caplog.text) == set()
        log.info("ajar", text=there.marks("message1"))
        assert there.marks.found_in(repr(on.logs)) == {"message1"}


async def _session(on: Stage) -> dict[str, list[Any]]:
    """The two meet, and go on writing while outsiders try to listen; what outsiders were acked."""
    there = on.there
    booking = await there.services.bookings.show(there.mentee.person, there.bookings[0])
    assert booking.room is not None
    seats = [on.sockets[name, "/call"] for name in PAIR]
    await meet(there, seats, room=booking.room)
    acks = await on.try_events()
    await written(there, f"goals:{there.mentorship}", put("late", there.marks("live"), "meta"))
    await leave(there, seats)
    return acks


async def _judged(on: Stage) -> None:
    """Feedback is given, a survey answered, a group declared, and each of it once more otherwise.

    It shows nowhere before it is revealed, or ever.
    """
    there, pages = on.there, []
    there.clock.forward(days=1, hours=1)  # one sleeps on the question whether it fits
    await there.renew()
    tap = f"/api/feedback/sessions/{there.bookings[0]}/begun"
    await there.told(there.mentee, "PUT", tap, json={"useful": 3})
    group = await ask_group(there)
    moderators = f"/api/mentorships/{there.mentorship}/moderators"
    note = {"matter": "help", "text": there.marks("moderators")}
    await there.told(there.mentee, "POST", moderators, json=note)
    ids = await on.ids()
    for useful, fit in ((1, "no"), (5, "yes")):
        await judge(there, there.mentee, useful)
        await there.told(there.mentee, "PUT", group, json={"choice": useful // 5})
        await say_whether_it_fits(there, fit)
        await there.services.feedback.settling.settle()
        pages.append(await on.pages(ids))
    before, after = pages
    moved = {one for one in before if before[one] != after[one]} - MACHINE
    assert moved == set(), [(before[one], after[one]) for one in moved]
    read = (body for (name, _), body in after.items() if name == "Mentor")
    assert there.marks.found_in(*read) & HIDDEN == set()
    await judge(there, there.mentor, 4)


async def _nudged(on: Stage) -> None:
    """Weeks go by without a sign, until everybody is told what would help."""
    there = on.there
    for _ in range(5):
        there.clock.forward(days=7)
        await there.renew()
    there.clock.forward(seconds=(_morning(there.clock) - there.clock.now()).total_seconds())
    await there.renew()
    await _run_jobs(there)
    for name in (*PAIR, "Nestor"):
        told = await there.services.centre.page(there.people[name].person, limit=100)
        assert Kind.NUDGE in {one.kind for one in told.notices}, name
    shown = await there.told(there.mentee, "GET", "/api/nudges")
    assert "overdue" in {one["matter"] for one in shown["nudges"]}


def _morning(clock: FixedClock) -> datetime:
    """Of the next Wednesday, for all of them."""
    day = clock.now().replace(hour=7, minute=30, second=0, microsecond=0)
    return day + timedelta(days=(2 - day.weekday()) % 7 or 7)


async def _pried(on: Stage) -> None:
    """Each of the two sends every event about the other one's private notes."""
    there = on.there
    ids = await known_ids(there)
    for name, other in (PAIR, PAIR[::-1]):
        ids["doc"] = [f"notes:{there.bookings[0]}:{there.people[other].person}"]
        acks = await events(boards, on.sockets[name, boards.namespace], ids)
        assert there.marks.found_in(repr(acks)) & NEVER[name] == set(), name


async def _own_words(on: Stage) -> list[bytes | str]:
    """What the two read and hear themselves, or the test would be blind."""
    there, found = on.there, list[bytes | str]()
    ids = await known_ids(there)
    for name in PAIR:
        one = there.people[name]
        got = [one.body for one in await walk(one, routes_of(there, "GET"), ids)]
        assert there.marks.found_in(*got, on.heard(name)) & NEVER[name] == set(), name
        found += got
        one.renew()
        joined = await one.open(f"notes:{there.bookings[0]}:{one.person}")
        found += [repr(joined), on.heard(name)]
    return found


async def _last_words(there: World) -> list[bytes | str]:
    """What came last, and what only the coordinators read."""
    hand_over = f"/api/mentorships/{there.mentorship}/hand-over"
    moderation = f"/api/programmes/{there.programme}/moderation"
    return [
        repr(await there.told(there.mentee, "GET", hand_over)),
        repr(await there.told(there.people["Nausicaa"], "GET", moderation)),
    ]


async def _run_jobs(there: World) -> None:
    for job in JOBS:
        await job.run(there.services, there.clock.now())


async def _told_by_post(on: Stage) -> str:
    """Letters, notices and pushes of everybody but the pair."""
    there, pair = on.there, {address(name) for name in PAIR}
    found = []
    for path in on.mails.glob("*.eml"):
        read: EmailMessage = email.message_from_bytes(
            path.read_bytes(), policy=email.policy.default
        )
        if read["To"] not in pair:
            found += [str(read["To"]), str(read["Subject"])]
            found += [str(one.get_content()) for one in read.walk() if not one.is_multipart()]
    own = [there.people[name].person for name in PAIR]
    queries = (
        sa.select(letter.c.params).where(letter.c.recipient.not_in(pair)),
        sa.select(notice.c.facts, notice.c.path).where(notice.c.person_id.not_in(own)),
    )
    async with there.services.database.read() as tx:
        for query in queries:
            rows = (await tx.execute(query)).all()
            assert rows, str(query)
            found.append(repr(rows))
    pushes = [text for text in map(on.opened, on.post.bodies) if text]
    assert pushes
    return "\n".join([*found, *pushes])
