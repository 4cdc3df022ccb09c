"""Messages, files and what people have read, as rows; all go with the mentorship they belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.chat.model import PAGE, Attachment, Message, Wrote
from server.core.db import Tx, UtcDateTime, batches, inserting, metadata


def _of(name: str, refers: str, ondelete: str, *, is_key: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey(f"{refers}.id", ondelete=ondelete)
    is_needed = ondelete == "CASCADE" and name != "message_id"
    return sa.Column(name, sa.String(26), key, primary_key=is_key, nullable=not is_needed)


message = sa.Table(
    "chat_message",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _of("mentorship_id", "mentorship", "CASCADE"),
    _of("author_id", "person", "SET NULL"),
    _of("booking_id", "booking", "SET NULL"),
    sa.Column("key", sa.String(40), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sent_at", UtcDateTime, nullable=False),
    sa.Column("removed_at", UtcDateTime),
    sa.UniqueConstraint("mentorship_id", "author_id", "key"),
    sa.Index("ix_chat_message_mentorship_id_id", "mentorship_id", "id"),
    sa.Index("ix_chat_message_author_id", "author_id"),
    sa.Index("ix_chat_message_booking_id", "booking_id"),
)

file = sa.Table(
    "chat_file",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _of("mentorship_id", "mentorship", "CASCADE"),
    _of("author_id", "person", "SET NULL"),
    # None until it is sent.
    _of("message_id", "chat_message", "CASCADE"),
    sa.Column("name", sa.String(480), nullable=False),
    sa.Column("content_type", sa.String(100), nullable=False),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Index("ix_chat_file_mentorship_id", "mentorship_id"),
    sa.Index("ix_chat_file_author_id", "author_id"),
    sa.Index("ix_chat_file_message_id", "message_id"),
)

seen = sa.Table(
    "chat_seen",
    metadata,
    _of("mentorship_id", "mentorship", "CASCADE", is_key=True),
    _of("person_id", "person", "CASCADE", is_key=True),
    # No keys: a message read up to may be gone. Empty: none yet.
    sa.Column("seen", sa.String(26), nullable=False),
    sa.Column("told", sa.String(26), nullable=False),
    sa.Index("ix_chat_seen_person_id", "person_id"),
)

_FILE = (file.c.id, file.c.name, file.c.content_type, file.c.size_bytes)


async def add(tx: Tx, one: Message) -> bool:
    """Whether it is new; its files are attached with `attach`."""
    values = {
        "id": one.id,
        "mentorship_id": one.mentorship,
        "author_id": one.author,
        "booking_id": one.booking,
        "key": one.key,
        "text": one.text,
        "sent_at": one.sent_at,
    }
    added = await tx.execute(inserting(tx, message).values(values).on_conflict_do_nothing())
    return bool(added.rowcount)


async def attach(tx: Tx, one: Message, files: Collection[str]) -> int:
    """Makes the author's unsent files the message's; how many of them were there."""
    mine = sa.and_(
        file.c.id.in_(files),
        file.c.mentorship_id == one.mentorship,
        file.c.author_id == one.author,
        file.c.message_id.is_(None),
    )
    attached = await tx.execute(file.update().where(mine).values(message_id=one.id))
    return int(attached.rowcount)


async def by_key(tx: Tx, mentorship: str, author: str, key: str) -> Message | None:
    """What somebody has sent under a name of their own."""
    found = await _messages(
        tx,
        message.c.mentorship_id == mentorship,
        message.c.author_id == author,
        message.c.key == key,
    )
    return found[0] if found else None


async def find(tx: Tx, mentorship: str, message_id: str) -> Message | None:
    """One message."""
    found = await _messages(tx, message.c.mentorship_id == mentorship, message.c.id == message_id)
    return found[0] if found else None


async def page(tx: Tx, mentorship: str, before: str | None) -> list[Message]:
    """The last `PAGE` messages before one, oldest first."""
    older = [message.c.id < before] if before else []
    found = await _messages(tx, message.c.mentorship_id == mentorship, *older)
    return found[::-1]


async def _messages(tx: Tx, *where: sa.ColumnElement[bool]) -> list[Message]:
    query = sa.select(message).where(*where).order_by(message.c.id.desc()).limit(PAGE)
    rows = (await tx.execute(query)).all()
    ids = [row.id for row in rows]
    query = sa.select(file.c.message_id, *_FILE).where(file.c.message_id.in_(ids))
    of: dict[str, list[Attachment]] = {}
    for row in (await tx.execute(query.order_by(file.c.id))).all() if ids else []:
        of.setdefault(row.message_id, []).append(_attachment(row))
    return [_message(row, tuple(of.get(row.id, ()))) for row in rows]


async def remove(tx: Tx, one: Message, now: datetime) -> None:
    """Takes its words and its files away; that there was something stays."""
    await tx.execute(file.delete().where(file.c.message_id == one.id))
    gone = message.update().where(message.c.id == one.id).values(text="", removed_at=now)
    await tx.execute(gone)


async def put_file(
    tx: Tx, one: Attachment, mentorship: str, author: str, content: bytes, now: datetime
) -> None:
    """Keeps a file that is yet to be sent."""
    values = {
        "id": one.id,
        "mentorship_id": mentorship,
        "author_id": author,
        "name": one.name,
        "content_type": one.content_type,
        "size_bytes": one.size_bytes,
        "content": content,
        "created_at": now,
    }
    await tx.execute(file.insert().values(values))


async def content(
    tx: Tx, mentorship: str, person: str, file_id: str
) -> tuple[Attachment, bytes] | None:
    """A file that was sent, or that `person` is about to send."""
    is_theirs = sa.or_(file.c.message_id.is_not(None), file.c.author_id == person)
    query = sa.select(*_FILE, file.c.content).where(
        file.c.id == file_id, file.c.mentorship_id == mentorship, is_theirs
    )
    row = (await tx.execute(query)).first()
    return (_attachment(row), bytes(row.content)) if row is not None else None


async def drop_unsent(tx: Tx, mentorship: str, author: str, file_id: str) -> bool:
    """Whether there was such a file that was not sent."""
    gone = await tx.execute(
        file.delete().where(
            file.c.id == file_id,
            file.c.mentorship_id == mentorship,
            file.c.author_id == author,
            file.c.message_id.is_(None),
        )
    )
    return bool(gone.rowcount)


async def used_bytes(tx: Tx, mentorship: str) -> int:
    """What the files of a mentorship hold together."""
    query = sa.select(sa.func.coalesce(sa.func.sum(file.c.size_bytes), 0))
    return int((await tx.execute(query.where(file.c.mentorship_id == mentorship))).scalar_one())


async def clear_unsent(tx: Tx, before: datetime) -> int:
    """Removes files that nobody sent; how many."""
    old = file.delete().where(file.c.message_id.is_(None), file.c.created_at < before)
    return int((await tx.execute(old)).rowcount)


async def note_seen(tx: Tx, mentorship: str, person: str, last: str) -> None:
    """Read up to `last`; never back."""
    values = {"mentorship_id": mentorship, "person_id": person, "seen": last, "told": ""}
    insert = inserting(tx, seen).values(values)
    keys = [seen.c.mentorship_id, seen.c.person_id]
    is_later = seen.c.seen < insert.excluded.seen
    later = {"seen": insert.excluded.seen}
    await tx.execute(insert.on_conflict_do_update(index_elements=keys, set_=later, where=is_later))


async def note_told(tx: Tx, mentorship: str, person: str, last: str) -> None:
    """They know that there is something up to `last`."""
    values = {"mentorship_id": mentorship, "person_id": person, "seen": "", "told": last}
    insert = inserting(tx, seen).values(values)
    keys = [seen.c.mentorship_id, seen.c.person_id]
    await tx.execute(insert.on_conflict_do_update(index_elements=keys, set_={"told": last}))


async def states(
    tx: Tx, person: str, mentorships: Iterable[str]
) -> dict[str, tuple[int, datetime | None]]:
    """Of each: how many of the other's messages are unread, and when the last one was sent."""
    read = sa.and_(seen.c.mentorship_id == message.c.mentorship_id, seen.c.person_id == person)
    is_unread = sa.and_(
        message.c.author_id.is_distinct_from(person),
        message.c.removed_at.is_(None),
        message.c.id > sa.func.coalesce(seen.c.seen, ""),
    )
    query = (
        sa.select(
            message.c.mentorship_id,
            sa.func.count().filter(is_unread),
            sa.func.max(message.c.sent_at),
        )
        .select_from(message.outerjoin(seen, read))
        .where(message.c.mentorship_id.in_(list(mentorships)))
        .group_by(message.c.mentorship_id)
    )
    return {row[0]: (int(row[1]), row[2]) for row in (await tx.execute(query)).all()}


async def wrote(tx: Tx, mentorships: Iterable[str]) -> dict[str, dict[str, Wrote]]:
    """When each of the two wrote, by mentorship and person."""
    found: dict[str, dict[str, Wrote]] = {}
    for some in batches(mentorships):
        # Whoever wrote last has a row for each message since; in it is when the other last wrote.
        for mentorship, author, sent_at, removed_at, other, other_at in await tx.execute(
            _since_the_other(some)
        ):
            of = found.setdefault(mentorship, {})
            if other is not None:
                of.setdefault(other, Wrote(other_at))
            before = of[author].unanswered if author in of else ()
            of[author] = Wrote(sent_at, before if removed_at else (*before, sent_at))
    return found


def _since_the_other(mentorships: Collection[str]) -> sa.Select[Any]:
    columns = (message.c.mentorship_id, message.c.author_id)
    last = (
        sa.select(*columns, sa.func.max(message.c.sent_at).label("at"))
        .where(message.c.mentorship_id.in_(mentorships), message.c.author_id.is_not(None))
        .group_by(*columns)
        .cte("last")
    )
    is_other = sa.and_(
        last.c.mentorship_id == message.c.mentorship_id, last.c.author_id != message.c.author_id
    )
    told = (*columns, message.c.sent_at, message.c.removed_at, last.c.author_id, last.c.at)
    return (
        sa.select(*told)
        .select_from(message.outerjoin(last, is_other))
        .where(
            message.c.mentorship_id.in_(mentorships),
            message.c.author_id.is_not(None),
            sa.or_(last.c.at.is_(None), message.c.sent_at >= last.c.at),
        )
        .order_by(message.c.id)
    )


async def waiting(tx: Tx, before: datetime, limit: int) -> list[tuple[str, str, str, int]]:
    """(mentorship, author, last id, count) sent before then, of which the reader does not know."""
    query = (
        sa.select(
            message.c.mentorship_id,
            message.c.author_id,
            sa.func.max(message.c.id),
            sa.func.count(),
        )
        .where(
            message.c.author_id.is_not(None),
            message.c.removed_at.is_(None),
            message.c.sent_at < before,
            ~_known(),
        )
        .group_by(message.c.mentorship_id, message.c.author_id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2], int(row[3])) for row in (await tx.execute(query)).all()]


def _known() -> sa.ColumnElement[bool]:
    """The one who did not write it has read it, or was told of it or of something after it."""
    return (
        sa.select(seen.c.person_id)
        .where(
            seen.c.mentorship_id == message.c.mentorship_id,
            seen.c.person_id != message.c.author_id,
            sa.or_(seen.c.seen >= message.c.id, seen.c.told >= message.c.id),
        )
        .exists()
    )


def _attachment(row: Any) -> Attachment:
    return Attachment(row.id, row.name, row.content_type, row.size_bytes)


def _message(row: Any, files: tuple[Attachment, ...]) -> Message:
    return Message(
        id=row.id,
        mentorship=row.mentorship_id,
        author=row.author_id,
        key=row.key,
        text=row.text,
        sent_at=row.sent_at,
        booking=row.booking_id,
        removed_at=row.removed_at,
        files=files,
    )
