"""The end of a call in real browsers: media gone at once, then one card whose answers arrive."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_calls import open_panel, type_action
from tests.e2e.at_pages import DESKTOP, NARROW, looks_right, picture, settled
from tests.e2e.at_sessions import AT_ONCE, begins, paired_with_hours, soon
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer


async def _in_session(
    mentee: Visitor, mentor: Visitor, house: LiveServer, hours: dict[str, Any] = AT_ONCE
) -> dict[str, Any]:
    """Both are in their booked session, which began half an hour ago; the booking."""
    booked = await soon(mentee, await paired_with_hours(mentee, mentor, hours))
    await begins(house, booked["id"], -30)
    for one in (mentor, mentee):
        await one.enter(f"{house.url}/s/{booked['room']}")
        one.complaints.clear()  # what came before is of other pages
    await mentee.sees(1)
    return booked


async def _agree(one: Visitor, *titles: str) -> None:
    """Action items, written into the notes in the call."""
    await open_panel(one, "agenda")
    await one.find("session-notes").click()
    await type_action(one, titles[0])
    for at, title in enumerate(titles[1:]):
        await expect(one.find("tracked")).to_have_count(at + 1)
        await one.page.keyboard.press("Enter")
        await one.page.keyboard.type(title)
    await expect(one.find("tracked")).to_have_count(len(titles))
    panel = one.find("agenda-panel")
    await expect(panel.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_the_answers_of_the_card_arrive_where_they_belong(
    browser: Browser, invite: Invite, house: LiveServer, device: dict[str, Any]
) -> None:
    mentor, kind = await invite("Mentes"), "desktop" if device is DESKTOP else "phone"
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        booked = await _in_session(mentee, mentor, house)
        await _agree(mentor, "Send CV", "Call the three who asked")
        await expect(mentee.find("end-card")).to_have_count(0)
        await mentee.leave()
        await expect(mentor.tiles()).to_have_count(0)
        card = mentee.find("end-card")
        await expect(card).to_have_attribute("data-kind", "pair")
        await expect(mentee.find("closing-item")).to_have_count(2)
        await expect(mentee.find("next-slot")).to_have_count(3)
        await looks_right(mentee.page, f"end-{kind}")

        await mentee.find("useful-4").press("Space")
        await expect(mentee.find("first-tap")).to_have_attribute("data-begun", "4")
        await mentee.find("closing-owner").first.select_option("mentor")
        await mentee.find("closing-due").first.fill("2027-03-01")
        await mentee.find("closing-done").nth(1).check()
        await mentee.find("closing-drop").nth(1).press("Enter")
        dropped = mentee.find("closing-item").nth(1)
        await expect(dropped).to_have_attribute("data-dropped", "true")
        await mentee.find("closing-undo").press("Enter")
        await expect(dropped).to_have_attribute("data-dropped", "false")
        await expect(mentee.find("closing-done").nth(1)).to_be_checked()
        await expect(card.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")
        await mentee.page.reload()
        await expect(mentee.find("useful-4")).to_be_checked()
        await expect(mentee.find("closing-owner").first).to_have_value("mentor")
        await mentee.find("closing-confirm").press("Enter")
        await expect(mentee.find("closing-confirmed")).to_contain_text("2 action items")
        await mentee.find("next-slot").nth(1).press("Space")
        await mentee.find("next-book-it").press("Enter")
        await expect(mentee.find("next-stands")).to_have_attribute("data-state", "booked")
        await mentee.find("verdict-some_trouble").press("Space")
        async with mentee.page.expect_response("**/api/quality/verdicts"):
            await mentee.find("trouble-lag").press("Space")
        await expect(mentee.find("verdict")).to_have_attribute("data-kept", "true")
        await looks_right(mentee.page, f"end-{kind}-answered")
        await mentee.find("end-done").press("Enter")
        await expect(mentee.find("end-away")).to_be_visible()
        await mentee.page.reload()
        await expect(mentee.find("ended-left")).to_be_visible()
        await expect(mentee.find("end-card")).to_have_count(0)  # asked once
        await expect(mentee.find("rejoin")).to_be_visible()

        await mentee.page.goto(f"{house.url}/feedback/sessions/{booked['id']}")
        await expect(mentee.find("useful-4")).to_be_checked()
        await mentee.find("feedback-send").press("Enter")
        await expect(mentee.find("feedback-edit")).to_be_visible()
        await mentee.page.goto(f"{house.url}/mentorships/{booked['mentorship']}/goals")
        unsorted = mentee.find("unsorted")
        await expect(unsorted.get_by_test_id("action-title").first).to_have_value("Send CV")
        await expect(unsorted.get_by_test_id("due-chip")).to_contain_text("2027")
        for one in (mentee, mentor):
            found = (await one.send("GET", "/api/bookings"))["bookings"]
            assert [b["state"] for b in found] == ["confirmed", "confirmed"]
        records = await mentor.send("GET", f"/api/rooms/{booked['room']}/quality")
        said = {one["name"]: one["verdict"] for one in records["records"]}
        assert said["Telemachus"] == {"said": "some_trouble", "troubles": ["lag"]}


async def test_what_was_asked_of_the_mentor_can_be_taken_back_and_more_can_be_told(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    booked = await _in_session(mentee, mentor, house)
    hours = await mentor.send("GET", "/api/availability")
    asking = AT_ONCE | {"version": hours["version"], "isConfirmedFirst": True}
    await mentor.send("PUT", "/api/availability", asking)
    await mentee.leave()
    await mentee.find("next-slot").first.press("Space")
    await expect(mentee.find("next-book-it")).to_contain_text("Ask")
    await mentee.find("next-book-it").press("Enter")
    await expect(mentee.find("next-stands")).to_have_attribute("data-state", "asked")
    await mentee.find("next-undo").press("Enter")
    await expect(mentee.find("next-slot")).to_have_count(3)
    found = (await mentor.send("GET", "/api/bookings"))["bookings"]
    assert sorted(b["state"] for b in found if b["state"] != "cancelled") == ["confirmed"]
    await mentee.find("useful-5").press("Space")
    await expect(mentee.find("first-tap")).to_have_attribute("data-begun", "5")
    await mentee.find("tell-more").press("Enter")
    await expect(mentee.find("useful-5")).to_be_checked()
    await mentee.find("heard-5").press("Space")
    await mentee.find("feedback-send").press("Enter")
    await expect(mentee.find("feedback-edit")).to_be_visible()

    await mentor.leave()
    await expect(mentor.find("end-card")).to_have_attribute("data-kind", "pair")
    await mentor.find("useful-3").press("Space")
    await expect(mentor.find("first-tap")).to_have_attribute("data-begun", "3")
    await mentor.find("next-mentor-ask").press("Enter")
    await expect(mentor.find("next-mentor-asked")).to_be_visible()
    await looks_right(mentor.page, "end-mentor")
    talk = f"/api/mentorships/{booked['mentorship']}/messages"
    [message] = (await mentee.send("GET", talk))["messages"]
    assert "/book" in message["text"]
    await mentor.find("next-mentor-undo").press("Enter")
    await expect(mentor.find("next-mentor-ask")).to_be_visible()
    assert mentor.complaints == mentee.complaints == []


async def test_the_next_one_is_booked_in_two_clicks_while_both_are_still_there(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _in_session(mentee, mentor, house)
    await mentee.find("clock").press("Enter")
    await mentee.find("next-open").press("Enter")
    await mentee.find("next-slot").nth(1).press("Space")
    await mentee.find("next-book-it").press("Enter")
    await expect(mentee.find("next-stands")).to_have_attribute("data-state", "booked")
    await settled(mentee.page)
    await picture(mentee.page, "next-in-call")
    await mentee.page.keyboard.press("Escape")
    await mentee.sees(1)
    found = (await mentor.send("GET", "/api/bookings"))["bookings"]
    assert [b["state"] for b in found] == ["confirmed", "confirmed"]
    await mentee.leave()
    await expect(mentee.find("next-stands")).to_have_attribute("data-state", "booked")
    await expect(mentee.find("next-slot")).to_have_count(0)


async def test_guests_and_hosts_of_other_rooms_are_asked_of_picture_and_sound_alone(
    invite: Invite, stranger: Visitor
) -> None:
    host = await invite("Penelope")
    link = await meet(host, stranger)
    await stranger.leave()
    await expect(stranger.find("end-card")).to_have_attribute("data-kind", "plain")
    async with stranger.page.expect_response("**/api/quality/verdicts") as said:
        await stranger.find("verdict-bad").press("Space")
    assert (await said.value).status == 204
    await expect(stranger.find("useful-3")).to_have_count(0)
    await expect(stranger.find("next-part")).to_have_count(0)
    await looks_right(stranger.page, "end-guest")
    await stranger.page.reload()
    await expect(stranger.find("end-card")).to_be_visible()
    await stranger.page.goto(link)  # whoever opens the link wants to go in
    await expect(stranger.find("knock-ask")).to_be_visible()
    await host.leave()
    await host.find("rejoin").press("Enter")
    await expect(host.find("lobby-join")).to_be_visible()


async def test_in_arabic_the_card_reads_from_right_to_left(
    browser: Browser, invite: Invite, house: LiveServer
) -> None:
    mentor = await invite("Mentes")
    async with visiting(browser, house.url, "تيليماخوس", **NARROW) as mentee:
        await mentee.speaks("ar")
        await mentee.sign_up()
        await _in_session(mentee, mentor, house)
        await _agree(mentor, "Send the numbers to the three who asked for them")
        await expect(mentee.find("clock-left")).to_be_visible()
        await mentee.find("clock").press("Enter")
        await looks_right(mentee.page, "clock-arabic")
        await mentee.page.keyboard.press("Escape")
        await mentee.leave()
        await expect(mentee.find("closing-item")).to_have_count(1)
        await expect(mentee.find("next-slot")).to_have_count(3)
        await mentee.find("useful-2").press("Space")
        await mentee.find("verdict-bad").press("Space")
        await expect(mentee.find("verdict")).to_have_attribute("data-kept", "true")
        await looks_right(mentee.page, "end-arabic")
