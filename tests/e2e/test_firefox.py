"""Firefox and Chromium in one session."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from server.services import SERVICES
from tests.e2e.conftest import Invite
from tests.support.browsers import INBOUND, PASSWORD, until
from tests.support.eavesdropper import eavesdrop
from tests.support.firefox import SIGN_UP, Firefox, click, firefox
from tests.support.servers import LiveServer

pytestmark = [pytest.mark.alone, pytest.mark.needs_firefox]


@pytest.fixture
def media_listen() -> tuple[str, ...]:
    """Every address of this host: Firefox drops candidates on loopback."""
    return ("0.0.0.0",)


async def test_firefox_and_chromium_see_and_hear_each_other_end_to_end_encrypted(
    house: LiveServer, invite: Invite
) -> None:
    host = await invite("Penelope")
    link = await host.open_session()
    await host.enter(link)
    async with firefox() as fox:
        await fox.go(house.url)
        assert await fox.run(SIGN_UP % PASSWORD) == 201
        await fox.go(link)
        await click(fox, "knock-ask")
        await host.find("knock-admit").click()
        await click(fox, "lobby-allow")
        await click(fox, "lobby-join")
        await host.sees(1)
        await host.hears(1)
        await until(lambda: _received(fox, "video", "frames"), 1, "Firefox sees")
        await until(lambda: _received(fox, "audio", "energy", 0), 1, "Firefox hears")
        standing = "return document.querySelector('[data-testid=lock]').dataset.standing;"
        assert await fox.run(standing) == "end_to_end"
        await expect(host.find("lock")).to_have_attribute("data-standing", "end_to_end")
        rooms, room = house.app[SERVICES].rooms, link.rsplit("/", 1)[1]
        for peer in {view.peer for view in rooms.sfu.streams(room)}:
            heard = await eavesdrop(rooms, room, "video", peer)
            assert (heard.true, bool(heard.generations)) == (0, True)


async def _received(fox: Firefox, kind: str, figure: str, above: float = 10) -> int:
    found: dict[str, Any] = await fox.run(f"return ({INBOUND})();")
    return sum(s["kind"] == kind and s[figure] > above for s in found["streams"])


STEPS = """
return [...document.querySelectorAll('[data-testid=check-step]')]
  .map((step) => [step.dataset.kind, step.dataset.state]);
"""


async def test_firefox_tests_its_connection(house: LiveServer) -> None:
    async with firefox() as fox:
        await fox.go(house.url)
        assert await fox.run(SIGN_UP % PASSWORD) == 201
        await fox.go(f"{house.url}/check")
        await click(fox, "check-start")

        async def over() -> int:
            found = "document.querySelector('[data-testid=check-up]')"
            return int(await fox.run(f"return Boolean({found});"))

        await until(over, 1, "Firefox has tested", patience_s=60)
        states = dict(await fox.run(STEPS))
        assert (states["signaling"], states["udp"], states["tcp"]) == ("works", "works", "works")
        tier = "return document.querySelector('[data-testid=%s]').dataset.tier;"
        for way in ("check-up", "check-down"):
            assert await fox.run(tier % way) in {"hd", "video"}
