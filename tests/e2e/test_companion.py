"""A phone beside a session: as its person's second camera, and as a pen on the board."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.at_boards import STATE_SIZE, new_board, saved
from tests.e2e.at_sessions import AT_ONCE, paired_with_hours, soon
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone


@asynccontextmanager
async def phone_of(browser: Browser, house: LiveServer) -> AsyncIterator[Visitor]:
    """A phone that nobody is signed in on."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        permissions=["camera", "microphone"],
        reduced_motion="reduce",
    )
    yield Visitor(context, await context.new_page(), house.url, "phone")
    await context.close()


async def link_of(who: Visitor) -> str:
    """What the code in the dialog says."""
    await who.find("more").press("Enter")
    await who.find("use-phone").press("Enter")
    await expect(who.find("companion-code")).to_be_visible()
    return await who.find("companion-link").input_value()


async def shows(phone: Visitor, link: str) -> None:
    await phone.page.goto(link)
    await phone.find("phone-camera").click()
    await expect(phone.find("phone-showing")).to_have_attribute("data-live", "true")


async def together(invite: Invite, protection: str) -> tuple[Visitor, Visitor]:
    host, other = await invite("Mentes"), await invite("Telemachus")
    link = await host.open_session(protection=protection)
    await host.enter(link)
    await other.knock(link)
    await host.find("knock-admit").click()
    await other.come_in()
    await other.sees(1)
    return host, other


@pytest.mark.parametrize("protection", ["transport", "end_to_end"])
async def test_a_phone_is_seen_beside_its_person_counts_as_nobody_and_goes_with_them(
    invite: Invite, browser: Browser, house: LiveServer, protection: str
) -> None:
    host, other = await together(invite, protection)
    async with phone_of(browser, house) as phone:
        await shows(phone, await link_of(host))
        await expect(host.find("companion-here")).to_be_visible()
        await host.page.keyboard.press("Escape")
        tile = other.page.get_by_role("article", name="Mentes, second camera")
        await expect(tile).to_be_visible()
        await other.sees(2)
        await other.hears(1)
        await other.find("people-toggle").click()
        await expect(other.page.get_by_role("heading", name="2 people here")).to_be_visible()
        await expect(other.find("person-camera")).to_have_count(1)
        await host.leave()
        await expect(phone.find("phone-over").get_by_role("status")).to_have_attribute(
            "data-why", "owner_left"
        )
        await expect(tile).to_have_count(0)


async def test_its_person_takes_it_away_and_the_phone_says_so(
    invite: Invite, browser: Browser, house: LiveServer
) -> None:
    host = await invite("Mentes")
    await host.enter(await host.open_session())
    async with phone_of(browser, house) as phone:
        await shows(phone, await link_of(host))
        await expect(host.tiles()).to_have_count(1)
        await host.find("companion-take-away").press("Enter")
        over = phone.find("phone-over").get_by_role("status")
        await expect(over).to_have_attribute("data-why", "taken_away")
        await expect(host.tiles()).to_have_count(0)


async def test_a_reload_of_the_phone_brings_it_back_and_its_link_lets_in_no_other(
    invite: Invite, browser: Browser, house: LiveServer
) -> None:
    host = await invite("Mentes")
    await host.enter(await host.open_session())
    link = await link_of(host)
    async with phone_of(browser, house) as phone, phone_of(browser, house) as other:
        await shows(phone, link)
        assert "#" not in phone.page.url
        await phone.page.reload()
        await expect(phone.find("phone-showing")).to_have_attribute("data-live", "true")
        await other.page.goto(link)
        await other.find("phone-camera").click()
        await expect(other.find("phone-refused")).to_contain_text("used already")


async def test_without_a_sign_in_the_pen_says_why_not(
    invite: Invite, browser: Browser, house: LiveServer
) -> None:
    host = await invite("Mentes")
    await host.enter(await host.open_session())
    async with phone_of(browser, house) as phone:
        await phone.page.goto(await link_of(host))
        await expect(phone.find("phone-pen-signed-out")).to_contain_text("Sign in on this phone")


async def test_whoever_is_signed_in_on_the_phone_draws_at_once(invite: Invite) -> None:
    mentee, mentor = await invite("Telemachus"), await invite("Mentes")
    booking = await soon(mentee, await paired_with_hours(mentee, mentor, AT_ONCE))
    [pair] = (await mentee.send("GET", "/api/mentorships"))["mentorships"]
    board = await new_board(mentee, f"/mentorships/{pair['id']}")
    await mentee.page.goto(f"{mentee.url}/s/{booking['room']}/phone")
    await mentee.find("phone-pen").click()
    await expect(mentee.page.get_by_test_id("toolbar-freedraw")).to_be_checked()
    await saved(mentee)
    empty = await mentor.page.evaluate(STATE_SIZE, f"board:{board}")
    mouse = mentee.page.mouse
    await mouse.move(200, 400)
    await mouse.down()
    await mouse.move(320, 460, steps=6)
    await mouse.up()
    await mentor.page.wait_for_function(
        f"async () => (await ({STATE_SIZE})('board:{board}')) > {empty}"
    )
