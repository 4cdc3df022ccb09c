"""Fixtures of the browser tests: one browser for the run, one server and house for a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser

from server.app import create_app
from server.core.settings import Settings
from server.services import SERVICES
from server.worker import jobs_of
from tests.support.browsers import Visitor, chromium, shell, visiting
from tests.support.servers import LiveServer, serving

BUNDLE = Path(__file__).parents[2] / "server" / "bundle" / "index.html"

Invite = Callable[[str], Awaitable[Visitor]]


@pytest.fixture(scope="session")
async def whole_browser() -> AsyncIterator[Browser]:
    """Chromium with fake devices, as people have it: calls are held in it."""
    async with chromium() as launched:
        yield launched


@pytest.fixture(scope="session")
async def light_browser() -> AsyncIterator[Browser]:
    """Chromium's engine with fake devices, for pages."""
    async with chromium(launcher=shell()) as launched:
        yield launched


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Browser:
    """The one of the run that fits the test."""
    if not BUNDLE.exists():
        pytest.fail("The web app is not built; run ./dev ready.")
    is_call = request.node.get_closest_marker("alone") is not None
    found: Browser = request.getfixturevalue("whole_browser" if is_call else "light_browser")
    return found


@pytest.fixture
def media_listen() -> tuple[str, ...]:
    """Where the house takes media; Firefox, which sends none to loopback, has it elsewhere."""
    return ("127.0.0.1",)


@pytest.fixture
async def house(
    tmp_path: Path, sqlite_url: str, media_listen: tuple[str, ...]
) -> AsyncIterator[LiveServer]:
    """A server on a fresh embedded database."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        encoder="tfidf",
        port=0,
        media_listen=media_listen,
        media_port=0,
    )
    async with serving(create_app(settings)) as live:
        yield live


@pytest.fixture
async def invite(browser: Browser, house: LiveServer) -> AsyncIterator[Invite]:
    """Brings a signed-in visitor with a page of their own."""
    async with AsyncExitStack() as visitors:

        async def come(name: str) -> Visitor:
            visitor = await visitors.enter_async_context(visiting(browser, house.url, name))
            await visitor.sign_up()
            return visitor

        yield come


@pytest.fixture
async def stranger(browser: Browser, house: LiveServer) -> AsyncIterator[Visitor]:
    """Somebody without an account."""
    async with visiting(browser, house.url, "Telemachus") as visitor:
        yield visitor


async def meet(host: Visitor, *others: Visitor, protection: str | None = None) -> str:
    """All of them in one session: the host lets each in who knocks. Returns its link."""
    link = await host.open_session(protection=protection)
    await host.enter(link)
    for other in others:
        await other.knock(link)
        await host.find("knock-admit").click()
        await other.come_in()
    return link


@pytest.fixture
async def worker(house: LiveServer) -> AsyncIterator[None]:
    """The jobs of the house run."""
    task = asyncio.create_task(jobs_of(house.app[SERVICES]).run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
