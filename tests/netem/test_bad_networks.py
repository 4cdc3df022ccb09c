"""A call over bad networks: it goes on, and what it was like is printed as a table.

Nothing is asserted of times: the call must live at the end of each network, and the picture and
the sound must flow again once the network is well. `docs/networks.md` has the table.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.e2e.conftest import meet
from tests.netem.conftest import Homes, Pair
from tests.netem.watch import Outcome, Watch, watching
from tests.support.namespaces import Shape

WELL = Shape(delay_ms=10)
WELL_S = 10.0
STRETCH_S = float(os.environ.get("ITHACA_TEST_NETEM_S", "25"))
ONLY = os.environ.get("ITHACA_TEST_NETEM_ONLY", "")
"""Networks whose first stretch has this in its name."""
AGAIN_S = 45.0
"""Until the picture must move again on a network that is well."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A network, and for how long."""

    name: str
    shape: Shape
    seconds: float = STRETCH_S


NETWORKS: tuple[tuple[Stretch, ...], ...] = (
    (Stretch("well (10 ms)", WELL),),
    (Stretch("1 % loss", Shape(delay_ms=10, loss=0.01)),),
    (Stretch("5 % loss", Shape(delay_ms=10, loss=0.05)),),
    (Stretch("10 % loss", Shape(delay_ms=10, loss=0.1)),),
    (Stretch("50 ms each way", Shape(delay_ms=50)),),
    (Stretch("150 ms each way", Shape(delay_ms=150)),),
    (Stretch("300 ms each way", Shape(delay_ms=300)),),
    (Stretch("30 ms jitter", Shape(delay_ms=60, jitter_ms=30)),),
    (Stretch("5 % reordered", Shape(delay_ms=30, reordered=0.05)),),
    (
        Stretch("2 Mbit/s", Shape(delay_ms=20, bits_per_second=2e6)),
        Stretch("then 300 kbit/s", Shape(delay_ms=20, bits_per_second=3e5)),
        Stretch("then 2 Mbit/s again", Shape(delay_ms=20, bits_per_second=2e6), 2 * STRETCH_S),
    ),
    (
        Stretch("nothing for 5 s", Shape(is_cut=True), 5),
        Stretch("after it", WELL),
    ),
)
HEAD = (
    "network",
    "direction",
    "adapted after s",
    "longest still s",
    "frozen s",
    "lines",
    "sound made up %",
    "kbit/s",
)


@pytest.mark.netem
@pytest.mark.timeout(1800)
async def test_a_call_lives_through_bad_networks(pair: Pair, homes: Homes) -> None:
    homes.wifi.shape(up=WELL, down=WELL)
    await meet(pair.office, pair.home)
    _print(HEAD, ["---"] * len(HEAD))
    async with watching(pair.home) as down, watching(pair.office) as up:
        for network in (one for one in NETWORKS if ONLY in one[0].name):
            homes.wifi.shape(up=WELL, down=WELL)
            await asyncio.sleep(WELL_S)
            for stretch in network:
                _print(*await _live_through(stretch, homes, down, up))
            homes.wifi.shape(up=WELL, down=WELL)
            await _flows_again(down)
            await _flows_again(up)


async def _live_through(
    stretch: Stretch, homes: Homes, down: Watch, up: Watch
) -> list[Sequence[str]]:
    began = time.monotonic()
    homes.wifi.shape(up=stretch.shape, down=stretch.shape)
    await asyncio.sleep(stretch.seconds)
    return [
        _row(stretch.name, "to the home", down.outcome(began)),
        _row(stretch.name, "from the home", up.outcome(began)),
    ]


async def _flows_again(watch: Watch) -> None:
    """Raises: AssertionError when picture or sound stay away."""
    since = time.monotonic()
    while time.monotonic() < since + AGAIN_S:
        await asyncio.sleep(1)
        outcome = watch.outcome(since)
        if outcome.adapted_s is not None and outcome.concealed < 1:
            return
    raise AssertionError(f"{watch.visitor.name}: {watch.outcome(since)}")


def _row(name: str, direction: str, outcome: Outcome) -> Sequence[str]:
    adapted = "not" if outcome.adapted_s is None else f"{outcome.adapted_s:.1f}"
    return (
        name,
        direction,
        adapted,
        f"{outcome.longest_still_s:.1f}",
        f"{outcome.frozen_s:.1f}",
        str(outcome.height),
        f"{100 * outcome.concealed:.1f}",
        f"{outcome.bits_per_second / 1000:.0f}",
    )


def _print(*rows: Sequence[str]) -> None:
    for row in rows:
        sys.stdout.write("| " + " | ".join(row) + " |\n")
    sys.stdout.flush()
