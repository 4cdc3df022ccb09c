"""Imports, their files and what they remarked; refuses two workers the same rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError

from server.core.db import Tx, UtcDateTime, metadata
from server.programmes.model import UNFINISHED, Counts, Import, ImportState, Remark
from server.programmes.store.programmes import OF_PROGRAMME

_COUNTS = ("read", "created", "invited", "unchanged", "refused")
upload = Table(
    "programme_import",
    metadata,
    Column("id", String(26), primary_key=True),
    Column(
        "programme_id",
        String(26),
        ForeignKey(OF_PROGRAMME, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("person_id", String(26), ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("file_name", String(800), nullable=False),
    Column("sends_letters", Boolean, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("finished_at", UtcDateTime()),
    Column("content", LargeBinary),
    Column("total", Integer),
    Column("unknown_columns", Text, nullable=False),
    *(Column(name, Integer, nullable=False) for name in _COUNTS),
)
remark = Table(
    "programme_import_remark",
    metadata,
    Column(
        "import_id",
        String(26),
        ForeignKey("programme_import.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("column", String(400), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("is_error", Boolean, nullable=False),
)
ROW_ERRORS = (IntegrityError, DataError)
"""What the database says of a row that it cannot take, and not of itself."""
_SHOWN = [one for one in upload.c if one.name != "content"]


async def add(tx: Tx, one: Import, content: bytes) -> None:
    await tx.execute(
        insert(upload).values(
            id=one.id,
            programme_id=one.programme,
            person_id=one.by,
            file_name=one.file_name,
            sends_letters=one.sends_letters,
            state=one.state.value,
            created_at=one.created_at,
            content=content,
            total=one.total,
            unknown_columns=msgspec.json.encode(one.unknown_columns).decode(),
            **dict.fromkeys(_COUNTS, 0),
        )
    )


async def find(tx: Tx, programme_id: str, import_id: str) -> Import | None:
    query = select(*_SHOWN).where(upload.c.id == import_id, upload.c.programme_id == programme_id)
    row = (await tx.execute(query)).first()
    return _import(row) if row else None


async def of_programme(tx: Tx, programme_id: str, *, limit: int) -> list[Import]:
    """The newest first."""
    query = select(*_SHOWN).where(upload.c.programme_id == programme_id)
    rows = await tx.execute(query.order_by(upload.c.id.desc()).limit(limit))
    return [_import(row) for row in rows]


async def is_any_going_on(tx: Tx, programme_id: str) -> bool:
    query = select(upload.c.id).where(
        upload.c.programme_id == programme_id, upload.c.state.in_(UNFINISHED)
    )
    return (await tx.execute(query)).first() is not None


async def next_unfinished(tx: Tx) -> tuple[Import, bytes] | None:
    """The oldest that is not over, with its file."""
    query = select(upload).where(upload.c.state.in_(UNFINISHED)).order_by(upload.c.id).limit(1)
    row = (await tx.execute(query)).first()
    return (_import(row), row.content or b"") if row else None


async def hold(tx: Tx, import_id: str, *, read: int) -> bool:
    """Whether the import is where `read` says and goes on; then nobody else moves it meanwhile."""
    held = await tx.execute(
        update(upload)
        .where(upload.c.id == import_id, upload.c.read == read, upload.c.state.in_(UNFINISHED))
        .values(state=ImportState.RUNNING.value)
    )
    return held.rowcount == 1


async def advance(tx: Tx, import_id: str, counts: Counts) -> None:
    """Notes how far an import is that is held."""
    values = {name: getattr(counts, name) for name in _COUNTS}
    await tx.execute(update(upload).where(upload.c.id == import_id).values(**values))


async def finish(tx: Tx, import_id: str, state: ImportState, now: datetime) -> bool:
    """Whether it was still going on; the file is forgotten."""
    done = await tx.execute(
        update(upload)
        .where(upload.c.id == import_id, upload.c.state.in_(UNFINISHED))
        .values(state=state.value, finished_at=now, content=None)
    )
    return done.rowcount == 1


async def add_remarks(tx: Tx, import_id: str, remarks: Iterable[Remark]) -> None:
    """Puts remarks behind those that are there."""
    query = select(func.max(remark.c.number)).where(remark.c.import_id == import_id)
    first = ((await tx.execute(query)).scalar() or 0) + 1
    rows = [
        {
            "import_id": import_id,
            "number": number,
            "line": one.line,
            "column": one.column,
            "sentence": one.sentence,
            "is_error": one.is_error,
        }
        for number, one in enumerate(remarks, first)
    ]
    if rows:
        await tx.execute(insert(remark), rows)


async def remarks(
    tx: Tx, import_id: str, *, after: int = 0, limit: int
) -> Sequence[tuple[int, Remark]]:
    """In the order of the file, with their numbers, from behind a number."""
    query = (
        select(remark)
        .where(remark.c.import_id == import_id, remark.c.number > after)
        .order_by(remark.c.number)
        .limit(limit)
    )
    return [
        (row.number, Remark(row.line, row.column, row.sentence, row.is_error))
        for row in await tx.execute(query)
    ]


def _import(row: Row[Any]) -> Import:
    return Import(
        id=row.id,
        programme=row.programme_id,
        by=row.person_id,
        file_name=row.file_name,
        sends_letters=row.sends_letters,
        state=ImportState(row.state),
        created_at=row.created_at,
        finished_at=row.finished_at,
        counts=Counts(**{name: getattr(row, name) for name in _COUNTS}),
        total=row.total,
        unknown_columns=msgspec.json.decode(row.unknown_columns, type=tuple[str, ...]),
    )
