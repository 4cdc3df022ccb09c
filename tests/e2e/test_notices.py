"""Bell, centre and settings in a real browser: live, by keyboard, on a phone, right to left."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from server.core.db import Database
from server.notifications.model import Kind
from server.notifications.service import About, Part
from server.notifications.unsubscribing import token_of
from server.services import SERVICES
from tests.e2e.at_mentorships import LONG, RTL, asks, offering, seeking
from tests.e2e.at_pages import DESKTOP, NARROW, fits, settled
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, until, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

SOON = {
    "title": "",
    "starts_at": "2030-05-03T16:00:00+00:00",
    "ends_at": "2030-05-03T17:00:00+00:00",
}
MANY: tuple[tuple[Kind, str, dict[str, str]], ...] = (
    (Kind.SESSION_REMINDER, "/s/x", SOON | {"lead": "10"}),
    (Kind.SESSION_CANCELLED, "/bookings/x", SOON),
    (Kind.MENTOR_ASKED, "/mentorships", {}),
    (Kind.AGREEMENT_SIGNED, "/mentorships/x/agreement", {}),
)


async def _told(house: LiveServer, visitor: Visitor) -> None:
    """Notices of several kinds, from people with long names and names from right to left."""
    services = house.app[SERVICES]
    me = await services.accounts.person((await visitor.send("GET", "/api/me"))["id"])
    async with services.database.write() as tx:
        for name in (LONG, RTL):
            for kind, path, facts in MANY:
                about = About(path, {"other": name, **facts}, part=Part.NOTICE)
                await services.notifications.tell(tx, kind, me.receiver, about)
        alert = About("/security", {"event": "token_used_twice", "device": "Firefox on Android"})
        await services.notifications.tell(tx, Kind.SECURITY_ALERT, me.receiver, alert)


async def test_a_request_arrives_live_is_read_and_the_badge_goes(invite: Invite) -> None:
    mentor, mentee = await invite("Athena"), await invite("Telemachus")
    offered = await offering(mentor)
    await seeking(mentee)
    await mentor.page.goto(mentor.url + "/")
    await expect(mentor.find("bell")).to_be_visible()
    await expect(mentor.find("bell-badge")).to_have_count(0)
    await asks(mentee, offered)
    await expect(mentor.find("bell-badge")).to_have_text("1")
    await mentor.find("bell").focus()
    await mentor.page.keyboard.press("Enter")
    notice = mentor.find("notice")
    await expect(notice).to_contain_text("Telemachus")
    await notice.focus()
    await mentor.page.keyboard.press("Enter")
    await expect(mentor.page).to_have_url(mentor.url + "/mentorships")
    await expect(mentor.find("bell-badge")).to_have_count(0)
    await mentor.page.reload()
    await expect(mentor.find("bell")).to_have_accessible_name("Notices")
    assert _own(mentor.complaints) == []


async def test_all_are_read_at_once_and_escape_closes_the_sheet(
    invite: Invite, house: LiveServer
) -> None:
    ana = await invite("Ana")
    await ana.page.goto(ana.url + "/")
    await ana.find("bell").click()
    await expect(ana.find("no-notices")).to_be_visible()
    await _told(house, ana)
    await expect(ana.find("notice")).to_have_count(9)
    await expect(ana.find("bell")).to_have_accessible_name("Notices, 9 unread")
    await ana.find("read-all").click()
    await expect(ana.find("bell-badge")).to_have_count(0)
    await ana.page.keyboard.press("Escape")
    await expect(ana.find("notice")).to_have_count(0)
    await expect(ana.find("bell")).to_be_focused()


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_the_pages_fit_and_are_accessible(
    browser: Browser, house: LiveServer, device: dict[str, Any], direction: str
) -> None:
    async with visiting(browser, house.url, "Ana", **device) as ana:
        await ana.sign_up()
        await _told(house, ana)
        for path in ("/notices", "/settings/notices"):
            await ana.page.goto(house.url + path)
            await settled(ana.page)
            await ana.page.evaluate(f"document.documentElement.dir = '{direction}'")
            assert await grave(ana.page) == [], path
            assert await fits(ana.page), path
        await ana.find("bell").click()
        await expect(ana.find("notice").first).to_be_visible()
        await ana.page.wait_for_timeout(300)
        assert await grave(ana.page) == []
        assert await fits(ana.page)


async def test_settings_are_saved_as_they_are_changed(invite: Invite) -> None:
    ana = await invite("Ana")
    await ana.page.goto(ana.url + "/settings/notices")
    await ana.find("switch-mentor_asked-email").uncheck(force=True)
    await ana.page.get_by_text("1 hour", exact=True).click()
    await ana.find("quiet-on").check(force=True)
    await ana.find("quiet-from").fill("21:30")
    await ana.find("digest-daily").check()

    async def is_last_saved() -> int:
        settings = await ana.send("GET", "/api/notice-settings")
        return int(settings["digest"] == "daily")

    await until(is_last_saved, 1, "the last choice is saved")
    await expect(ana.find("settings-state")).to_have_text("Saved")
    saved = await ana.send("GET", "/api/notice-settings")
    assert saved["reminders"] == [10, 60, 1440]
    assert saved["quietHours"] == {"startMinute": 1290, "endMinute": 420}
    assert saved["digest"] == "daily"
    await ana.page.reload()
    await expect(ana.find("switch-mentor_asked-email")).not_to_be_checked()
    await expect(ana.find("quiet-from")).to_have_value("21:30")


async def test_the_language_of_notices_is_chosen_by_its_own_name(
    invite: Invite, house: LiveServer
) -> None:
    ana = await invite("Ana")
    await ana.page.goto(ana.url + "/settings/notices")
    await expect(ana.find("letters-en")).to_be_checked()
    await expect(ana.page.get_by_role("radio", name="العربية")).to_be_visible()
    async with ana.page.expect_response("**/api/me"):
        await ana.page.get_by_role("radio", name="Deutsch").check()
    await expect(ana.find("letters-state")).to_contain_text("Saved")
    await _told(house, ana)
    await ana.page.goto(ana.url + "/notices")
    await expect(ana.find("notice")).to_have_count(9)
    asked = ana.page.locator("main [lang=de]", has_text="wünscht sich Mentoring von dir")
    await expect(asked).to_have_count(2)


async def test_a_browser_that_was_told_no_says_how_to_change_that(invite: Invite) -> None:
    ana = await invite("Ana")
    await ana.page.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"
    )
    await ana.page.goto(ana.url + "/settings/notices")
    await expect(ana.find("push-on")).to_be_disabled()
    await expect(ana.page.get_by_text("allow notifications")).to_be_visible()


async def test_what_is_pushed_is_shown_by_the_service_worker(
    whole_browser: Browser, house: LiveServer
) -> None:
    async with visiting(whole_browser, house.url, "Ana") as ana:
        await ana.sign_up()
        await ana.context.grant_permissions(["notifications"], origin=house.url)
        await ana.page.goto(house.url + "/")
        await ana.page.evaluate(
            "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)"
        )
        session = await ana.context.new_cdp_session(ana.page)
        registrations: list[str] = []
        session.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda found: registrations.extend(r["registrationId"] for r in found["registrations"]),
        )
        await session.send("ServiceWorker.enable")

        async def known() -> int:
            return min(len(registrations), 1)

        await until(known, 1, "the browser knows the service worker")
        for data in (json.dumps({"id": "x", "title": f"{RTL} asks you", "path": "/notices"}), "?"):
            await session.send(
                "ServiceWorker.deliverPushMessage",
                {"origin": house.url, "registrationId": registrations[0], "data": data},
            )
        shown = """
          async () => {
            const worker = await navigator.serviceWorker.ready;
            for (let n = 0; n < 300; n += 1) {
              const found = await worker.getNotifications();
              if (found.length === 2) return found.map((one) => one.title).sort();
              await new Promise((done) => setTimeout(done, 100));
            }
          }
        """
        assert await ana.page.evaluate(shown) == sorted([f"{RTL} asks you", "Ithaca"])
        assert _own(ana.complaints) == []


async def test_the_link_of_a_letter_asks_before_it_ends_anything(
    invite: Invite, house: LiveServer, stranger: Visitor
) -> None:
    ana = await invite("Ana")
    me = (await ana.send("GET", "/api/me"))["id"]
    services = house.app[SERVICES]
    reader = (await services.accounts.person(me)).receiver
    async with services.database.write() as tx:
        about = About("/mentorships", {"other": LONG})
        await services.notifications.tell(tx, Kind.MENTOR_ASKED, reader, about)
    await services.notifications.deliver()
    token = token_of(await _key(services.database), me, Kind.MENTOR_ASKED)
    await stranger.page.goto(f"{house.url}/unsubscribe/{token}")
    await expect(stranger.find("unsubscribe")).to_contain_text("Somebody asks you")
    assert (await services.centre.preferences(me)).switches == {}
    await settled(stranger.page)
    assert await grave(stranger.page) == []
    await stranger.find("unsubscribe-do").click()
    await expect(stranger.page.locator("h1")).to_have_text("They no longer come")
    assert not (await services.centre.preferences(me)).switch(Kind.MENTOR_ASKED).email
    await stranger.page.goto(f"{house.url}/unsubscribe/{token[:-1]}x")
    await expect(stranger.find("error-message")).to_be_visible()


async def _key(database: Database) -> bytes:
    query = "SELECT secret FROM notification_key WHERE name = 'unsubscribing'"
    async with database.read() as tx:
        return bytes((await tx.exec_driver_sql(query)).scalar_one())


def _own(complaints: list[str]) -> list[str]:
    """But for the icon that browsers look for where a test signs up without a page."""
    return [one for one in complaints if "Failed to load resource" not in one]
