"""Every page with axe, on a desktop in light and a phone in dark; and the way in by the forms."""

from __future__ import annotations

import asyncio
import re
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_pages import DESKTOP, PHONE, settled
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop-light", "phone-dark"])
@pytest.mark.parametrize("path", ["/", "/sign-up", "/sign-in", "/forgot", "/verify?token=x", "/x"])
async def test_a_signed_out_page_is_accessible(
    browser: Browser, house: LiveServer, path: str, device: dict[str, Any]
) -> None:
    async with visiting(browser, house.url, "Penelope", **device) as visitor:
        await visitor.page.goto(house.url + path)
        await settled(visitor.page)
        assert await grave(visitor.page) == []


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop-light", "phone-dark"])
async def test_the_pages_of_a_person_are_accessible(
    browser: Browser, house: LiveServer, device: dict[str, Any]
) -> None:
    async with visiting(browser, house.url, "Penelope", **device) as visitor:
        await visitor.sign_up()
        link = await visitor.open_session()
        for path in ("/", "/profile", "/security"):
            await visitor.page.goto(house.url + path)
            await settled(visitor.page)
            assert await grave(visitor.page) == [], path
        await visitor.go(link)
        await expect(visitor.find("lobby-allow")).to_be_visible()
        assert await grave(visitor.page) == [], "lobby before the permission"
        await visitor.find("lobby-allow").click()
        await expect(visitor.find("mic-level")).to_be_visible()
        assert await grave(visitor.page) == [], "lobby"
        await visitor.find("lobby-join").click()
        await expect(visitor.find("room")).to_be_visible()
        assert await grave(visitor.page) == [], "room"
        await visitor.leave()
        await visitor.page.wait_for_timeout(500)
        assert await grave(visitor.page) == [], "left"


async def test_a_knocking_page_is_accessible(invite: Invite, stranger: Visitor) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await stranger.go(link)
    await expect(stranger.find("knock-ask")).to_be_visible()
    assert await grave(stranger.page) == []
    await stranger.knock(link)
    assert await grave(stranger.page) == []


async def test_a_page_asks_nothing_of_third_parties_and_breaks_no_policy(
    stranger: Visitor, house: LiveServer
) -> None:
    asked: list[str] = []
    stranger.page.on("request", lambda request: asked.append(request.url))
    await stranger.page.goto(house.url)
    await settled(stranger.page)
    assert asked
    assert [url for url in asked if not url.startswith((house.url, "data:", "blob:"))] == []
    assert [line for line in stranger.complaints if "Content Security Policy" in line] == []


async def test_somebody_signs_up_confirms_and_opens_a_session_by_the_forms(
    stranger: Visitor, house: LiveServer, tmp_path: Path
) -> None:
    page = stranger.page
    await page.goto(house.url + "/sign-up")
    await stranger.find("role-mentor").click()
    await stranger.find("sign-up-name").fill("Ελένη Παπαδάκη")
    await stranger.find("sign-up-email").fill("eleni@example.org")
    await stranger.find("sign-up-password").fill("a sail and a harbour")
    await stranger.find("sign-up-submit").click()
    await expect(stranger.find("verify-banner")).to_be_visible()
    await page.goto(await _link_in_mail(tmp_path, house.url))
    await stranger.find("verify-submit").click()
    await expect(stranger.find("verify-submit")).to_have_count(0)
    await page.goto(house.url)
    await expect(page.locator("h1").first).to_be_visible()
    await expect(stranger.find("verify-banner")).to_have_count(0)
    await stranger.find("session-title").fill("Where to sail next")
    await stranger.find("open-session").click()
    await expect(stranger.find("invite-link")).to_be_visible()


async def test_every_control_of_the_sign_in_form_is_reached_by_keyboard(
    stranger: Visitor, house: LiveServer
) -> None:
    await stranger.sign_up()
    await stranger.context.clear_cookies()
    await stranger.page.goto(house.url + "/sign-in")
    await stranger.find("sign-in-email").focus()
    await stranger.page.keyboard.type("nobody@example.org")
    await stranger.page.keyboard.press("Tab")
    await stranger.page.keyboard.type("not the password")
    await stranger.page.keyboard.press("Enter")
    await expect(stranger.find("error-message")).to_be_visible()


async def _link_in_mail(data_dir: Path, url: str) -> str:
    """The confirmation link of the one kept mail, at the address this test uses."""
    for _ in range(300):
        if mails := list(data_dir.glob("mail/**/*.eml")):
            break
        await asyncio.sleep(0.1)
    mail = message_from_bytes(mails[0].read_bytes())
    parts = [p for p in mail.walk() if p.get_content_type() == "text/plain"]
    body = parts[0].get_payload(decode=True)
    assert isinstance(body, bytes)
    found = re.search(r"https?://[^/\s]+(/verify\?token=\S+)", body.decode())
    assert found is not None
    return url + found[1]
