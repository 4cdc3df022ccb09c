"""Whiteboards that two people draw on together, in real browsers."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e.conftest import Invite
from tests.e2e.test_mentorship import ASK, _paired
from tests.e2e.test_pages import DESKTOP, _settled
from tests.e2e.test_profiles import OVERFLOW, PHONE
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer


async def _both_open(mentee: Visitor, mentor: Visitor, house: LiveServer) -> str:
    """Both before the same new board; the path of their mentorship."""
    path = await _paired(mentee, mentor)
    status, board = await mentee.page.evaluate(ASK, [f"/api{path}/boards", {"title": "Plans"}])
    assert status == 201, board
    for one in (mentee, mentor):
        one.complaints.clear()  # what came before is of other pages
        await one.page.goto(f"{house.url}/boards/{board['id']}")
        await _begun(one)
    return path


async def _begun(one: Visitor) -> None:
    await expect(one.find("board-state")).to_have_attribute("data-state", "saved")
    await expect(one.find("board-sticky")).to_be_visible()
    await one.find("board-outline").click()
    await one.page.locator("canvas.interactive").click(position={"x": 30, "y": 600})


def _entries(one: Visitor, kind: str) -> Locator:
    return one.page.locator(f"[data-testid=outline-entry][data-kind={kind}]")


async def _drag(one: Visitor, key: str, x: int, y: int, size: int = 120) -> None:
    """Draw with the tool of a key."""
    await one.page.keyboard.press(key)
    await one.page.mouse.move(x, y)
    await one.page.mouse.down()
    await one.page.mouse.move(x + size, y + size // 2, steps=6)
    await one.page.mouse.move(x + size, y + size, steps=6)
    await one.page.mouse.up()


async def test_what_one_draws_the_other_sees_and_undoing_takes_back_only_ones_own(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _both_open(mentee, mentor, house)
    await _drag(mentee, "r", 300, 250)
    await _drag(mentor, "o", 600, 250)
    for one in (mentee, mentor):
        await expect(_entries(one, "rectangle")).to_have_count(1)
        await expect(_entries(one, "ellipse")).to_have_count(1)
    await mentee.page.keyboard.press("Control+z")
    for one in (mentee, mentor):
        await expect(_entries(one, "rectangle")).to_have_count(0)
        await expect(_entries(one, "ellipse")).to_have_count(1)
    await mentee.page.keyboard.press("Control+Shift+z")
    for one in (mentee, mentor):
        await expect(_entries(one, "rectangle")).to_have_count(1)
        await expect(one.find("board-state")).to_have_attribute("data-state", "saved")
        await one.page.reload()
        await one.find("board-outline").click()
        await expect(_entries(one, "rectangle")).to_have_count(1)
        assert one.complaints == []


async def _box(one: Visitor, color: str) -> None:
    """Select the only box by the list and give it another colour."""
    await _entries(one, "rectangle").click()
    await one.page.get_by_test_id(f"color-top-pick-{color}").last.click()


async def test_one_moves_what_the_other_recolours_and_both_stay(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _both_open(mentee, mentor, house)
    await mentee.find("board-sticky").click()
    for one in (mentee, mentor):
        await expect(_entries(one, "rectangle")).to_have_count(1)
    # The pointer stays down while the other changes the colour: nothing is taken from under it.
    await _entries(mentee, "rectangle").click()
    canvas = await mentee.page.locator("canvas.interactive").bounding_box()
    assert canvas
    x, y = canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2
    await mentee.page.mouse.move(x, y)
    await mentee.page.mouse.down()
    await mentee.page.mouse.move(x + 60, y + 30, steps=5)
    await _box(mentor, "#ffc9c9")
    await expect(mentor.find("board-state")).to_have_attribute("data-state", "saved")
    await mentee.page.mouse.move(x + 90, y + 60, steps=5)
    await mentee.page.mouse.up()
    for one in (mentee, mentor):
        await expect(one.find("board-state")).to_have_attribute("data-state", "saved")
    boxes = [await _of_document(one, house) for one in (mentee, mentor)]
    assert boxes[0] == boxes[1]


async def _of_document(one: Visitor, house: LiveServer) -> str:
    """What the canvas draws, as a file."""
    async with one.page.expect_download() as saved:
        await one.find("board-export").click()
        await one.find("export-svg").press("Enter")
    text = (await (await saved.value).path()).read_text()
    assert "ffc9c9" in text
    return re.sub(r'(id|mask|clip-path)="[^"]*"', "", text)


async def test_a_card_of_a_goal_stays_live_and_a_note_becomes_an_action_item(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await _both_open(mentee, mentor, house)
    board = mentee.page.url
    await mentee.page.goto(house.url + path + "/goals")
    await mentee.find("add-goal").click()
    await mentee.page.keyboard.type("Find seed money")
    await expect(mentee.find("save-state")).to_have_attribute("data-state", "saved")
    await mentee.page.goto(board)
    await mentee.find("board-card").click()
    await mentee.find("board-goal").press("Enter")
    await expect(mentee.find("goal-on-board")).to_contain_text("Find seed money")
    await expect(mentor.find("goal-on-board")).to_contain_text("Find seed money")
    await mentor.find("board-sticky").click()
    await expect(_entries(mentor, "rectangle")).to_have_count(1)
    await mentor.page.keyboard.press("Enter")
    await mentor.page.keyboard.type("Ask ten people")
    await mentor.page.keyboard.press("Escape")
    await expect(_entries(mentor, "rectangle")).to_contain_text("Ask ten people")
    await _entries(mentor, "rectangle").click()
    await mentor.find("board-action").click()
    await mentor.find("board-goal").press("Enter")
    for one in (mentee, mentor):
        await expect(one.find("goal-on-board")).to_contain_text("0 of 1 action item done")


async def test_what_is_drawn_offline_is_merged_on_return_and_one_follows_the_other(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _both_open(mentee, mentor, house)
    await mentee.context.set_offline(True)
    await _drag(mentee, "r", 300, 250)
    await _drag(mentor, "o", 600, 250)
    await expect(_entries(mentor, "ellipse")).to_have_count(1)
    await expect(_entries(mentor, "rectangle")).to_have_count(0)
    await mentee.context.set_offline(False)
    for one in (mentee, mentor):
        await expect(_entries(one, "rectangle")).to_have_count(1)
        await expect(_entries(one, "ellipse")).to_have_count(1)
    await mentor.find("board-fellow").click()
    await expect(mentor.find("board-fellow")).to_have_attribute("aria-pressed", "true")
    await expect(mentor.page.locator(".follow-mode")).to_contain_text("Telemachus")


async def test_a_board_asks_nobody_else_for_anything(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    asked: list[str] = []
    mentee.page.on("request", lambda request: asked.append(request.url))
    await _both_open(mentee, mentor, house)
    await mentee.page.keyboard.press("t")
    await mentee.page.mouse.click(400, 300)
    await mentee.page.keyboard.type("Ithaca \u4f60\u597d")
    await mentee.page.keyboard.press("Escape")
    await expect(_entries(mentee, "text")).to_have_count(1)
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
    assert any("/assets/excalidraw/fonts/" in url for url in asked)
    ours = (house.url, house.url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop-light", "phone-dark"])
async def test_boards_fit_the_screen(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any]
) -> None:
    mentor = await invite("Mentes")
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        path = await _paired(mentee, mentor)
        page = mentee.page
        await page.goto(f"{house.url}{path}/boards")
        await expect(mentee.find("boards-empty")).to_be_visible()
        await mentee.find("board-title").fill("Where we want to be in spring")
        await mentee.find("board-make").click()
        await expect(mentee.find("board-link")).to_be_visible()
        await _settled(page)
        assert await page.evaluate(OVERFLOW) <= 0
        if shots := os.environ.get("SHOTS"):
            await page.screenshot(path=f"{shots}/list-{device['viewport']['width']}.png")
        await mentee.find("board-link").click()
        await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
        await mentee.find("board-sticky").click()
        await expect(page.locator(".excalidraw").first).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.type("Ask ten people")
        await page.keyboard.press("Escape")
        await expect(mentee.find("board-state")).to_have_attribute("data-state", "saved")
        assert await page.evaluate(OVERFLOW) <= 0
        if shots:
            await page.screenshot(path=f"{shots}/board-{device['viewport']['width']}.png")
