"""Vectors of texts, words to search mentors by, choices of mentees, lists shown, prices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COLUMNS = "name, headline, expertise, skills"
_NEW = "new.number, new.name, new.headline, new.expertise, new.skills"
_OLD = "'delete', old.number, old.name, old.headline, old.expertise, old.skills"
_PUT = f"INSERT INTO fts_mentor_text (rowid, {_COLUMNS}) VALUES ({_NEW});"  # noqa: S608 - constants
_TAKE = f"INSERT INTO fts_mentor_text (fts_mentor_text, rowid, {_COLUMNS}) VALUES ({_OLD});"  # noqa: S608
_WEIGHED = (
    "setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', headline), 'C')"
    " || setweight(to_tsvector('simple', expertise), 'B')"
    " || setweight(to_tsvector('simple', skills), 'B')"
)


def upgrade() -> None:
    _vectors()
    _words()
    if op.get_bind().dialect.name == "sqlite":
        _fts5()
    else:
        op.execute(f"CREATE INDEX fts_mentor_text ON mentor_text USING gin (({_WEIGHED}))")
    _choices()
    _shown()
    _prices()


def _person(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], ["person.id"], name=f"fk_{table}_{name}_person", ondelete="CASCADE"
    )


def _programme(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["programme_id"],
        ["programme.id"],
        name=f"fk_{table}_programme_id_programme",
        ondelete="CASCADE",
    )


def _vectors() -> None:
    op.create_table(
        "text_vector",
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        _person("text_vector", "person_id"),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_text_vector"),
    )


def _words() -> None:
    op.create_table(
        "mentor_text",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("expertise", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        _person("mentor_text", "person_id"),
        sa.PrimaryKeyConstraint("number", name="pk_mentor_text"),
        sa.UniqueConstraint("person_id", name="uq_mentor_text_person_id"),
    )


def _fts5() -> None:
    """The words are kept once, in the table; triggers also fire when a person is deleted."""
    op.execute(
        f"CREATE VIRTUAL TABLE fts_mentor_text USING fts5({_COLUMNS}, content='mentor_text', "
        "content_rowid='number', prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
    )
    for name, when, does in (
        ("put", "AFTER INSERT", _PUT),
        ("take", "AFTER DELETE", _TAKE),
        ("change", "AFTER UPDATE", _TAKE + " " + _PUT),
    ):
        op.execute(f"CREATE TRIGGER fts_mentor_text_{name} {when} ON mentor_text BEGIN {does} END")


def _choices() -> None:
    op.create_table(
        "mentor_choice",
        sa.Column("mentee_id", sa.String(26), nullable=False),
        sa.Column("mentor_id", sa.String(26), nullable=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        _person("mentor_choice", "mentee_id"),
        _person("mentor_choice", "mentor_id"),
        sa.PrimaryKeyConstraint("mentee_id", "mentor_id", name="pk_mentor_choice"),
    )
    op.create_index("ix_mentor_choice_mentor_id", "mentor_choice", ["mentor_id"])


def _shown() -> None:
    op.create_table(
        "shown_list",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("mentee_id", sa.String(26), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("weights", sa.String(32), nullable=False),
        _programme("shown_list"),
        _person("shown_list", "mentee_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shown_list"),
    )
    op.create_index("ix_shown_list_programme_id", "shown_list", ["programme_id"])
    op.create_index("ix_shown_list_shown_at", "shown_list", ["shown_at"])
    op.create_index(
        "ix_shown_list_mentee_id", "shown_list", ["mentee_id", "programme_id", "shown_at"]
    )
    op.create_table(
        "shown_item",
        sa.Column("list_id", sa.String(26), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.String(26), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("standing", sa.Float(), nullable=False),
        sa.Column("propensity", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["shown_list.id"],
            name="fk_shown_item_list_id_shown_list",
            ondelete="CASCADE",
        ),
        _person("shown_item", "mentor_id"),
        sa.PrimaryKeyConstraint("list_id", "rank", name="pk_shown_item"),
    )
    op.create_index("ix_shown_item_mentor_id", "shown_item", ["mentor_id"])


def _prices() -> None:
    op.create_table(
        "mentor_price",
        sa.Column("programme_id", sa.String(26), nullable=False),
        sa.Column("mentor_id", sa.String(26), nullable=False),
        sa.Column("price", sa.Float(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        _programme("mentor_price"),
        _person("mentor_price", "mentor_id"),
        sa.PrimaryKeyConstraint("programme_id", "mentor_id", name="pk_mentor_price"),
    )
    op.create_index("ix_mentor_price_mentor_id", "mentor_price", ["mentor_id"])
