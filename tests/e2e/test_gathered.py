"""After a gathering a guest says by one tap whether it was worth it; a host reads sums of five."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from server.accounts.model import ProfileChange, Role
from server.core.caller import Caller
from server.core.ids import new_id
from server.feedback.model import Worth
from server.feedback.store.tables import gathering_answer
from server.scheduling.model import Booking, Kind
from server.scheduling.service import Plan
from server.services import SERVICES, Services
from tests.boards.scribes import account
from tests.e2e.at_pages import DESKTOP, PHONE, looks_right
from tests.e2e.at_sessions import passed
from tests.e2e.conftest import Invite
from tests.mentorships.conftest import offer
from tests.scheduling.conftest import stay
from tests.support.browsers import visiting
from tests.support.servers import LiveServer


async def _talked(services: Services, house: LiveServer, host: str, guests: list[str]) -> Booking:
    """A group session to which all came, over now."""
    wanted = Plan(
        kind=Kind.GROUP,
        programme=(await services.programmes.open_programme()).id,
        title="How to pitch",
        note="",
        starts_at=services.clock.now().replace(second=0, microsecond=0) + timedelta(minutes=2),
        minutes=60,
        capacity=20,
        key=new_id(),
    )
    talk = await services.gatherings.open(host, wanted)
    for one in guests:
        await services.gatherings.take_seat(one, talk.id)
    held = await services.bookings.show(host, talk.id)
    await services.attendances.note([stay(held, one) for one in (host, *guests)])
    gone = {"id": held.id, "startsAt": held.starts_at.isoformat(), "room": held.room}
    await passed(house, gone)
    return held


async def _crowd(services: Services, number: int) -> list[str]:
    return [await account(services, f"Guest{at}") for at in range(number)]


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop-light", "phone-dark"])
async def test_one_tap_and_a_note_come_to_the_host_among_those_of_four_others(
    browser: Browser, invite: Invite, house: LiveServer, device: dict[str, Any]
) -> None:
    services, kind = house.app[SERVICES], "desktop" if device is DESKTOP else "phone"
    guest = await invite("Telemachus")
    async with visiting(browser, house.url, "Mentes", **device) as host:
        await host.sign_up()
        host_id, guest_id = [(await one.send("GET", "/api/me"))["id"] for one in (host, guest)]
        await services.accounts.edit(Caller(host_id, "tab"), ProfileChange(roles=frozenset(Role)))
        await offer(services, host_id)
        crowd = await _crowd(services, 4)
        talk = await _talked(services, house, host_id, [guest_id, *crowd])
        for one in crowd:
            await services.feedback.gatherings.give(one, talk.id, Worth.YES, "")

        await guest.page.goto(f"{house.url}/feedback")
        row = guest.find("gathering-row")
        await expect(row).to_contain_text("How to pitch")
        await row.get_by_role("link").press("Enter")
        await expect(guest.find("host-note")).to_have_count(0)
        await guest.find("worth-partly").press("Space")
        await expect(guest.find("gathering-form")).to_have_attribute("data-worth", "partly")
        await guest.find("host-note").fill("More time for questions.")
        await guest.find("host-note-send").press("Enter")
        await expect(guest.find("host-note-kept")).to_be_visible()
        await looks_right(guest.page, f"{kind}-gathered")
        await guest.page.goto(f"{house.url}/feedback")
        await expect(guest.find("feedback-empty")).to_be_visible()

        await host.page.goto(f"{house.url}/feedback/gatherings/{talk.id}")
        await expect(host.page.get_by_role("heading", level=1)).to_contain_text("nothing to answer")
        await host.page.goto(f"{house.url}/feedback")
        await expect(host.find("figures")).to_be_visible()
        await expect(host.find("host-figures")).to_have_count(0)
        async with services.database.write() as tx:  # the week is over
            over = {"closes_at": services.clock.now()}
            await tx.execute(gathering_answer.update().values(over))
        await host.page.reload()
        await expect(host.find("host-figures")).to_contain_text("5 guests, 1 gathering")
        await expect(host.find("host-figures")).to_contain_text("More time for questions.")
        await expect(host.find("host-figures")).not_to_contain_text("Telemachus")
        await looks_right(host.page, f"{kind}-host-figures")
