"""What people see of connections in real browsers, and the record that their session leaves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.at_pages import PHONE, settled
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import PATIENCE_S, Visitor, until
from tests.support.screens.axe import grave

pytestmark = pytest.mark.alone


async def _records(host: Visitor, link: str) -> list[dict[str, Any]]:
    room = link.rsplit("/", 1)[1]
    answer = await host.context.request.get(f"{host.url}/api/rooms/{room}/quality")
    records: list[dict[str, Any]] = (await answer.json())["records"]
    return records


async def test_everybody_sees_a_good_connection_in_words_and_it_is_remembered(
    invite: Invite,
) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    link = await meet(host, guest)
    await guest.sees(1)
    theirs = host.tiles().get_by_test_id("signal")
    await expect(theirs).to_have_attribute("aria-label", "Good connection")
    own = host.page.locator("[data-self=true]").get_by_test_id("signal")
    await expect(own).to_have_attribute("aria-label", "Your connection is good")
    await theirs.hover()
    await expect(host.page.get_by_role("tooltip")).to_have_text("Good connection")

    async def measured() -> int:
        records = await _records(host, link)
        return sum(
            (r["route"], r["audioCodec"], r["videoCodec"]) == ("udp", "opus", "vp8")
            and r["mosDown"] is not None
            for r in records
        )

    await until(measured, 2, "records with what both browsers report", 3 * PATIENCE_S)
    for record in await _records(host, link):
        assert record["name"] in {"Penelope", "Odysseus"}
        assert record["mosUp"] > 4
        assert record["mosDown"] > 4
        assert record["firstFrameMs"] is not None
        assert max(one["height"] or 0 for one in record["moments"]) > 0
    await _look_at_the_page(host, guest)


async def _look_at_the_page(host: Visitor, guest: Visitor) -> None:
    """The host finds the records from the session's card, in words, on any screen."""
    await host.page.goto(host.url)
    await host.page.get_by_role("button", name="More about").click()
    await host.find("room-quality").click()
    await expect(host.find("record")).to_have_count(2)
    await expect(host.find("record-sent").first).to_contain_text("Clear")
    await expect(host.page.get_by_role("img", name="Round trip")).to_have_count(2)
    await settled(host.page)
    assert await grave(host.page) == []
    link = host.page.url
    await host.page.set_viewport_size(PHONE["viewport"])
    await host.page.emulate_media(color_scheme="dark")
    await settled(host.page)
    assert await grave(host.page) == []
    assert await host.page.evaluate("document.documentElement.scrollWidth") <= 390
    await guest.page.goto(link)
    await expect(guest.find("error-message")).to_contain_text("Only the host")


async def test_a_session_without_company_has_nothing_to_show(invite: Invite) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await host.page.goto(f"{link}/quality")
    await expect(host.find("records-empty")).to_be_visible()
    await settled(host.page)
    assert await grave(host.page) == []
