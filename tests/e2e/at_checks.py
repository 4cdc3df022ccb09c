"""The test of devices and network, run and read."""

from __future__ import annotations

from playwright.async_api import expect

from server.rooms.engines import Engines
from server.services import SERVICES
from tests.support.browsers import Visitor, until
from tests.support.servers import LiveServer

LONGEST_MS = 100_000


async def run_check(person: Visitor) -> dict[str, str]:
    """Start the test and wait for its end; returns the state of each step by kind."""
    await person.find("check-start").click()
    await expect(person.find("check-stop")).to_be_visible()
    await expect(person.find("check-start")).to_be_visible(timeout=LONGEST_MS)
    return await check_states(person)


async def check_states(person: Visitor) -> dict[str, str]:
    steps = await person.find("check-step").all()
    return {
        str(await step.get_attribute("data-kind")): str(await step.get_attribute("data-state"))
        for step in steps
    }


async def nothing_is_left(house: LiveServer) -> None:
    services = house.app[SERVICES]

    async def held() -> int:
        counts = services.signaling.counts()
        return sum(counts[k] for k in ("checks", "transports", "producers", "consumers"))

    await until(held, 0, "of the test")


async def check_text(person: Visitor) -> str:
    await person.find("check-show").click()
    text: str = await person.find("check-text").input_value()
    return text


def announce_only(engines: Engines, protocol: str) -> None:
    """As in a network where the others lead nowhere."""
    for engine in engines.all:
        engine.candidates = tuple(c for c in engine.candidates if c.protocol == protocol)
