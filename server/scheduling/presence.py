"""Who was there, by the join log of a session's room; refuses to blame anybody for a network.

Guests are measured against the host alone, the host against all guests; where the host did not
come there was nothing that a guest could miss.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.scheduling.model import GRACE, WAITED, Booking, Kind, Left, Mark, Presence, Stay
from server.scheduling.model import expected as expected_at

_MINUTE = timedelta(minutes=1)
_ANSWERED = timedelta(minutes=2)
"""Who asked for a pass and came in within it has used it."""


@dataclass(frozen=True, slots=True)
class _Log:
    """What concerns one person: all of it, and what of it was in time and got through."""

    all: Sequence[Stay]
    there: Sequence[Stay]


def marks_of(booking: Booking, stays: Iterable[Stay]) -> dict[str, Mark]:
    """For each whose attendance counts, the host first."""
    known = list(stays)
    logs = {person: _log(booking, person, known) for person in expected_at(booking)}
    guests = [stay for person, log in logs.items() if person != booking.host for stay in log.there]
    host = _mark(booking, logs[booking.host], guests)
    found = {booking.host: host}
    for person, log in logs.items():
        if person != booking.host:
            found[person] = _guest(booking, log, logs[booking.host], host)
    return found


def concerning(booking: Booking, person: str, stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """Somebody's stays from when the door opened until the end, in order."""
    theirs = (
        stay
        for stay in stays
        if stay.person == person
        and stay.came_at < booking.ends_at
        and stay.until >= booking.opens_at
    )
    return tuple(sorted(theirs, key=lambda stay: (stay.came_at, stay.id)))


def _log(booking: Booking, person: str, stays: Iterable[Stay]) -> _Log:
    theirs = _without_used_passes(concerning(booking, person, stays))
    there = [stay for stay in theirs if stay.is_through and stay.until > booking.starts_at]
    return _Log(theirs, there)


def _without_used_passes(stays: Sequence[Stay]) -> list[Stay]:
    came = [stay.came_at for stay in stays if not stay.is_asked]
    return [
        stay
        for stay in stays
        if not stay.is_asked
        or not any(stay.came_at <= at <= stay.came_at + _ANSWERED for at in came)
    ]


def _guest(booking: Booking, log: _Log, hosts: _Log, host: Mark) -> Mark:
    if not hosts.there:
        if log.there:
            return Mark(Presence.PRESENT)  # there is no beginning to be late for
        if not log.all and host.presence is Presence.ABSENT:
            return Mark(Presence.NOT_HELD)
    if booking.kind is Kind.OFFICE_HOURS and log.there:
        return Mark(Presence.PRESENT)  # they come and go as they are called
    return _mark(booking, log, hosts.there)


def _mark(booking: Booking, log: _Log, others: Sequence[Stay]) -> Mark:
    if not log.there:
        return Mark(Presence.NETWORK_FAULT if log.all and _has_tried(log.all) else Presence.ABSENT)
    came_at = min(stay.came_at for stay in log.there)
    late = came_at - booking.starts_at
    late_minutes = late // _MINUTE if late > GRACE else 0
    last = max(log.there, key=lambda stay: stay.until)
    is_waited_for = any(stay.until >= last.until + WAITED for stay in others)
    if not is_waited_for or last.until >= booking.ends_at - GRACE or last.left is Left.REMOVED:
        return Mark(Presence.LATE if late_minutes else Presence.PRESENT, late_minutes)
    early_minutes = (booking.ends_at - last.until) // _MINUTE
    is_lost = last.left is not Left.LEFT or _came_back_in_vain(log.all, last.until)
    presence = Presence.NETWORK_FAULT if is_lost else Presence.LEFT_EARLY
    return Mark(presence, late_minutes, early_minutes)


def _has_tried(stays: Iterable[Stay]) -> bool:
    """Not who looked in and left of their own accord before it began."""
    return any(stay.is_asked or stay.is_tried or stay.left is not Left.LEFT for stay in stays)


def _came_back_in_vain(stays: Iterable[Stay], since: datetime) -> bool:
    return any(stay.came_at > since and not stay.is_through for stay in stays)
