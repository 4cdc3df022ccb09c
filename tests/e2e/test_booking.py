"""Finding a time, in real browsers: hours, a mentee elsewhere, both calendars, the door."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.at_mentorships import LONG, RTL
from tests.e2e.at_pages import DESKTOP, NARROW, broken_policies, looks_right
from tests.e2e.at_sessions import AT_ONCE, HOURS, books, next_month, paired_with_hours
from tests.e2e.conftest import Invite
from tests.support.browsers import visiting
from tests.support.servers import LiveServer


def _hours_apart(slot: str, name: str) -> int:
    """Of "14:00 for you, 07:00 for Mentes": by how many hours the second is behind."""
    found = re.match(rf"(\d+):(\d+) for you, (\d+):(\d+).* for \u2068{name}\u2069", slot)
    assert found, slot
    return (int(found[1]) - int(found[3])) % 24


async def test_a_mentee_books_and_both_see_it_by_their_own_clocks(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, HOURS)
    await mentee.page.goto(f"{house.url}/mentors/{mentor_id}")
    await mentee.find("book-open").click()
    slot = mentee.find("slot").last
    assert _hours_apart(await slot.text_content() or "", "Mentes") in {6, 7}
    await slot.click()
    await expect(mentee.find("two-clocks")).to_contain_text("New York, America")
    await expect(mentee.find("hold-left")).to_contain_text(re.compile(r"[45]:\d\d"))
    await mentee.find("book-note").fill("About the pitch on Monday.")
    await mentee.find("book-do").click()
    await expect(mentee.find("booked")).to_have_attribute("data-state", "asked")
    await mentee.find("to-calendar").click()
    await expect(mentee.find("booking-state")).to_have_attribute("data-state", "pending")

    await mentor.page.goto(house.url + "/")
    await expect(mentor.find("nav-to-answer")).to_have_text(re.compile("^1"))
    await expect(mentor.find("next-session")).to_contain_text("1 wish waits for your yes")
    await mentor.find("nav-calendar").click()
    booking = mentor.find("booking")
    await expect(booking).to_contain_text("About the pitch on Monday.")
    await expect(booking).to_contain_text("Telemachus")
    await mentor.find("booking-confirm").click()
    await expect(mentor.find("booking-state")).to_have_attribute("data-state", "confirmed")
    [theirs] = (await mentor.send("GET", "/api/bookings"))["bookings"]
    [mine] = (await mentee.send("GET", "/api/bookings"))["bookings"]
    assert theirs["startsAt"] == mine["startsAt"]
    assert theirs["local"]["offset"] != mine["local"]["offset"]

    await mentee.page.reload()
    await expect(mentee.find("booking-state")).to_have_attribute("data-state", "confirmed")
    await mentee.find("booking-more").click()
    await mentee.find("booking-reschedule").click()
    await next_month(mentee)
    await mentee.find("deed-do").click()
    await expect(mentee.find("booking-state")).to_have_attribute("data-state", "pending")
    await mentor.page.reload()
    [moved] = (await mentor.send("GET", "/api/bookings"))["bookings"]
    assert moved["startsAt"] != theirs["startsAt"]
    await mentor.find("booking-confirm").click()
    await expect(mentor.find("booking-state")).to_have_attribute("data-state", "confirmed")
    await mentor.find("booking-more").click()
    await mentor.find("booking-cancel").click()
    await expect(mentor.find("deed-do")).to_be_disabled()
    await mentor.find("reason-ill").check()
    await mentor.find("deed-words").fill("I have lost my voice.")
    await mentor.find("deed-do").click()
    await expect(mentor.find("calendar-empty")).to_be_visible()
    await mentee.page.reload()
    await mentee.find("off").click()
    await expect(mentee.find("booking")).to_contain_text("I have lost my voice.")


async def test_the_door_opens_in_time_and_leads_into_the_call(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    await books(mentee, mentor_id)
    await mentee.page.goto(f"{house.url}/mentors/{mentor_id}/book")
    await mentee.find("slot").first.click()
    await mentee.find("book-do").click()
    await expect(mentee.find("booked")).to_have_attribute("data-state", "booked")
    await mentee.find("to-calendar").click()
    await expect(mentee.find("join")).to_have_count(1)
    await expect(mentee.find("join-opens")).to_have_count(1)
    await mentor.page.goto(house.url + "/")
    await mentor.find("next-session").get_by_test_id("join").click()
    await mentor.come_in()
    await mentee.find("join").click()
    await mentee.come_in()
    await expect(mentor.tiles()).to_have_count(1)
    await mentor.sees(1)


async def test_a_time_that_was_just_taken_leaves_the_words_and_shows_what_is_left(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, HOURS)
    other = await invite("Nestor")
    page = mentee.page
    await page.goto(f"{house.url}/mentors/{mentor_id}/book")
    slot = mentee.find("slot").last
    at = await slot.get_attribute("data-starts-at")
    await slot.click()
    await mentee.find("book-note").fill("Keep these words.")
    async with page.expect_response(re.compile("/slots")) as fresh:
        await mentee.find("other-time").click()
    await (await fresh.value).finished()
    await expect(page.locator(f"[data-starts-at='{at}']")).to_be_visible()
    # The mentor is needed elsewhere at that very time.
    [programme] = (await mentor.send("GET", "/api/programmes"))["mine"]
    group = {
        "kind": "group",
        "programme": programme["programme"]["id"],
        "title": "How to pitch",
        "startsAt": at,
        "minutes": 60,
        "key": "just-taken",
    }
    await mentor.post("/api/gatherings", group)
    await page.locator(f"[data-starts-at='{at}']").click()
    await expect(page.get_by_text("This time was just taken")).to_be_visible()
    await expect(page.locator(f"[data-starts-at='{at}']")).to_have_count(0)
    await mentee.find("slot").first.click()
    await expect(mentee.find("book-note")).to_have_value("Keep these words.")

    # What was opened meanwhile has a seat for somebody else of the programme.
    await other.page.goto(house.url + "/calendar")
    await other.find("take-seat").click()
    await expect(other.find("my-seat")).to_have_attribute("data-seat", "in")
    await mentor.page.goto(house.url + "/calendar")
    await expect(mentor.find("gathering")).to_contain_text("Nestor")
    await expect(mentor.find("seats")).to_have_text("7 seats left")


async def test_a_series_says_of_each_session_what_became_of_it(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, HOURS | {"horizonDays": 20})
    await mentee.page.goto(f"{house.url}/mentors/{mentor_id}/book")
    await mentee.find("slot").first.click()
    await mentee.find("repeat").click()
    await mentee.page.get_by_role("option", name="Every week", exact=True).click()
    await mentee.find("repeat-count").fill("5")
    await mentee.find("book-do").click()
    await expect(mentee.find("line-booked").first).to_be_visible()
    booked, missed = (
        await mentee.find("line-booked").count(),
        await mentee.find("line-missed").count(),
    )
    assert booked + missed == 5
    assert missed >= 2
    await expect(mentee.find("line-missed").first).to_contain_text("not booked:")
    await mentor.page.goto(house.url + "/calendar")
    await mentor.find("booking-confirm-all").first.click()
    await expect(mentor.find("booking-confirm")).to_have_count(0)
    states = [one["state"] for one in (await mentor.send("GET", "/api/bookings"))["bookings"]]
    assert states == ["confirmed"] * booked


async def test_hours_are_painted_seen_as_mentees_will_and_saved(
    invite: Invite, house: LiveServer
) -> None:
    mentor = await invite("Mentes")
    await mentor.send("PATCH", "/api/me", {"roles": ["mentor"]})
    page, mouse = mentor.page, mentor.page.mouse
    await page.goto(house.url + "/availability")
    await expect(mentor.find("preview-none")).to_be_visible()
    board = mentor.find("week-board")
    await board.evaluate("board => board.scrollIntoView({ block: 'start' })")
    box = await board.bounding_box()
    assert box
    column, hour = box["width"] / 7, box["height"] / 24
    # Monday to Wednesday, nine to eleven.
    await mouse.move(box["x"] + column * 0.5, box["y"] + hour * 9 + 2)
    await mouse.down()
    await mouse.move(box["x"] + column * 2.5, box["y"] + hour * 11, steps=8)
    await mouse.up()
    await expect(mentor.find("week-block")).to_have_count(3)
    await expect(mentor.find("week-total")).to_have_text("6 hours a week")
    await expect(mentor.find("preview-slot").first).to_be_visible()
    # Wednesday's until one o'clock in the night.
    await mouse.move(box["x"] + column * 2.5, box["y"] + hour * 11 - 3)
    await mouse.down()
    await mouse.move(box["x"] + column * 3.5, box["y"] + hour * 1, steps=8)
    await mouse.up()
    await expect(mentor.find("week-total")).to_have_text("20 hours a week")
    await mentor.find("undo").click()
    await expect(mentor.find("week-total")).to_have_text("6 hours a week")
    # The rest by keyboard: Monday's ends a quarter later, and goes where it does on other days.
    await page.get_by_role("button", name="Monday, 09:00 to 11:00").focus()
    await page.keyboard.press("Shift+ArrowDown")
    await expect(page.get_by_role("button", name="Monday, 09:00 to 11:15")).to_be_focused()
    await mentor.find("week-day-0").click()
    await mentor.find("copy-work").click()
    await expect(mentor.find("week-total")).to_have_text("11.25 hours a week")
    await mentor.find("availability-save").click()
    await expect(mentor.find("save-state")).to_have_text("Everything is saved")
    kept = await mentor.send("GET", "/api/availability")
    assert kept["weekly"] == [
        {"weekday": day, "startMinute": 540, "endMinute": 675} for day in range(5)
    ]
    # A rule that cannot be is refused beside its field, before anything is saved.
    await mentor.find("rule-horizon").fill("900")
    await expect(mentor.find("save-state")).to_contain_text("1 thing is not right yet")
    await mentor.find("undo").click()


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_every_page_of_scheduling_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any]
) -> None:
    helper = await invite(LONG)
    async with visiting(browser, house.url, RTL, **device) as mentor:
        await mentor.sign_up()

        mentor_id = await paired_with_hours(helper, mentor, HOURS)
        await mentor.page.goto(house.url + "/calendar")
        await looks_right(mentor.page, "empty")
        await books(helper, mentor_id)
        await mentor.page.goto(house.url + "/availability")
        await expect(mentor.find("preview-slot").first).to_be_visible()
        await mentor.find("rules-more").click()
        await mentor.find("holiday-add").click()
        await mentor.find("travel-add").click()
        await looks_right(mentor.page, "availability")
        await mentor.send("GET", "/api/availability")
        await mentor.page.evaluate("window.onbeforeunload = null")
        mentor.page.on("dialog", lambda dialog: dialog.accept())
        await mentor.page.goto(house.url + "/calendar")
        await expect(mentor.find("booking")).to_be_visible()
        await looks_right(mentor.page, "calendar")
        await mentor.find("gathering-open").click()
        await expect(mentor.find("gathering-title")).to_be_visible()
        await looks_right(mentor.page, "opening a session for several")
        assert broken_policies(mentor) == []
    state = await helper.context.storage_state()
    async with visiting(browser, house.url, LONG, storage_state=state, **device) as mentee:
        page: Page = mentee.page
        await page.goto(f"{house.url}/mentors/{mentor_id}/book")
        await expect(mentee.find("slot").first).to_be_visible()
        await mentee.find("fair-open").click()
        await expect(mentee.find("turns")).to_be_visible()
        await looks_right(mentee.page, "choosing")
        await mentee.find("slot").first.click()
        await expect(mentee.find("book-form")).to_be_visible()
        await looks_right(mentee.page, "booking")
        await page.goto(house.url + "/")
        await expect(mentee.find("next-session")).to_be_visible()
        await looks_right(mentee.page, "home")
        assert broken_policies(mentee) == []


async def test_a_session_goes_into_other_calendars(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    booked = await books(mentee, mentor_id)
    page = mentee.page
    await page.goto(f"{house.url}/bookings/{booked['id']}")
    await mentee.find("add-to-calendar").press("Enter")
    google = mentee.find("calendar-google")
    await expect(google).to_have_attribute("href", re.compile("^https://calendar.google.com/"))
    async with page.expect_download() as download:
        await mentee.find("calendar-file").press("Enter")
    assert (await download.value).suggested_filename == "session.ics"

    await mentee.find("to-elsewhere").click()
    await mentee.find("feed-make").click()
    address = await mentee.find("feed-address").input_value()
    feed = await page.request.get(house.url + urlsplit(address).path)
    assert booked["id"] in await feed.text()
    await mentee.find("busy-name").fill("Work")
    await mentee.find("busy-address").fill("not an address")
    await mentee.find("busy-add").click()
    await expect(mentee.find("busy-address")).to_have_attribute("aria-invalid", "true")
    await mentee.find("busy-address").fill("https://calendar.example.org/private.ics")
    await mentee.find("busy-add").click()
    await expect(mentee.find("busy-source")).to_contain_text("Work")
    for viewport, is_dark in ((DESKTOP["viewport"], False), (NARROW["viewport"], True)):
        await page.set_viewport_size(viewport)
        await page.emulate_media(color_scheme="dark" if is_dark else "light")
        await looks_right(page)
    await page.get_by_role("button", name="Remove").press("Enter")
    await expect(mentee.find("busy-source")).to_have_count(0)
    await mentee.find("feed-end").click()
    await expect(mentee.find("feed-address")).to_have_count(0)
    assert (await page.request.get(house.url + urlsplit(address).path)).status == 404
