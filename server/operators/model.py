"""Figures of a running server: sums, rates and shares. Refuses names, titles, ids and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from server.core.errors import Forbidden

State = Literal["up", "down", "off"]
"""`off`: not set up here."""


class NotAnOperator(Forbidden):
    code = "not_an_operator"
    title = "This page is for the operators"


@dataclass(frozen=True, slots=True)
class Health:
    """Something this server stands on; `way` tells relays apart."""

    part: Literal["database", "redis", "mail", "relay"]
    way: str
    state: State


@dataclass(frozen=True, slots=True)
class Counters:
    """One worker's counters, as they stand; all only grow, but losses go with their transports."""

    rooms: int
    cpu_s: float
    packets_in: int
    packets_out: int
    bytes_in: int
    bytes_out: int
    drops: int
    arrived: int
    lost: int


@dataclass(frozen=True, slots=True)
class Sample:
    """All of a process at one moment."""

    at_s: float
    sessions: int
    people: int
    lag_s: float
    workers: tuple[Counters, ...]


@dataclass(frozen=True, slots=True)
class WorkerRates:
    """What a worker did between two samples; `cpu` is a share of one core."""

    rooms: int
    cpu: float
    packets_per_second: float
    bits_per_second: float
    drops: int
    loss: float | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the trends."""

    sessions: int
    people: int
    cpu: float
    bits_per_second: float
    lag_ms: float


def counters_of(figures: Mapping[str, Any]) -> Counters:
    """From a worker's answer (`Sfu.worker_stats`), without what it says of single transports."""
    legs: Sequence[Mapping[str, int]] = figures["legs"]
    return Counters(
        rooms=figures["rooms"],
        cpu_s=figures["cpu_s"],
        packets_in=figures["packets_in"],
        packets_out=figures["packets_out"],
        bytes_in=figures["bytes_in"],
        bytes_out=figures["bytes_out"],
        drops=sum(figures["drops"].values()),
        arrived=sum(leg["packets_in"] for leg in legs),
        lost=sum(leg["lost_in"] for leg in legs),
    )


def rates(before: Sample, after: Sample) -> tuple[WorkerRates, ...]:
    """What each worker did in between; one that was replaced begins at nothing."""
    passed_s = after.at_s - before.at_s
    pairs = zip(before.workers, after.workers, strict=False)
    return tuple(_rates(a, b, passed_s) for a, b in pairs) if passed_s > 0 else ()


def _rates(before: Counters, after: Counters, passed_s: float) -> WorkerRates:
    packets = _gained(before.packets_in, after.packets_in)
    packets += _gained(before.packets_out, after.packets_out)
    octets = _gained(before.bytes_in, after.bytes_in) + _gained(before.bytes_out, after.bytes_out)
    arrived = _gained(before.arrived, after.arrived)
    lost = _gained(before.lost, after.lost)
    return WorkerRates(
        rooms=after.rooms,
        cpu=_gained(before.cpu_s, after.cpu_s) / passed_s,
        packets_per_second=packets / passed_s,
        bits_per_second=8 * octets / passed_s,
        drops=int(_gained(before.drops, after.drops)),
        loss=lost / (arrived + lost) if arrived + lost > 0 else None,
    )


def _gained(before: float, after: float) -> float:
    return max(0.0, after - before)


def trend(samples: Iterable[Sample]) -> tuple[Moment, ...]:
    """The points of the charts, one less than there are samples."""
    return tuple(_moment(a, b) for a, b in pairwise(samples))


def _moment(before: Sample, after: Sample) -> Moment:
    workers = rates(before, after)
    return Moment(
        sessions=after.sessions,
        people=after.people,
        cpu=sum(one.cpu for one in workers),
        bits_per_second=sum(one.bits_per_second for one in workers),
        lag_ms=1000 * after.lag_s,
    )
