"""A programme with everybody in it, and a pair whose every kind of content is marked."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from server.accounts.model import Role
from server.app import DOORS, ROUTES_OF_DOMAINS, create_app
from server.core.db import metadata
from server.core.ids import new_id
from server.core.settings import Settings
from server.core.web import Routes
from server.mentorships.model import Plan
from server.mentorships.service.requests import Ask, Wish
from server.programmes.model import State
from server.programmes.service.enrolment import LinkWish
from server.scheduling.model import Reason
from server.scheduling.service import Wish as Time
from server.services import Services
from tests.boards.scribes import Scribe, account, address, booked, services_of
from tests.mentorships.conftest import offer
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, serving

STEM = "zyxq"
"""What no text of ours holds; every mark begins with it."""
OUTSIDERS = ("Nausicaa", "Athena", "Antinous", "Nestor")
"""A coordinator, an operator, a stranger, and the mentor of another pair."""
PAIR = ("Telemachus", "Mentor")
NAMES = (*PAIR, *OUTSIDERS, "Pisistratus")


@dataclass
class Marks:
    """The text that stands in each kind of content, made as it is asked for."""

    made: dict[str, str] = field(default_factory=dict)

    def __call__(self, kind: str) -> str:
        return self.made.setdefault(kind, f"{STEM}{kind}{new_id()[-8:]}")

    def found_in(self, *texts: bytes | str) -> set[str]:
        """The kinds whose mark is in any of these."""
        raw = b"\n".join(one if isinstance(one, bytes) else one.encode() for one in texts)
        folded = raw.lower()
        return {
            kind
            for kind, mark in self.made.items()
            if mark.lower().encode() in folded or any(one in raw for one in _in_base64(mark))
        }

    def image(self) -> bytes:
        """A picture with a mark among its bytes."""
        raw, info = io.BytesIO(), PngInfo()
        info.add_text("Title", self("image"))
        Image.new("RGB", (3, 2), "teal").save(raw, "PNG", pnginfo=info)
        return raw.getvalue()


def _in_base64(mark: str) -> list[bytes]:
    """What of it is the same wherever it begins."""
    return [b64encode(b"x" * by + mark.encode())[4:-4] for by in range(3)]


@dataclass
class World:
    """Everybody signed in, and the pair with all that they have."""

    live: LiveServer
    services: Services
    clock: FixedClock
    marks: Marks
    people: dict[str, Scribe]
    programme: str
    mentorship: str
    bookings: tuple[str, str]
    """The session of today, and one to come."""

    @property
    def mentee(self) -> Scribe:
        return self.people["Telemachus"]

    @property
    def mentor(self) -> Scribe:
        return self.people["Mentor"]

    async def told(self, who: Scribe, method: str, path: str, **sent: Any) -> Any:
        """What one of the pair gets; it must go well."""
        async with who.http.request(method, path, **sent) as answer:
            assert answer.status < 300, f"{method} {path}: {await answer.text()}"
            return await answer.json() if answer.content_type == "application/json" else None

    async def renew(self) -> None:
        """Everybody's sign-in, after the clock has moved."""
        for one in self.people.values():
            async with one.http.post("/api/auth/refresh") as answer:
                assert answer.status < 300, await answer.text()

    async def rows(self, table: str, column: str = "id") -> list[str]:
        """A column of a table, oldest first."""
        found = metadata.tables[table]
        query = sa.select(found.c[column]).order_by(found.c[column])
        async with self.services.database.read() as tx:
            return [str(one) for one in (await tx.execute(query)).scalars()]


@asynccontextmanager
async def world(
    settings: Settings, clock: FixedClock, extra: tuple[Routes, ...] = (), doors: Any = DOORS
) -> AsyncIterator[World]:
    """On the day of a session of the pair; `extra` doors are opened, too."""
    marks = Marks()
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        app = create_app(settings, clock=clock, routes=(*ROUTES_OF_DOMAINS, *extra), doors=doors)
        live = await enter(serving(app))
        services = services_of(live)
        ids = {name: await account(services, name) for name in NAMES}
        programme = await _programme(services, ids)
        pair = await _paired(services, programme, ids, marks)
        today, later = await _sessions(services, ids, marks)
        clock.forward(days=2, minutes=-5)
        people = {name: await enter(Scribe.signed_in(live, name)) for name in NAMES}
        yield World(live, services, clock, marks, people, programme, pair, (today, later))


async def _programme(services: Services, ids: dict[str, str]) -> str:
    """With a coordinator; everybody but the operator and the stranger takes part."""
    services.accounts._operators = frozenset({address("Athena")})
    programmes, enrolment = services.programmes, services.enrolment
    made = (await programmes.open(ids["Athena"], "Voyages", "A year at sea.")).id
    await programmes.appoint(ids["Athena"], made, address("Nausicaa"))
    await programmes.dismiss(ids["Athena"], made, ids["Athena"])
    await programmes.move(ids["Nausicaa"], made, State.ENROLMENT)
    until = services.clock.now() + timedelta(days=7)
    wish = LinkWish("all", frozenset(Role), until, None)
    _, link = await enrolment.add_link(ids["Nausicaa"], made, wish)
    for name in ("Telemachus", "Mentor", "Nestor", "Pisistratus"):
        await enrolment.join(ids[name], link.rpartition("/")[2], frozenset(Role))
    for state in (State.MATCHING, State.RUNNING):
        await programmes.move(ids["Nausicaa"], made, state)
    return made


async def _paired(services: Services, programme: str, ids: dict[str, str], marks: Marks) -> str:
    """Two pairs; the mentorship of the marked one."""
    for name in ("Mentor", "Nestor"):
        await offer(services, ids[name], places=5)
    plain = Plan("To sail home again.", 2, 12)
    [other] = await services.requests.ask(
        ids["Pisistratus"], Ask(programme, [Wish(ids["Nestor"], "Dear Nestor")], plain, False)
    )
    await services.requests.agree(ids["Nestor"], other.id)
    plan = Plan(marks("plan"), 2, 12)
    [asked] = await services.requests.ask(
        ids["Telemachus"], Ask(programme, [Wish(ids["Mentor"], marks("asking"))], plan, False)
    )
    await services.requests.agree(ids["Mentor"], asked.id, marks("answer"))
    [view] = await services.mentorships.of_person(ids["Telemachus"])
    return view.mentorship.id


async def _sessions(services: Services, ids: dict[str, str], marks: Marks) -> tuple[str, str]:
    """One in two days, one in four with a note, and one that was called off with words."""
    mentee, mentor = ids["Telemachus"], ids["Mentor"]
    today = await booked(services, mentee, mentor)
    first = await services.bookings.show(mentee, today)
    wishes = [
        Time(mentor, first.starts_at + timedelta(days=days), 60, key=note, note=marks(note))
        for days, note in ((2, "bookingnote"), (3, "lostnote"))
    ]
    later, lost = [await services.bookings.book(mentee, one) for one in wishes]
    await services.bookings.cancel(mentee, lost.id, lost.version, Reason.OTHER, marks("cancelled"))
    return today, later.id
