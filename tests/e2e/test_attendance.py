"""After a session: who was there, said plainly and corrected; and doors, before and after it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from playwright.async_api import Locator, expect

from server.rooms.store import rooms
from server.scheduling.store.attendance import stay
from server.services import SERVICES
from tests.e2e.at_pages import fits
from tests.e2e.at_sessions import AT_ONCE, books, paired_with_hours, passed, soon
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, until
from tests.support.servers import LiveServer


async def past(visitor: Visitor, house: LiveServer) -> Locator:
    """Their earlier sessions, in their calendar."""
    await visitor.page.goto(house.url + "/calendar")
    await visitor.find("past").click()
    found = visitor.find("attendance")
    await expect(found).to_be_visible()
    return found


def signs(of: Locator) -> Locator:
    return of.get_by_test_id("attendance-mark")


async def test_who_did_not_come_can_say_how_it_was_and_the_other_reads_it(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    booked = await soon(mentee, await paired_with_hours(mentee, mentor, AT_ONCE))
    await mentor.page.goto(f"{house.url}/s/{booked['room']}")
    await mentor.come_in()
    await mentor.leave()
    services = house.app[SERVICES]

    async def written() -> int:
        async with services.database.read() as tx:
            went = sa.select(stay.c.id).where(stay.c.went_at.is_not(None), ~stay.c.is_asked)
            return len((await tx.execute(went)).all())

    await until(written, 1, "stays that have ended")
    await passed(house, booked)

    theirs = await past(mentee, house)
    await expect(signs(theirs).first).to_have_attribute("data-presence", "absent")
    await expect(signs(theirs).nth(1)).to_have_attribute("data-presence", "present")
    await expect(theirs).to_contain_text("Was not there")
    await expect(mentee.find("booking-state")).to_have_text("Did not take place")
    await mentee.find("attendance-open").press("Enter")
    await mentee.find("correct-present").check()
    await expect(mentee.find("deed-do")).to_be_disabled()
    await mentee.find("correct-note").fill("We met by phone: my ferry had no network.")
    await mentee.find("deed-do").press("Enter")
    await expect(signs(theirs).first).to_have_attribute("data-presence", "present")
    await expect(theirs).to_contain_text("corrected")
    await expect(mentee.find("booking-state")).to_have_text("Took place")

    await mentor.page.goto(house.url + "/notices")
    await expect(mentor.page.locator("main")).to_contain_text(
        "Telemachus\u2069 corrected who was there"
    )
    seen = await past(mentor, house)
    await expect(signs(seen).nth(1)).to_have_attribute("data-presence", "present")
    await mentor.find("attendance-open").press("Enter")
    said = mentor.find("attendance-said")
    await expect(said).to_contain_text("We met by phone: my ferry had no network.")
    await expect(said).to_contain_text("Telemachus")
    await mentor.page.set_viewport_size({"width": 360, "height": 780})
    assert await fits(mentor.page)


async def test_a_door_that_is_shut_says_when_it_opens_and_opens_by_itself(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    booked = await books(mentee, await paired_with_hours(mentee, mentor, AT_ONCE))
    await mentee.page.goto(house.url + "/")
    await expect(mentee.find("room-opens")).to_have_text(re.compile(r"Opens on .*\d+:\d\d"))
    await expect(mentee.find("join-opens")).to_have_text(re.compile(r"Opens on .*\d+:\d\d"))
    await mentor.page.goto(f"{house.url}/s/{booked['room']}")
    await expect(mentor.find("door-early")).to_contain_text("It opens on")

    opens_at = datetime.now(UTC) + timedelta(seconds=6)
    async with house.app[SERVICES].database.write() as tx:
        one = rooms.c.id == booked["room"]
        await tx.execute(rooms.update().where(one).values(opens_at=opens_at))
    await mentee.page.reload()
    await mentor.page.reload()
    await expect(mentee.find("room-opens")).to_have_text(re.compile(r"Opens at \d+:\d\d"))
    await expect(mentor.find("door-early")).to_contain_text("It opens at")
    await expect(mentee.find("room-enter")).to_be_visible(timeout=15_000)
    await mentor.come_in()


async def test_after_the_end_a_late_mentee_is_led_to_another_time(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    booked = await soon(mentee, mentor_id)
    await passed(house, booked)
    assert await house.app[SERVICES].attendances.close_rooms() == 1
    await mentee.page.goto(f"{house.url}/s/{booked['room']}")
    await expect(mentee.find("error-message")).to_contain_text("no longer works")
    await mentee.find("book-open").click()
    await expect(mentee.page).to_have_url(re.compile(f"/mentors/{mentor_id}/book"))


async def test_a_pause_asks_what_becomes_of_booked_sessions(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    near = await books(mentee, mentor_id)
    far = await books(mentee, mentor_id, in_days=9)
    await mentor.page.goto(f"{house.url}/mentorships/{near['mentorship']}")
    await mentor.find("pair-pause").click()
    await expect(mentor.find("pause-sessions").get_by_role("listitem")).to_have_count(2)
    back_on = datetime.now(UTC) + timedelta(days=6)
    await mentor.find("pause-until").fill(f"{back_on:%Y-%m-%d}")
    await expect(mentor.find("pause-sessions").get_by_role("listitem")).to_have_count(1)
    await mentor.find("pause-off").check()
    await mentor.find("deed-do").press("Enter")
    await expect(mentor.find("pair-resume")).to_be_visible()
    found = (await mentee.send("GET", "/api/bookings"))["bookings"]
    assert {one["id"]: (one["state"], one["reason"]) for one in found} == {
        near["id"]: ("cancelled", "paused"),
        far["id"]: ("confirmed", None),
    }
