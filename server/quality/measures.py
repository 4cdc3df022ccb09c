"""What a participant's transports did between two looks at their counters. Pure."""

from collections.abc import Iterable, Mapping

from server.quality.model import Both, Measure
from server.rooms.model.legs import Leg

FEWEST_PACKETS = 20
"""Of fewer a share says nothing: one lost packet of ten is no loss of ten per cent."""
STARVED_BPS = 200_000
"""Less than the lowest layer of a camera with its sound."""
NEAR_LIMIT = 0.7
"""An estimate counts once this much of it is used; an idle path has never been tried."""

Legs = Mapping[str, Leg]
"""By transport."""


def between(before: Legs, after: Legs, rtt_ms: float | None) -> Both:
    """Both directions; `rtt_ms` is what the browser measured, where the core has none."""
    down = _down(before, [leg for leg in after.values() if leg.direction == "recv"])
    up = _up(before, [leg for leg in after.values() if leg.direction == "send"])
    late = rtt_ms if down.rtt_ms is None else down.rtt_ms
    # A path has one round trip; only who receives sends the reports that measure it.
    return Both(_late(up, late), _late(down, late))


def _late(measure: Measure, rtt_ms: float | None) -> Measure:
    return Measure(
        loss=measure.loss,
        jitter_ms=measure.jitter_ms,
        rtt_ms=rtt_ms,
        bits_per_second=measure.bits_per_second,
        is_lost=measure.is_lost,
        is_starved=measure.is_starved,
    )


def _up(before: Legs, after: list[Leg]) -> Measure:
    lost = arrived = 0
    for leg in after:
        old = before.get(leg.transport)
        # A counter that fell belongs to streams that ended meanwhile.
        if old is not None and leg.packets_in >= old.packets_in and leg.lost_in >= old.lost_in:
            lost += leg.lost_in - old.lost_in
            arrived += leg.packets_in - old.packets_in
    return Measure(
        loss=_share(lost, lost + arrived),
        jitter_ms=max((leg.jitter_in_ms for leg in after), default=None),
        bits_per_second=sum(leg.bits_per_second_in for leg in after),
        is_lost=_all_lost(after),
    )


def _down(before: Legs, after: list[Leg]) -> Measure:
    lost = expected = 0
    for leg in after:
        old = before.get(leg.transport)
        if old is not None:
            lost += leg.lost_out - old.lost_out
            expected += leg.reported_out - old.reported_out
    measured = [leg.loss for leg in after if leg.loss is not None]
    return Measure(
        loss=max(measured) if measured else _share(lost, expected),
        jitter_ms=max((leg.jitter_out_ms for leg in after), default=None),
        rtt_ms=max((leg.rtt_ms for leg in after if leg.reported_out > 0), default=None),
        bits_per_second=sum(leg.bits_per_second_out for leg in after),
        is_lost=_all_lost(after),
        is_starved=any(_is_starved(leg) for leg in after),
    )


def _all_lost(legs: Iterable[Leg]) -> bool:
    """While a new transport takes over from a lost one, the connection is there."""
    states = [leg.is_lost for leg in legs]
    return bool(states) and all(states)


def _share(lost: int, expected: int) -> float | None:
    return lost / expected if expected >= FEWEST_PACKETS else None


def _is_starved(leg: Leg) -> bool:
    limit = leg.available_bits_per_second
    return 0 < limit < STARVED_BPS and leg.bits_per_second_out >= limit * NEAR_LIMIT
