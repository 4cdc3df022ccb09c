"""News of bookings become letters with a calendar part, each to everybody whom it concerns.

What one thing brings is read, written and marked in one transaction: a process that dies in the
middle has written no letter, and one that lives has written each once. From there on the outbox
sees to it. Each thing has its own, a short one: SQLite has one writer, and people wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.core.db import Tx
from server.core.ids import digest, new_secret
from server.notifications.model import Kind as Notice
from server.notifications.model import Receiver
from server.notifications.service import About, Notifications, Part
from server.scheduling.ics import Answer, Method, Status, message
from server.scheduling.model import Booking, BookingState, Happening, Kind, News, Place
from server.scheduling.service.diary import Diary, Known
from server.scheduling.service.ledger import Ledger
from server.scheduling.store import bookings as store
from server.scheduling.store import mailing
from server.scheduling.store import news as happened
from server.scheduling.store.mailing import Link, Said
from server.scheduling.telling import OF_A_SEAT, concerned, facts_of_news, kind_of, path_of

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
_NO_LETTER = frozenset({Happening.WAITING, Happening.CALLED})
"""Of no use a minute later; whoever it concerns is looking at the page."""


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
            found = await happened.unmailed(tx, limit=_AT_ONCE)
        return sum([await self._write(about_one) for about_one in _by_subject(found)])

    async def _write(self, about_one: Sequence[News]) -> int:
        """News about one thing: the last says it all, for nobody is told what is no longer so."""
        async with self._database.write() as tx:
            found = await happened.take_unmailed(tx, [one.id for one in about_one])
            case = await self._case(tx, found[-1]) if found else None
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
        kind = kind_of(case.news.happening, case.booking)
        if kind is None:
            return
        readers = [one for one in concerned(case.news, case.booking) if one in case.known.people]
        secrets = {one: new_secret() for one in readers} if kind in _WITH_LINKS else {}
        await mailing.add_links(tx, [_link(case.booking, *one) for one in secrets.items()])
        told = [self._told(kind, case, one, secrets.get(one, "")) for one in readers]
        await self._notifications.tell_many(tx, kind, told)

    def _told(self, kind: Notice, case: _Case, reader: str, secret: str) -> tuple[Receiver, About]:
        """A secret of their own, for this edition of the session, until it begins."""
        booking, people = case.booking, case.known.people
        path, answer = path_of(booking, reader), f"{self._diary.home}/answer/{secret}"
        by_letter = {"decline": f"{answer}?say=no"} if secret else {}
        if kind is Notice.SESSION_ASKED:
            by_letter |= {"page": f"{self._diary.home}{path}", "note": _one_line(booking.note)}
        if kind in {Notice.SESSION_DECLINED, Notice.SESSION_CANCELLED}:
            by_letter["words"] = _one_line(booking.words)
        is_asked = kind is Notice.SESSION_ASKED and reader == booking.host
        about = About(
            path,
            facts_of_news(kind, case.news, booking, reader, people),
            by_letter,
            link=f"{answer}?say=yes" if is_asked else "",
            calendar=self._calendar(case, reader),
            happens_at=booking.starts_at,
            part=Part.LETTER,
        )
        return people[reader].receiver, about

    def _calendar(self, case: _Case, reader: str) -> str:
        if case.news.happening is Happening.MOVE_CLASHES or _waits(case.booking, reader):
            return ""  # nothing of what their calendars show has changed
        session = self._diary.session(case.booking, reader, case.known)
        is_gone = session.status is Status.CANCELLED
        return message(session, Method.CANCEL if is_gone else Method.REQUEST)


_WITH_LINKS = frozenset(
    {
        Notice.SESSION_ASKED,
        Notice.SESSION_BOOKED,
        Notice.SESSION_RESCHEDULED,
        Notice.SESSION_MOVED,
        Notice.SEAT_TAKEN,
    }
)


def _by_subject(found: Sequence[News]) -> list[list[News]]:
    """Those about the same together, and together those of which there is no letter."""
    subjects: dict[tuple[str, str | None], list[News]] = {}
    for one in found:
        of = (one.booking, one.by if one.happening in OF_A_SEAT else "")
        subjects.setdefault(("", "") if one.happening in _NO_LETTER else of, []).append(one)
    return list(subjects.values())


def _link(booking: Booking, reader: str, secret: str) -> tuple[str, Link]:
    return digest(secret), Link(booking.id, reader, booking.sequence, booking.starts_at)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _waits(booking: Booking, reader: str) -> bool:
    return any(one.person == reader and one.place is Place.WAITING for one in booking.seats)
