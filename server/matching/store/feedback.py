"""What people made of each other, with the pair as the score saw it then; one row an occasion."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.model import PairFeedback
from server.mentorships.model import FitReason


def _person(name: str, *, has_index: bool = True) -> sa.Column[str]:
    other = sa.ForeignKey("person.id", ondelete="CASCADE")
    return sa.Column(name, sa.String(26), other, nullable=False, index=has_index)


feedback = sa.Table(
    "pair_feedback",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        nullable=False,
    ),
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey("mentorship.id", ondelete="SET NULL"),
        index=True,
    ),
    _person("mentor_id"),
    _person("mentee_id"),
    _person("rater_id", has_index=False),
    sa.Column("occasion", sa.String(80), nullable=False),
    sa.Column("usefulness", sa.SmallInteger),
    sa.Column("rapport", sa.SmallInteger),
    sa.Column("again", sa.SmallInteger),
    sa.Column("misfit", sa.Text, nullable=False),
    sa.Column("features", sa.Text, nullable=False),
    sa.Column("encoder", sa.String(80), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("rater_id", "occasion"),
    sa.Index("ix_pair_feedback_programme_id_id", "programme_id", "id"),
)


async def find(tx: Tx, rater: str, occasion: str) -> PairFeedback | None:
    """What somebody has said on an occasion; locked."""
    query = sa.select(feedback).where(feedback.c.rater_id == rater, feedback.c.occasion == occasion)
    row = (await tx.execute(query.with_for_update())).first()
    return _feedback(row) if row else None


async def add(tx: Tx, one: PairFeedback) -> bool:
    """Whether it was added; false when the rater has said something on this occasion already."""
    try:
        async with tx.begin_nested():
            await tx.execute(feedback.insert().values(_values(one)))
    except IntegrityError:
        return False
    return True


async def put_answers(tx: Tx, one: PairFeedback) -> None:
    """Other answers on the same occasion; the pair stays as it was seen first."""
    await tx.execute(
        feedback.update()
        .where(feedback.c.rater_id == one.rater, feedback.c.occasion == one.occasion)
        .values(usefulness=one.usefulness, rapport=one.rapport, again=one.again)
    )


async def page(
    tx: Tx, programme: str, since: datetime, after: str, *, limit: int
) -> list[PairFeedback]:
    """Rows of a programme in the order of their ids, from behind `after`."""
    query = (
        sa.select(feedback)
        .where(
            feedback.c.programme_id == programme,
            feedback.c.id > after,
            feedback.c.at >= since,
        )
        .order_by(feedback.c.id)
        .limit(limit)
    )
    return [_feedback(row) for row in await tx.execute(query)]


async def count(tx: Tx, programme: str, since: datetime) -> tuple[int, int]:
    """How many answers there are, and of how many people."""
    query = sa.select(sa.func.count(), sa.func.count(sa.distinct(feedback.c.rater_id))).where(
        feedback.c.programme_id == programme, feedback.c.at >= since
    )
    row = (await tx.execute(query)).one()
    return int(row[0]), int(row[1])


async def occasions(tx: Tx, programme: str, like: str) -> set[str]:
    """Those that begin with these words."""
    query = sa.select(feedback.c.occasion).where(
        feedback.c.programme_id == programme, feedback.c.occasion.startswith(like, autoescape=True)
    )
    return set((await tx.execute(query)).scalars())


def _values(one: PairFeedback) -> dict[str, Any]:
    return {
        "id": one.id,
        "programme_id": one.programme,
        "mentorship_id": one.mentorship,
        "mentor_id": one.mentor,
        "mentee_id": one.mentee,
        "rater_id": one.rater,
        "occasion": one.occasion,
        "usefulness": one.usefulness,
        "rapport": one.rapport,
        "again": one.again,
        "misfit": " ".join(sorted(one.misfit)),
        "features": msgspec.json.encode(one.features).decode(),
        "encoder": one.encoder,
        "at": one.at,
    }


def _feedback(row: sa.Row[Any]) -> PairFeedback:
    return PairFeedback(
        id=row.id,
        programme=row.programme_id,
        mentorship=row.mentorship_id,
        mentor=row.mentor_id,
        mentee=row.mentee_id,
        rater=row.rater_id,
        occasion=row.occasion,
        usefulness=row.usefulness,
        rapport=row.rapport,
        again=row.again,
        misfit=frozenset(FitReason(one) for one in row.misfit.split()),
        features=msgspec.json.decode(row.features, type=tuple[float, ...]),
        encoder=row.encoder,
        at=row.at,
    )
