"""Proposals of weights, and when a programme was looked at; one proposal waits at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.proposal import Check, Lesson, Outcome, Proposal, ProposalState

_WAITING = sa.text("state = 'waiting'")
proposal = sa.Table(
    "weight_proposal",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("base", sa.Integer, nullable=False),
    sa.Column("lesson", sa.Text, nullable=False),
    sa.Column("decided_at", UtcDateTime),
    sa.Column(
        "decided_by_id", sa.String(26), sa.ForeignKey("person.id", ondelete="SET NULL"), index=True
    ),
    sa.Index(
        "uq_weight_proposal_waiting",
        "programme_id",
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
)
check = sa.Table(
    "learning_check",
    metadata,
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("asked_at", UtcDateTime, index=True),
    sa.Column("checked_at", UtcDateTime),
    sa.Column("outcome", sa.String(12)),
    sa.Column("sigma", sa.Float, nullable=False),
)


async def add(tx: Tx, one: Proposal) -> None:
    """Raises: IntegrityError while another one of the programme waits."""
    await tx.execute(
        proposal.insert().values(
            id=one.id,
            programme_id=one.programme,
            state=one.state.value,
            made_at=one.made_at,
            base=one.base,
            lesson=msgspec.json.encode(one.lesson).decode(),
            decided_at=one.decided_at,
            decided_by_id=one.decided_by,
        )
    )


async def find(tx: Tx, programme: str, proposal_id: str) -> Proposal | None:
    """Locked until the transaction ends."""
    query = sa.select(proposal).where(
        proposal.c.programme_id == programme, proposal.c.id == proposal_id
    )
    row = (await tx.execute(query.with_for_update())).first()
    return _proposal(row) if row else None


async def decide(tx: Tx, one: Proposal) -> None:
    """Writes what became of a proposal that was locked."""
    await tx.execute(
        proposal.update()
        .where(proposal.c.id == one.id)
        .values(state=one.state.value, decided_at=one.decided_at, decided_by_id=one.decided_by)
    )


async def latest(tx: Tx, programme: str, *states: ProposalState) -> Proposal | None:
    """The last one that is in one of these states."""
    query = (
        sa.select(proposal)
        .where(
            proposal.c.programme_id == programme,
            proposal.c.state.in_([one.value for one in states]),
        )
        .order_by(proposal.c.made_at.desc(), proposal.c.id.desc())
        .limit(1)
    )
    row = (await tx.execute(query)).first()
    return _proposal(row) if row else None


async def replace_waiting(tx: Tx, programme: str, now: datetime) -> bool:
    """The one that waits no longer holds; whether there was one."""
    gone = await tx.execute(
        proposal.update()
        .where(
            proposal.c.programme_id == programme, proposal.c.state == ProposalState.WAITING.value
        )
        .values(state=ProposalState.REPLACED.value, decided_at=now)
    )
    return bool(gone.rowcount)


async def check_of(tx: Tx, programme: str) -> Check:
    """The last look; an empty one if nobody has looked yet."""
    row = (await tx.execute(sa.select(check).where(check.c.programme_id == programme))).first()
    return _check(row) if row else Check()


async def put_check(tx: Tx, programme: str, one: Check) -> None:
    """Takes the place of the one before; whoever writes has locked the programme."""
    await tx.execute(check.delete().where(check.c.programme_id == programme))
    await tx.execute(
        check.insert().values(
            programme_id=programme,
            asked_at=one.asked_at,
            checked_at=one.checked_at,
            outcome=one.outcome.value if one.outcome else None,
            sigma=one.sigma,
        )
    )


async def ask(tx: Tx, programme: str, now: datetime) -> None:
    """Another look as soon as there is time."""
    await put_check(tx, programme, replace(await check_of(tx, programme), asked_at=now))


async def asked(tx: Tx, *, limit: int) -> list[str]:
    """Programmes to look at now, who asked first coming first."""
    query = sa.select(check.c.programme_id).where(check.c.asked_at.is_not(None))
    return list((await tx.execute(query.order_by(check.c.asked_at).limit(limit))).scalars())


async def checked_since(tx: Tx, programmes: Sequence[str], moment: datetime) -> set[str]:
    """Which of these have been looked at from a moment on."""
    query = sa.select(check.c.programme_id).where(
        check.c.programme_id.in_(programmes), check.c.checked_at >= moment
    )
    return set((await tx.execute(query)).scalars())


def _proposal(row: sa.Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        programme=row.programme_id,
        state=ProposalState(row.state),
        made_at=row.made_at,
        base=row.base,
        lesson=msgspec.json.decode(row.lesson, type=Lesson),
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
    )


def _check(row: sa.Row[Any]) -> Check:
    outcome = Outcome(row.outcome) if row.outcome else None
    return Check(row.asked_at, row.checked_at, outcome, row.sigma)
