"""What the clock does for messages: unsent files go, people are told of what they have not read."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from server.chat.service import Chat
from server.core.jobs import Job


class _Services(Protocol):
    @property
    def chat(self) -> Chat: ...


async def _clear(services: _Services, _now: datetime) -> None:
    await services.chat.clear_unsent()


async def _tell(services: _Services, _now: datetime) -> None:
    await services.chat.tell_of_unread()


JOBS = (
    Job("chat.clear_unsent", every_s=3600, run=_clear),
    Job("chat.tell_of_unread", every_s=60, run=_tell),
)
