"""A push service on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.support.servers import serving

HTTP = frozenset({"http"})
SUBJECT = "mailto:ithaca@example.org"


@dataclass
class PushService:
    """What came to it, and what it answers."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.headers.append(dict(request.headers))
        status = self.answers.pop(0) if self.answers else 201
        return web.Response(status=status, headers={"Location": "http://127.0.0.1:1/"})


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    service = PushService()
    app = web.Application()
    app.router.add_post("/{name}", service.take)
    async with serving(app) as live:
        service.url = live.url
        yield service
