"""Goes from screen to screen in a browser, as each person, in a look, with what may go wrong."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from playwright.async_api import Browser, Error, Route, expect

from tests.support.browsers import Visitor, visiting
from tests.support.screens.axe import grave, still
from tests.support.screens.screens import Screen, Trouble, Who
from tests.support.screens.town import Town

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}
_PHONE: dict[str, Any] = {"viewport": NARROW, "has_touch": True, "is_mobile": True}
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": WIDE},
    "phone-dark": {**_PHONE, "color_scheme": "dark"},
    "arabic-phone": {**_PHONE, "locale": "ar-EG"},
    "german-desktop-dark": {"viewport": WIDE, "color_scheme": "dark", "locale": "de-DE"},
}
SAYS: dict[Trouble, str] = {
    "held": "[data-testid=loading]",
    "broken": "[data-testid=retry]",
    "offline": "[data-testid=page-offline], [data-testid=retry]",
}
"""What a page shows that cannot show what it is for."""
SOON_MS = 4000
# What the app needs to know that somebody is signed in; everything else can be in trouble.
_ALWAYS = re.compile(r"/api/(me|about|auth/.*)(\?.*)?$")
_GO = """
(path) => {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}
"""


@asynccontextmanager
async def visitor_of(browser: Browser, town: Town, who: Who, look: str) -> AsyncIterator[Visitor]:
    """Somebody, signed in unless they are a visitor."""
    async with visiting(browser, town.url, who, **LOOKS[look]) as one:
        # Else everybody reads in the language of their letters.
        await one.speaks(LOOKS[look].get("locale", "en").partition("-")[0])
        if who != "visitor":
            await one.sign_in(f"{who}@example.org")
        yield one


async def open_screen(
    one: Visitor, town: Town, screen: Screen, trouble: Trouble = "none", *, is_soft: bool = False
) -> None:
    """The screen, as it stays; `is_soft`: within the app that is open, without loading it anew."""
    path = screen.path.format(**town.places)
    if await one.find("page-offline").count():
        # With a network it would load itself anew, into what is opened next.
        await one.page.goto("about:blank")
    await one.context.set_offline(False)
    await one.page.unroute_all(behavior="ignoreErrors")
    if trouble == "offline":
        await one.page.goto(town.url)
        await expect(one.page.locator("h1").first).to_be_visible()
        await one.context.set_offline(True)
    if trouble in {"held", "broken"}:
        await one.page.route(re.compile("/api/"), _held if trouble == "held" else _broken)
    if is_soft or trouble == "offline":
        await one.page.evaluate(_GO, path)
    else:
        await one.page.goto(town.url + path)
    if trouble == "none":
        for press in screen.press:
            await one.find(press).first.click()
        await expect(one.page.locator(screen.ready).first).to_be_visible()
        await expect(one.find("loading")).to_have_count(0)
    else:
        with suppress(Error):  # what needs nothing of the server, has no trouble
            await one.page.locator(SAYS[trouble]).first.wait_for(timeout=SOON_MS)
    await still(one.page)


async def wrong_with(
    one: Visitor, town: Town, screen: Screen, trouble: Trouble = "none", *, is_soft: bool = False
) -> list[str]:
    """Opens it; what is serious about it, or that it does not open."""
    try:
        await open_screen(one, town, screen, trouble, is_soft=is_soft)
        return await grave(one.page)
    except (Error, AssertionError) as error:
        return [f"did not open: {str(error).splitlines()[0][:200]}"]


async def wrong_in_trouble(one: Visitor, town: Town, screen: Screen, trouble: Trouble) -> list[str]:
    """What is wrong while the server is: that nobody says it, or that axe finds something."""
    wrong = await wrong_with(one, town, screen, trouble)
    try:
        await expect(one.page.locator(SAYS[trouble]).first).to_be_visible()
        if trouble == "offline":
            await expect(one.find("offline")).to_be_visible()
    except AssertionError:
        wrong.append("does not say it")
    return wrong


async def _held(route: Route) -> None:
    if _ALWAYS.search(route.request.url):
        await route.continue_()


async def _broken(route: Route) -> None:
    if _ALWAYS.search(route.request.url):
        await route.continue_()
    else:
        problem = '{"code": "internal", "status": 500, "title": "Sorry", "detail": "Sorry"}'
        await route.fulfill(status=500, content_type="application/problem+json", body=problem)


def by_person(screens: Sequence[Screen]) -> dict[Who, list[Screen]]:
    """In the order of the list."""
    found: dict[Who, list[Screen]] = {}
    for one in screens:
        found.setdefault(one.who, []).append(one)
    return found
