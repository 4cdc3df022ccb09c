"""Both profile forms in a real browser: by keyboard, by finger, broken off and taken up again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_pages import DESKTOP, NARROW, looks_right
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer

STEPS = {
    "mentee": ("goals", "you", "manner", "week", "wishes", "done"),
    "mentor": ("offer", "you", "manner", "week", "terms", "done"),
}


async def saved(visitor: Visitor) -> None:
    await expect(visitor.find("save-state")).to_have_text("Saved")


@pytest.fixture
async def ana(invite: Invite) -> Visitor:
    """Somebody who takes part on both sides."""
    visitor = await invite("Ana")
    await visitor.send("PATCH", "/api/me", {"roles": ["mentor", "mentee"]})
    return visitor


async def test_a_mentee_tells_what_they_look_for_by_keyboard_alone(
    ana: Visitor, house: LiveServer
) -> None:
    page, keys = ana.page, ana.page.keyboard
    await page.goto(house.url + "/profile/mentee")
    await ana.find("goal-1").focus()
    await keys.type("Lead my first team well")
    await ana.find("goal-add").press("Enter")
    await ana.find("goal-2").focus()
    await keys.type("Speak up in large meetings")
    await ana.find("goal-move-2").press("ArrowUp")
    await expect(ana.find("goal-1")).to_have_value("Speak up in large meetings")
    await expect(ana.find("goal-move-1")).to_be_focused()
    await ana.find("next").press("Enter")
    await expect(ana.find("body-you")).to_be_focused()
    await ana.find("industries").focus()
    await keys.type("Educ")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await ana.find("seniority-entry").press("Space")
    language = ana.find("languages").get_by_role("combobox").first
    await language.click()
    await keys.type("Engl")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await ana.find("next").press("Enter")
    await ana.find("manner-pace-4").focus()
    await keys.press("ArrowRight")
    await expect(ana.find("manner-pace-5")).to_be_checked()
    await ana.find("next").press("Enter")
    cell = page.locator("[role=gridcell][tabindex='0']")
    await cell.press("Space")
    await cell.press("Shift+ArrowDown")
    await expect(ana.find("week-total")).to_have_text("2 hours a week")
    await ana.find("step-done").press("Enter")
    await expect(ana.find("body-done")).to_contain_text("You can be matched")
    await saved(ana)
    kept = await ana.send("GET", "/api/profile/mentee")
    texts = [goal["text"] for goal in kept["goals"]]
    assert texts == ["Speak up in large meetings", "Lead my first team well"]
    assert kept["completeness"]["isReady"] is True
    assert kept["hours"] == [{"weekday": 0, "startMinute": 1080, "endMinute": 1200}]
    assert kept["manner"]["pace"] == 5


async def test_a_form_that_was_broken_off_goes_on_where_it_was(
    ana: Visitor, house: LiveServer
) -> None:
    page = ana.page
    await page.goto(house.url + "/profile/mentor")
    await ana.find("expertise-1").fill("Hiring the first ten people")
    await ana.find("expertise-1").press("Enter")
    await expect(ana.find("expertise-2")).to_be_focused()
    await ana.find("expertise-2").fill("ab")
    await expect(page.get_by_text("at least 3 characters")).to_be_visible()
    await ana.find("expertise-2").fill("Letting people go with dignity")
    await saved(ana)
    await ana.find("next").click()
    await ana.find("seniority-head").check()
    await saved(ana)
    await page.reload()
    await expect(ana.find("body-you")).to_be_visible()
    await expect(ana.find("seniority-head")).to_be_checked()
    await page.goto(house.url + "/profile/mentor")
    await expect(ana.find("body-you")).to_be_visible()
    await ana.find("step-offer").click()
    await expect(ana.find("expertise-2")).to_have_value("Letting people go with dignity")
    await page.goto(house.url + "/profile/mentee?step=you")
    await expect(ana.find("seniority-head")).to_be_checked()


async def test_a_removed_goal_comes_back(ana: Visitor, house: LiveServer) -> None:
    await ana.page.goto(house.url + "/profile/mentee")
    await ana.find("goal-1").fill("Lead my first team well")
    await saved(ana)
    await ana.find("goal-remove-1").click()
    await saved(ana)
    await expect(ana.find("goal-1")).to_have_value("")
    await ana.find("goal-undo").click()
    await expect(ana.find("goal-1")).to_have_value("Lead my first team well")
    await saved(ana)
    kept = await ana.send("GET", "/api/profile/mentee")
    assert [goal["text"] for goal in kept["goals"]] == ["Lead my first team well"]


async def test_goals_are_dragged_and_the_week_is_painted_with_the_pointer(
    ana: Visitor, house: LiveServer
) -> None:
    page, mouse = ana.page, ana.page.mouse
    goals = [{"text": f"Goal number {n}"} for n in (1, 2, 3)]
    await ana.send("PATCH", "/api/profile/mentee", {"version": 0, "goals": goals})
    await page.goto(house.url + "/profile/mentee?step=goals")
    handle = await ana.find("goal-move-1").bounding_box()
    third = await ana.find("goal-3").bounding_box()
    assert handle
    assert third
    await mouse.move(handle["x"] + 5, handle["y"] + 5)
    await mouse.down()
    await mouse.move(third["x"], third["y"] + third["height"], steps=12)
    await mouse.up()
    await expect(ana.find("goal-3")).to_have_value("Goal number 1")
    await ana.find("step-week").click()
    first, last = (page.locator(f"[data-cell='{cell}']") for cell in ("1:3", "2:4"))
    await first.hover()
    await mouse.down()
    await last.hover()
    await mouse.up()
    await expect(ana.find("week-total")).to_have_text("4 hours a week")
    await ana.find("day-1").press("Enter")
    # By key: a menu that has just opened may still scroll away from under a pointer.
    await page.get_by_role("menuitem", name="Copy to every day").press("Enter")
    await expect(ana.find("week-total")).to_have_text("14 hours a week")
    await saved(ana)


async def test_two_tabs_do_not_overwrite_each_other_unasked(
    ana: Visitor, house: LiveServer
) -> None:
    await ana.page.goto(house.url + "/profile/mentee")
    await ana.find("goal-1").fill("Lead my first team well")
    await saved(ana)
    theirs = {"version": 1, "goals": [{"text": "Sail around the world"}]}
    await ana.send("PATCH", "/api/profile/mentee", theirs)
    await ana.find("goal-1").fill("Lead my second team well")
    await expect(ana.find("save-state")).to_have_text("Changed in another place")
    await ana.find("take-theirs").click()
    await expect(ana.find("goal-1")).to_have_value("Sail around the world")


async def test_a_newcomer_is_led_to_the_form_and_to_their_page(
    stranger: Visitor, house: LiveServer
) -> None:
    page = stranger.page
    await page.goto(house.url + "/sign-up")
    await stranger.find("role-mentor").click()
    await stranger.find("sign-up-name").fill("Ελένη Παπαδάκη")
    await stranger.find("sign-up-email").fill("eleni@example.org")
    await stranger.find("sign-up-password").fill("a sail and a harbour")
    await stranger.find("sign-up-submit").click()
    await stranger.find("expertise-1").fill("<b>Growing</b> from nurse to analyst")
    await saved(stranger)
    await stranger.find("step-terms").click()
    await expect(stranger.find("amount")).to_have_count(0)
    await stranger.find("charge").click()
    await stranger.find("amount").fill("45")
    await saved(stranger)
    await stranger.find("step-done").click()
    view = stranger.find("mentor-view")
    await expect(view).to_contain_text("<b>Growing</b> from nurse to analyst")
    await expect(view).to_contain_text("€45 for one session")
    await expect(stranger.find("gap-places")).to_be_visible()
    await page.goto(house.url)
    await expect(stranger.find("nudge-mentor")).to_be_visible()


async def test_a_finger_paints_an_hour_and_takes_it_back(
    browser: Browser, house: LiveServer
) -> None:
    async with visiting(browser, house.url, "Ana", **NARROW) as visitor:
        await visitor.sign_up()
        await visitor.page.goto(house.url + "/profile/mentee?step=week")
        cell = visitor.page.locator("[data-cell='2:3']")
        await cell.tap()
        await expect(visitor.find("week-total")).to_have_text("1 hour a week")
        await expect(cell).to_have_attribute("aria-selected", "true")
        await cell.tap()
        await expect(visitor.find("week-total")).to_have_text("Nothing painted yet")
        await saved(visitor)


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_every_step_is_accessible_and_never_wider_than_the_page(
    browser: Browser, house: LiveServer, device: dict[str, Any]
) -> None:
    async with visiting(browser, house.url, "Konstantinopoulou", **device) as visitor:
        await visitor.sign_up()
        page = visitor.page
        me = await visitor.send("PATCH", "/api/me", {"roles": ["mentor", "mentee"]})
        offer = {"expertise": ["العمل عن بعد مع فرق كثيرة"], "skills": [{"text": "hiring"}]}
        hours = [{"weekday": 0, "startMinute": 1080, "endMinute": 1170}]
        change = {"version": 0, "offer": offer, "hours": hours}
        await visitor.send("PATCH", "/api/profile/mentor", change)
        paths = [f"/profile/{side}?step={one}" for side, steps in STEPS.items() for one in steps]
        for path in (*paths, f"/mentors/{me['id']}", "/"):
            await page.goto(house.url + path)
            await looks_right(page, path)
        assert [line for line in visitor.complaints if "Content Security Policy" in line] == []
