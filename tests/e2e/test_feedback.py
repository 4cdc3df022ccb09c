"""After a session: both say how it was, nothing shows before both have, and the record moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from server.core.ids import new_id
from server.scheduling.model import Left, Stay
from server.services import SERVICES
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right, picture
from tests.e2e.at_sessions import AT_ONCE, paired_with_hours, passed, soon
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer


async def _met(mentee: Visitor, mentor: Visitor, house: LiveServer) -> dict[str, Any]:
    """The two had a session three hours ago, and are asked about it."""
    services = house.app[SERVICES]
    mentor_id = await paired_with_hours(mentee, mentor, AT_ONCE)
    booked = await soon(mentee, mentor_id)
    mentee_id = (await mentee.send("GET", "/api/me"))["id"]
    now = services.clock.now()
    stays = [
        Stay(
            id=new_id(),
            room=booked["room"],
            person=person,
            came_at=now,
            seen_at=now + timedelta(minutes=59),
            went_at=now + timedelta(minutes=59),
            left=Left.LEFT,
        )
        for person in (mentor_id, mentee_id)
    ]
    await services.attendances.note(stays)
    await passed(house, booked)
    await services.feedback.asking.ask_after_sessions()
    await services.feedback.asking.tell()
    return booked | {"mentor": mentor_id}


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_what_both_say_is_read_when_both_have_said_it_and_the_record_moves(
    browser: Browser, invite: Invite, house: LiveServer, device: dict[str, Any]
) -> None:
    services, kind = house.app[SERVICES], "desktop" if device is DESKTOP else "phone"
    mentor = await invite("Mentes")
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        booked = await _met(mentee, mentor, house)
        await mentee.page.goto(house.url + "/calendar")
        await expect(mentee.find("waiting-feedback")).to_contain_text("How was your session")
        await picture(mentee.page, f"{kind}-calendar")
        path = f"{house.url}/feedback/sessions/{booked['id']}"
        await mentee.page.goto(path)
        await expect(mentee.find("feedback-form")).to_be_visible()
        await expect(mentee.find("feedback-send")).to_have_count(0)
        await looks_right(mentee.page, f"{kind}-one-tap")
        await mentee.find("useful-5").press("Space")
        await mentee.find("progress-4").press("Space")
        await mentee.find("heard-5").press("Space")
        await mentee.find("pace-right").press("Space")
        await mentee.find("tag-listens").press("Space")
        await mentee.find("appreciation").fill("You found my first crew.")
        await mentee.find("may-be-shown").press("Space")
        await mentee.find("private-note").fill("A little slower, please.")
        await looks_right(mentee.page, f"{kind}-whole-form")
        await mentee.find("feedback-send").press("Enter")
        await expect(mentee.find("feedback-edit")).to_be_visible()
        await looks_right(mentee.page, f"{kind}-given")
        await mentor.page.goto(path)
        await expect(mentor.find("feedback-form")).to_be_visible()
        assert "slower" not in await mentor.page.content()
        await mentor.find("useful-4").press("Space")
        await mentor.find("feedback-send").press("Enter")
        await expect(mentor.find("feedback-said")).to_contain_text("A little slower, please.")
        await mentee.page.reload()
        card = mentee.find("feedback-card")
        await expect(card).to_have_attribute("data-state", "revealed")
        await looks_right(mentee.page, f"{kind}-revealed")
        await services.feedback.settling.settle()
        programme = (await services.programmes.open_programme()).id
        found = await services.feedback.settling._records.of([booked["mentor"]])
        assert found.record(programme, booked["mentor"]).raters == 1
        await mentee.page.goto(f"{house.url}/mentors/{booked['mentor']}")
        await expect(mentee.find("review")).to_contain_text("You found my first crew.")
        await looks_right(mentee.page, f"{kind}-reviews")
        await mentor.page.goto(f"{house.url}/mentors/{booked['mentor']}")
        mentor.complaints.clear()  # what came before is of other pages
        await mentor.find("review-reply").press("Enter")
        await mentor.find("reply-text").fill("A pleasure.")
        await mentor.find("reply-send").press("Enter")
        await expect(mentor.find("review-replied")).to_contain_text("A pleasure.")
        assert mentor.complaints == []
        await mentor.page.goto(house.url + "/feedback")
        await expect(mentor.find("figures")).to_contain_text("Too few yet")
        await mentee.page.goto(house.url + "/feedback")
        await expect(mentee.find("feedback-row")).to_have_count(1)
        await looks_right(mentee.page, f"{kind}-history")
