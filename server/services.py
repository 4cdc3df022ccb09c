"""Builds each service once, lowest layer first; a line may use only the lines above it."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from server.core.clock import Clock
from server.core.db import Database
from server.core.ids import new_id
from server.core.leases import Leases
from server.core.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Every service, for jobs and for the doors."""

    settings: Settings
    clock: Clock
    database: Database
    leases: Leases


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)


def assemble(settings: Settings, clock: Clock) -> Services:
    """All services on one database."""
    database = Database.open(settings)
    leases = Leases(database, owner=new_id())
    return Services(settings=settings, clock=clock, database=database, leases=leases)
