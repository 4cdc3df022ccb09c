"""People meet in real browsers, through our own SFU."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Invite, meet

pytestmark = pytest.mark.alone

MIN_FRAMES_PER_S = 10


async def test_two_people_see_and_hear_each_other(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    for person in (host, guest):
        await person.sees(1)
        await person.hears(1)
        assert all(rate >= MIN_FRAMES_PER_S for rate in await person.frame_rates())
        assert "GCM" in (await person.inbound())["cipher"]
        # The fake microphone beeps once a second.
        await person.page.wait_for_selector("[data-self=false][data-speaking=true]")


async def test_four_people_see_and_hear_each_other(invite: Invite) -> None:
    people = [await invite(name) for name in ("Penelope", "Odysseus", "Telemachus", "Eurycleia")]
    # Encryption in the browsers on top would be too much for two cores.
    await meet(*people, protection="transport")
    for person in people:
        await person.sees(3)
        await person.hears(3)
    for person in people:
        assert all(rate >= MIN_FRAMES_PER_S for rate in await person.frame_rates())


async def test_a_muted_microphone_is_shown_and_sends_nothing(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await guest.hears(1)
    await host.find("mic-toggle").click()
    await expect(guest.tiles().first).to_have_attribute("data-muted", "true")
    await guest.hears(0)
    await host.find("mic-toggle").click()
    await expect(guest.tiles().first).to_have_attribute("data-muted", "false")
    await guest.hears(1)


async def test_a_camera_can_be_turned_off_and_on(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await guest.sees(1)
    await host.find("camera-toggle").click()
    await guest.sees(0)
    await host.find("camera-toggle").click()
    await guest.sees(1)


async def test_a_shared_screen_is_seen(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await guest.sees(1)
    await host.find("share-toggle").click()
    await expect(guest.find("screen-tile")).to_be_visible()
    await guest.sees(2)
    await host.find("share-toggle").click()
    await expect(guest.find("screen-tile")).to_have_count(0)


async def test_who_leaves_is_gone_at_once(invite: Invite) -> None:
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    await host.sees(1)
    await guest.leave()
    await expect(host.tiles()).to_have_count(0, timeout=2000)
