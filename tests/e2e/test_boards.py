"""Whiteboards that two people draw on together, in real browsers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e.conftest import Invite
from tests.e2e.test_mentorship import ASK, _paired
from tests.e2e.test_pages import DESKTOP, _settled
from tests.e2e.test_profiles import OVERFLOW, PHONE, send
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer


async def _both_open(mentee: Visitor, mentor: Visitor, house: LiveServer) -> str:
    """Both before the same new board; the path of their mentorship."""
    path = await _paired(mentee, mentor)
    status, board = await mentee.page.evaluate(ASK, [f"/api{path}/boards", {"title": "Plans"}])
    assert status == 201, board
    for one in (mentee, mentor):
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
        assert [line for line in one.complaints if "401" not in line] == []
