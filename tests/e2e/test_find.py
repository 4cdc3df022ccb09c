"""Finding a mentor in a real browser: a list with reasons, stars, an undo, a search, a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.profiles.model import (
    About,
    Capacity,
    Goal,
    Industry,
    MenteeChange,
    MentorChange,
    Offer,
    Seniority,
    Style,
    Window,
)
from server.services import SERVICES
from tests.e2e.at_pages import NARROW, looks_right
from tests.e2e.conftest import Invite
from tests.support.browsers import PASSWORD, Visitor, visiting
from tests.support.servers import LiveServer

EVENINGS = tuple(Window(day, 18 * 60, 20 * 60) for day in (1, 3))
MENTORS = {
    "Zoë Ångström": ("Seed money and first investors", "Pitch decks that are read"),
    "سارة بن عبد العزيز": ("Talking to investors", "Fundraising for clinics"),
    "Bo": ("Sailing small boats",),
}


@pytest.fixture
async def mentors(house: LiveServer) -> None:
    """Three who take somebody."""
    services = house.app[SERVICES]
    for at, (name, expertise) in enumerate(MENTORS.items()):
        newcomer = Newcomer(f"m{at}@example.org", PASSWORD, name, frozenset({Role.MENTOR}), "UTC")
        change = ProfileChange(
            languages=(Language("en", Level.FLUENT),),
            headline="Founded two clinics, sold one, learned from both" if at == 0 else "",
        )
        person = await services.registration.seed(newcomer, change=change)
        offered = MentorChange(
            about=About((Industry.HEALTH,), Seniority.LEAD, ("hiking",)),
            hours=EVENINGS,
            offer=Offer(expertise),
            styles=frozenset({Style.COACHING}),
            capacity=Capacity(2),
        )
        await services.profiles.change_mentor(person.id, offered)


async def be_ready(visitor: Visitor, house: LiveServer) -> None:
    """A mentee's profile with all that is needed."""
    zone: dict[str, Any] = {"timeZone": "UTC", "languages": [{"tag": "en", "level": "fluent"}]}
    await visitor.send("PATCH", "/api/me", {"roles": ["mentee"], **zone})
    me = await visitor.send("GET", "/api/me")
    wanted = MenteeChange(
        about=About((Industry.HEALTH,), Seniority.ENTRY, ("hiking",)),
        hours=EVENINGS,
        goals=(
            Goal("Raise seed money from investors", Industry.HEALTH),
            Goal("Learn to mend old clocks"),
        ),
        styles=frozenset({Style.COACHING}),
    )
    await house.app[SERVICES].profiles.change_mentee(me["id"], wanted)


async def test_a_mentee_finds_a_mentor(mentors: None, invite: Invite, house: LiveServer) -> None:
    ana = await invite("Ana")
    page = ana.page
    await ana.send("PATCH", "/api/me", {"roles": ["mentee"]})
    await page.goto(house.url + "/mentors")
    await expect(ana.find("not-ready")).to_contain_text("At least one goal")
    await be_ready(ana, house)
    await page.reload()

    first = ana.find("mentor").first
    await expect(first).to_contain_text("Zoë Ångström")
    await expect(first.get_by_test_id("reasons")).to_contain_text("Raise seed money")
    await expect(first.get_by_test_id("caveat")).to_be_visible()
    await expect(first.get_by_test_id("words")).to_contain_text("seed")
    await first.get_by_test_id("star").click()
    await expect(first.get_by_test_id("star")).to_have_attribute("aria-pressed", "true")

    second = ana.find("mentor").nth(1)
    name = await second.get_attribute("data-name")
    await second.get_by_test_id("dismiss").press("Enter")
    await expect(ana.find("undo")).to_be_focused()
    dismissed = await ana.send("GET", "/api/matching/dismissed")
    assert [one["name"] for one in dismissed["mentors"]] == [name]
    await ana.find("undo").press("Enter")
    await expect(ana.find("undo")).to_have_count(0)
    await expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    assert (await ana.send("GET", "/api/matching/dismissed"))["mentors"] == []

    await first.get_by_test_id("ask-open").click()
    await expect(ana.find("ask-wish")).to_contain_text("Zoë Ångström")
    await ana.find("ask-add").click()
    await page.get_by_role("menuitem", name=name).press("Enter")
    await expect(ana.find("ask-wish").nth(1)).to_contain_text(name or "")
    await expect(ana.find("ask-what-happens")).to_contain_text("Zoë Ångström")
    await page.keyboard.press("Escape")
    await expect(ana.find("ask-form")).to_have_count(0)

    await ana.find("search").fill("angstrom")
    await expect(ana.find("found")).to_have_text("One mentor")
    await expect(ana.find("mentor")).to_contain_text("Zoë Ångström")
    await expect(ana.find("star")).to_have_attribute("aria-pressed", "true")
    await ana.find("look").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Zoë Ångström")


async def test_the_page_is_sound_on_a_phone_in_the_dark(
    mentors: None, browser: Browser, house: LiveServer
) -> None:
    async with visiting(browser, house.url, "Ana", **NARROW) as ana:
        await ana.sign_up()
        await be_ready(ana, house)
        await ana.page.goto(house.url + "/mentors")
        await expect(ana.find("mentor").first).to_be_visible()
        await ana.find("more-filters").click()
        await looks_right(ana.page)
