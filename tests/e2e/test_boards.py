"""Whiteboards that two people draw on together, in real browsers."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_boards import both_have, both_open, drag, drawn, entries, goal_on_board, saved
from tests.e2e.at_mentorships import paired
from tests.e2e.at_pages import DESKTOP, NARROW, fits, looks_right, picture, settled
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, until, visiting
from tests.support.screens.axe import grave
from tests.support.servers import LiveServer

CANVAS = ".excalidraw"
"""What the canvas brings along is not ours to mend."""
PLACE = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)")


async def test_what_one_draws_the_other_sees_and_undoing_takes_back_only_ones_own(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    await drag(mentee, "r", 300, 250)
    await drag(mentor, "o", 600, 250)
    await both_have(mentee, mentor, rectangle=1, ellipse=1)
    # As often as one likes: there is only one's own to take back.
    for _ in range(3):
        await mentee.page.keyboard.press("Control+z")
    await both_have(mentee, mentor, rectangle=0, ellipse=1)
    await mentor.page.keyboard.press("Control+z")
    await both_have(mentee, mentor, rectangle=0, ellipse=0)
    await mentee.page.keyboard.press("Control+Shift+z")
    await both_have(mentee, mentor, rectangle=1, ellipse=0)
    await mentor.page.keyboard.press("Control+Shift+z")
    await both_have(mentee, mentor, rectangle=1, ellipse=1)
    for one in (mentee, mentor):
        await saved(one)
        await one.page.reload()
        await one.find("board-outline").click()
        await expect(entries(one, "rectangle")).to_have_count(1)
        assert one.complaints == []


async def test_one_moves_what_the_other_recolours_and_both_stay(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    await mentee.find("board-sticky").click()
    await drag(mentor, "o", 900, 600, 60)  # stays where it is: what moves is measured from it
    await both_have(mentee, mentor, rectangle=1, ellipse=1)
    await saved(mentee, mentor)
    before = await _box(mentor)
    # The pointer stays down while the other changes the colour: nothing is taken from under it.
    await entries(mentee, "rectangle").click()
    canvas = await mentee.page.locator("canvas.interactive").bounding_box()
    assert canvas
    x, y = canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2
    await mentee.page.mouse.move(x, y)
    await mentee.page.mouse.down()
    await mentee.page.mouse.move(x + 60, y + 30, steps=5)
    await entries(mentor, "rectangle").click()
    await mentor.page.get_by_test_id("color-top-pick-#ffc9c9").last.click()
    await saved(mentor)
    await mentee.page.mouse.move(x + 90, y + 60, steps=5)
    await mentee.page.mouse.up()
    await saved(mentee, mentor)
    expected = (before[0] + 90, before[1] + 60, "#ffc9c9")
    assert before[2] != "#ffc9c9"
    for one in (mentee, mentor):
        await until(partial(_is_box, one, expected), 1, f"{one.name} sees both changes")


async def _box(one: Visitor) -> tuple[float, float, str]:
    """Where the only box is, from the only ellipse, and how it is filled."""
    places: dict[str, tuple[float, float]] = {}
    fill = ""
    for group in ElementTree.fromstring(await drawn(one)).iter("{http://www.w3.org/2000/svg}g"):
        found = PLACE.search(group.get("transform", ""))
        if found is None:
            continue
        fills = {path.get("fill", "none") for path in group} - {"none"}
        places["box" if fills else "ellipse"] = (float(found[1]), float(found[2]))
        fill = next(iter(fills), fill)
    box, ellipse = places["box"], places["ellipse"]
    return round(box[0] - ellipse[0]), round(box[1] - ellipse[1]), fill


async def _is_box(one: Visitor, expected: tuple[float, float, str]) -> int:
    left, top, fill = await _box(one)
    near = abs(left - expected[0]) <= 1 and abs(top - expected[1]) <= 1
    return int(near and fill == expected[2])


async def test_two_draw_by_hand_at_once_and_both_strokes_stay_whole(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    lines = ((mentee, 300, 250), (mentor, 700, 250))
    for one, x, y in lines:
        await one.page.keyboard.press("p")
        await one.page.mouse.move(x, y)
        await one.page.mouse.down()
    for step in range(1, 41):
        await asyncio.gather(
            *(one.page.mouse.move(x + 5 * step, y + 3 * (step % 8)) for one, x, y in lines)
        )
    # Both have begun before either has ended.
    await both_have(mentee, mentor, freedraw=2)
    for one, _, _ in lines:
        await one.page.mouse.up()
    await saved(mentee, mentor)

    async def are_whole(one: Visitor) -> int:
        return sum(abs(width - 200) <= 12 for width in _strokes(await drawn(one)))

    for one in (mentee, mentor):
        await until(partial(are_whole, one), 2, f"{one.name} sees both strokes whole")
    assert _strokes(await drawn(mentee)) == _strokes(await drawn(mentor))


def _strokes(drawing: str) -> list[float]:
    """How wide each stroke is."""
    paths = re.findall(r'<path[^>]* d="(M[^"]+Z?)"', drawing)
    points = [[float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)] for path in paths]
    return [round(max(one[::2]) - min(one[::2]), 1) for one in points if len(one) > 100]


async def test_a_card_of_a_goal_stays_live_and_a_note_becomes_an_action_item(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await both_open(mentee, mentor, house)
    board = mentee.page.url
    await goal_on_board(mentee, path)
    for one in (mentee, mentor):
        await expect(one.find("goal-on-board")).to_contain_text("Find seed money")
    await mentor.find("board-sticky").click()
    await expect(entries(mentor, "rectangle")).to_have_count(1)
    await mentor.page.keyboard.press("Enter")
    await mentor.page.keyboard.type("Ask ten people")
    await mentor.page.keyboard.press("Escape")
    await expect(entries(mentor, "rectangle")).to_contain_text("Ask ten people")
    await entries(mentor, "rectangle").click()
    await mentor.find("board-action").click()
    await mentor.find("board-goal").press("Enter")
    for one in (mentee, mentor):
        await expect(one.find("goal-on-board")).to_contain_text("0 of 1 action item done")
        await expect(one.find("board-tracked")).to_have_attribute("aria-pressed", "false")
        await expect(entries(one, "rectangle")).to_contain_text("action item")
    # It is one already: it becomes none again.
    await expect(mentor.find("board-action")).to_have_count(0)
    await mentor.find("board-tracked").click()
    await expect(mentee.find("board-tracked")).to_have_attribute("aria-pressed", "true")
    await expect(mentee.find("goal-on-board")).to_contain_text("1 of 1 action item done")
    # From the goals back to the note, which is shown and chosen; there it is taken back.
    await mentee.page.goto(house.url + path + "/goals")
    await mentee.find("done").uncheck()
    await expect(mentor.find("board-tracked")).to_have_attribute("aria-pressed", "false")
    await expect(mentee.find("on-board")).to_contain_text("Plans")
    await mentee.find("on-board").click()
    await expect(mentee.find("board-tracked-go")).to_be_visible()
    assert mentee.page.url.partition("#")[0] == board
    canvas = await mentee.page.locator("canvas.interactive").bounding_box()
    badge = await mentee.find("board-tracked").bounding_box()
    assert canvas
    assert badge
    assert abs(badge["x"] + badge["width"] / 2 - canvas["width"] / 2) < 200  # in the middle


async def test_what_is_drawn_offline_is_merged_on_return(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    await mentee.context.set_offline(True)
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "offline")
    await drag(mentee, "r", 300, 250)
    await drag(mentor, "o", 600, 250)
    await expect(entries(mentor, "ellipse")).to_have_count(1)
    await saved(mentor)
    # The line is down both ways, and stays so while each has drawn.
    await expect(entries(mentee, "rectangle")).to_have_count(1)
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "offline")
    assert await entries(mentor, "rectangle").count() == 0
    assert await entries(mentee, "ellipse").count() == 0
    await mentee.context.set_offline(False)
    await both_have(mentee, mentor, rectangle=1, ellipse=1)


async def test_one_who_follows_looks_where_the_other_looks(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await both_open(mentee, mentor, house)
    await goal_on_board(mentee, path)
    await expect(mentor.find("goal-on-board")).to_be_visible()
    await mentor.find("board-fellow").click()
    await expect(mentor.find("board-fellow")).to_have_attribute("aria-pressed", "true")
    await expect(mentor.page.locator(".follow-mode")).to_contain_text("Telemachus")
    start = await _card(mentee)
    await until(lambda: _look_alike(mentee, mentor), 1, "the view is taken over")
    await mentee.page.mouse.move(500, 400)
    for turn, deltas in enumerate(((180, 140), (-60, 90))):
        await mentee.page.mouse.wheel(*deltas)
        await until(lambda: _look_alike(mentee, mentor), 1, f"the view follows, move {turn}")
    moved = await _card(mentor)
    assert abs(moved[0] - start[0] + 120) < 8
    assert abs(moved[1] - start[1] + 230) < 8
    # Who follows no more keeps their view.
    await mentor.find("board-fellow").click()
    await expect(mentor.find("board-fellow")).to_have_attribute("aria-pressed", "false")
    await mentee.page.mouse.wheel(100, 100)
    await mentee.find("board-sticky").click()
    await expect(entries(mentor, "rectangle")).to_have_count(1)
    assert await _card(mentor) == moved


async def _card(one: Visitor) -> tuple[float, float, float]:
    """Where the card of the goal is on the screen, and how wide it is: the view, in numbers."""
    box = await one.find("goal-on-board").bounding_box()
    assert box
    return box["x"], box["y"], box["width"]


async def _look_alike(one: Visitor, other: Visitor) -> int:
    pairs = zip(await _card(one), await _card(other), strict=True)
    return int(all(abs(a - b) < 6 for a, b in pairs))


async def test_what_is_refused_is_said_and_is_no_longer_shown(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await both_open(mentee, mentor, house)
    await drag(mentor, "o", 600, 250)
    await both_have(mentee, mentor, ellipse=1)
    await mentee.context.set_offline(True)
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "offline")
    await drag(mentee, "r", 300, 250)
    await expect(entries(mentee, "rectangle")).to_have_count(1)
    board = mentee.page.url.rsplit("/", 1)[1]
    edit = {"title": None, "isArchived": True}
    assert await mentor.page.evaluate(PATCH, [f"/api/boards/{board}", edit]) == 200
    await expect(mentor.find("board-state")).to_have_attribute("data-state", "readOnly")
    await expect(mentor.find("board-sticky")).to_have_count(0)
    await mentee.context.set_offline(False)
    await expect(mentee.find("board-rejection")).to_contain_text("this board can only be read now")
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "rejected")
    await both_have(mentee, mentor, rectangle=0, ellipse=1)
    await mentee.find("board-rejection").get_by_role("button").click()
    await expect(mentee.find("board-rejection")).to_have_count(0)
    await expect(mentee.find("board-state")).to_have_attribute("data-state", "readOnly")


PATCH = """
async ([path, body]) => {
  const headers = { 'Content-Type': 'application/json' };
  return (await fetch(path, { method: 'PATCH', headers, body: JSON.stringify(body) })).status;
}
"""


async def test_a_board_asks_nobody_else_for_anything(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    asked: list[str] = []
    mentee.page.on("request", lambda request: asked.append(request.url))
    await both_open(mentee, mentor, house)
    await mentee.page.keyboard.press("t")
    await mentee.page.mouse.click(400, 300)
    await mentee.page.keyboard.type("Ithaca \u4f60\u597d")
    await mentee.page.keyboard.press("Escape")
    await expect(entries(mentee, "text")).to_have_count(1)
    await mentee.find("board-sheets").click()
    await mentee.find("sheet-wheel").press("Enter")
    await expect(entries(mentee, "ellipse")).to_have_count(5)
    await saved(mentee)
    await drawn(mentee)
    assert any("/assets/excalidraw/fonts/" in url for url in asked)
    ours = (house.url, house.url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []


@pytest.mark.parametrize("device", [DESKTOP, NARROW], ids=["desktop-light", "phone-dark"])
async def test_boards_fit_the_screen_and_are_accessible(
    browser: Browser, house: LiveServer, invite: Invite, device: dict[str, Any]
) -> None:
    mentor = await invite("Mentes")
    async with visiting(browser, house.url, "Telemachus", **device) as mentee:
        await mentee.sign_up()
        path = await paired(mentee, mentor)
        page = mentee.page
        await page.goto(f"{house.url}{path}/boards")
        await expect(mentee.find("boards-empty")).to_be_visible()
        await mentee.find("board-title").fill("Where we want to be in spring")
        await mentee.find("board-make").click()
        await expect(mentee.find("board-link")).to_be_visible()
        await looks_right(page, "boards")
        await mentee.find("board-link").click()
        await expect(mentee.find("sheets-offer")).to_be_visible()
        await settled(page)
        assert await grave(page, CANVAS) == []
        await mentee.find("board-sticky").click()
        await expect(page.locator(".excalidraw").first).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.type("Ask ten people")
        await page.keyboard.press("Escape")
        await saved(mentee)
        await mentee.find("board-outline").click()
        await expect(entries(mentee, "rectangle")).to_contain_text("Ask ten people")
        assert await grave(page, CANVAS) == []
        assert await fits(page)
        title = await page.locator("h1").bounding_box()
        assert title
        assert title["width"] > 200  # of a name that is as long as names are
        await picture(page, "board")
