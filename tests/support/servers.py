"""A real application on a loopback port, with a client that keeps cookies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, CookieJar, web
from yarl import URL


@dataclass(frozen=True, slots=True)
class LiveServer:
    """Where it listens, and the application inside."""

    url: str
    app: web.Application


@asynccontextmanager
async def serving(app: web.Application, port: int = 0) -> AsyncIterator[LiveServer]:
    """Serves an application on a loopback port, a free one by default."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        port = runner.addresses[0][1]
        yield LiveServer(f"http://127.0.0.1:{port}", app)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def browsing(server: LiveServer) -> AsyncIterator[ClientSession]:
    """A client that behaves like a browser on our own pages."""
    async with ClientSession(
        server.url,
        headers={"Sec-Fetch-Site": "same-origin", "Origin": server.url},
        cookie_jar=CookieJar(unsafe=True),  # cookies of an IP address
    ) as client:
        yield client


def cookies_of(browser: ClientSession, live: LiveServer) -> dict[str, str]:
    """What this browser sends when it opens a socket."""
    jar = browser.cookie_jar.filter_cookies(URL(live.url))
    return {"Cookie": "; ".join(f"{one.key}={one.value}" for one in jar.values())}
