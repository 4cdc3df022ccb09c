"""News of bookings become letters with a calendar part, each to everybody whom it concerns.

What is read, written and marked is one transaction: a process that dies in the middle has written
no letter, and one that lives has written each once. From there on the outbox sees to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from server.accounts.model import Person
from server.core.db import Tx
from server.core.errors import Refusal
from server.core.ids import digest, new_secret
from server.notifications.service import Notifications
from server.scheduling.ics import Answer, Method, Status, message
from server.scheduling.model import Booking, BookingState, Happening, Kind, News, Place
from server.scheduling.service.diary import Diary, Known, title_of
from server.scheduling.service.herald import notice_of
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import bookings as store
from server.scheduling.store import mailing
from server.scheduling.store import news as happened
from server.scheduling.store.mailing import Link, Said
from server.scheduling.zones import clockwork, minute_at, offset_text, wall_text

_AT_ONCE = 25
_GOES_ON = frozenset({BookingState.PENDING, BookingState.CONFIRMED})
_SPEAKS_OF_GOING_ON = frozenset(
    {
        Happening.ASKED,
        Happening.BOOKED,
        Happening.RESCHEDULED,
        Happening.MOVED,
        Happening.MOVE_CLASHES,
        Happening.SEATED,
    }
)
_OF_A_SEAT = frozenset({Happening.SEATED, Happening.LEFT})
_NO_LETTER = frozenset({Happening.WAITING, Happening.CALLED})
"""Of no use a minute later; whoever it concerns is looking at the page."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Case:
    """One piece of news, and all that its letters need."""

    news: News
    booking: Booking
    known: Known


class Invitations:
    """Writes the letters that are due."""

    def __init__(self, ledger: Ledger, notifications: Notifications, diary: Diary) -> None:
        self._database = ledger.database
        self._clock = ledger.clock
        self._accounts = ledger.accounts
        self._notifications = notifications
        self._diary = diary

    async def write_due(self) -> int:
        """All of it; returns how much news there was."""
        done = 0
        while count := await self._write_some():
            done += count
        return done

    async def sweep(self) -> int:
        """Forgets links that are good for nothing any more."""
        async with self._database.write() as tx:
            return await mailing.sweep_links(tx, self._clock.now())

    async def _write_some(self) -> int:
        async with self._database.read() as tx:
            if not await happened.unmailed(tx, limit=1, is_to_change=False):
                return 0  # the common case costs no write
        async with self._database.write() as tx:
            found = await happened.unmailed(tx, limit=_AT_ONCE)
            for one in _latest(found):
                case = await self._case(tx, one)
                if case is not None:
                    await self._tell(tx, case)
            await happened.set_mailed(tx, [one.id for one in found], self._clock.now())
        return len(found)

    async def _case(self, tx: Tx, news: News) -> _Case | None:
        """None when there is nothing to write: what it was about is no longer so."""
        booking = await store.find(tx, news.booking)
        if booking is None or news.happening in _NO_LETTER:
            return None
        if news.happening in _SPEAKS_OF_GOING_ON and booking.state not in _GOES_ON:
            return None
        await self._note_answers(tx, news, booking)
        ids = {booking.host, *(seat.person for seat in booking.seats)} | {news.by or booking.host}
        people = await self._accounts.several_in(tx, ids)
        answers = await mailing.answers(tx, [booking.id])
        return _Case(news, booking, Known(people, answers, news.at))

    async def _note_answers(self, tx: Tx, news: News, booking: Booking) -> None:
        """Who does it says yes to it; who is booked at once has said yes to that before."""
        if booking.kind is not Kind.PAIR or news.happening not in _SPEAKS_OF_GOING_ON:
            return
        willing = {news.by} if news.by else set[str]()
        if news.happening is Happening.BOOKED:
            willing |= {booking.host}
        for person in willing & {booking.host, *booking.guests}:
            said = Said(booking.id, person, booking.sequence, Answer.ACCEPTED)
            await mailing.say(tx, said, news.at)

    async def _tell(self, tx: Tx, case: _Case) -> None:
        for person in await self._wanting(tx, case):
            receiver = case.known.people.get(person)
            if receiver is None:
                continue
            try:
                await self._write(tx, case, receiver)
            except Refusal as refusal:
                # One address or name that no letter takes must not keep all others waiting.
                log.warning("invitation.refused", news=case.news.id, complaint=refusal.code)

    async def _wanting(self, tx: Tx, case: _Case) -> list[str]:
        """Whom it concerns, but for who has switched off letters of the kind it is known as."""
        concerned, kind = _concerned(case), notice_of(case.news.happening, case.booking)
        if kind is None:
            return concerned
        wanting = await self._notifications.wanting_letters(tx, kind, concerned)
        return [one for one in concerned if one in wanting]

    async def _write(self, tx: Tx, case: _Case, receiver: Person) -> None:
        booking, reader = case.booking, receiver.id
        kind = _kind(case, reader)
        params = {
            "name": receiver.name,
            "other": _other(case, reader),
            "zone": receiver.time_zone,
            "starts": on_the_wall(booking.starts_at, receiver.time_zone),
            "ends": on_the_wall(booking.ends_at, receiver.time_zone),
            "link": self._diary.link(booking, reader),
        }
        if kind in _WITH_LINKS:
            params |= await self._links(tx, case, reader, kind)
        if kind in {"session_rescheduled", "session_moved"}:
            before = case.news.starts_before or booking.starts_at
            params["before"] = on_the_wall(before, receiver.time_zone)
        if kind in {"session_declined", "session_cancelled"}:
            params["words"] = " ".join(booking.words.split())
        await self._notifications.enqueue(
            tx,
            kind,
            to=receiver.email,
            locale=receiver.locale,
            calendar=self._calendar(case, reader),
            **params,
        )

    def _calendar(self, case: _Case, reader: str) -> str:
        if case.news.happening is Happening.MOVE_CLASHES or _waits(case.booking, reader):
            return ""  # nothing of what their calendars show has changed
        session = self._diary.session(case.booking, reader, case.known)
        is_gone = session.status is Status.CANCELLED
        return message(session, Method.CANCEL if is_gone else Method.REQUEST)

    async def _links(self, tx: Tx, case: _Case, reader: str, kind: str) -> dict[str, str]:
        """A secret of their own, for this edition of the session, until it begins."""
        secret, booking = new_secret(), case.booking
        link = Link(booking.id, reader, booking.sequence, booking.starts_at)
        await mailing.add_link(tx, digest(secret), link)
        page = f"{self._diary.home}/answer/{secret}"
        if kind != "session_asked":
            return {"decline": f"{page}?say=no"}
        return {
            "link": f"{page}?say=yes",
            "decline": f"{page}?say=no",
            "page": self._diary.link(booking, reader),
            "note": " ".join(booking.note.split()),
        }


_WITH_LINKS = frozenset(
    {
        "session_asked",
        "session_waits",
        "session_booked",
        "session_rescheduled",
        "session_moved",
        "seat_taken",
    }
)
_PLAIN_KINDS = {
    Happening.DECLINED: "session_declined",
    Happening.EXPIRED: "session_expired",
    Happening.CANCELLED: "session_cancelled",
    Happening.MOVED: "session_moved",
    Happening.MOVE_CLASHES: "session_clashes",
    Happening.SEATED: "seat_taken",
    Happening.LEFT: "seat_left",
    Happening.BOOKED: "session_booked",
}


def on_the_wall(at: datetime, zone: str) -> str:
    """`2026-11-23T11:00+02:00`, by the pinned rules."""
    minute = minute_at(at)
    clocks = clockwork(zone, minute, minute)
    return wall_text(clocks.wall(minute)) + offset_text(clocks.offset(minute))


def _latest(found: Sequence[News]) -> list[News]:
    """Of several about the same, the last: nobody is told what is no longer so."""
    last = {}
    for one in found:
        if one.happening in _NO_LETTER:
            continue
        last[one.booking, one.by if one.happening in _OF_A_SEAT else ""] = one
    return sorted(last.values(), key=lambda one: one.id)


def _kind(case: _Case, reader: str) -> str:
    happening = case.news.happening
    if happening in {Happening.ASKED, Happening.RESCHEDULED}:
        if case.booking.state is BookingState.PENDING:
            return "session_asked" if reader == case.booking.host else "session_waits"
        return "session_booked" if happening is Happening.ASKED else "session_rescheduled"
    return _PLAIN_KINDS[happening]


def _concerned(case: _Case) -> list[str]:
    booking, happening = case.booking, case.news.happening
    if happening in _OF_A_SEAT:
        return [case.news.by] if case.news.by else []
    if happening is Happening.BOOKED and booking.kind is not Kind.PAIR:
        return [booking.host]
    return [booking.host, *(one.person for one in booking.seats)]


def _other(case: _Case, reader: str) -> str:
    """Whom the reader meets; of a gathering, what it is called."""
    booking, people = case.booking, case.known.people
    if booking.kind is not Kind.PAIR:
        return title_of(booking, people)
    others = [one for one in (booking.host, *booking.guests) if one != reader and one in people]
    return people[others[0]].name if others else title_of(booking, people)


def _waits(booking: Booking, reader: str) -> bool:
    return any(one.person == reader and one.place is Place.WAITING for one in booking.seats)
