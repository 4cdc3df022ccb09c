"""The boards of places as rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from server.boards.model import Board, Place
from server.boards.store.tables import board
from server.core.db import Tx

_COLUMNS = (
    board.c.id,
    board.c.mentorship_id,
    board.c.programme_id,
    board.c.title,
    board.c.created_by,
    board.c.created_at,
    board.c.changed_at,
    board.c.archived_at,
)


async def add(tx: Tx, one: Board) -> None:
    """A new one."""
    await tx.execute(board.insert().values(id=one.id, **_values(one)))


async def put(tx: Tx, one: Board) -> None:
    """As it is now."""
    await tx.execute(board.update().where(board.c.id == one.id).values(_values(one)))


async def find(tx: Tx, board_id: str, *, is_to_change: bool = False) -> Board | None:
    """None: there is none."""
    query = sa.select(*_COLUMNS).where(board.c.id == board_id)
    row = (await tx.execute(query.with_for_update() if is_to_change else query)).first()
    return _board(row) if row is not None else None


async def of_place(tx: Tx, place: Place, *, limit: int) -> list[Board]:
    """Its boards, the last changed first."""
    query = sa.select(*_COLUMNS).where(_in(place))
    found = await tx.execute(query.order_by(board.c.changed_at.desc(), board.c.id).limit(limit))
    return [_board(row) for row in found]


async def count(tx: Tx, place: Place) -> int:
    """How many a place has."""
    query = sa.select(sa.func.count()).select_from(board).where(_in(place))
    return (await tx.execute(query)).scalar_one()


def _in(place: Place) -> sa.ColumnElement[bool]:
    if place.mentorship is not None:
        return board.c.mentorship_id == place.mentorship
    return board.c.programme_id == place.programme


def _values(one: Board) -> dict[str, Any]:
    return {
        "mentorship_id": one.place.mentorship,
        "programme_id": one.place.programme,
        "title": one.title,
        "created_by": one.created_by,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
        "archived_at": one.archived_at,
    }


def _board(row: Any) -> Board:
    return Board(
        id=row.id,
        place=Place(row.mentorship_id, row.programme_id),
        title=row.title,
        created_by=row.created_by,
        created_at=row.created_at,
        changed_at=row.changed_at,
        archived_at=row.archived_at,
    )
