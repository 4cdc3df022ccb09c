"""Doors of holds, bookings and series."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiohttp import web
from msgspec import UNSET

from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.keys import CLOCK
from server.core.web import Routes
from server.scheduling.http.keys import ANY_OF, BOOKINGS, SERIES, TAG
from server.scheduling.http.showing import bookings_out
from server.scheduling.model import Booking, Reason, require_near
from server.scheduling.service import Wish
from server.scheduling.service.anyof import AnyWish
from server.scheduling.service.series import Series
from server.scheduling.wire.bookings import (
    AnyBookingIn,
    BookingIn,
    BookingList,
    BookingOut,
    BookingsQuery,
    CancelAheadIn,
    CancelIn,
    ConfirmIn,
    DeclineBookingIn,
    HoldIn,
    HoldOut,
    MissedOut,
    RescheduleIn,
    SeriesIn,
    SeriesOut,
    ShiftIn,
)

ONE = "/api/bookings/{booking_id}"
YEAR = timedelta(days=366)
routes = Routes()


@routes.post(
    "/api/holds",
    tag=TAG,
    status=201,
    errors=(NotFound, Forbidden, Conflict, Invalid),
    limit="60/minute",
)
async def hold_time(request: web.Request, body: HoldIn) -> HoldOut:
    """Keep a time for five minutes, while the form is filled in."""
    wish = Wish(body.host, body.starts_at, body.minutes, "")
    held = await request.app[BOOKINGS].hold(person_of(request), wish)
    return HoldOut(
        id=held.id,
        starts_at=held.starts_at,
        minutes=held.minutes,
        expires_at=held.expires_at or held.starts_at,
    )


@routes.delete("/api/holds/{hold_id}", tag=TAG, errors=(NotFound,), status=204)
async def release_hold(request: web.Request, hold_id: str) -> None:
    """Let a kept time go."""
    await request.app[BOOKINGS].release(person_of(request), hold_id)


@routes.post(
    "/api/bookings",
    tag=TAG,
    status=201,
    errors=(NotFound, Forbidden, Conflict, Invalid),
    limit="120/minute",
)
async def book(request: web.Request, body: BookingIn) -> BookingOut:
    """Book a time of a mentor's list; at once, or once the mentor says yes."""
    made = await request.app[BOOKINGS].book(person_of(request), _wish(body))
    return await _one(request, made)


@routes.post(
    "/api/bookings/any",
    tag=TAG,
    status=201,
    errors=(NotFound, Forbidden, Conflict, Invalid),
    limit="60/minute",
)
async def book_any(request: web.Request, body: AnyBookingIn) -> BookingOut:
    """Book whichever of these mentors has time then: by their shares, least recently booked."""
    wish = AnyWish(body.hosts, body.starts_at, body.minutes, body.key, body.note)
    return await _one(request, await request.app[ANY_OF].book(person_of(request), wish))


@routes.get("/api/bookings", tag=TAG, errors=(Invalid,))
async def list_bookings(request: web.Request, query: BookingsQuery) -> BookingList:
    """The caller's, as host and as guest, in the order of their time."""
    after, before = range_of(request, query)
    found = await request.app[BOOKINGS].of_person(person_of(request), after, before)
    return BookingList(bookings=await bookings_out(request, found))


@routes.get(ONE, tag=TAG, errors=(NotFound,))
async def show_booking(request: web.Request, booking_id: str) -> BookingOut:
    """One of the caller's."""
    return await _one(request, await request.app[BOOKINGS].show(person_of(request), booking_id))


@routes.post(f"{ONE}/confirm", tag=TAG, errors=(NotFound, Forbidden, Conflict), status=200)
async def confirm_booking(request: web.Request, booking_id: str, body: ConfirmIn) -> BookingOut:
    """Say yes; for the host."""
    done = await request.app[BOOKINGS].confirm(person_of(request), booking_id, body.version)
    return await _one(request, done)


@routes.post(f"{ONE}/decline", tag=TAG, errors=(NotFound, Forbidden, Conflict, Invalid), status=200)
async def decline_booking(
    request: web.Request, booking_id: str, body: DeclineBookingIn
) -> BookingOut:
    """Say no; for the host."""
    done = await request.app[BOOKINGS].decline(
        person_of(request), booking_id, body.version, body.words
    )
    return await _one(request, done)


@routes.post(f"{ONE}/reschedule", tag=TAG, errors=(NotFound, Conflict, Invalid), status=200)
async def reschedule_booking(
    request: web.Request, booking_id: str, body: RescheduleIn
) -> BookingOut:
    """To another time of the list; for either."""
    done = await request.app[BOOKINGS].reschedule(
        person_of(request), booking_id, body.version, body.starts_at, body.minutes
    )
    return await _one(request, done)


@routes.post(f"{ONE}/cancel", tag=TAG, errors=(NotFound, Forbidden, Conflict, Invalid), status=200)
async def cancel_booking(request: web.Request, booking_id: str, body: CancelIn) -> BookingOut:
    """It does not take place; for either, with a reason."""
    done = await request.app[BOOKINGS].cancel(
        person_of(request), booking_id, body.version, Reason(body.reason), body.words
    )
    return await _one(request, done)


@routes.post(
    "/api/mentorships/{mentorship_id}/cancel-sessions",
    tag=TAG,
    errors=(NotFound, Invalid),
    status=200,
    limit="20/minute",
)
async def cancel_sessions(
    request: web.Request, mentorship_id: str, body: CancelAheadIn
) -> BookingList:
    """What is to come of a mentorship does not take place, for it pauses; for either."""
    gone = await request.app[BOOKINGS].cancel_ahead(
        person_of(request), mentorship_id, body.before, body.words
    )
    return BookingList(bookings=await bookings_out(request, gone))


@routes.post(
    "/api/series",
    tag=TAG,
    status=201,
    errors=(NotFound, Forbidden, Conflict, Invalid),
    limit="20/minute",
)
async def book_series(request: web.Request, body: SeriesIn) -> SeriesOut:
    """The same time every so many weeks; what could not be booked is told."""
    done = await request.app[SERIES].book(
        person_of(request), _wish(body), every_weeks=body.every_weeks, count=body.count
    )
    return await _series(request, done)


@routes.post(
    "/api/series/{series_id}/shift", tag=TAG, errors=(NotFound, Conflict, Invalid), status=200
)
async def shift_series(request: web.Request, series_id: str, body: ShiftIn) -> SeriesOut:
    """All of it that is to come, so much later or earlier; what could not be moved is told."""
    done = await request.app[SERIES].shift(person_of(request), series_id, body.minutes)
    return await _series(request, done)


def range_of(request: web.Request, query: BookingsQuery) -> tuple[datetime, datetime]:
    """From now on, and a year, unless the query says otherwise. Raises: Invalid."""
    now = request.app[CLOCK].now()
    after = now if query.from_at is UNSET else query.from_at
    before = now + YEAR if query.to_at is UNSET else query.to_at
    require_near(after, now, "from")
    require_near(before, now, "to")
    if before <= after:
        sentence = "This is not after the beginning."
        raise Invalid(sentence, fields={"to": sentence})
    return after, before


def _wish(body: BookingIn) -> Wish:
    return Wish(body.host, body.starts_at, body.minutes, body.key, body.note, body.hold, body.whose)


async def _one(request: web.Request, booking: Booking) -> BookingOut:
    return (await bookings_out(request, [booking]))[0]


async def _series(request: web.Request, done: Series) -> SeriesOut:
    return SeriesOut(
        series=done.id,
        booked=await bookings_out(request, done.booked),
        missed=[
            MissedOut(starts_at=one.starts_at, code=one.refusal.code, detail=one.refusal.detail)
            for one in done.missed
        ],
    )
