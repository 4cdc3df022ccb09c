"""Two people before the goals of their mentorship."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.e2e.at_mentorships import paired
from tests.support.browsers import Visitor
from tests.support.servers import LiveServer


async def both_at_goals(mentee: Visitor, mentor: Visitor, house: LiveServer) -> str:
    """Both on the goals of their mentorship, saved and quiet; the path."""
    path = f"{await paired(mentee, mentor)}/goals"
    for one in (mentee, mentor):
        await one.page.goto(house.url + path)
        await goals_saved(one)
    return path


async def goals_saved(one: Visitor) -> None:
    await expect(one.find("save-state")).to_have_attribute("data-state", "saved")


def title_field(one: Visitor, kind: str, at: int = 0) -> Locator:
    return one.find(f"{kind}-title").nth(at)


async def write(one: Visitor, text: str) -> None:
    """Into the field that has the cursor."""
    await one.page.keyboard.type(text)
