"""People, their sign-ins, proofs and photos, the signing keys, and the outbox of letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ONE_EACH = sa.text("state IN ('active', 'next')")


def upgrade() -> None:
    _people()
    _sign_ins()
    _proofs()
    _keys()
    _letters()


def _people() -> None:
    op.create_table(
        "photo",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_photo"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("email_verified_at", UtcDateTime()),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("name", sa.String(320), nullable=False),
        sa.Column("headline", sa.String(640), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("is_mentor", sa.Boolean(), nullable=False),
        sa.Column("is_mentee", sa.Boolean(), nullable=False),
        sa.Column("photo", sa.String(64)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email_key", name="uq_person_email_key"),
        sa.ForeignKeyConstraint(["photo"], ["photo.name"], name="fk_person_photo_photo"),
    )
    op.create_index("ix_person_photo", "person", ["photo"])


def _sign_ins() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("device", sa.String(80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_sign_in_person_id_person", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_index("ix_sign_in_last_seen_at", "sign_in", ["last_seen_at"])
    op.create_table(
        "refresh_token",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sign_in_id", sa.String(26), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("digest", name="pk_refresh_token"),
        sa.ForeignKeyConstraint(
            ["sign_in_id"],
            ["sign_in.id"],
            name="fk_refresh_token_sign_in_id_sign_in",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_refresh_token_sign_in_id", "refresh_token", ["sign_in_id"])
    op.create_index("ix_refresh_token_used_at", "refresh_token", ["used_at"])


def _proofs() -> None:
    op.create_table(
        "proof",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(26), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("digest", name="pk_proof"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_proof_person_id_person", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_proof_person_id", "proof", ["person_id"])
    op.create_index("ix_proof_expires_at", "proof", ["expires_at"])


def _keys() -> None:
    op.create_table(
        "signing_key",
        sa.Column("kid", sa.String(26), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kid", name="pk_signing_key"),
    )
    op.create_index(
        "uq_signing_key_state",
        "signing_key",
        ["state"],
        unique=True,
        sqlite_where=_ONE_EACH,
        postgresql_where=_ONE_EACH,
    )


def _letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_by", sa.String(26)),
        sa.Column("leased_until", UtcDateTime()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime()),
        sa.Column("complaint", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
    op.create_index("ix_letter_state_due_at", "letter", ["state", "due_at"])
