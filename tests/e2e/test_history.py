"""The past of goals and whiteboards, in real browsers: versions, the way back, the time line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_boards import both_open as _both_draw
from tests.e2e.at_boards import drag, entries
from tests.e2e.at_goals import both_at_goals, goals_saved, title_field, write
from tests.e2e.at_mentorships import LONG, RTL, paired
from tests.e2e.at_pages import DESKTOP, NARROW, picture, settled
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer


async def _named(one: Visitor, label: str) -> None:
    """Keep the document as it is, from its history."""
    await one.find("version-label").fill(label)
    await one.find("version-label").press("Enter")
    await expect(one.find("version").first).to_contain_text(label)


async def _restored(one: Visitor, label: str) -> None:
    """Look at a version and bring it back."""
    await one.find("version").filter(has_text=label).last.click()
    await one.find("version-restore").click()
    await one.find("confirm-do").click()
    await expect(one.find("version-back")).to_contain_text(label)


async def test_a_version_of_goals_is_brought_back_for_both_and_that_undone(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_at_goals(mentee, mentor, house)
    mentee.complaints.clear()  # what came before is of other pages
    mentor.complaints.clear()
    await mentee.find("add-goal").click()
    await write(mentee, "Find seed money")
    await goals_saved(mentee)
    await mentee.find("goals-history").click()
    await _named(mentee, "As agreed")
    await expect(title_field(mentor, "goal")).to_have_value("Find seed money")
    await title_field(mentor, "goal").fill("Find a crew")
    await mentor.find("add-goal").click()
    await write(mentor, "Mend the ship")
    await goals_saved(mentor)
    await mentee.find("version").click()
    await expect(mentee.find("still-goal")).to_have_count(1)
    await expect(mentee.find("still-goal")).to_contain_text("Find seed money")
    await expect(mentee.find("since")).to_contain_text("New: \u2068Mend the ship\u2069")
    await expect(mentee.find("since")).to_contain_text("Renamed: \u2068Find a crew\u2069")
    await _restored(mentee, "As agreed")
    await expect(mentor.find("goal")).to_have_count(1)
    await expect(title_field(mentor, "goal")).to_have_value("Find seed money")
    await expect(mentee.find("since")).to_contain_text("Nothing")
    await mentee.find("version-undo").click()
    await expect(mentor.find("goal")).to_have_count(2)
    await expect(title_field(mentor, "goal")).to_have_value("Find a crew")
    await expect(mentee.find("version-undo")).to_have_count(0)
    await expect(mentee.find("version")).to_have_count(3)
    assert (mentee.complaints, mentor.complaints) == ([], [])


async def test_a_whiteboard_is_played_from_its_beginning_and_brought_back(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _both_draw(mentee, mentor, house)
    await drag(mentee, "r", 300, 250)
    await expect(entries(mentor, "rectangle")).to_have_count(1)
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
    await mentee.find("board-history").click()
    await _named(mentee, "One box")
    await drag(mentor, "o", 600, 250)
    await expect(mentor.find("board-state")).to_have_attribute("data-state", "saved")
    await mentee.find("version").click()
    await expect(mentee.find("since")).to_contain_text("1 thing was added")
    await expect(mentee.find("still")).to_have_attribute("data-count", "1")
    await mentee.find("history-replay").click()
    still, slider = mentee.find("still"), mentee.find("replay-slider")
    await expect(still).to_have_attribute("data-count", "2")
    await expect(mentee.find("replay-moment")).to_contain_text("Mentes")
    await slider.press("Home")
    await expect(still).to_have_attribute("data-count", "0")
    await slider.press("ArrowRight")
    await expect(still).to_have_attribute("data-count", "1")
    await expect(slider).to_have_attribute("aria-valuetext", re.compile("Telemachus"))
    await slider.press("Home")
    await mentee.find("replay-speed").get_by_text("16").click()
    await mentee.find("replay-play").click()
    await expect(still).to_have_attribute("data-count", "2")
    await expect(mentee.find("replay-play")).to_have_attribute("data-playing", "false")
    await mentee.find("history-versions").click()
    await _restored(mentee, "One box")
    await expect(entries(mentor, "ellipse")).to_have_count(0)
    await expect(entries(mentor, "rectangle")).to_have_count(1)
    await mentee.find("version-undo").click()
    await expect(entries(mentor, "ellipse")).to_have_count(1)
    assert (mentee.complaints, mentor.complaints) == ([], [])


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_the_past_fits_the_screen_and_is_accessible(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any]
) -> None:
    mentor, width = await invite(RTL), device["viewport"]["width"]
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        path, page = await paired(mentee, mentor), mentee.page
        await page.goto(f"{house.url}{path}/goals/history")
        await expect(mentee.find("versions-empty")).to_be_visible()
        await picture(page, f"empty-{width}")
        await mentor.page.goto(f"{house.url}{path}/goals")
        for title in ("Find seed money by spring", LONG):
            await mentor.find("add-goal").click()
            await write(mentor, title)
            await mentor.page.keyboard.press("Enter")
            await write(mentor, f"First step of {title[:40]}")
        await goals_saved(mentor)
        await _named(mentee, LONG[:100])
        await mentor.find("done").first.check()
        await goals_saved(mentor)
        await _named(mentee, "As agreed in May")
        await picture(page, f"versions-{width}")
        await mentee.find("version").last.click()
        await expect(mentee.find("still-goal")).to_have_count(2)
        await picture(page, f"version-{width}")
        assert await grave(page) == []
        await mentee.find("version-restore").click()
        await expect(mentee.find("confirm-do")).to_be_visible()
        await settled(page)
        assert await grave(page) == []
        await page.keyboard.press("Escape")
        await mentee.find("history-replay").click()
        await expect(mentee.find("still-goal")).to_have_count(2)
        await picture(page, f"replay-{width}")
        assert await grave(page) == []
        board = await mentee.post(f"/api{path}/boards", {"title": LONG})
        await page.goto(f"{house.url}/boards/{board['id']}")
        await mentee.find("board-outline").click()
        await mentee.find("board-sticky").click()
        await expect(entries(mentee, "rectangle")).to_have_count(1)
        await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
        await page.goto(f"{house.url}/boards/{board['id']}/history?view=replay")
        await expect(mentee.find("still")).to_have_attribute("data-count", "1")
        await expect(page.locator("canvas.interactive")).to_be_visible()
        await picture(page, f"board-{width}")
