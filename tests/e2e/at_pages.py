"""How a page looks: on which screens, still, in a picture, with what axe and its width say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.async_api import Page, ViewportSize, expect

from tests.support.browsers import Visitor
from tests.support.screens.axe import grave, still

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "has_touch": True,
    "is_mobile": True,
}
NARROW_VIEW = ViewportSize(width=360, height=740)
NARROW: dict[str, Any] = {**PHONE, "viewport": NARROW_VIEW}


async def settled(page: Page) -> None:
    """There, and nothing fades any more."""
    await expect(page.locator("h1").first).to_be_visible()
    await expect(page.get_by_test_id("loading")).to_have_count(0)
    await still(page)


async def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    is_inside: bool = await page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return is_inside


async def picture(page: Page, name: str) -> None:
    """For whoever wants to look; a folder of theirs is named by the environment."""
    if folder := os.environ.get("ITHACA_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def looks_right(page: Page, name: str = "page") -> None:
    """Axe finds nothing serious, and it is no wider than its screen; `name` is of its picture."""
    await settled(page)
    await picture(page, name.strip("/").replace("/", "-"))
    assert await grave(page) == [], name
    assert await fits(page), name


def broken_policies(visitor: Visitor) -> list[str]:
    return [line for line in visitor.complaints if "Content Security Policy" in line]
