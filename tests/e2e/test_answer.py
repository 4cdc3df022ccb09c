"""The page behind a letter's links: looking changes nothing, a press acts, on a phone as well."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser, expect

from server.accounts.model import Role
from server.scheduling.model import Availability, Booking, BookingState
from server.scheduling.service import Wish
from server.scheduling.slots import Rules
from server.scheduling.windows import Hours
from server.scheduling.windows import Span as Window
from server.services import SERVICES, Services
from tests.accounts.conftest import Mailbox
from tests.mentorships.conftest import offer
from tests.scheduling.conftest import arrive, pair
from tests.support.servers import LiveServer

ALWAYS = Hours("Europe/Athens", {day: (Window(0, 24 * 60),) for day in range(7)})


async def asked(services: Services) -> Booking:
    """A mentee's wish for the day after tomorrow, which waits for the mentor."""
    mentor = await arrive(services, "Mentor", *Role)
    await offer(services, mentor)
    mentee = await arrive(services, "Telemachus", zone="America/New_York")
    await pair(services, mentee, mentor)
    known = await services.availabilities.own(mentor)
    hours = Availability(Rules(ALWAYS), is_confirmed_first=True, version=known.version)
    await services.availabilities.save(mentor, hours)
    day = (datetime.now(UTC) + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    return await services.bookings.book(mentee, Wish(mentor, day, 60, "a-key-of-ours"))


async def links(services: Services, folder: Path) -> tuple[str, str]:
    """Yes and no of the mentor's letter, which the server delivers by itself."""
    await services.invitations.write_due()
    letter = await Mailbox(folder / "mail").wait("asks you for a session")
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://\S+?(/answer/[\w-]+\?say=yes)", body.get_content())
    assert found is not None
    return found[1], found[1].replace("say=yes", "say=no")


async def test_a_mentor_says_yes_and_later_no_from_the_letter(
    browser: Browser, house: LiveServer, tmp_path: Path
) -> None:
    services = house.app[SERVICES]
    booked = await asked(services)
    yes, no = await links(services, tmp_path)

    async def state() -> BookingState:
        return (await services.bookings.show(booked.host, booked.id)).state

    context = await browser.new_context(viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await page.goto(house.url + yes)
    await expect(page.get_by_test_id("answer-choose")).to_be_visible()
    await expect(page.get_by_text("Mentor · Telemachus")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.screenshot(path=tmp_path / "phone.png")
    assert await state() is BookingState.PENDING
    await page.get_by_test_id("answer-yes").click()
    await expect(page.get_by_test_id("answer-agreed")).to_be_visible()
    assert await state() is BookingState.CONFIRMED

    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size({"width": 1200, "height": 800})
    await page.goto(house.url + no)
    await expect(page.get_by_test_id("answer-refuse")).to_be_visible()
    await page.screenshot(path=tmp_path / "dark.png")
    await page.get_by_test_id("answer-no").click()
    await expect(page.get_by_test_id("answer-over")).to_be_visible()
    assert await state() is BookingState.CANCELLED
    await page.goto(f"{house.url}/answer/made-up?say=no")
    await expect(page.get_by_test_id("answer-gone")).to_be_visible()
    await context.close()
