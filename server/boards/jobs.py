"""What the clock does for boards: images that no board has any more are deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.boards.service import Boarding
from server.core.jobs import Job


class _Services(Protocol):
    @property
    def boards(self) -> Boarding: ...


async def _clear(services: _Services, now: datetime) -> None:
    await services.boards.images.remove_unused(now)


JOBS = (Job("boards.clear_images", every_s=3600, run=_clear),)
