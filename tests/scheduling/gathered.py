"""Group sessions and office hours of a mentor, planned and opened."""

from __future__ import annotations

from datetime import timedelta

from server.scheduling.model import Booking, Kind
from server.scheduling.service import Plan
from tests.scheduling.conftest import MONDAY, Cast

EVENING = MONDAY + timedelta(hours=9)


async def plan(cast: Cast, kind: Kind = Kind.GROUP, capacity: int = 2) -> Plan:
    programme = (await cast.services.programmes.open_programme()).id
    return Plan(kind, programme, "How to pitch", "", EVENING, 60, capacity, "the-first-key")


async def opened(cast: Cast, kind: Kind = Kind.GROUP, capacity: int = 2) -> Booking:
    return await cast.services.gatherings.open(cast.mentor, await plan(cast, kind, capacity))
