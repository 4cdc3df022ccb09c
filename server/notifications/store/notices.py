"""Notices and preferences as rows; a notice that waits for a digest is taken for it once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, inserting, metadata
from server.notifications.model import (
    Digest,
    Kind,
    Notice,
    Preferences,
    Quiet,
    Receiver,
    Switch,
)

notice = sa.Table(
    "notice",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "person_id", sa.String(26), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("path", sa.String(300), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False, index=True),
    sa.Column("locale", sa.String(35), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("read_at", UtcDateTime),
    sa.Column("digest_at", UtcDateTime, index=True),
    sa.Column("receiver", sa.Text, nullable=False),
    sa.Index("ix_notice_person_id", "person_id", "read_at", "id"),
)
preferences = sa.Table(
    "notice_preferences",
    metadata,
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("switches", sa.Text, nullable=False),
    sa.Column("quiet_start", sa.Integer),
    sa.Column("quiet_end", sa.Integer),
    sa.Column("digest", sa.String(8), nullable=False),
    sa.Column("reminders", sa.Text, nullable=False),
)
_KINDS = {kind.value for kind in Kind}


async def add(tx: Tx, many: Iterable[tuple[Notice, datetime | None, Receiver]]) -> None:
    """Each with the moment of its digest; its receiver is kept only as long as that needs them."""
    rows = [
        {
            "id": one.id,
            "person_id": one.person,
            "kind": one.kind.value,
            "facts": msgspec.json.encode(one.facts).decode(),
            "path": one.path,
            "created_at": one.created_at,
            "locale": one.locale,
            "zone": one.zone,
            "read_at": one.read_at,
            "digest_at": digest_at,
            "receiver": msgspec.json.encode(receiver).decode() if digest_at else "",
        }
        for one, digest_at, receiver in many
    ]
    if rows:
        await tx.execute(notice.insert(), rows)


async def page(tx: Tx, person: str, *, before: str | None, limit: int) -> list[Notice]:
    """The newest of somebody, or those older than one."""
    query = sa.select(notice).where(notice.c.person_id == person)
    if before is not None:
        query = query.where(notice.c.id < before)
    rows = await tx.execute(query.order_by(notice.c.id.desc()).limit(limit))
    # A kind that a newer version of the server wrote is left out, not a fault of the whole list.
    return [_notice(row) for row in rows if row.kind in _KINDS]


async def unread(tx: Tx, person: str, *, at_most: int) -> int:
    """How many somebody has not read, counted up to a bound."""
    some = (
        sa.select(notice.c.id)
        .where(notice.c.person_id == person, notice.c.read_at.is_(None))
        .limit(at_most)
        .subquery()
    )
    return int((await tx.execute(sa.select(sa.func.count()).select_from(some))).scalar_one())


async def set_read(tx: Tx, person: str, notice_id: str, now: datetime) -> bool:
    """Whether there is such a notice of theirs; when it was first read stays."""
    own = sa.and_(notice.c.id == notice_id, notice.c.person_id == person)
    if (await tx.execute(sa.select(notice.c.id).where(own))).first() is None:
        return False
    await tx.execute(notice.update().where(own, notice.c.read_at.is_(None)).values(read_at=now))
    return True


async def set_read_up_to(tx: Tx, person: str, notice_id: str, now: datetime) -> int:
    """This one and all before it; how many were unread."""
    done = await tx.execute(
        notice.update()
        .where(notice.c.person_id == person, notice.c.id <= notice_id, notice.c.read_at.is_(None))
        .values(read_at=now)
    )
    return done.rowcount


async def waiting_for_digest(tx: Tx, now: datetime, *, limit: int) -> list[str]:
    """People whose digest is due."""
    query = (
        sa.select(notice.c.person_id)
        .where(notice.c.digest_at <= now)
        .group_by(notice.c.person_id)
        .order_by(sa.func.min(notice.c.digest_at))
        .limit(limit)
    )
    return list((await tx.execute(query)).scalars())


async def take_for_digest(tx: Tx, person: str, now: datetime) -> list[tuple[Notice, Receiver]]:
    """What somebody's digest is about, oldest first; none of it is ever taken again."""
    rows = await tx.execute(
        sa.select(notice)
        .where(notice.c.person_id == person, notice.c.digest_at <= now)
        .order_by(notice.c.id)
        .with_for_update()
    )
    found = [
        (_notice(row), msgspec.json.decode(row.receiver, type=Receiver))
        for row in rows
        if row.kind in _KINDS
    ]
    await tx.execute(
        notice.update()
        .where(notice.c.person_id == person, notice.c.digest_at <= now)
        .values(digest_at=None, receiver="")
    )
    return found


async def sweep(tx: Tx, *, created_before: datetime) -> int:
    """Removes old notices, read or not; returns how many."""
    gone = await tx.execute(notice.delete().where(notice.c.created_at < created_before))
    return gone.rowcount


async def preferences_of(tx: Tx, people: Sequence[str]) -> dict[str, Preferences]:
    """What these people wish; everybody is there, whoever said nothing with what holds first."""
    said: dict[str, Preferences] = {}
    for some in batches(people):
        query = sa.select(preferences).where(preferences.c.person_id.in_(some))
        said |= {row.person_id: _preferences(row) for row in await tx.execute(query)}
    return {one: said.get(one, Preferences()) for one in people}


async def save_preferences(tx: Tx, person: str, wanted: Preferences) -> None:
    """In the place of what was there."""
    values = _values(wanted)
    statement = inserting(tx, preferences).values(person_id=person, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))


def _values(wanted: Preferences) -> dict[str, Any]:
    said = {kind.value: [one.email, one.push] for kind, one in wanted.switches.items()}
    return {
        "switches": msgspec.json.encode(said).decode(),
        "quiet_start": wanted.quiet.start if wanted.quiet else None,
        "quiet_end": wanted.quiet.end if wanted.quiet else None,
        "digest": wanted.digest.value,
        "reminders": msgspec.json.encode(wanted.reminders).decode(),
    }


def _preferences(row: sa.Row[Any]) -> Preferences:
    said = msgspec.json.decode(row.switches, type=dict[str, tuple[bool, bool]])
    quiet = None if row.quiet_start is None else Quiet(row.quiet_start, row.quiet_end)
    return Preferences(
        switches={Kind(kind): Switch(*ways) for kind, ways in said.items() if kind in _KINDS},
        quiet=quiet,
        digest=Digest(row.digest),
        reminders=msgspec.json.decode(row.reminders, type=tuple[int, ...]),
    )


def _notice(row: sa.Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        person=row.person_id,
        kind=Kind(row.kind),
        facts=msgspec.json.decode(row.facts, type=dict[str, str]),
        path=row.path,
        created_at=row.created_at,
        locale=row.locale,
        zone=row.zone,
        read_at=row.read_at,
    )
