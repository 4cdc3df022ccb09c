"""Goals as rows: what reminders, dashboards and search read; the document is the truth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from server.boards.goals.items import GOAL_WORDS, OPEN, Found, Item, Kind, Owner, Status
from server.boards.store.tables import doc
from server.core.db import Tx, batches, metadata

_DOCUMENT = "goals:"


def _of_mentorship() -> sa.Column[str]:
    key = sa.ForeignKey("mentorship.id", ondelete="CASCADE")
    return sa.Column("mentorship_id", sa.String(26), key, primary_key=True)


row = sa.Table(
    "goal_item",
    metadata,
    _of_mentorship(),
    # Ids are made in browsers: one must not stand in the way of another place's.
    sa.Column("kind", sa.String(9), primary_key=True),
    sa.Column("id", sa.String(26), primary_key=True),
    # No key: what lost its parent is kept.
    sa.Column("parent_id", sa.String(26)),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("owner", sa.String(6)),
    sa.Column("due", sa.Date, index=True),
    sa.Column("status", sa.String(7), nullable=False),
    sa.Column("weight", sa.Integer, nullable=False),
    sa.Column("place", sa.String(64), nullable=False),
    sa.Column("percent", sa.Integer),
    *(sa.Column(word, sa.Text, nullable=False) for word in GOAL_WORDS),
    sa.Column("notes", sa.Text, nullable=False),
    # Everything that can be searched for, case-folded.
    sa.Column("words", sa.Text, nullable=False),
)
projection = sa.Table(
    "goal_projection",
    metadata,
    _of_mentorship(),
    # The change of the document that the rows hold at least.
    sa.Column("seq", sa.Integer, nullable=False),
)
template = sa.Table(
    "goal_template",
    metadata,
    _of_mentorship(),
    sa.Column("name", sa.String(20), primary_key=True),
)
reminder = sa.Table(
    "goal_reminder",
    metadata,
    _of_mentorship(),
    sa.Column("item_id", sa.String(26), primary_key=True),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    # For which day somebody was reminded: another day is another reminder.
    sa.Column("due", sa.Date, nullable=False),
)


async def put(
    tx: Tx, mentorship: str, rows: Iterable[tuple[Kind, str]], items: Sequence[Item], seq: int
) -> None:
    """`items` in the place of what was known of `rows`; those that are no items are gone."""
    ids: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for kind, one in rows:
        ids[kind].append(one)
    for kind, all_of_it in ids.items():
        for some in batches(all_of_it):
            known = (row.c.mentorship_id == mentorship, row.c.kind == kind, row.c.id.in_(some))
            await tx.execute(row.delete().where(*known))
    if items:
        await tx.execute(row.insert(), [_values(mentorship, one) for one in items])
    await _note(tx, mentorship, seq)


async def replace_all(tx: Tx, mentorship: str, items: Sequence[Item], seq: int) -> None:
    """These rows and no others."""
    await tx.execute(row.delete().where(row.c.mentorship_id == mentorship))
    await put(tx, mentorship, (), items, seq)


async def items_of(tx: Tx, mentorship: str) -> list[Item]:
    """Every row of a mentorship."""
    found = await tx.execute(sa.select(row).where(row.c.mentorship_id == mentorship))
    return [_item(one) for one in found]


async def counted(tx: Tx, mentorships: Iterable[str]) -> dict[str, list[Item]]:
    """Every row of each of these, without a word of it."""
    c = row.c
    columns = (
        *(c.mentorship_id, c.kind, c.id, c.parent_id, c.owner),
        *(c.due, c.status, c.weight, c.place, c.percent),
    )
    found: dict[str, list[Item]] = {}
    for some in batches(mentorships):
        for one in await tx.execute(sa.select(*columns).where(c.mentorship_id.in_(some))):
            found.setdefault(one.mentorship_id, []).append(_bare_item(one))
    return found


async def changed(tx: Tx, mentorships: Iterable[str]) -> dict[str, datetime]:
    """When the goals of each of these were last written in, where they ever were."""
    found: dict[str, datetime] = {}
    for some in batches(mentorships):
        names = [_DOCUMENT + one for one in some]
        written = sa.and_(doc.c.id.in_(names), doc.c.head_seq > 0)
        for one in await tx.execute(
            sa.select(doc.c.mentorship_id, doc.c.changed_at).where(written)
        ):
            found[one.mentorship_id] = one.changed_at
    return found


async def seq_of(tx: Tx, mentorship: str) -> int:
    """The change up to which the rows are known to go; 0: none."""
    query = sa.select(projection.c.seq).where(projection.c.mentorship_id == mentorship)
    return (await tx.execute(query)).scalar() or 0


async def behind(tx: Tx, limit: int) -> list[tuple[str, int]]:
    """Mentorships whose document has gone on without their rows, and how far it is."""
    query = (
        sa.select(doc.c.mentorship_id, doc.c.head_seq)
        .outerjoin(projection, projection.c.mentorship_id == doc.c.mentorship_id)
        .where(
            doc.c.id.startswith(_DOCUMENT, autoescape=True),
            doc.c.mentorship_id.is_not(None),
            doc.c.head_seq > sa.func.coalesce(projection.c.seq, 0),
        )
        .order_by(doc.c.mentorship_id)
        .limit(limit)
    )
    return [(mentorship, seq) for mentorship, seq in await tx.execute(query)]


async def every(tx: Tx) -> list[tuple[str, int]]:
    """Every mentorship with goals, and how far its document is."""
    query = sa.select(doc.c.mentorship_id, doc.c.head_seq).where(
        doc.c.id.startswith(_DOCUMENT, autoescape=True), doc.c.mentorship_id.is_not(None)
    )
    return [(mentorship, seq) for mentorship, seq in await tx.execute(query)]


async def search(tx: Tx, mentorships: Collection[str], text: str, limit: int) -> list[Found]:
    """Rows of these mentorships with every word of `text`."""
    has = [row.c.words.contains(word, autoescape=True) for word in text.casefold().split()]
    query = (
        sa.select(row)
        .where(row.c.mentorship_id.in_(list(mentorships)), *has)
        .order_by(row.c.kind.desc(), row.c.id)
        .limit(limit)
    )
    return [Found(one.mentorship_id, _item(one)) for one in await tx.execute(query)]


async def open_actions(tx: Tx, mentorships: Collection[str], limit: int) -> list[Found]:
    """Action items still to be done, those with the nearest day first."""
    query = (
        sa.select(row)
        .where(row.c.mentorship_id.in_(list(mentorships)), *_is_open())
        .order_by(row.c.due.is_(None), row.c.due, row.c.id)
        .limit(limit)
    )
    return [Found(one.mentorship_id, _item(one)) for one in await tx.execute(query)]


async def due_between(tx: Tx, first: date, last: date) -> list[Found]:
    """Action items still to be done by a day of these."""
    query = (
        sa.select(row)
        .where(*_is_open(), row.c.due >= first, row.c.due <= last)
        .order_by(row.c.mentorship_id, row.c.id)
    )
    return [Found(one.mentorship_id, _item(one)) for one in await tx.execute(query)]


async def is_reminded(tx: Tx, one: Found, person: str) -> bool:
    """Whether this person was reminded of this for the day it is due on."""
    query = sa.select(reminder.c.due).where(*_reminder(one, person))
    return (await tx.execute(query)).scalar() == one.item.due


async def note_reminded(tx: Tx, one: Found, person: str) -> None:
    await tx.execute(reminder.delete().where(*_reminder(one, person)))
    await tx.execute(
        reminder.insert().values(
            mentorship_id=one.mentorship, item_id=one.item.id, person_id=person, due=one.item.due
        )
    )


async def take_template(tx: Tx, mentorship: str, name: str) -> bool:
    """Whether it is taken for the first time."""
    known = sa.select(template).where(
        template.c.mentorship_id == mentorship, template.c.name == name
    )
    if (await tx.execute(known)).first() is not None:
        return False
    await tx.execute(template.insert().values(mentorship_id=mentorship, name=name))
    return True


async def give_template_back(tx: Tx, mentorship: str, name: str) -> None:
    await tx.execute(
        template.delete().where(template.c.mentorship_id == mentorship, template.c.name == name)
    )


async def templates_of(tx: Tx, mentorship: str) -> set[str]:
    """Those that were taken."""
    query = sa.select(template.c.name).where(template.c.mentorship_id == mentorship)
    return set((await tx.execute(query)).scalars())


def _is_open() -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return (row.c.kind == Kind.ACTION, row.c.status.in_([one.value for one in OPEN]))


def _reminder(one: Found, person: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        reminder.c.mentorship_id == one.mentorship,
        reminder.c.item_id == one.item.id,
        reminder.c.person_id == person,
    )


async def _note(tx: Tx, mentorship: str, seq: int) -> None:
    known = await seq_of(tx, mentorship)
    await tx.execute(projection.delete().where(projection.c.mentorship_id == mentorship))
    await tx.execute(projection.insert().values(mentorship_id=mentorship, seq=max(known, seq)))


def _values(mentorship: str, one: Item) -> dict[str, Any]:
    said = {word: getattr(one, word) for word in GOAL_WORDS}
    words = "\n".join([one.title, *said.values(), one.notes])
    return {
        "mentorship_id": mentorship,
        "id": one.id,
        "kind": one.kind,
        "parent_id": one.parent,
        "title": one.title,
        "owner": one.owner,
        "due": one.due,
        "status": one.status,
        "weight": one.weight,
        "place": one.order,
        "percent": one.percent,
        **said,
        "notes": one.notes,
        "words": words.casefold(),
    }


def _item(one: sa.Row[Any]) -> Item:
    words = {word: getattr(one, word) for word in ("title", "notes", *GOAL_WORDS)}
    return replace(_bare_item(one), **words)


def _bare_item(one: Any) -> Item:
    return Item(
        kind=Kind(one.kind),
        id=one.id,
        parent=one.parent_id,
        owner=Owner(one.owner) if one.owner else None,
        due=one.due,
        status=Status(one.status),
        weight=one.weight,
        order=one.place,
        percent=one.percent,
    )
