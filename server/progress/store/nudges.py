"""What people were told as nudges and what they wish, as rows; refuses to say one day's twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, inserting, metadata
from server.progress.model.nudges import Key, Matter, Nudge, Said, Wishes


def _of(name: str, refers: str, *, is_indexed: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey(f"{refers}.id", ondelete="CASCADE")
    return sa.Column(name, sa.String(26), key, primary_key=True, index=is_indexed)


nudge = sa.Table(
    "nudge",
    metadata,
    _of("person_id", "person"),
    _of("mentorship_id", "mentorship", is_indexed=True),
    sa.Column("matter", sa.String(10), primary_key=True),
    sa.Column("said_at", UtcDateTime),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("mark", sa.String(100), nullable=False),
    sa.Column("not_before", UtcDateTime),
)
wishes = sa.Table(
    "nudge_wishes",
    metadata,
    _of("person_id", "person"),
    sa.Column("off", sa.String(100), nullable=False),
    sa.Column("snoozed_until", UtcDateTime),
    sa.Column("said_at", UtcDateTime),
    # By the person's own clock: what is to be said is looked for once a day.
    sa.Column("looked_on", sa.Date),
)
_MATTERS = {one.value for one in Matter}


async def wishes_of(tx: Tx, people: Collection[str]) -> dict[str, Wishes]:
    """Of each of these; whoever said nothing has what holds for everybody."""
    found = {one: Wishes() for one in people}
    for some in batches(people):
        query = sa.select(wishes).where(wishes.c.person_id.in_(some))
        found |= {row.person_id: _wishes(row) for row in await tx.execute(query)}
    return found


async def save_wishes(tx: Tx, person: str, wanted: Wishes) -> None:
    """What the person chose; when something was said stays as it is."""
    chosen = {
        "off": " ".join(sorted(wanted.off)),
        "snoozed_until": wanted.snoozed_until,
    }
    statement = inserting(tx, wishes).values(person_id=person, **chosen)
    await tx.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=chosen))


async def take_day(tx: Tx, people: Collection[str], day: date) -> set[str]:
    """Those of these for whom nobody has looked on this day of theirs yet; it is taken now."""
    taken: set[str] = set()
    for some in batches(people):
        rows = [{"person_id": one, "off": "", "looked_on": day} for one in some]
        statement = (
            inserting(tx, wishes)
            .values(rows)
            .on_conflict_do_update(
                index_elements=["person_id"],
                set_={"looked_on": day},
                where=wishes.c.looked_on.is_distinct_from(day),
            )
            .returning(wishes.c.person_id)
        )
        taken |= set((await tx.execute(statement)).scalars())
    return taken


async def note_told(tx: Tx, people: Collection[str], now: datetime) -> None:
    """That these have been told something now; their rows are there."""
    for some in batches(people):
        await tx.execute(wishes.update().where(wishes.c.person_id.in_(some)).values(said_at=now))


async def said_to(tx: Tx, people: Collection[str]) -> dict[str, dict[Key, Said]]:
    """What each of these was told or put off."""
    found: dict[str, dict[Key, Said]] = {one: {} for one in people}
    for some in batches(people):
        query = sa.select(nudge).where(nudge.c.person_id.in_(some))
        for row in await tx.execute(query):
            if row.matter in _MATTERS:
                key = row.mentorship_id, Matter(row.matter)
                found[row.person_id][key] = Said(row.said_at, row.times, row.mark, row.not_before)
    return found


async def put(tx: Tx, said: Iterable[tuple[Nudge, Said]]) -> None:
    """What was just said, in the place of what was said before."""
    rows = [{**_key(one.person, one.key), **_values(after)} for one, after in said]
    await _put(tx, rows)


async def put_off(tx: Tx, person: str, key: Key, not_before: datetime | None) -> None:
    """Not to be said to somebody before then; what was said stays known."""
    known = (await said_to(tx, [person]))[person].get(key, Said())
    after = Said(known.at, known.times, known.mark, not_before)
    await _put(tx, [{**_key(person, key), **_values(after)}])


async def _put(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), _ROWS):
        statement = inserting(tx, nudge).values(rows[start : start + _ROWS])
        given = statement.excluded
        values = {name: given[name] for name in ("said_at", "times", "mark", "not_before")}
        await tx.execute(
            statement.on_conflict_do_update(index_elements=nudge.primary_key, set_=values)
        )


_ROWS = 100
"""At a time: each binds seven values."""


def _key(person: str, key: Key) -> dict[str, Any]:
    return {"person_id": person, "mentorship_id": key[0], "matter": key[1].value}


def _values(said: Said) -> dict[str, Any]:
    return {
        "said_at": said.at,
        "times": said.times,
        "mark": said.mark,
        "not_before": said.not_before,
    }


def _wishes(row: sa.Row[Any]) -> Wishes:
    off = frozenset(Matter(one) for one in row.off.split() if one in _MATTERS)
    return Wishes(off, row.snoozed_until, row.said_at, row.looked_on)
