"""The operators' overview as HTTP speaks of it: numbers only."""

from typing import Literal

from server.core.wire import Out
from server.operators.model import State


class HealthOut(Out):
    """`way` is udp, tcp or tls for relays, empty for others."""

    part: Literal["database", "redis", "mail", "relay"]
    way: str
    state: State


class WorkerOut(Out):
    """Since the last sample, at most 10 s ago; `cpu`: share of one core, `loss`: before repair."""

    rooms: int
    cpu: float
    packets_per_second: float
    bits_per_second: float
    drops: int
    loss: float | None


class MomentOfServer(Out):
    """One point of the trends, every 10 s, an hour at most."""

    sessions: int
    people: int
    cpu: float
    bits_per_second: float
    lag_ms: float


class GradesOut(Out):
    """Directions of connections of those who are not alone, now."""

    good: int
    fair: int
    poor: int
    lost: int


class SummaryOut(Out):
    """Participations that ended in a time, by the estimate of their sound; no single one."""

    participations: int
    good: int
    fair: int
    poor: int
    median_mos: float | None
    freezes: int
    without_freeze: int


class OverviewOut(Out):
    """How this server is."""

    node: str | None
    version: str
    up_s: float
    sessions: int
    people: int
    checks: int
    lag_ms: float
    workers: list[WorkerOut]
    health: list[HealthOut]
    grades: GradesOut
    day: SummaryOut
    week: SummaryOut
    moments: list[MomentOfServer]
