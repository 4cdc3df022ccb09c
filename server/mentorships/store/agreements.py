"""Agreements and their signatures as rows; every edition stays as it was signed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, metadata
from server.mentorships.model.agreement import Agreement, Draft, Pace, Signature
from server.mentorships.model.request import Side

agreement = sa.Table(
    "agreement",
    metadata,
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("goals", sa.Text, nullable=False),
    sa.Column("sessions_a_month", sa.Integer, nullable=False),
    sa.Column("weeks", sa.Integer, nullable=False),
    sa.Column("channels", sa.Text, nullable=False),
    sa.Column("confidentiality", sa.Text, nullable=False),
    sa.Column("written_by", sa.String(6), nullable=False),
    sa.Column("written_at", UtcDateTime, nullable=False),
)
signature = sa.Table(
    "agreement_signature",
    metadata,
    sa.Column("mentorship_id", sa.String(26), primary_key=True),
    sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("side", sa.String(6), primary_key=True),
    sa.Column("signed_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(
        ["mentorship_id", "edition"],
        ["agreement.mentorship_id", "agreement.edition"],
        ondelete="CASCADE",
        name="fk_agreement_signature_edition",
    ),
)


async def add(tx: Tx, one: Agreement) -> None:
    """A new edition. Raises: IntegrityError when the other one wrote it first."""
    await tx.execute(
        agreement.insert().values(
            mentorship_id=one.mentorship,
            edition=one.edition,
            goals=one.draft.goals,
            sessions_a_month=one.draft.sessions_a_month,
            weeks=one.draft.weeks,
            channels=one.draft.channels,
            confidentiality=one.draft.confidentiality,
            written_by=one.written_by.value,
            written_at=one.written_at,
        )
    )
    for made in one.signatures:
        await sign(tx, one, made)


async def sign(tx: Tx, one: Agreement, made: Signature) -> None:
    """Raises: IntegrityError for a second signature of one side."""
    await tx.execute(
        signature.insert().values(
            mentorship_id=one.mentorship,
            edition=one.edition,
            side=made.side.value,
            signed_at=made.signed_at,
        )
    )


async def editions(tx: Tx, mentorship: str) -> list[Agreement]:
    """All editions, latest first."""
    made: dict[int, list[Signature]] = {}
    signed = sa.select(signature).where(signature.c.mentorship_id == mentorship)
    for row in await tx.execute(signed.order_by(signature.c.signed_at)):
        made.setdefault(row.edition, []).append(Signature(Side(row.side), row.signed_at))
    query = (
        sa.select(agreement)
        .where(agreement.c.mentorship_id == mentorship)
        .order_by(agreement.c.edition.desc())
    )
    return [_agreement(row, made.get(row.edition, [])) for row in await tx.execute(query)]


async def paces(tx: Tx, mentorships: Iterable[str]) -> dict[str, Pace]:
    """What both signed last, of those mentorships in which they did."""
    found: dict[str, Pace] = {}
    c = agreement.c
    of_it = sa.and_(signature.c.mentorship_id == c.mentorship_id, signature.c.edition == c.edition)
    columns = (c.mentorship_id, c.edition, c.sessions_a_month, c.weeks)
    for some in batches(mentorships):
        query = (
            sa.select(*columns, sa.func.max(signature.c.signed_at))
            .join(signature, of_it)
            .where(c.mentorship_id.in_(some))
            .group_by(*columns)
            .having(sa.func.count() == len(Side))
            .order_by(c.edition)
        )
        for mentorship, _edition, sessions_a_month, weeks, signed_at in await tx.execute(query):
            found[mentorship] = Pace(sessions_a_month, weeks, signed_at)
    return found


def _agreement(row: sa.Row[Any], made: list[Signature]) -> Agreement:
    return Agreement(
        mentorship=row.mentorship_id,
        edition=row.edition,
        draft=Draft(
            goals=row.goals,
            sessions_a_month=row.sessions_a_month,
            weeks=row.weeks,
            channels=row.channels,
            confidentiality=row.confidentiality,
        ),
        written_by=Side(row.written_by),
        written_at=row.written_at,
        signatures=tuple(made),
    )
