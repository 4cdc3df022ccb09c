"""Bookings as the caller may see them: in their own zone, with names, others' seats left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiohttp import web

from server.accounts.model import PersonCard
from server.core.caller import person_of
from server.scheduling.http.keys import ACCOUNTS
from server.scheduling.model import Booking, Kind, Place
from server.scheduling.wire.bookings import BookingOut, GatheringOut, NamedOut, SeatOut
from server.scheduling.wire.slots import LocalOut, local
from server.scheduling.zones import clockwork, minute_at

Cards = Mapping[str, PersonCard]


async def bookings_out(request: web.Request, found: Sequence[Booking]) -> list[BookingOut]:
    """In their order."""
    person, (zone, cards) = person_of(request), await _names(request, found)
    return [_booking(one, person, zone, cards) for one in found]


async def gatherings_out(request: web.Request, found: Sequence[Booking]) -> list[GatheringOut]:
    """In their order."""
    person, (zone, cards) = person_of(request), await _names(request, found)
    return [_gathering(one, person, zone, cards) for one in found]


async def _names(request: web.Request, found: Sequence[Booking]) -> tuple[str, Cards]:
    person, accounts = person_of(request), request.app[ACCOUNTS]
    ids = {one.host for one in found} | {seat.person for one in found for seat in one.seats}
    return (await accounts.person(person)).time_zone, await accounts.people(ids)


def _booking(one: Booking, person: str, zone: str, cards: Cards) -> BookingOut:
    is_host = person == one.host
    return BookingOut(
        id=one.id,
        kind=one.kind,
        state=one.state,
        is_host=is_host,
        host=named(one.host, cards),
        seats=_seats(one, person, cards),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        minutes=one.minutes,
        local=_local(one, zone),
        intent=one.intent.wall,
        intent_zone=one.intent.zone,
        tzdata=one.tzdata,
        title=one.title,
        note=one.note,
        series=one.series,
        mentorship=one.mentorship,
        programme=one.programme,
        room=_room(one, person),
        room_opens_at=one.opens_at,
        expires_at=one.expires_at,
        reason=one.reason,
        words=one.words,
        sequence=one.sequence,
        version=one.version,
    )


def _gathering(one: Booking, person: str, zone: str, cards: Cards) -> GatheringOut:
    mine = next((seat for seat in one.seats if seat.person == person), None)
    waiting = [seat.person for seat in one.seats if seat.place is Place.WAITING]
    return GatheringOut(
        id=one.id,
        kind=one.kind,
        state=one.state,
        programme=one.programme,
        host=named(one.host, cards),
        title=one.title,
        note=one.note,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        minutes=one.minutes,
        local=_local(one, zone),
        capacity=one.capacity,
        taken=len(one.guests),
        waiting=len(waiting),
        my_place=mine.place if mine else None,
        my_turn=waiting.index(person) if person in waiting else None,
        room=_room(one, person),
        room_opens_at=one.opens_at,
        seats=_seats(one, person, cards) if person == one.host else [],
        version=one.version,
    )


def _room(one: Booking, person: str) -> str | None:
    """Whoever waits has no way in yet."""
    mine = next((seat.place for seat in one.seats if seat.person == person), None)
    may_enter = person == one.host or mine in {Place.IN, Place.CALLED}
    return one.room if may_enter else None


def _seats(one: Booking, person: str, cards: Cards) -> list[SeatOut]:
    """All for the host and in a session of two; else one's own."""
    is_all = one.kind is Kind.PAIR or person == one.host
    return [
        SeatOut(person=named(seat.person, cards), place=seat.place)
        for seat in one.seats
        if is_all or seat.person == person
    ]


def _local(one: Booking, zone: str) -> LocalOut:
    minute = minute_at(one.starts_at)
    return local(clockwork(zone, minute, minute), minute)


def named(person: str, cards: Cards) -> NamedOut:
    """Nameless once they have left."""
    known = cards.get(person)
    if known is None:
        return NamedOut(id=person, name="", photo_url=None)
    return NamedOut(id=person, name=known.name, photo_url=known.photo_url)
