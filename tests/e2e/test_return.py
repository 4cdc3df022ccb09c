"""Coming back: reloads, dropped sockets, restarted servers."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.async_api import expect

from server.app import create_app
from server.core.settings import Settings
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import chromium, visiting
from tests.support.programs import free_port
from tests.support.servers import serving

BACK_S = 2.0

# Closes the page's sockets under it, as a network that drops its connections does.
CUT = "() => window.__ithaca.dropSocket()"


async def test_a_reloaded_page_is_back_and_the_other_keeps_its_tile(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    tile = await host.tiles().first.get_attribute("data-peer-id")
    await guest.page.reload()
    await guest.sees(1)
    await host.sees(1)
    assert await host.tiles().first.get_attribute("data-peer-id") == tile


async def test_media_go_on_while_a_dropped_socket_comes_back(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    await guest.page.evaluate(CUT)
    tile = host.tiles().first
    await expect(tile).to_have_attribute("data-connection", "reconnecting")
    rates = await host.frame_rates(1.0)
    assert rates
    assert min(rates) > 5
    await expect(tile).to_have_attribute("data-connection", "live")
    await guest.sees(1)


async def test_a_closed_page_is_gone_within_fifteen_seconds(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    started = time.monotonic()
    await guest.context.close()
    await expect(host.tiles()).to_have_count(0, timeout=15_000)
    assert time.monotonic() - started < 15


async def test_both_rejoin_by_themselves_after_the_server_restarts(
    tmp_path: Path, sqlite_url: str
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
    async with chromium() as browser:
        url = f"http://127.0.0.1:{port}"
        async with (
            visiting(browser, url, "Penelope") as host,
            visiting(browser, url, "Odysseus") as guest,
        ):
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
