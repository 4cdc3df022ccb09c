"""Every screen of the app, as each person, with a past: it opens, and axe finds nothing serious.

Some of each kind also while the server is slow, broken or out of reach: they say so.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.support.screens.screens import IN_TROUBLE, SCREENS, Screen, Trouble
from tests.support.screens.town import town
from tests.support.screens.walk import by_person, visitor_of, wrong_in_trouble, wrong_with

ROUTES = Path(__file__).parents[2] / "web/src/app/router.tsx"
_PLACE = re.compile(r"\{\w+\}")


def troubled(screens: list[Screen]) -> list[tuple[Screen, Trouble]]:
    """Those of them that are looked at in trouble, and in which."""
    known = {screen.name: screen for screen in screens}
    return [(known[name], trouble) for name, trouble in IN_TROUBLE if name in known]


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
                for screen, trouble in troubled(screens):
                    wrong = await wrong_in_trouble(one, place, screen, trouble)
                    found += [f"{screen.name}, {trouble}: {line}" for line in wrong]
    assert found == []


def test_every_screen_in_trouble_is_one_of_the_list() -> None:
    assert {name for name, _ in IN_TROUBLE} <= {one.name for one in SCREENS}


def test_every_address_of_the_app_has_a_screen() -> None:
    routes = re.findall(r'path: "([^"]+)"', ROUTES.read_text())
    known = {_PLACE.sub("*", one.path.partition("?")[0]) for one in SCREENS}
    assert [one for one in routes if re.sub(r"\$\w+", "*", one) not in known] == []
