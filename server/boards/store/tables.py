"""The tables; everything goes with the mentorship, programme or booking it belongs to."""

from __future__ import annotations

import sqlalchemy as sa

from server.core.db import UtcDateTime, metadata


def _id(
    name: str, refers: str, *, ondelete: str = "CASCADE", index: bool = False
) -> sa.Column[str]:
    key = sa.ForeignKey(f"{refers}.id", ondelete=ondelete)
    return sa.Column(name, sa.String(26), key, index=index)


def _doc(*, primary_key: bool) -> sa.Column[str]:
    key = sa.ForeignKey("board_doc.id", ondelete="CASCADE")
    is_index = None if primary_key else True
    return sa.Column(
        "doc_id", sa.String(70), key, primary_key=primary_key, nullable=False, index=is_index
    )


board = sa.Table(
    "board",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _id("mentorship_id", "mentorship", index=True),
    _id("programme_id", "programme", index=True),
    sa.Column("title", sa.String(480), nullable=False),
    _id("created_by", "person", ondelete="SET NULL"),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    sa.Column("archived_at", UtcDateTime),
)

doc = sa.Table(
    "board_doc",
    metadata,
    sa.Column("id", sa.String(70), primary_key=True),
    _id("mentorship_id", "mentorship", index=True),
    _id("board_id", "board", index=True),
    _id("booking_id", "booking", index=True),
    _id("person_id", "person", index=True),
    # Whose it is now, and since how many changes of hands: each append checks the epoch.
    sa.Column("owner", sa.String(64), nullable=False),
    sa.Column("owned_until", UtcDateTime, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("head_seq", sa.Integer, nullable=False),
    # The whole as it was after `state_seq`, and after `base_seq`, where the kept log begins.
    sa.Column("state_seq", sa.Integer, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
    sa.Column("base_seq", sa.Integer, nullable=False),
    sa.Column("base", sa.LargeBinary, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)

update = sa.Table(
    "board_update",
    metadata,
    _doc(primary_key=True),
    # Of the last of `count` changes of one person that were saved together.
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    _id("person_id", "person", ondelete="SET NULL", index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

client = sa.Table(
    "board_client",
    metadata,
    _doc(primary_key=True),
    sa.Column("client_id", sa.BigInteger, primary_key=True, autoincrement=False),
    # No key: an id stays taken when its person has left. Empty: the server.
    sa.Column("person_id", sa.String(26), nullable=False),
)

seen = sa.Table(
    "board_seen",
    metadata,
    _doc(primary_key=True),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

snapshot = sa.Table(
    "board_snapshot",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    _doc(primary_key=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("occasion", sa.String(16), nullable=False),
    sa.Column("label", sa.String(480), nullable=False),
    _id("session_id", "booking", ondelete="SET NULL", index=True),
    _id("person_id", "person", ondelete="SET NULL", index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
)

blob = sa.Table(
    "board_blob",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content_type", sa.String(40), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

file = sa.Table(
    "board_file",
    metadata,
    sa.Column(
        "board_id",
        sa.String(26),
        sa.ForeignKey("board.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "sha256",
        sa.String(64),
        sa.ForeignKey("board_blob.sha256"),
        primary_key=True,
        index=True,
    ),
    _id("person_id", "person", ondelete="SET NULL", index=True),
    sa.Column("at", UtcDateTime, nullable=False),
)
