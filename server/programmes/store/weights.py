"""Versions of weights as rows; the first is written with the second, and numbers have no gaps."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Column, ForeignKey, Integer, Row, String, Table, Text, insert, select

from server.core.db import Tx, UtcDateTime, metadata
from server.programmes.model import Author, Programme, Weights, WeightsVersion, Why
from server.programmes.store.programmes import OF_PROGRAMME

version = Table(
    "programme_weights",
    metadata,
    Column(
        "programme_id", String(26), ForeignKey(OF_PROGRAMME, ondelete="CASCADE"), primary_key=True
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("weights", Text, nullable=False),
    Column("author", String(12), nullable=False),
    Column("person_id", String(26), ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("set_at", UtcDateTime(), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("restores", Integer),
)


async def of_programme(tx: Tx, programme: Programme) -> list[WeightsVersion]:
    """All of them, the one in use first."""
    query = select(version).where(version.c.programme_id == programme.id)
    rows = (await tx.execute(query.order_by(version.c.number.desc()))).all()
    return [_version(row) for row in rows] or [_first(programme)]


async def add(tx: Tx, one: WeightsVersion, before: Programme) -> None:
    """Keeps a version; `before`, locked, is the programme that still has the weights before it."""
    if one.number == 2:
        await tx.execute(insert(version).values(_values(_first(before))))
    await tx.execute(insert(version).values(_values(one)))


def _first(programme: Programme) -> WeightsVersion:
    weights, begun_at = programme.settings.weights, programme.created_at
    return WeightsVersion(programme.id, 1, weights, begun_at, Why(Author.START))


def _values(one: WeightsVersion) -> dict[str, Any]:
    return {
        "programme_id": one.programme,
        "number": one.number,
        "weights": msgspec.json.encode(one.weights).decode(),
        "author": one.why.author.value,
        "person_id": one.why.person,
        "set_at": one.set_at,
        "evidence": msgspec.json.encode(one.why.evidence).decode(),
        "restores": one.why.restores,
    }


def _version(row: Row[Any]) -> WeightsVersion:
    evidence = msgspec.json.decode(row.evidence, type=dict[str, float])
    return WeightsVersion(
        programme=row.programme_id,
        number=row.number,
        weights=msgspec.json.decode(row.weights, type=Weights),
        set_at=row.set_at,
        why=Why(Author(row.author), row.person_id, evidence, row.restores),
    )
