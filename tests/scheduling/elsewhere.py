"""A server of calendars elsewhere, and what one of its calendars leaves open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from server.scheduling.service import Span
from tests.notifications.conftest import server_tls
from tests.scheduling.conftest import MONDAY, Cast
from tests.support.programs import free_port

HOUR = timedelta(hours=1)
EVENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@elsewhere
SUMMARY:Dentist
DTSTART;TZID=Europe/Athens:20261123T110000
DTEND;TZID=Europe/Athens:20261123T123000
END:VEVENT
END:VCALENDAR
"""


@dataclass
class Elsewhere:
    """A server of calendars on loopback."""

    port: int
    answers: dict[str, Callable[[web.Request], web.StreamResponse]] = field(default_factory=dict)
    asked: list[web.Request] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"https://127.0.0.1:{self.port}{path}"

    def has(self, path: str, text: str, etag: str = "") -> str:
        """A calendar at a path; its address."""

        def answer(request: web.Request) -> web.StreamResponse:
            headers = {"ETag": etag} if etag else {}
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers=headers)
            return web.Response(text=text, content_type="text/calendar", headers=headers)

        self.answers[path] = answer
        return self.at(path)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        found = self.answers.get(request.path)
        return found(request) if found else web.Response(status=404)


@pytest.fixture
async def elsewhere(certificate: Path) -> AsyncIterator[Elsewhere]:
    made = Elsewhere(free_port())
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", made.port, ssl_context=server_tls(certificate)).start()
    yield made
    await runner.cleanup()


async def starts(cast: Cast, minutes: int = 60) -> list[str]:
    """Those that are open to the mentee on that Monday, by the mentor's clock."""
    span = Span(MONDAY - 4 * HOUR, MONDAY + 10 * HOUR, minutes)
    found = await cast.services.slots.of_host(cast.mentee, cast.mentor, span)
    begin = int(MONDAY.timestamp()) // 60
    return [f"{11 + (one - begin) // 60}:{(one - begin) % 60:02}" for one in found.starts]
