"""A whiteboard and goals between Chromium and Firefox."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.at_boards import both_open, drag, entries, saved
from tests.e2e.conftest import Invite
from tests.support.browsers import PASSWORD, Visitor, until
from tests.support.firefox import Firefox, firefox
from tests.support.servers import LiveServer

pytestmark = pytest.mark.needs_firefox

SIGN_IN = """
const answer = await fetch('/api/auth/sign-in', {
  method: 'POST', headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ email: '%s', password: '%s' }),
});
return answer.status;
"""
MY_ADDRESS = "async () => (await (await fetch('/api/me')).json()).email"


async def _count(fox: Firefox, selector: str) -> int:
    return int(await fox.run(f'return document.querySelectorAll("{selector}").length;'))


async def _has(fox: Firefox, count: int, selector: str) -> None:
    await until(lambda: _count(fox, selector), count, f"Firefox has {selector}")


async def _canvas(fox: Firefox) -> None:
    """The canvas is a megabyte that Firefox compiles first, beside whatever else runs."""
    await until(lambda: _count(fox, "[data-testid=board-outline]"), 1, "Firefox has a board", 60)


async def _click(fox: Firefox, test_id: str) -> None:
    await _has(fox, 1, f"[data-testid={test_id}]")
    await fox.run(f"document.querySelector('[data-testid={test_id}]').click();")


async def _open(fox: Firefox, person: Visitor, url: str) -> None:
    """As the same person, at the same place."""
    await fox.go(person.url)
    address = await person.page.evaluate(MY_ADDRESS)
    assert await fox.run(SIGN_IN % (address, PASSWORD)) == 200
    await fox.go(url)


async def test_strokes_offline_changes_and_goals_go_between_firefox_and_chromium(
    invite: Invite, house: LiveServer
) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    path = await both_open(mentee, mentor, house)
    board = mentee.page.url
    async with firefox() as fox:
        await _open(fox, mentor, board)
        await mentor.page.close()
        await _canvas(fox)
        await _click(fox, "board-outline")
        await _has(fox, 1, "[data-testid=board-state][data-state=saved]")
        # A stroke there, one here.
        await _has(fox, 1, "canvas.interactive")
        await fox.draw([(30, 600), (30, 600)])
        await fox.type("p")
        await fox.draw([(400 + 5 * step, 300 + 3 * (step % 8)) for step in range(41)])
        await expect(entries(mentee, "freedraw")).to_have_count(1)
        await drag(mentee, "p", 300, 450)
        await _has(fox, 2, "[data-kind=freedraw]")
        # What is drawn here without a line, while something is drawn there.
        await mentee.context.set_offline(True)
        await expect(mentee.find("board-state")).to_have_attribute("data-state", "offline")
        await drag(mentee, "r", 300, 250)
        await fox.type("o")
        await fox.draw([(600, 450), (640, 480), (700, 520)])
        await _has(fox, 1, "[data-kind=ellipse]")
        assert await _count(fox, "[data-kind=rectangle]") == 0
        await mentee.context.set_offline(False)
        await _has(fox, 1, "[data-kind=rectangle]")
        await expect(entries(mentee, "ellipse")).to_have_count(1)
        await saved(mentee)
        # And the goals.
        await mentee.page.goto(house.url + path + "/goals")
        await fox.go(house.url + path + "/goals")
        await _click(fox, "add-goal")
        await _has(fox, 1, "[data-testid=goal-title]")
        await fox.run("document.querySelector('[data-testid=goal-title]').focus();")
        await fox.type("Sail home")
        await expect(mentee.find("goal-title")).to_have_value("Sail home")
        await mentee.find("add-action").click()
        await mentee.page.keyboard.type("Mend the sail")
        await _has(fox, 1, "[data-testid=action-title]")
        await _click(fox, "done")
        await expect(mentee.find("done")).to_be_checked()
