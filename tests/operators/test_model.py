"""Rates between two samples, and what is made of a replaced worker."""

from __future__ import annotations

from dataclasses import replace

from server.operators.model import Counters, Sample, rates, trend

QUIET = Counters(
    rooms=0,
    cpu_s=0.0,
    packets_in=0,
    packets_out=0,
    bytes_in=0,
    bytes_out=0,
    drops=0,
    arrived=0,
    lost=0,
)
BUSY = Counters(
    rooms=2,
    cpu_s=5.0,
    packets_in=1000,
    packets_out=4000,
    bytes_in=100_000,
    bytes_out=400_000,
    drops=3,
    arrived=90,
    lost=10,
)


def _sample(at_s: float, *workers: Counters) -> Sample:
    return Sample(at_s=at_s, sessions=1, people=2, lag_s=0.004, workers=workers)


def test_rates_are_what_happened_in_between() -> None:
    (worker,) = rates(_sample(0, QUIET), _sample(10, BUSY))
    assert (worker.rooms, worker.cpu, worker.packets_per_second) == (2, 0.5, 500)
    assert (worker.bits_per_second, worker.drops, worker.loss) == (400_000, 3, 0.1)


def test_a_replaced_worker_begins_at_nothing() -> None:
    (worker,) = rates(_sample(0, BUSY), _sample(10, replace(QUIET, rooms=1)))
    assert (worker.cpu, worker.packets_per_second, worker.loss) == (0, 0, None)


def test_at_one_moment_there_are_no_rates() -> None:
    assert rates(_sample(5, BUSY), _sample(5, BUSY)) == ()


def test_a_trend_has_one_point_less_than_samples() -> None:
    assert trend([_sample(0, QUIET)]) == ()
    (moment,) = trend([_sample(0, QUIET), _sample(10, BUSY)])
    assert (moment.sessions, moment.people, moment.cpu, moment.lag_ms) == (1, 2, 0.5, 4)
