"""Cards of sessions as rows, two for a session: each is read together with the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, batches
from server.feedback.model import Answers, Card, Happened, Tag, Tempo
from server.feedback.store.tables import card
from server.mentorships.model import Side

Two = tuple[Card, Card | None]
"""Somebody's card, and the other one's."""


async def of_booking(tx: Tx, booking: str, *, is_to_change: bool = False) -> dict[str, Card]:
    """By person; locked in one order, if they are to be changed."""
    query = sa.select(card).where(card.c.booking_id == booking).order_by(card.c.id)
    rows = await tx.execute(query.with_for_update() if is_to_change else query)
    return {one.person: one for one in map(_card, rows)}


async def find(tx: Tx, card_id: str) -> Card | None:
    row = (await tx.execute(sa.select(card).where(card.c.id == card_id))).first()
    return _card(row) if row else None


async def add(tx: Tx, one: Card) -> None:
    """Raises: IntegrityError for a second one of the same person and session."""
    await tx.execute(card.insert().values(id=one.id, **_values(one)))


async def save(tx: Tx, one: Card) -> None:
    """A successor; its booking's cards are locked."""
    await tx.execute(card.update().where(card.c.id == one.id).values(**_values(one)))


async def of_person(tx: Tx, person: str, *, limit: int) -> list[Two]:
    """Somebody's, newest session first."""
    query = (
        sa.select(card)
        .where(card.c.person_id == person)
        .order_by(card.c.session_at.desc(), card.c.id)
        .limit(limit)
    )
    return await _with_others(tx, [_card(row) for row in await tx.execute(query)])


async def known_until(tx: Tx) -> datetime | None:
    """Of the session whose attendance was known last."""
    found: datetime | None = (await tx.execute(sa.select(sa.func.max(card.c.known_at)))).scalar()
    return found


async def to_tell(tx: Tx, now: datetime, reminded_before: datetime, *, limit: int) -> list[str]:
    """The ids of open cards whose person is to be told, or told again."""
    fresh = sa.and_(card.c.told_at.is_(None), card.c.known_at.is_not(None), card.c.useful.is_(None))
    again = sa.and_(card.c.reminded_at.is_(None), card.c.told_at <= reminded_before)
    query = (
        sa.select(card.c.id)
        .where(card.c.given_at.is_(None), card.c.closes_at > now, sa.or_(fresh, again))
        .order_by(card.c.session_at, card.c.id)
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def begun(tx: Tx, now: datetime, began_before: datetime, *, limit: int) -> list[Card]:
    """Of sessions that were held and began before a moment: first answers that were never sent."""
    query = (
        sa.select(card)
        .where(
            card.c.given_at.is_(None),
            card.c.useful.is_not(None),
            card.c.is_held.is_(True),
            card.c.session_at <= began_before,
            card.c.closes_at > now,
        )
        .order_by(card.c.session_at, card.c.id)
        .limit(limit)
    )
    return [_card(row) for row in await tx.execute(query)]


async def to_settle(tx: Tx, now: datetime, *, limit: int) -> list[str]:
    """Bookings with cards that are revealed and not passed on yet."""
    other = card.alias()
    both = (
        sa.select(other.c.id)
        .where(
            other.c.booking_id == card.c.booking_id,
            other.c.id != card.c.id,
            other.c.given_at.is_not(None),
        )
        .exists()
    )
    query = (
        sa.select(card.c.booking_id)
        .distinct()
        .where(
            card.c.settled_at.is_(None),
            sa.or_(card.c.closes_at <= now, sa.and_(card.c.given_at.is_not(None), both)),
        )
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def settle(tx: Tx, card_id: str, now: datetime, counts_at: datetime) -> None:
    """It was passed on, and is in the mentor's own figures from `counts_at` on."""
    values = {"settled_at": now, "counts_at": counts_at}
    await tx.execute(card.update().where(card.c.id == card_id).values(**values))


async def settled_of_programme(tx: Tx, programme: str, since: datetime) -> list[Card]:
    """Mentees' cards of sessions that were held, revealed ones alone."""
    query = sa.select(card).where(
        card.c.programme_id == programme,
        card.c.side == Side.MENTEE.value,
        card.c.settled_at.is_not(None),
        card.c.session_at >= since,
        sa.or_(
            card.c.is_held.is_(True),
            sa.and_(card.c.useful.is_not(None), card.c.given_at.is_not(None)),
        ),
    )
    return [_card(row) for row in await tx.execute(query)]


async def settled_of_mentor(tx: Tx, mentor: str) -> list[Card]:
    """Mentees' settled cards about one mentor."""
    query = (
        sa.select(card)
        .where(
            card.c.other_id == mentor,
            card.c.side == Side.MENTEE.value,
            card.c.settled_at.is_not(None),
        )
        .order_by(card.c.settled_at, card.c.id)
    )
    return [_card(row) for row in await tx.execute(query)]


async def _with_others(tx: Tx, mine: Sequence[Card]) -> list[Two]:
    theirs: dict[str, Card] = {}
    own = {one.id for one in mine}
    for some in batches(one.booking for one in mine):
        for row in await tx.execute(sa.select(card).where(card.c.booking_id.in_(some))):
            if row.id not in own:
                theirs[row.booking_id] = _card(row)
    return [(one, theirs.get(one.booking)) for one in mine]


def _values(one: Card) -> dict[str, Any]:
    said = one.answers or Answers(useful=one.begun)
    return {
        "booking_id": one.booking,
        "programme_id": one.programme,
        "mentorship_id": one.mentorship,
        "person_id": one.person,
        "other_id": one.other,
        "side": one.side.value,
        "is_held": one.is_held,
        "session_at": one.session_at,
        "known_at": one.known_at,
        "closes_at": one.closes_at,
        "told_at": one.told_at,
        "reminded_at": one.reminded_at,
        "given_at": one.given_at,
        "settled_at": one.settled_at,
        "counts_at": one.counts_at,
        "progress": said.progress,
        "heard": said.heard,
        "useful": said.useful,
        "pace": said.pace.value if said.pace else None,
        "happened": said.happened.value if said.happened else None,
        "tags": " ".join(sorted(said.tags)),
        "appreciation": said.appreciation,
        "may_be_shown": said.may_be_shown,
        "note": said.note,
        "version": one.version,
    }


def _card(row: sa.Row[Any]) -> Card:
    answers = Answers(
        progress=row.progress,
        heard=row.heard,
        useful=row.useful,
        pace=Tempo(row.pace) if row.pace else None,
        happened=Happened(row.happened) if row.happened else None,
        tags=frozenset(Tag(one) for one in row.tags.split()),
        appreciation=row.appreciation,
        may_be_shown=row.may_be_shown,
        note=row.note,
    )
    return Card(
        id=row.id,
        booking=row.booking_id,
        programme=row.programme_id,
        mentorship=row.mentorship_id,
        person=row.person_id,
        other=row.other_id,
        side=Side(row.side),
        is_held=row.is_held,
        session_at=row.session_at,
        known_at=row.known_at,
        closes_at=row.closes_at,
        told_at=row.told_at,
        reminded_at=row.reminded_at,
        given_at=row.given_at,
        answers=answers if row.given_at is not None else None,
        begun=row.useful if row.given_at is None else None,
        settled_at=row.settled_at,
        counts_at=row.counts_at,
        version=row.version,
    )
