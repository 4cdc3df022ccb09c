"""People who edit a document together, each with a replica of their own, over real sockets."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession
from pycrdt import Doc, Map

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.mentorships.service.requests import Ask, Wish
from server.scheduling.service import Wish as Time
from server.scheduling.slots import Rules
from server.scheduling.windows import Hours, Span
from server.services import SERVICES, Services
from tests.mentorships.conftest import PLAN, offer
from tests.support.browsers import PASSWORD
from tests.support.calls import Guest
from tests.support.servers import LiveServer, browsing
from tests.support.sockets import connected

NAMESPACE = "/boards"
Edit = Callable[[Doc[Any]], object]


class Scribe(Guest):
    """Somebody with one document open, as a browser's provider has it."""

    http: ClientSession
    person: str
    cookies: dict[str, str]
    server: LiveServer
    name: str = ""
    numbers: int = 0

    @classmethod
    @asynccontextmanager
    async def signed_in(cls, server: LiveServer, name: str) -> AsyncIterator[Scribe]:
        """Somebody whose account is there, in a tab of theirs."""
        async with browsing(server) as http:
            credentials = {"email": address(name), "password": PASSWORD}
            async with http.post("/api/auth/sign-in", json=credentials) as answer:
                assert answer.status == 200, await answer.text()
            header = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in http.cookie_jar)}
            async with connected(server.url, NAMESPACE, header) as client:
                scribe = cls(client, name)
                scribe.http, scribe.server, scribe.cookies = http, server, header
                async with http.get("/api/me") as answer:
                    scribe.person = (await answer.json())["id"]
                scribe.renew()
                yield scribe

    def renew(self, client_id: int = 0) -> None:
        """A replica with nothing in it."""
        self.doc: Doc[Any] = Doc(client_id=client_id or secrets.randbits(31) + 1)

    async def open(self, name: str) -> dict[str, Any]:
        """Joins with what the replica has, takes what it lacks, gives what the server lacks."""
        self.name = name
        order = {"doc": name, "sv": self.doc.get_state(), "clientId": self.doc.client_id}
        joined = await self.ask("join_board", order)
        self.doc.apply_update(joined["update"])
        if joined["role"] == "write" and self.doc.get_state() != joined["sv"]:
            await self.send(self.doc.get_update(joined["sv"]))
        return joined

    def change(self, edit: Edit) -> bytes:
        """Changes the replica only; the update that says so."""
        before = self.doc.get_state()
        with self.doc.transaction():
            edit(self.doc)
        return self.doc.get_update(before)

    async def send(self, update: bytes) -> dict[str, Any]:
        """The ack, once it is saved. Raises: RefusedError."""
        self.numbers += 1
        order = {"doc": self.name, "n": self.numbers, "update": update}
        return await self.ask("update_board", order)

    async def write(self, edit: Edit) -> dict[str, Any]:
        """Changes the replica, and everybody's."""
        return await self.send(self.change(edit))

    async def follow(self) -> None:
        """Takes one change of somebody else's."""
        self.doc.apply_update((await self.hear("board_updated"))["update"])

    def ever_told(self) -> str:
        """Everything that has come to this socket unasked, as Python writes it."""
        return repr(self._client.ever)

    def seen(self, root: str = "elements") -> dict[str, Any]:
        """What the replica has under a root."""
        return dict(self.doc.get(root, type=Map).to_py() or {})


def put(key: str, value: object, root: str = "elements") -> Edit:
    """An edit that sets one entry."""
    return lambda doc: doc.get(root, type=Map).__setitem__(key, value)


def address(name: str) -> str:
    return f"{name.casefold()}@example.org"


async def account(services: Services, name: str) -> str:
    """An account with a confirmed address; its id."""
    newcomer = Newcomer(
        email=address(name),
        password=PASSWORD,
        name=name,
        roles=frozenset(Role),
        time_zone="Europe/Athens",
    )
    spoken = ProfileChange(languages=(Language("en", Level.NATIVE),))
    return (await services.registration.seed(newcomer, change=spoken)).id


async def pair(services: Services, mentee: str, mentor: str) -> str:
    """A mentorship of two; its id."""
    await offer(services, mentor, places=5)
    programme = (await services.programmes.open_programme()).id
    [request] = await services.requests.ask(
        mentee, Ask(programme, [Wish(mentor, "Dear mentor")], PLAN, False)
    )
    await services.requests.agree(mentor, request.id)
    views = await services.mentorships.of_person(mentee)
    return views[0].mentorship.id


async def booked(services: Services, mentee: str, mentor: str, in_days: int = 2) -> str:
    """A session of two so many days ahead, at noon; its id."""
    always = Hours("UTC", {day: (Span(0, 1440),) for day in range(7)})
    known = await services.availabilities.own(mentor)
    wanted = replace(known, rules=Rules(always), is_confirmed_first=False)
    await services.availabilities.save(mentor, wanted)
    day = (services.clock.now() + timedelta(days=in_days)).replace(
        minute=0, second=0, microsecond=0
    )
    time = Time(mentor, day.replace(hour=12), 60, key=f"at noon in {in_days}")
    return (await services.bookings.book(mentee, time)).id


async def eventually(check: Callable[[], bool]) -> None:
    """Waits until it holds. Raises: TimeoutError."""
    async with asyncio.timeout(10):
        while not check():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


def services_of(live: LiveServer) -> Services:
    return live.app[SERVICES]
