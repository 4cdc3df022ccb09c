"""Two people before one whiteboard: how tests open it, draw on it, and read what is drawn."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Locator, expect

from tests.e2e.at_mentorships import paired
from tests.support.browsers import Visitor
from tests.support.servers import LiveServer

STATE_SIZE = """
async (doc) => {
  const history = await (await fetch(`/api/documents/${doc}/history`)).json();
  const state = await fetch(`/api/documents/${doc}/state?after=${history.head}`);
  return (await state.arrayBuffer()).byteLength;
}
"""


async def both_open(mentee: Visitor, mentor: Visitor, house: LiveServer) -> str:
    """Both before the same new board; the path of their mentorship."""
    path = await paired(mentee, mentor)
    board = await new_board(mentee, path)
    for one in (mentee, mentor):
        one.complaints.clear()  # what came before is of other pages
        await one.page.goto(f"{house.url}/boards/{board}")
        await begun(one)
    return path


async def new_board(one: Visitor, path: str, title: str = "Plans") -> str:
    """A new board of a mentorship; its id."""
    return str((await one.post(f"/api{path}/boards", {"title": title}))["id"])


async def begun(one: Visitor) -> None:
    """The canvas takes keys, and its list is open."""
    await saved(one)
    await expect(one.find("board-sticky")).to_be_visible()
    await one.find("board-outline").click()
    await one.page.locator("canvas.interactive").click(position={"x": 30, "y": 600})


async def saved(*people: Visitor) -> None:
    """All that these did is at the server."""
    for one in people:
        await expect(one.find("board-state")).to_have_attribute("data-state", "saved")


def entries(one: Visitor, kind: str) -> Locator:
    """What the list of the board has of a kind."""
    return one.page.locator(f"[data-testid=outline-entry][data-kind={kind}]")


async def drag(one: Visitor, key: str, x: int, y: int, size: int = 120) -> None:
    """Draw with the tool of a key."""
    await one.page.keyboard.press(key)
    await one.page.mouse.move(x, y)
    await one.page.mouse.down()
    await one.page.mouse.move(x + size, y + size // 2, steps=6)
    await one.page.mouse.move(x + size, y + size, steps=6)
    await one.page.mouse.up()


async def drawn(one: Visitor) -> str:
    """What the canvas draws, as a drawing (SVG) without names that are made at random."""
    async with one.page.expect_download() as download:
        await one.find("board-export").click()
        await one.find("export-svg").press("Enter")
    text = (await (await download.value).path()).read_text()
    return re.sub(r'(id|mask|clip-path)="[^"]*"', "", text)


async def state_bytes(one: Visitor) -> int:
    """How large the document of the open board is at the server."""
    board = one.page.url.rsplit("/", 1)[1].partition("#")[0]
    found: Any = await one.page.evaluate(STATE_SIZE, f"board:{board}")
    return int(found)


async def goal_on_board(one: Visitor, path: str) -> None:
    """A goal, and its card on the open board."""
    goal = {"kind": "goal", "title": "Find seed money"}
    await one.post(f"/api{path}/goals/items", goal)
    await one.find("board-card").click()
    await one.find("board-goal").press("Enter")
    await expect(one.find("goal-on-board")).to_contain_text("Find seed money")


async def both_have(*people: Visitor, **counts: int) -> None:
    """Both lists show so many of each kind."""
    for one in people:
        for kind, count in counts.items():
            await expect(entries(one, kind)).to_have_count(count)
