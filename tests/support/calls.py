"""People in a live session without a browser: they ask, hear, and use the HTTP doors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

from aiohttp import ClientResponse, ClientSession

from server.core.ids import new_id
from tests.support.servers import LiveServer, browsing
from tests.support.sockets import PATIENCE_S, Client, connected

NAMESPACE = "/call"


class RefusedError(Exception):
    """The server said no; `code` says why."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem["detail"])
        self.code: str = problem["code"]
        self.status: int = problem["status"]


class Guest:
    """Somebody without an account."""

    def __init__(self, client: Client, name: str) -> None:
        self.name = name
        self.peer = ""
        self._client = client
        self._heard: list[tuple[str, dict[str, Any]]] = []

    @classmethod
    @asynccontextmanager
    async def arriving(cls, server: LiveServer, name: str) -> AsyncIterator[Guest]:
        """A connected guest."""
        async with connected(server.url, NAMESPACE) as client:
            yield cls(client, name)

    async def ask(self, event: str, body: object = None) -> dict[str, Any]:
        """Send an event; returns what its ack holds. Raises: RefusedError."""
        ack = await self._client.call(event, body)
        if "error" in ack:
            raise RefusedError(ack["error"])
        answer: dict[str, Any] = ack["ok"]
        return answer

    async def hear(self, event: str) -> dict[str, Any]:
        """The first news of this name that was not heard yet. Raises: TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for index, (name, news) in enumerate(self._heard):
                    if name == event:
                        del self._heard[index]
                        return news
                self._heard.append(await self._client.news.get())

    def heard(self, event: str) -> list[dict[str, Any]]:
        """News of this name that have come and were not heard yet."""
        while not self._client.news.empty():
            self._heard.append(self._client.news.get_nowait())
        return [news for name, news in self._heard if name == event]

    async def drop(self) -> None:
        """Lose the connection without a goodbye."""
        await self._client.io.eio.ws.close()
        await self._client.gone.wait()


class Person(Guest):
    """Somebody with an account; `http` carries the cookies."""

    http: ClientSession
    url: str

    @classmethod
    @asynccontextmanager
    async def arriving(cls, server: LiveServer, name: str) -> AsyncIterator[Self]:
        """A signed-up person with a socket."""
        async with browsing(server) as http:
            newcomer = {
                "name": name,
                "email": f"{new_id()}@example.org",
                "password": "a sail and a harbour",
                "roles": ["mentor"],
                "timeZone": "Europe/Athens",
            }
            async with http.post("/api/auth/sign-up", json=newcomer) as answer:
                assert answer.status == 201, await answer.text()
            cookies = {c.key: c.value for c in http.cookie_jar}
            header = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
            async with connected(server.url, NAMESPACE, header) as client:
                person = cls(client, name)
                person.http, person.url = http, server.url
                yield person

    def access_token(self) -> str:
        """What the access cookie holds."""
        return next(cookie.value for cookie in self.http.cookie_jar if cookie.key == "at")

    async def open_room(self, title: str = "Finding the next harbour", **wish: str) -> str:
        """Their room; `wish` as `POST /api/rooms` takes it."""
        async with self.http.post("/api/rooms", json={"title": title, **wish}) as answer:
            assert answer.status == 201, await answer.text()
            room: str = (await answer.json())["id"]
            return room

    async def end_room(self, room: str) -> None:
        async with self.http.post(f"/api/rooms/{room}/end") as answer:
            assert answer.status == 200, await answer.text()

    async def enter(self, room: str) -> ClientResponse:
        """Ask for a room token."""
        async with self.http.post(f"/api/rooms/{room}/token") as answer:
            await answer.read()
            return answer

    async def token(self, room: str) -> str:
        answer = await self.enter(room)
        assert answer.status == 200, await answer.text()
        token: str = (await answer.json())["token"]
        return token

    async def join(self, room: str) -> dict[str, Any]:
        joined = await self.ask("join", {"token": await self.token(room)})
        self.peer = joined["peerId"]
        return joined
