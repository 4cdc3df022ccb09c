"""Boards, documents with their logs, who signs as what, what people have seen, snapshots, images."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _boards()
    _documents()
    _logs()
    _snapshots()
    _images()


def _of(
    table: str, name: str, other: str, ondelete: str | None = "CASCADE", key: str = "id"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{other}.{key}"], name=f"fk_{table}_{name}_{other}", ondelete=ondelete
    )


def _index(table: str, *names: str) -> None:
    for name in names:
        op.create_index(f"ix_{table}_{name}", table, [name])


def _boards() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("mentorship_id", sa.String(26)),
        sa.Column("programme_id", sa.String(26)),
        sa.Column("title", sa.String(480), nullable=False),
        sa.Column("created_by", sa.String(26)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("archived_at", UtcDateTime()),
        _of("board", "mentorship_id", "mentorship"),
        _of("board", "programme_id", "programme"),
        _of("board", "created_by", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_board"),
    )
    _index("board", "mentorship_id", "programme_id")


def _documents() -> None:
    op.create_table(
        "board_doc",
        sa.Column("id", sa.String(70), nullable=False),
        sa.Column("mentorship_id", sa.String(26)),
        sa.Column("board_id", sa.String(26)),
        sa.Column("booking_id", sa.String(26)),
        sa.Column("person_id", sa.String(26)),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("owned_until", UtcDateTime(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("state_seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("base_seq", sa.Integer(), nullable=False),
        sa.Column("base", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        _of("board_doc", "mentorship_id", "mentorship"),
        _of("board_doc", "board_id", "board"),
        _of("board_doc", "booking_id", "booking"),
        _of("board_doc", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_board_doc"),
    )
    _index("board_doc", "mentorship_id", "board_id", "booking_id", "person_id")


def _logs() -> None:
    op.create_table(
        "board_update",
        sa.Column("doc_id", sa.String(70), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(26)),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _of("board_update", "doc_id", "board_doc"),
        _of("board_update", "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("doc_id", "seq", name="pk_board_update"),
    )
    _index("board_update", "person_id")
    op.create_table(
        "board_client",
        sa.Column("doc_id", sa.String(70), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        _of("board_client", "doc_id", "board_doc"),
        sa.PrimaryKeyConstraint("doc_id", "client_id", name="pk_board_client"),
    )
    op.create_table(
        "board_seen",
        sa.Column("doc_id", sa.String(70), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of("board_seen", "doc_id", "board_doc"),
        _of("board_seen", "person_id", "person"),
        sa.PrimaryKeyConstraint("doc_id", "person_id", name="pk_board_seen"),
    )
    _index("board_seen", "person_id")


def _snapshots() -> None:
    op.create_table(
        "board_snapshot",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("doc_id", sa.String(70), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(16), nullable=False),
        sa.Column("label", sa.String(480), nullable=False),
        sa.Column("session_id", sa.String(26)),
        sa.Column("person_id", sa.String(26)),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        _of("board_snapshot", "doc_id", "board_doc"),
        _of("board_snapshot", "session_id", "booking", "SET NULL"),
        _of("board_snapshot", "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_board_snapshot"),
    )
    _index("board_snapshot", "doc_id", "session_id", "person_id")


def _images() -> None:
    op.create_table(
        "board_blob",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_board_blob"),
    )
    op.create_table(
        "board_file",
        sa.Column("board_id", sa.String(26), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(26)),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of("board_file", "board_id", "board"),
        _of("board_file", "sha256", "board_blob", None, "sha256"),
        _of("board_file", "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("board_id", "sha256", name="pk_board_file"),
    )
    _index("board_file", "sha256", "person_id")
