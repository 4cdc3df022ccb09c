"""Images as rows: each content once, and which boards show it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from server.boards.model.image import Image
from server.boards.store.tables import blob, file
from server.core.db import Tx, inserting


async def add(tx: Tx, board: str, one: Image, person: str, now: datetime) -> None:
    """Makes an image one of a board's; the same twice is one."""
    content = {
        "sha256": one.sha256,
        "content_type": one.content_type,
        "size": len(one.content),
        "content": one.content,
        "created_at": now,
    }
    await tx.execute(inserting(tx, blob).values(content).on_conflict_do_nothing())
    of_board = {"board_id": board, "sha256": one.sha256, "person_id": person, "at": now}
    await tx.execute(inserting(tx, file).values(of_board).on_conflict_do_nothing())


async def find(tx: Tx, board: str, sha256: str) -> Image | None:
    """None: it is none of this board's."""
    query = (
        sa.select(blob.c.sha256, blob.c.content_type, blob.c.content)
        .join(file, file.c.sha256 == blob.c.sha256)
        .where(file.c.board_id == board, file.c.sha256 == sha256)
    )
    row = (await tx.execute(query)).first()
    return Image(row.sha256, row.content_type, bytes(row.content)) if row is not None else None


async def weight(tx: Tx, board: str) -> tuple[int, int]:
    """A board's images: how many, how many bytes."""
    query = (
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(blob.c.size), 0))
        .select_from(file.join(blob, file.c.sha256 == blob.c.sha256))
        .where(file.c.board_id == board)
    )
    row = (await tx.execute(query)).one()
    return int(row[0]), int(row[1])


async def remove_unused(tx: Tx, before: datetime) -> int:
    """Deletes what no board shows any more and is older than `before`; how many."""
    shown = sa.select(file.c.sha256).where(file.c.sha256 == blob.c.sha256).exists()
    gone = await tx.execute(blob.delete().where(~shown, blob.c.created_at < before))
    return int(gone.rowcount)
