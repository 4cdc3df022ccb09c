"""Seats, waiting lists and queues of gatherings; refuses more people than there is room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from server.core.errors import Conflict, NotFound
from server.scheduling.model.booking import (
    MOST_SEATS,
    Booking,
    BookingState,
    Kind,
    Place,
    Seat,
    WrongState,
)

MOST_WAITING = 500


def seated(booking: Booking, person: str, now: datetime) -> Booking:
    """With somebody on a seat, else at the end of those who wait. Idempotent.

    Raises: WrongState, Conflict.
    """
    _require_open(booking, now)
    if person == booking.host:
        raise Conflict("You are its host.")
    if any(one.person == person for one in booking.seats):
        return booking
    is_free = booking.kind is Kind.GROUP and len(booking.guests) < min(booking.capacity, MOST_SEATS)
    waiting = [one for one in booking.seats if one.place is Place.WAITING]
    if not is_free and len(waiting) >= MOST_WAITING:
        raise Conflict("So many wait already that you would not be reached.")
    place = Place.IN if is_free else Place.WAITING
    return booking.with_seats((*booking.seats, Seat(person, place, now)))


def unseated(
    booking: Booking, person: str, unfit: frozenset[str] = frozenset()
) -> tuple[Booking, tuple[str, ...]]:
    """Without somebody, and who has their seat now: first come, first served.

    `unfit`: who waits and has something else at that time. Raises: NotFound, WrongState.
    """
    if booking.state is not BookingState.CONFIRMED:
        raise WrongState(f"This gathering is {booking.state.value}.")
    if all(one.person != person for one in booking.seats):
        raise NotFound("You are not on its list.")
    left = tuple(one for one in booking.seats if one.person != person)
    return _promoted(booking.with_seats(left), unfit)


def _promoted(booking: Booking, unfit: frozenset[str]) -> tuple[Booking, tuple[str, ...]]:
    if booking.kind is not Kind.GROUP:
        return booking, ()
    free = booking.capacity - len(booking.guests)
    waiting = [
        one for one in booking.seats if one.place is Place.WAITING and one.person not in unfit
    ]
    risen = tuple(one.person for one in waiting[: max(free, 0)])
    seats = tuple(
        Seat(one.person, Place.IN, one.since) if one.person in risen else one
        for one in booking.seats
    )
    return replace(booking, seats=seats), risen


def called(booking: Booking) -> tuple[Booking, str | None]:
    """The next of the queue is called, who was called is served. Raises: WrongState."""
    if booking.kind is not Kind.OFFICE_HOURS or booking.state is not BookingState.CONFIRMED:
        raise WrongState("There is no queue here.")
    following = next((one.person for one in booking.seats if one.place is Place.WAITING), None)
    if following is None and all(one.place is not Place.CALLED for one in booking.seats):
        return booking, None
    places = {Place.CALLED: Place.SERVED}
    seats = tuple(
        Seat(
            one.person,
            Place.CALLED if one.person == following else places.get(one.place, one.place),
            one.since,
        )
        for one in booking.seats
    )
    return booking.with_seats(seats), following


def _require_open(booking: Booking, now: datetime) -> None:
    if booking.kind is Kind.PAIR:
        raise NotFound("There is no such gathering.")
    if booking.state is not BookingState.CONFIRMED or booking.ends_at <= now:
        raise WrongState("This gathering is over.")
