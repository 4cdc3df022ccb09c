"""HTTP door of the operators."""

from typing import TypeVar

from aiohttp import web
from msgspec import Struct
from msgspec.structs import fields

from server.core.caller import person_of
from server.core.errors import Forbidden
from server.core.web import Routes
from server.operators.service import Operators, Overview
from server.operators.wire import (
    GradesOut,
    HealthOut,
    MomentOfServer,
    OverviewOut,
    SummaryOut,
    WorkerOut,
)
from server.quality.model import Summary

Shape = TypeVar("Shape", bound=Struct)
OPERATORS = web.AppKey("operators", Operators)
routes = Routes()


@routes.get("/api/operator", tag="operator", errors=(Forbidden,), limit="60/minute")
async def show_overview(request: web.Request) -> OverviewOut:
    """How this server is, and how sessions carried; for the people in `ITHACA_OPERATORS`."""
    return _render(await request.app[OPERATORS].overview(person_of(request)))


def _render(seen: Overview) -> OverviewOut:
    return OverviewOut(
        node=seen.node,
        version=seen.version,
        up_s=seen.up_s,
        sessions=seen.sessions,
        people=seen.people,
        checks=seen.checks,
        lag_ms=seen.lag_ms,
        workers=[_same(WorkerOut, one) for one in seen.workers],
        health=[_same(HealthOut, one) for one in seen.health],
        grades=GradesOut(**{name: seen.grades.get(name, 0) for name in _GRADES}),
        day=_summary(seen.day),
        week=_summary(seen.week),
        moments=[_same(MomentOfServer, one) for one in seen.moments],
    )


_GRADES = ("good", "fair", "poor", "lost")


def _summary(summary: Summary) -> SummaryOut:
    return _same(SummaryOut, summary)


def _same(shape: type[Shape], value: object) -> Shape:
    """The fields of a value by the same names."""
    return shape(**{one.name: getattr(value, one.name) for one in fields(shape)})
