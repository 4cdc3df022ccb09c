"""From a booking to what the next mentee is suggested: two meet, say how it was, and it counts."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from playwright.async_api import Browser, expect

from server.boards.goals.items import Kind
from server.feedback.model import Answers
from server.profiles.industries import Industry
from server.profiles.model import About, Goal, MenteeChange, Seniority, Window
from server.scheduling.store.attendance import stay
from server.services import SERVICES, Services
from tests.boards.scribes import account, address, booked, pair
from tests.e2e.at_calls import SPEECH, from_menu, open_panel
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right
from tests.e2e.at_sessions import AT_ONCE, begins, passed
from tests.mentorships.conftest import offer
from tests.scheduling.conftest import stay as was_there
from tests.support.browsers import Visitor, until, visiting
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

ABOUT = About(industries=(Industry.SOFTWARE,), seniority=Seniority.ENTRY)
HOURS = (Window(0, 9 * 60, 17 * 60),)
EARLIER = {"Aeolus": (4, 3, 5, 4, 4), "Mentes": (5, 3, 5, 4)}
"""What others said of two mentors who are alike in everything else; a rating needs five people."""


async def _heard(house: LiveServer, mentors: dict[str, str]) -> None:
    """Earlier sessions of both mentors, with what their mentees said."""
    services, met = house.app[SERVICES], []
    for name, answers in EARLIER.items():
        for number, useful in enumerate(answers):
            mentee = await account(services, f"{name}{number}")
            await pair(services, mentee, mentors[name])
            booking = await booked(services, mentee, mentors[name], number + 2)
            await begins(house, booking, -60 * (3 + 2 * number))
            found = await services.bookings.show(mentee, booking)
            both = (found.host, mentee)
            await services.attendances.note([was_there(found, one) for one in both])
            met.append((booking, mentee, useful))
    await _derive(services)
    for booking, mentee, useful in met:
        found = await services.bookings.show(mentee, booking)
        said = Answers(useful=useful, progress=useful, heard=useful)
        await services.feedback.cards.give(mentee, booking, said)
        await services.feedback.cards.give(found.host, booking, Answers(useful=4))
    await services.feedback.settling.settle()


async def _derive(services: Services) -> None:
    await services.upkeep.complete()
    await services.attendances.derive()
    await services.feedback.asking.ask_after_sessions()
    await services.feedback.asking.tell()


async def _list(who: Visitor) -> list[str]:
    """The names on a mentee's page of mentors, from the top, each with its rating if it has one."""
    await who.page.goto(who.url + "/mentors")
    await expect(who.find("mentor").nth(1)).to_be_visible()
    rows = []
    for one in await who.find("mentor").all():
        name = await one.get_attribute("data-name")
        stars = one.get_by_test_id("rating")
        rows.append(f"{name} {await stars.text_content() if await stars.count() else ''}".strip())
    return rows


async def _books(mentee: Visitor, mentor: Visitor, mentor_id: str) -> dict[str, Any]:
    """The first time there is, on the page of the mentor."""
    known = await mentor.send("GET", "/api/availability")
    await mentor.send("PUT", "/api/availability", AT_ONCE | {"version": known["version"]})
    await mentee.page.goto(f"{mentee.url}/mentors/{mentor_id}")
    await mentee.find("book-open").click()
    await mentee.find("slot").first.click()
    await mentee.find("book-note").fill("About the pitch.")
    await mentee.find("book-do").click()
    await expect(mentee.find("booked")).to_have_attribute("data-state", "booked")
    [found] = (await mentee.send("GET", "/api/bookings"))["bookings"]
    one: dict[str, Any] = found
    return one


async def _talks(mentee: Visitor, mentor: Visitor, room: str) -> None:
    """In the call: notes, a board, and words that one of them reads."""
    await mentor.enter(f"{mentor.url}/s/{room}")
    await mentee.go(f"{mentee.url}/s/{room}")
    await expect(mentee.find("since-last")).to_contain_text("Send the pitch")
    await mentee.enter(f"{mentee.url}/s/{room}")
    await mentee.sees(1)
    await open_panel(mentor, "agenda")
    await mentor.find("session-notes").click()
    await mentor.page.keyboard.type("They ask for numbers.")
    await open_panel(mentee, "agenda")
    await expect(mentee.find("session-notes")).to_contain_text("They ask for numbers.")
    await open_panel(mentee, "board")
    await mentee.find("panel-new-board").click()
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
    await from_menu(mentor, "captions-toggle")
    await mentee.find("caption-agree").press("Enter")
    await expect(mentee.find("caption-writing")).to_be_visible()
    assert await mentee.page.evaluate("saySpeech('Tell me, Muse', true)") == 1
    await expect(mentor.find("caption")).to_have_text("Telemachus Tell me, Muse")
    for one in (mentee, mentor):
        await one.leave()
        await expect(one.page.locator("[data-testid=tile][data-self=true]")).to_have_count(0)


async def _over(house: LiveServer, booking: dict[str, Any]) -> None:
    """The log of who was there is written, and three hours pass."""
    services = house.app[SERVICES]

    async def written() -> int:
        async with services.database.read() as tx:
            ended = sa.select(stay.c.id).where(
                stay.c.room_id == booking["room"], stay.c.went_at.is_not(None), ~stay.c.is_asked
            )
            return len((await tx.execute(ended)).all())

    await until(written, 2, "stays that have ended")
    await passed(house, booking)
    await _derive(services)


async def _says(who: Visitor, booking: str, useful: int) -> None:
    """From the list of what waits, to a card that is given."""
    await who.page.goto(f"{who.url}/feedback")
    await who.page.locator(f"a[href$='/feedback/sessions/{booking}']").first.press("Enter")
    for scale in ("useful", "progress", "heard"):
        await who.find(f"{scale}-{useful}").press("Space")
    await who.find("feedback-send").press("Enter")


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop", "phone"])
async def test_what_two_say_of_their_session_is_in_the_next_list_of_somebody_else(
    browser: Browser, house: LiveServer, device: dict[str, Any]
) -> None:
    services, kind = house.app[SERVICES], "desktop" if device is DESKTOP else "phone"
    mentors = {name: await account(services, name) for name in EARLIER}
    await _heard(house, mentors)
    mentee_id, other_id = [await account(services, name) for name in ("Telemachus", "Ino")]
    mentorship = await pair(services, mentee_id, mentors["Mentes"])
    goals = services.goals.goals
    goal = await goals.add(mentee_id, mentorship, Kind.GOAL, {"title": "Find seed money"})
    step = {"title": "Send the pitch", "parent": goal, "due": "2036-12-01"}
    await goals.add(mentee_id, mentorship, Kind.ACTION, step)
    for mentor_id in mentors.values():
        await offer(services, mentor_id, places=12)
    wanted = MenteeChange(about=ABOUT, hours=HOURS, goals=(Goal("Find seed money"),))
    await services.profiles.change_mentee(other_id, wanted)
    async with (
        visiting(browser, house.url, "Telemachus", **device) as mentee,
        visiting(browser, house.url, "Mentes") as mentor,
        visiting(browser, house.url, "Ino", **device) as other,
    ):
        await mentee.context.add_init_script(SPEECH)
        for one in (mentee, mentor, other):
            await one.sign_in(address(one.name))
        booking = await _books(mentee, mentor, mentors["Mentes"])
        await _talks(mentee, mentor, booking["room"])
        await _over(house, booking)
        await services.feedback.settling.settle()
        before = await _list(other)
        await looks_right(other.page, f"{kind}-list-before")
        assert [one.split()[0] for one in before] == ["Mentes", "Aeolus"]
        assert before[0] == "Mentes"  # four people are no rating
        await _says(mentee, booking["id"], 1)
        await expect(mentee.find("feedback-edit")).to_be_visible()
        await services.feedback.settling.settle()
        assert await _list(other) == before  # nothing counts before the reveal
        await _says(mentor, booking["id"], 4)
        await expect(mentor.find("feedback-card")).to_have_attribute("data-state", "revealed")
        await mentee.page.reload()
        await expect(mentee.find("feedback-card")).to_have_attribute("data-state", "revealed")
        await services.feedback.settling.settle()

        async def moved() -> int:
            return (await _list(other))[0].startswith("Aeolus")

        await until(moved, 1, "mentors who are before Mentes now")
        after = await _list(other)
        await looks_right(other.page, f"{kind}-list-after")
        assert "5 people" in after[1]
