"""What sessions changed in goals, as HTTP speaks of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from server.boards.goals.digest import What
from server.boards.goals.items import Kind, Owner
from server.core.wire import Id, In, Out


class ChangedRowOut(Out):
    """A row as it was called then; it may be gone by now."""

    id: str
    kind: Kind
    title: str
    owner: Owner | None
    due: date | None


class StepOut(Out):
    """One thing that became of a row; `dueBefore`: of one that was moved."""

    what: What
    line: ChangedRowOut
    due_before: date | None


class DigestOut(Out):
    """What a session changed, and what was to be done next, the nearest day first."""

    booking: str
    began_at: datetime
    ended_at: datetime
    steps: list[StepOut]
    next: list[ChangedRowOut]


class DigestList(Out):
    """Those of sessions that changed something, the newest first; `next`: behind which more are."""

    digests: list[DigestOut]
    next: str | None


class DigestQuery(In):
    """Which page: of sessions that began before that of a booking, or the newest."""

    before: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 10


class SinceLastOut(Out):
    """What became of the goals since the session before, and what is to be done next.

    `endedAt` is null where there was none yet; then there are no steps.
    """

    booking: str | None
    ended_at: datetime | None
    steps: list[StepOut]
    next: list[ChangedRowOut]
