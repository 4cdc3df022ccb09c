"""The connection test page in real browsers, against the real media workers."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from server.services import SERVICES
from tests.e2e.at_checks import announce_only, check_states, check_text, nothing_is_left, run_check
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor, until
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone


async def test_a_guest_whose_network_lets_no_udp_through_is_told_so(
    house: LiveServer, invite: Invite, stranger: Visitor
) -> None:
    announce_only(house.app[SERVICES].rooms.sfu.engines, "tcp")
    host = await invite("Penelope")
    link = await host.open_session()
    await stranger.go(link)
    async with stranger.context.expect_page() as opened:
        await stranger.find("check-link").get_by_role("link").click()
    test = Visitor(stranger.context, await opened.value, stranger.url, stranger.name)
    states = await run_check(test)
    assert states == {
        "signaling": "works",
        "udp": "fails",
        "tcp": "works",
        "relayNone": "skipped",
    }
    await expect(test.find("check-advice").locator("li").first).to_have_attribute(
        "data-advice", "tcpOnly"
    )
    assert await test.find("check-up").get_attribute("data-tier") in {"hd", "video"}
    await nothing_is_left(house)


async def test_a_test_that_is_stopped_keeps_what_it_found(
    house: LiveServer, invite: Invite
) -> None:
    person = await invite("Penelope")
    await person.page.goto(f"{house.url}/check")
    await person.find("check-start").click()
    running = person.page.locator("[data-testid=check-step][data-kind=udp][data-state=running]")
    await expect(running).to_be_visible()
    await person.find("check-stop").click()
    await expect(person.find("check-start")).to_be_visible()
    states = await check_states(person)
    assert (states["signaling"], states["udp"], states["tcp"]) == ("works", "stopped", "stopped")
    assert await person.find("check-verdict").get_attribute("data-word") == "stopped"
    assert "UTC" in await check_text(person)
    await nothing_is_left(house)


async def test_leaving_the_page_ends_the_test(house: LiveServer, invite: Invite) -> None:
    person = await invite("Penelope")
    await person.page.goto(f"{house.url}/check")
    await person.find("check-start").click()
    counts = house.app[SERVICES].signaling.counts

    async def transports() -> int:
        return counts()["transports"]

    await until(transports, 2, "transports of the test")
    await person.page.goto(f"{house.url}/profile")
    await nothing_is_left(house)


async def test_who_has_neither_account_nor_link_is_told_what_to_do(
    house: LiveServer, stranger: Visitor
) -> None:
    await stranger.page.goto(f"{house.url}/check")
    await expect(stranger.page.get_by_role("link", name="Sign in").last).to_be_visible()
    await expect(stranger.find("check-start")).to_have_count(0)
