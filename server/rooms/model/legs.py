"""How a transport has carried so far, read from the core's sum of it; decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.rooms.model import Direction


@dataclass(frozen=True, slots=True)
class Leg:
    """One transport of a peer in sum since it began, as the media core counts."""

    transport: str
    direction: Direction
    is_lost: bool
    packets_in: int
    lost_in: int
    """Before repair."""
    jitter_in_ms: float
    reported_out: int
    lost_out: int
    """Of `reported_out`, by the browser's receiver reports."""
    jitter_out_ms: float
    rtt_ms: float
    bits_per_second_in: int
    bits_per_second_out: int
    available_bits_per_second: int
    """0: not bounded."""
    loss: float | None = None
    """Towards the browser, where its feedback tells of every packet."""


def leg_of(transport: str, direction: Direction, values: Mapping[str, Any]) -> Leg:
    """A leg from the core's `legs` entry (ithaca_media.pyi)."""
    return Leg(
        transport=transport,
        direction=direction,
        is_lost=bool(values["is_lost"]),
        packets_in=values["packets_in"],
        lost_in=values["lost_in"],
        jitter_in_ms=values["jitter_in_us"] / 1000,
        reported_out=values["reported_out"],
        lost_out=values["lost_out"],
        jitter_out_ms=values["jitter_out_us"] / 1000,
        rtt_ms=values["rtt_us"] / 1000,
        bits_per_second_in=values["bits_per_second_in"],
        bits_per_second_out=values["bits_per_second_out"],
        available_bits_per_second=values["available_bits_per_second"],
        loss=values.get("loss"),
    )
