"""Every screen of the app, as each person, with a past: it opens, and axe finds nothing serious."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.support.screens.screens import SCREENS
from tests.support.screens.town import town
from tests.support.screens.walk import by_person, visitor_of, wrong_with

ROUTES = Path(__file__).parents[2] / "web/src/app/router.tsx"
_PLACE = re.compile(r"\{\w+\}")


@pytest.mark.timeout(600)
async def test_every_screen_opens_and_axe_finds_nothing_serious_on_it(
    browser: Browser, tmp_path: Path, sqlite_url: str
) -> None:
    found: list[str] = []
    async with town(tmp_path, sqlite_url) as place:
        for who, screens in by_person(SCREENS).items():
            async with visitor_of(browser, place, who, "phone-dark") as one:
                await one.page.goto(place.url)
                for screen in screens:
                    # Within the open app, which is how people go, and sooner than loading it anew.
                    wrong = await wrong_with(one, place, screen, is_soft=not screen.press)
                    found += [f"{screen.name}: {line}" for line in wrong]
    assert found == []


def test_every_address_of_the_app_has_a_screen() -> None:
    routes = re.findall(r'path: "([^"]+)"', ROUTES.read_text())
    known = {_PLACE.sub("*", one.path.partition("?")[0]) for one in SCREENS}
    assert [one for one in routes if re.sub(r"\$\w+", "*", one) not in known] == []
