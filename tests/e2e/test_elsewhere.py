"""Calendars of an account elsewhere: found, chosen, read and removed, at a desk and on a phone."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from server.core.outward import Outward
from server.scheduling.caldav import CalDav
from server.services import SERVICES
from tests.e2e.at_pages import DESKTOP, NARROW, broken_policies, fits, settled
from tests.e2e.conftest import Invite
from tests.notifications.conftest import certificate
from tests.support.browsers import Visitor
from tests.support.radicale import PASSWORD, USER, Radicale, radicale
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

__all__ = ["certificate"]


@pytest.fixture
def account(house: LiveServer, tmp_path: Path, certificate: Path) -> Iterator[Radicale]:
    """Two calendars at a server that the house may reach, though it is inside."""
    trusting = ssl.create_default_context(cafile=str(certificate))
    only_here = Outward(allows=lambda one: str(one) == "127.0.0.1")
    house.app[SERVICES].busy_sources._looks.caldav = CalDav(only_here, tls=trusting)
    folder = tmp_path / "radicale"
    folder.mkdir()
    with radicale(folder, certificate) as running:
        running.calendar("work", "Work")
        running.calendar("family", "משפחה וחברים")
        yield running


async def _fits(visitor: Visitor, folder: Path, what: str) -> None:
    """Accessible and no wider than the screen: at a desk in light, on a phone in the dark."""
    page = visitor.page
    for device, colours in ((DESKTOP, "light"), (NARROW, "dark")):
        await page.set_viewport_size(device["viewport"])
        await page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        await settled(page)
        await page.screenshot(path=folder / f"{what}-{colours}.png", full_page=True)
        assert await grave(page) == [], what
        assert await fits(page), what
    await page.set_viewport_size(DESKTOP["viewport"])


async def test_calendars_of_an_account_are_chosen_and_counted(
    invite: Invite, house: LiveServer, account: Radicale, tmp_path: Path
) -> None:
    visitor = await invite("Telemachus")
    page, find = visitor.page, visitor.find
    await page.goto(house.url + "/calendar/elsewhere")
    await page.get_by_text("From a CalDAV account").click()
    await page.get_by_text("iCloud", exact=True).click()
    await expect(find("caldav-server")).to_have_count(0)
    await expect(find("caldav-form")).to_contain_text("app-specific password")
    await page.get_by_text("Elsewhere", exact=True).click()
    await expect(find("caldav-find")).to_be_disabled()
    await find("caldav-server").fill(account.url)
    await find("caldav-user").fill(USER)
    await find("caldav-password").fill("guessed")
    await _fits(visitor, tmp_path, "account")
    await find("caldav-find").click()
    await expect(find("caldav-password")).to_have_attribute("aria-invalid", "true")
    await find("caldav-password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(find("caldav-calendar")).to_have_count(2)
    await expect(page.get_by_text("Which of them count?")).to_be_focused()
    await _fits(visitor, tmp_path, "choice")
    await find("caldav-calendar").first.press("Space")
    await expect(find("caldav-add")).to_have_text("Add 1 calendar")
    await find("caldav-calendar").first.press("Space")
    await find("caldav-add").click()
    await expect(find("busy-source")).to_have_count(2)
    await expect(find("caldav-form")).to_be_visible()
    await expect(find("caldav-password")).to_have_value("")

    await house.app[SERVICES].busy_sources.read_due()
    await page.reload()
    await expect(find("busy-source").first).to_contain_text(re.compile(f"Read .*{USER}"))
    await _fits(visitor, tmp_path, "read")

    # One of them is taken away there: the page says so.
    account.ask("DELETE", f"/{USER.replace('@', '%40')}/work/")
    await page.get_by_role("button", name=re.compile("^Read .*Work.* now$")).click()
    await expect(page.get_by_text("It is read within a minute.")).to_be_visible()
    await house.app[SERVICES].busy_sources.read_due()
    await page.reload()
    await expect(page.get_by_text("it is no longer in that account")).to_be_visible()
    await _fits(visitor, tmp_path, "gone")
    await page.get_by_role("button", name=re.compile("^Remove .*Work")).press("Enter")
    await expect(find("busy-source")).to_have_count(1)
    assert broken_policies(visitor) == []
