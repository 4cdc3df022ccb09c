"""The address of somebody changes during a call, and nothing has to be built anew."""

from __future__ import annotations

import sys
import time

import pytest
from msgspec.structs import replace

from server.rooms.sfu import Sfu
from server.services import SERVICES
from tests.e2e.conftest import Invite
from tests.support.browsers import until
from tests.support.relay import relaying
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone


async def _remotes(sfu: Sfu) -> dict[int, object]:
    """Where each transport is, as the core knows it."""
    transports = list(sfu._graph.transports.values())
    return {one.number: (await one.engine.stats(one.number))["remote"] for _, one in transports}


async def test_a_call_goes_on_when_the_router_changes_its_address(
    house: LiveServer, invite: Invite
) -> None:
    sfu = house.app[SERVICES].rooms.sfu
    host, guest = await invite("Penelope"), await invite("Odysseus")
    link = await host.open_session()
    engine = sfu.engines.of(link.rsplit("/", 1)[1])
    direct = next(c for c in engine.candidates if c.protocol == "udp")
    async with relaying((direct.ip, direct.port)) as relay:
        engine.candidates = (replace(direct, port=relay.port),)
        await host.enter(link)
        await guest.knock(link)
        await host.find("knock-admit").click()
        await guest.come_in()
        for person in (host, guest):
            await person.sees(1)
        before = await _remotes(sfu)
        relay.rebind()
        rebound = time.monotonic()

        async def moved() -> int:
            after = await _remotes(sfu)
            return sum(after.get(number) != remote for number, remote in before.items())

        await until(moved, len(before), "transports that moved")
        sys.stdout.write(f"all moved {time.monotonic() - rebound:.1f} s after the change\n")
        assert (await _remotes(sfu)).keys() == before.keys()  # the same transports
        for person in (host, guest):
            await person.sees(1)
            await person.hears(1)
