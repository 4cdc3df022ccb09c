"""Whom somebody keeps in view comes first."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import Invite, meet


async def test_whom_we_keep_in_view_takes_the_stage(invite: Invite) -> None:
    people = [await invite(name) for name in ("Penelope", "Odysseus", "Telemachus")]
    host = people[0]
    await meet(*people)
    await host.sees(2)
    stage = host.page.get_by_role("region", name="Stage")
    await expect(stage).to_have_attribute("data-mode", "grid")
    tile = host.tiles().filter(has_text="Odysseus")
    await tile.hover()
    await tile.get_by_test_id("pin").click()
    await expect(stage).to_have_attribute("data-mode", "share")
    await expect(tile.get_by_test_id("pin")).to_have_attribute("aria-pressed", "true")
    await host.sees(2)
    await people[1].leave()
    await expect(stage).to_have_attribute("data-mode", "duo")
