"""Somebody who may open programmes, and one they have opened."""

from __future__ import annotations

from playwright.async_api import expect

from server.accounts.store import people
from server.services import SERVICES
from tests.e2e.conftest import Invite
from tests.support.browsers import Visitor
from tests.support.servers import LiveServer


async def make_operator(house: LiveServer, person: Visitor) -> None:
    services = house.app[SERVICES]
    me = await (await person.context.request.get(f"{house.url}/api/me")).json()
    services.accounts._operators = frozenset({me["email"]})
    async with services.database.write() as tx:
        await people.set_verified(tx, me["id"], now=services.clock.now())


async def opened_programme(house: LiveServer, invite: Invite) -> Visitor:
    """An operator at the desk of a programme they have just opened."""
    operator = await invite("Athena")
    await make_operator(house, operator)
    await operator.page.goto(f"{house.url}/programmes")
    await operator.find("programme-name").fill("Voyages")
    await operator.find("programme-open").click()
    await operator.find("desk-description").fill("A year at sea, with somebody who knows it.")
    await operator.find("desk-save").click()
    await expect(operator.find("next-step")).to_contain_text("open the enrolment")
    await operator.find("move-enrolment").click()
    await operator.find("confirm-do").click()
    await expect(operator.find("programme-state")).to_have_attribute("data-state", "enrolment")
    return operator
