"""A real browser reports on every packet, and the estimate made of its reports is sane."""

from __future__ import annotations

from typing import Any

import pytest

from server.services import SERVICES
from tests.e2e.conftest import Invite, meet
from tests.support.browsers import until
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone

# What the core believes before the first report, and at most.
GUESS, MOST = 600_000, 30_000_000


async def test_the_connection_of_a_browser_is_measured(house: LiveServer, invite: Invite) -> None:
    sfu = house.app[SERVICES].rooms.sfu
    host, guest = await invite("Penelope"), await invite("Odysseus")
    await meet(host, guest)
    for person in (host, guest):
        await person.sees(1)

    async def downlinks() -> list[dict[str, Any]]:
        peers = {peer.id for peer, _ in sfu._graph.transports.values()}
        told = [one for peer in peers for one in await sfu.stats(peer)]
        return [one for one in told if one["consumers"]]

    async def measured() -> int:
        # Nothing but reports on packets moves the estimate off the first guess.
        return sum(
            one["probes"] > 0
            and one["estimate_bits_per_second"] != GUESS
            and 0 < one["bits_per_second_out"] <= one["estimate_bits_per_second"] <= MOST
            for one in await downlinks()
        )

    await until(measured, 2, "connections with an estimate above what they carry", patience_s=60)
