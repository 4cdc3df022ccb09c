"""Doors of attendance: who was in past sessions, and what people say it was instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web
from msgspec import UNSET

from server.core.caller import person_of
from server.core.errors import Conflict, Invalid, NotFound
from server.core.keys import CLOCK
from server.core.web import Routes
from server.core.wire import Id
from server.scheduling.http.keys import ACCOUNTS, ATTENDANCES, TAG
from server.scheduling.http.showing import Cards, named
from server.scheduling.model import CORRECTABLE, require_near
from server.scheduling.service import Account
from server.scheduling.wire.attendance import (
    AttendanceList,
    AttendanceOut,
    CorrectionIn,
    CorrectionOut,
    MarkOut,
)
from server.scheduling.wire.bookings import BookingsQuery

YEAR = timedelta(days=366)
routes = Routes()


@routes.get("/api/attendance", tag=TAG, errors=(Invalid,))
async def list_attendance(request: web.Request, query: BookingsQuery) -> AttendanceList:
    """Who was in the caller's sessions; nothing asked for: in the last year."""
    now = request.app[CLOCK].now()
    after = now - YEAR if query.from_at is UNSET else query.from_at
    before = now if query.to_at is UNSET else query.to_at
    require_near(after, now, "from")
    require_near(before, now, "to")
    found = await request.app[ATTENDANCES].of_person(person_of(request), after, before)
    return AttendanceList(attendance=await _shown(request, found))


@routes.post(
    "/api/bookings/{booking_id}/attendance/{person_id}",
    tag=TAG,
    errors=(NotFound, Conflict, Invalid),
    status=200,
    limit="60/hour",
)
async def correct_attendance(
    request: web.Request, booking_id: str, person_id: Id, body: CorrectionIn
) -> AttendanceOut:
    """Say how it was instead, with a note; for either, of themselves and of each other."""
    done = await request.app[ATTENDANCES].correct(
        person_of(request), booking_id, person_id, body.presence, body.note
    )
    return (await _shown(request, [done]))[0]


@routes.get("/api/programmes/{programme_id}/attendance", tag=TAG, errors=(NotFound,))
async def list_programme_attendance(request: web.Request, programme_id: str) -> AttendanceList:
    """The newest sessions of a programme; for its coordinators, without anybody's notes."""
    found = await request.app[ATTENDANCES].of_programme(person_of(request), programme_id)
    return AttendanceList(attendance=await _shown(request, found))


async def _shown(request: web.Request, found: Sequence[Account]) -> list[AttendanceOut]:
    ids = {mark.person for one in found for mark in one.marks}
    ids |= {one.booking.host for one in found}
    ids |= {c.by for one in found for c in one.history if c.by is not None}
    cards = await request.app[ACCOUNTS].people(ids)
    return [_account(one, cards) for one in found]


def _account(one: Account, cards: Cards) -> AttendanceOut:
    booking = one.booking
    marks = sorted(one.marks, key=lambda mark: (mark.person != booking.host, mark.person))
    return AttendanceOut(
        booking=booking.id,
        title=booking.title,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        host=named(booking.host, cards),
        marks=[
            MarkOut(
                person=named(mark.person, cards),
                presence=mark.presence,
                derived=mark.derived.presence,
                late_minutes=mark.derived.late_minutes,
                early_minutes=mark.derived.early_minutes,
            )
            for mark in marks
        ],
        history=[
            CorrectionOut(
                person=named(c.person, cards),
                by=None if c.by is None else named(c.by, cards),
                presence=c.presence,
                note=c.note,
                at=c.at,
            )
            for c in one.history
        ],
        correctable_until=booking.ends_at + CORRECTABLE,
    )
