"""HTTP doors of what sessions changed in goals."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from server.boards.goals.digest import Line, Step
from server.boards.keys import SESSIONS
from server.boards.model.session import Session
from server.boards.wire.sessions import (
    ChangedRowOut,
    DigestList,
    DigestOut,
    DigestQuery,
    SinceLastOut,
    StepOut,
)
from server.core.caller import person_of
from server.core.errors import NotFound
from server.core.web import Routes

TAG = "goals"
routes = Routes()


@routes.get("/api/mentorships/{mentorship_id}/digests", tag=TAG, errors=(NotFound,))
async def list_digests(request: web.Request, mentorship_id: str, query: DigestQuery) -> DigestList:
    """What each session of a mentorship changed in its goals; for its two people alone."""
    person = person_of(request)
    page = await request.app[SESSIONS].page(person, mentorship_id, query.before, query.limit)
    return DigestList(digests=[_digest(one) for one in page.sessions], next=page.next)


@routes.get("/api/bookings/{booking_id}/since", tag=TAG, errors=(NotFound,))
async def show_since_last(request: web.Request, booking_id: str) -> SinceLastOut:
    """What became of the goals since the session before this one."""
    found = await request.app[SESSIONS].since_last(person_of(request), booking_id)
    return SinceLastOut(
        booking=found.last.booking if found.last else None,
        ended_at=found.last.ended_at if found.last else None,
        steps=_steps(found.digest.steps),
        next=_lines(found.digest.next),
    )


def _digest(one: Session) -> DigestOut:
    return DigestOut(
        booking=one.booking,
        began_at=one.began_at,
        ended_at=one.ended_at or one.began_at,
        steps=_steps(one.digest.steps),
        next=_lines(one.digest.next),
    )


def _steps(steps: Iterable[Step]) -> list[StepOut]:
    return [StepOut(what=s.what, line=_line(s.line), due_before=s.due_before) for s in steps]


def _lines(lines: Iterable[Line]) -> list[ChangedRowOut]:
    return [_line(one) for one in lines]


def _line(one: Line) -> ChangedRowOut:
    return ChangedRowOut(id=one.id, kind=one.kind, title=one.title, owner=one.owner, due=one.due)
