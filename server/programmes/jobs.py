"""What the clock does for programmes: brings uploaded files of people in."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.core.jobs import Job
from server.programmes.service import Imports


class _Services(Protocol):
    @property
    def imports(self) -> Imports: ...


async def _import(services: _Services, _now: datetime) -> None:
    while await services.imports.work():
        pass


JOBS = (Job("programmes.import", every_s=2, run=_import),)
