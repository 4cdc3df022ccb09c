"""The door of a session: knocking, waiting, being refused."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor


async def test_a_guest_without_an_account_is_admitted(invite: Invite, stranger: Visitor) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await host.enter(link)
    await stranger.knock(link)
    await expect(host.page.get_by_text("Telemachus").first).to_be_visible()
    await host.find("knock-admit").click()
    await stranger.come_in()
    await host.sees(1)
    await stranger.sees(1)


async def test_whoever_waits_sees_to_their_devices_and_the_host_s_tab_says_that_they_wait(
    invite: Invite, stranger: Visitor
) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await host.enter(link)
    await stranger.knock(link)
    await expect(host.page).to_have_title(re.compile(r"1 waits"))
    await stranger.find("lobby-allow").click()
    await expect(stranger.find("mic-level")).to_be_visible()
    await expect(stranger.find("knock-waiting").locator("video")).to_be_visible()
    await host.find("knock-admit").click()
    await expect(host.page).not_to_have_title(re.compile(r"waits"))
    await stranger.find("lobby-join").click()
    await host.sees(1)


async def test_a_guest_who_is_refused_reads_so(invite: Invite, stranger: Visitor) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await host.enter(link)
    await stranger.knock(link)
    await host.find("knock-refuse").click()
    await expect(stranger.find("knock-refused")).to_be_visible()
    await expect(host.tiles()).to_have_count(0)


async def test_a_link_to_nowhere_says_so(stranger: Visitor) -> None:
    await stranger.page.goto(f"{stranger.url}/s/{'0' * 26}")
    await expect(stranger.find("error-message")).to_be_visible()


async def test_an_ended_session_lets_nobody_in(invite: Invite, stranger: Visitor) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    room = link.rsplit("/", 1)[1]
    headers = {"Origin": host.url, "Sec-Fetch-Site": "same-origin"}
    await host.context.request.post(f"{host.url}/api/rooms/{room}/end", headers=headers)
    await stranger.page.goto(link)
    await expect(stranger.find("knock-ask")).to_have_count(0)
    await expect(stranger.find("error-message")).to_be_visible()


async def test_a_forged_room_token_opens_nothing_and_the_page_says_so(invite: Invite) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    forged = {"token": "e30.e30.e30", "expiresAt": "2030-01-01T00:00:00Z"}
    await host.page.route("**/api/rooms/*/token", lambda route: route.fulfill(json=forged))
    await host.go(link)
    await host.find("lobby-allow").click()
    await host.find("lobby-join").click()
    await expect(host.find("error-message")).to_be_visible()
    await expect(host.find("room")).to_have_count(0)
