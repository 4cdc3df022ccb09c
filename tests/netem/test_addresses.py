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
SPARE_S = 5.0
"""By then the page has what it needs for a restart without the server."""


@pytest.mark.netem
@pytest.mark.parametrize("overlap_s", [0.0, 4.0])
async def test_a_call_goes_on_over_another_network(
    pair: Pair, homes: Homes, overlap_s: float
) -> None:
    """The old way ends as the new one begins, or a little later, as telephones do it."""
    await meet(pair.office, pair.home)
    await pair.home.sees(1)
    await pair.office.sees(1)
    await asyncio.sleep(SPARE_S)
    async with watching(pair.home) as down, watching(pair.office) as up:
        began = time.monotonic()
        if overlap_s:
            homes.open("mobile")
            await asyncio.sleep(overlap_s)
        homes.use("mobile")
        await asyncio.sleep(STRETCH_S)
        for person in (pair.home, pair.office):
            await person.sees(1)
            await person.hears(1)
        stills = [round(watch.outcome(began).longest_still_s, 2) for watch in (down, up)]
    assert await pair.home.tiles().count() == 1
    sys.stdout.write(
        f"\nboth ways for {overlap_s:.0f} s;"
        f" seconds without a new frame, to and from the home: {stills}\n"
    )
