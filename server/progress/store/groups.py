"""Group questions and answers as rows, apart from profiles; answers are asked for here alone.

An answer goes with its question, with the account, and when its person leaves the programme.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, inserting, metadata
from server.mentorships.model import Side
from server.progress.model.fairness import SideReport
from server.progress.model.groups import Counted, Edition, GroupQuestion

question = sa.Table(
    "group_question",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("choices", sa.Text, nullable=False),
)
answer = sa.Table(
    "group_answer",
    metadata,
    sa.Column(
        "question_id",
        sa.String(26),
        sa.ForeignKey("group_question.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("choice", sa.SmallInteger),
)
edition = sa.Table(
    "group_edition",
    metadata,
    sa.Column(
        "question_id",
        sa.String(26),
        sa.ForeignKey("group_question.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("side", sa.String(6), primary_key=True),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("gone", sa.Integer, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
)
count = sa.Table(
    "group_count",
    metadata,
    sa.Column("question_id", sa.String(26), primary_key=True),
    sa.Column("side", sa.String(6), primary_key=True),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("mark", sa.String(80), nullable=False),
    sa.ForeignKeyConstraint(
        ["question_id", "side"],
        ["group_edition.question_id", "group_edition.side"],
        ondelete="CASCADE",
        name="fk_group_count_edition",
    ),
)
"""Whom an edition counts, as what: only to know how many people differ since."""


async def of_programmes(tx: Tx, programmes: Collection[str]) -> list[GroupQuestion]:
    """In their order, programme by programme."""
    found: list[GroupQuestion] = []
    for some in batches(programmes):
        query = sa.select(question).where(question.c.programme_id.in_(some))
        order = (question.c.programme_id.desc(), question.c.position)
        found += [_question(row) for row in await tx.execute(query.order_by(*order))]
    return found


async def programmes_that_ask(tx: Tx) -> list[str]:
    """Their ids."""
    return list((await tx.execute(sa.select(question.c.programme_id).distinct())).scalars())


async def find(tx: Tx, question_id: str) -> GroupQuestion | None:
    row = (await tx.execute(sa.select(question).where(question.c.id == question_id))).first()
    return _question(row) if row else None


async def put(tx: Tx, programme: str, questions: Sequence[GroupQuestion]) -> None:
    """These in the place of all; with a question that is not among them its answers go."""
    kept = [one.id for one in questions]
    gone = question.delete().where(question.c.programme_id == programme, question.c.id.not_in(kept))
    await tx.execute(gone)
    for position, one in enumerate(questions):
        moved = question.update().where(question.c.id == one.id).values(position=position)
        if not (await tx.execute(moved)).rowcount:
            await tx.execute(
                question.insert().values(
                    id=one.id,
                    programme_id=programme,
                    position=position,
                    text=one.text,
                    choices=msgspec.json.encode(one.choices).decode(),
                )
            )


async def choices_of(tx: Tx, person: str) -> dict[str, int | None]:
    """What somebody answered, by question; for themselves alone."""
    query = sa.select(answer.c.question_id, answer.c.choice).where(answer.c.person_id == person)
    return {row.question_id: row.choice for row in await tx.execute(query)}


async def say(tx: Tx, question_id: str, person: str, choice: int | None) -> None:
    """In the place of what they said before."""
    said = inserting(tx, answer).values(question_id=question_id, person_id=person, choice=choice)
    key = [answer.c.question_id, answer.c.person_id]
    await tx.execute(said.on_conflict_do_update(index_elements=key, set_={"choice": choice}))


async def withdraw(tx: Tx, question_id: str, people: Collection[str]) -> None:
    """Their answers are gone; of those that an edition counts only the number stays."""
    for some in batches(people):
        theirs = (answer.c.question_id == question_id, answer.c.person_id.in_(some))
        await tx.execute(answer.delete().where(*theirs))
        counted = (count.c.question_id == question_id, count.c.person_id.in_(some))
        of_side = sa.select(sa.func.count()).where(*counted, count.c.side == edition.c.side)
        gone = edition.c.gone + of_side.scalar_subquery()
        mine = edition.c.question_id == question_id
        await tx.execute(edition.update().where(mine).values(gone=gone))
        await tx.execute(count.delete().where(*counted))


async def answers_of(tx: Tx, question_id: str) -> dict[str, int | None]:
    """All answers to a question by person, for its sums."""
    query = sa.select(answer).where(answer.c.question_id == question_id)
    return {row.person_id: row.choice for row in await tx.execute(query)}


async def counted_in(tx: Tx, question_id: str, side: Side) -> Counted:
    """What the last edition counts; nothing if there is none. Locked."""
    which = sa.select(edition.c.gone).where(
        edition.c.question_id == question_id, edition.c.side == side.value
    )
    gone = (await tx.execute(which.with_for_update())).scalar()
    query = sa.select(count.c.person_id, count.c.mark).where(
        count.c.question_id == question_id, count.c.side == side.value
    )
    marks = {row.person_id: row.mark for row in await tx.execute(query)}
    return Counted(marks, gone or 0)


async def publish(
    tx: Tx, question_id: str, report: SideReport, marks: Mapping[str, str], now: datetime
) -> None:
    """The next edition of a side, and whom it counts as what."""
    key = {"question_id": question_id, "side": report.side.value}
    old = edition.delete().where(
        edition.c.question_id == question_id, edition.c.side == report.side.value
    )
    await tx.execute(old)
    told = msgspec.json.encode(report).decode()
    await tx.execute(edition.insert().values(**key, made_at=now, gone=0, report=told))
    if marks:
        rows = [{**key, "person_id": person, "mark": mark} for person, mark in marks.items()]
        await tx.execute(count.insert(), rows)


async def editions(tx: Tx, questions: Collection[str]) -> dict[str, list[Edition]]:
    """The last of each side, by question."""
    found: dict[str, list[Edition]] = {}
    query = sa.select(edition).where(edition.c.question_id.in_(questions))
    for row in await tx.execute(query.order_by(edition.c.side)):
        report = msgspec.json.decode(row.report, type=SideReport)
        found.setdefault(row.question_id, []).append(Edition(row.made_at, report))
    return found


def _question(row: sa.Row[Any]) -> GroupQuestion:
    choices = msgspec.json.decode(row.choices, type=tuple[str, ...])
    return GroupQuestion(row.id, row.programme_id, row.text, choices)
