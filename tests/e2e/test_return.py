"""Coming back: reloads, dropped sockets, restarted servers."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from server.app import create_app
from server.core.settings import Settings
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import visiting
from tests.support.programs import free_port
from tests.support.servers import LiveServer, serving
from tests.support.wire import wired

pytestmark = pytest.mark.alone

BACK_S = 2.0
TOLD_WITHIN_S = 15
AWAY_S = 20
"""Less than a seat is kept."""
MEDIA_GO_ON_FRAMES_PER_S = 5


async def test_a_reloaded_page_is_back_and_the_other_keeps_its_tile(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    tile = await host.tiles().first.get_attribute("data-peer-id")
    await guest.page.reload()
    await guest.sees(1)
    await host.sees(1)
    assert await host.tiles().first.get_attribute("data-peer-id") == tile


async def test_media_go_on_while_a_dropped_socket_comes_back(
    browser: Browser, house: LiveServer, invite: Invite
) -> None:
    host = await invite("Penelope")
    async with wired(house.url) as wire, visiting(browser, wire.url, "Odysseus") as guest:
        await guest.sign_up()
        await meet(host, guest)
        await host.sees(1)
        tile = host.tiles().first
        wire.cut()
        await expect(tile).to_have_attribute("data-connection", "reconnecting")
        rates = await host.frame_rates(1.0)
        assert rates
        assert min(rates) > MEDIA_GO_ON_FRAMES_PER_S
        await expect(tile).to_have_attribute("data-connection", "live", timeout=BACK_S * 1000)
        await guest.sees(1)


async def test_after_twenty_seconds_without_network_the_same_streams_go_on(
    browser: Browser, house: LiveServer, invite: Invite
) -> None:
    host = await invite("Penelope")
    async with wired(house.url) as wire, visiting(browser, wire.url, "Odysseus") as guest:
        await guest.sign_up()
        await meet(host, guest)
        await host.sees(1)
        await guest.sees(1)
        streams = [{s["id"] for s in (await one.inbound())["streams"]} for one in (host, guest)]
        tile, seat = host.tiles().first, await host.tiles().first.get_attribute("data-peer-id")
        wire.is_dead = True
        patience_ms = TOLD_WITHIN_S * 1000
        await expect(tile).to_have_attribute("data-connection", "reconnecting", timeout=patience_ms)
        await expect(guest.find("reconnecting")).to_be_visible(timeout=patience_ms)
        await asyncio.sleep(AWAY_S - TOLD_WITHIN_S)
        wire.is_dead = False
        wire.cut()
        await expect(tile).to_have_attribute("data-connection", "live", timeout=patience_ms)
        assert [await one.get_attribute("data-peer-id") for one in await host.tiles().all()] == [
            seat
        ]
        await host.sees(1)
        await guest.sees(1)
        after = [{s["id"] for s in (await one.inbound())["streams"]} for one in (host, guest)]
        assert after == streams


async def test_a_closed_page_is_gone_soon(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    await guest.context.close()
    await expect(host.tiles()).to_have_count(0, timeout=11_000)


async def test_both_rejoin_by_themselves_after_the_server_restarts(
    browser: Browser, tmp_path: Path, sqlite_url: str
) -> None:
    port = free_port()
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        port=port,
        media_listen=("127.0.0.1",),
        media_port=0,
        media_announced=("127.0.0.1",),
    )
    url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        host, guest = [
            await stack.enter_async_context(visiting(browser, url, name))
            for name in ("Penelope", "Odysseus")
        ]
        async with serving(create_app(settings), port):
            await host.sign_up()
            await guest.sign_up()
            await meet(host, guest)
            await host.sees(1)
        await expect(host.find("reconnecting")).to_be_visible()
        async with serving(create_app(settings), port):
            await host.sees(1)
            await guest.sees(1)
            await expect(host.find("reconnecting")).to_be_hidden()
