"""A home that changes its way to the network in the middle of a call."""

from __future__ import annotations

import asyncio
import sys
import time

import pytest

from tests.e2e.conftest import meet
from tests.netem.conftest import Homes, Pair
from tests.netem.watch import watching

STRETCH_S = 8.0


@pytest.mark.netem
async def test_a_call_goes_on_over_another_network(pair: Pair, homes: Homes) -> None:
    await meet(pair.office, pair.home)
    await pair.home.sees(1)
    await pair.office.sees(1)
    async with watching(pair.home) as down, watching(pair.office) as up:
        began = time.monotonic()
        homes.use("mobile")
        homes.home.run("ip", "link", "set", "wifi", "down")
        await asyncio.sleep(STRETCH_S)
        for person in (pair.home, pair.office):
            await person.sees(1)
            await person.hears(1)
        stills = [round(watch.outcome(began).longest_still_s, 2) for watch in (down, up)]
    assert await pair.home.tiles().count() == 1
    sys.stdout.write(f"\nseconds without a new frame, to and from the home: {stills}\n")
