"""Goals that two people edit together, in real browsers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Invite
from tests.e2e.test_mentorship import LONG, RTL, _paired
from tests.e2e.test_pages import DESKTOP, _grave, _settled
from tests.e2e.test_profiles import OVERFLOW, PHONE, send
from tests.support.browsers import Visitor, visiting
from tests.support.servers import LiveServer


async def _both_open(mentee: Visitor, mentor: Visitor, house: LiveServer) -> str:
    """Both on the goals of their mentorship, saved and quiet; the path."""
    path = f"{await _paired(mentee, mentor)}/goals"
    for one in (mentee, mentor):
        await one.page.goto(house.url + path)
        await _saved(one)
    return path


async def _saved(one: Visitor) -> None:
    await expect(one.find("save-state")).to_have_attribute("data-state", "saved")


def _title(one: Visitor, kind: str, at: int = 0) -> Locator:
    return one.find(f"{kind}-title").nth(at)


async def _type(one: Visitor, text: str) -> None:
    """Into the field that has the cursor."""
    await one.page.keyboard.type(text)


async def test_what_one_writes_the_other_sees_at_once(invite: Invite, house: LiveServer) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    await _both_open(mentee, mentor, house)
    await mentee.find("add-goal").click()
    await expect(_title(mentee, "goal")).to_be_focused()
    await _type(mentee, "Find seed money by spring")
    await expect(_title(mentor, "goal")).to_have_value("Find seed money by spring")
    await mentor.find("add-action").click()
    await _type(mentor, "List ten people to ask")
    await expect(_title(mentee, "action")).to_have_value("List ten people to ask")
    await mentee.find("done").check()
    await expect(mentor.find("done")).to_be_checked()
    await expect(mentor.find("percent")).to_have_text("100 %")
    await expect(mentor.find("fellow")).to_contain_text("Telemachus")
    for one in (mentee, mentor):
        await _saved(one)
        await one.page.reload()
        await expect(_title(one, "action")).to_have_value("List ten people to ask")
