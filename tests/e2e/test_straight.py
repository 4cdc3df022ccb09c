"""Going straight in with the devices of last time, and the lobby for all others."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.at_calls import in_menu
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor

pytestmark = pytest.mark.alone

GONE = """
const kept = JSON.parse(localStorage.getItem('ithaca.devices') ?? '{}');
if (kept.camera) localStorage.setItem('ithaca.devices', JSON.stringify({ ...kept, camera: 'x' }));
"""


async def _in_for_the_first_time(who: Visitor, link: str) -> None:
    await who.go(link)
    await who.find("lobby-allow").click()
    await who.find("straight-tick").check()
    await who.find("lobby-join").click()
    await expect(who.find("room")).to_be_visible()


async def _cameras(who: Visitor) -> None:
    await who.page.get_by_role("button", name="Choose camera").press("Enter")
    await in_menu(who)


async def test_who_ticked_it_is_led_into_the_call_at_once_and_seen(invite: Invite) -> None:
    host, other = await invite("Penelope"), await invite("Telemachus")
    await _in_for_the_first_time(host, await host.open_session())
    link = await host.open_session("The next one")
    await host.go(link)
    await expect(host.find("room")).to_be_visible()
    await expect(host.find("mic-toggle")).to_have_attribute("data-on", "true")
    await other.knock(link)
    await host.find("knock-admit").click()
    await other.come_in()
    await other.sees(1)
    await other.hears(1)


async def test_who_knocks_still_knocks_and_then_goes_straight_in(invite: Invite) -> None:
    host, other = await invite("Penelope"), await invite("Telemachus")
    await _in_for_the_first_time(other, await other.open_session())
    link = await host.open_session()
    await host.enter(link)
    await other.knock(link)
    await host.find("knock-admit").click()
    await expect(other.find("room")).to_be_visible()
    await host.sees(1)


async def test_the_lobby_is_a_link_away_and_the_tick_is_taken_off_there(invite: Invite) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await _in_for_the_first_time(host, link)
    await host.leave()
    await host.page.goto(host.url)
    await host.find("check-first").first.click()
    await host.find("lobby-allow").click()
    await expect(host.find("straight-tick")).to_be_checked()
    await host.find("straight-tick").uncheck()
    await host.go(link)
    await expect(host.find("lobby-join")).to_be_visible()


async def test_the_call_switches_it_on_and_off(invite: Invite) -> None:
    host = await invite("Penelope")
    await host.enter(await host.open_session())
    for state in ("true", "false"):
        await _cameras(host)
        await host.find("straight-item").press("Enter")
        await expect(host.find("straight-item")).to_have_count(0)
        await _cameras(host)
        await expect(host.find("straight-item")).to_have_attribute("aria-checked", state)
        await host.page.keyboard.press("Escape")
        await expect(host.find("straight-item")).to_have_count(0)


async def test_a_camera_that_is_gone_leads_to_the_lobby_with_the_reason(invite: Invite) -> None:
    host = await invite("Penelope")
    await _in_for_the_first_time(host, await host.open_session())
    await host.context.add_init_script(GONE)
    await host.go(await host.open_session())
    await expect(host.find("straight-why")).to_have_attribute("data-why", "gone")
    await expect(host.find("lobby-join")).to_be_visible()


async def test_a_browser_that_would_ask_again_leads_to_the_lobby_with_the_reason(
    invite: Invite,
) -> None:
    host = await invite("Penelope")
    await _in_for_the_first_time(host, await host.open_session())
    link = await host.open_session()
    asks = "navigator.permissions.query = async () => ({ state: 'prompt' });"
    await host.context.add_init_script(asks)
    await host.go(link)
    await expect(host.find("straight-why")).to_have_attribute("data-why", "asks")


async def test_somebody_else_at_the_same_browser_sees_the_lobby(invite: Invite) -> None:
    host = await invite("Penelope")
    await _in_for_the_first_time(host, await host.open_session())
    await host.sign_up()
    await host.go(await host.open_session())
    await expect(host.find("lobby-join")).to_be_visible()
