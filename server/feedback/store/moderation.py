"""Notes to moderators and reports as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.core.db import Tx
from server.feedback.model import Matter, ModeratorsNote, Report, ReportReason, Target
from server.feedback.store.tables import note, report


async def add_note(tx: Tx, one: ModeratorsNote) -> None:
    await tx.execute(
        note.insert().values(
            id=one.id,
            programme_id=one.programme,
            mentorship_id=one.mentorship,
            author_id=one.author,
            other_id=one.other,
            matter=one.matter.value,
            text=one.text,
            at=one.at,
        )
    )


async def notes_of(tx: Tx, programme: str, *, limit: int) -> list[ModeratorsNote]:
    """Open ones first, then the newest."""
    query = (
        sa.select(note)
        .where(note.c.programme_id == programme)
        .order_by(note.c.handled_at.is_not(None), note.c.at.desc(), note.c.id)
        .limit(limit)
    )
    return [_note(row) for row in await tx.execute(query)]


async def count_since(tx: Tx, author: str, since: datetime) -> int:
    query = sa.select(sa.func.count()).where(note.c.author_id == author, note.c.at >= since)
    return int((await tx.execute(query)).scalar_one())


async def handle(tx: Tx, programme: str, note_id: str, now: datetime) -> bool:
    """Whether there is such a note."""
    of_it = sa.and_(note.c.id == note_id, note.c.programme_id == programme)
    return (await tx.execute(note.update().where(of_it).values(handled_at=now))).rowcount == 1


async def add_report(tx: Tx, one: Report) -> bool:
    """Whether it was added; false when the same person has reported it already."""
    values = {
        "id": one.id,
        "programme_id": one.programme,
        "card_id": one.review,
        "target": one.target.value,
        "by_id": one.by,
        "reason": one.reason.value,
        "words": one.words,
        "at": one.at,
    }
    try:
        async with tx.begin_nested():
            await tx.execute(report.insert().values(values))
    except IntegrityError:
        return False
    return True


async def reports_of(tx: Tx, programme: str, *, limit: int) -> list[Report]:
    """Open ones first, then the newest."""
    query = (
        sa.select(report)
        .where(report.c.programme_id == programme)
        .order_by(report.c.judged_at.is_not(None), report.c.at.desc(), report.c.id)
        .limit(limit)
    )
    return [_report(row) for row in await tx.execute(query)]


async def find_report(tx: Tx, programme: str, report_id: str) -> Report | None:
    query = sa.select(report).where(report.c.id == report_id, report.c.programme_id == programme)
    row = (await tx.execute(query.with_for_update())).first()
    return _report(row) if row else None


async def judge(tx: Tx, one: Report, now: datetime, *, is_upheld: bool) -> None:
    """All open reports of the same thing with it."""
    same = sa.and_(
        report.c.card_id == one.review,
        report.c.target == one.target.value,
        sa.or_(report.c.judged_at.is_(None), report.c.id == one.id),
    )
    values = {"judged_at": now, "is_upheld": is_upheld}
    await tx.execute(report.update().where(same).values(**values))


def _note(row: sa.Row[Any]) -> ModeratorsNote:
    return ModeratorsNote(
        id=row.id,
        programme=row.programme_id,
        mentorship=row.mentorship_id,
        author=row.author_id,
        other=row.other_id,
        matter=Matter(row.matter),
        text=row.text,
        at=row.at,
        handled_at=row.handled_at,
    )


def _report(row: sa.Row[Any]) -> Report:
    return Report(
        id=row.id,
        programme=row.programme_id,
        review=row.card_id,
        target=Target(row.target),
        by=row.by_id,
        reason=ReportReason(row.reason),
        words=row.words,
        at=row.at,
        judged_at=row.judged_at,
        is_upheld=row.is_upheld,
    )
