"""Match runs, their pairs and whoever is left; refuses to move a run that another has moved on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, metadata
from server.matching.assign import Mode
from server.matching.draft import (
    BUSY,
    UNFINISHED,
    Draft,
    DraftPair,
    Left,
    Run,
    RunState,
    edits_as_json,
    edits_of_json,
)
from server.matching.model import Round
from server.matching.outcome import Figures


def _of(name: str, *, is_key: bool = True) -> sa.Column[str]:
    other = sa.ForeignKey("person.id", ondelete="CASCADE")
    return sa.Column(name, sa.String(26), other, primary_key=is_key, nullable=False, index=True)


def _of_run() -> sa.Column[str]:
    run_id = sa.ForeignKey("match_run.id", ondelete="CASCADE")
    return sa.Column("run_id", sa.String(26), run_id, primary_key=True)


run = sa.Table(
    "match_run",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "programme_id",
        sa.String(26),
        sa.ForeignKey("programme.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column(
        "person_id", sa.String(26), sa.ForeignKey("person.id", ondelete="SET NULL"), index=True
    ),
    sa.Column("mode", sa.String(8), nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(10), nullable=False, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("weights", sa.Text, nullable=False),
    sa.Column("encoder", sa.String(80), nullable=False),
    sa.Column("input_hash", sa.String(64), nullable=False),
    sa.Column("figures", sa.Text),
    sa.Column("edits", sa.Text, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("cohort", sa.LargeBinary),
)
pair = sa.Table(
    "match_pair",
    metadata,
    _of_run(),
    _of("mentee_id"),
    _of("mentor_id", is_key=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("mentee_rank", sa.Integer),
    sa.Column("mentor_rank", sa.Integer),
    sa.Column("is_locked", sa.Boolean, nullable=False),
    sa.Column("price", sa.Float, nullable=False),
    sa.Column("published_at", UtcDateTime),
    sa.Column("problem", sa.Text, nullable=False),
)
left = sa.Table(
    "match_left",
    metadata,
    _of_run(),
    _of("mentee_id"),
    sa.Column("listed", sa.Integer, nullable=False),
    sa.Column("why", sa.String(20), nullable=False),
    sa.Column("change", sa.String(20)),
    sa.Column("opens", sa.Integer, nullable=False),
    sa.Column("slot", sa.Integer),
    sa.Column("language", sa.String(35)),
)
_SHOWN = [one for one in run.c if one.name != "cohort"]
_ROWS = 1000


async def add(tx: Tx, one: Run) -> None:
    await tx.execute(
        run.insert().values(
            id=one.id,
            programme_id=one.programme,
            person_id=one.by,
            mode=one.mode.value,
            seed=one.seed,
            created_at=one.created_at,
            **_values(one),
        )
    )


async def find(tx: Tx, programme: str, run_id: str, *, is_to_change: bool = False) -> Run | None:
    query = sa.select(*_SHOWN).where(run.c.id == run_id, run.c.programme_id == programme)
    if is_to_change:
        query = query.with_for_update()
    row = (await tx.execute(query)).first()
    return _run(row) if row else None


async def of_programme(tx: Tx, programme: str, *, limit: int) -> list[Run]:
    """The newest first."""
    query = sa.select(*_SHOWN).where(run.c.programme_id == programme)
    rows = await tx.execute(query.order_by(run.c.id.desc()).limit(limit))
    return [_run(row) for row in rows]


async def is_any_busy(tx: Tx, programme: str) -> bool:
    query = sa.select(run.c.id).where(run.c.programme_id == programme, run.c.state.in_(BUSY))
    return (await tx.execute(query)).first() is not None


async def next_busy(tx: Tx) -> Run | None:
    """The oldest that a worker has to go on with."""
    query = sa.select(*_SHOWN).where(run.c.state.in_(BUSY)).order_by(run.c.id).limit(1)
    row = (await tx.execute(query)).first()
    return _run(row) if row else None


async def cohort_of(tx: Tx, run_id: str) -> bytes:
    """What its draft is made from; empty before there is one."""
    query = sa.select(run.c.cohort).where(run.c.id == run_id)
    return (await tx.execute(query)).scalar() or b""


async def advance(tx: Tx, run_id: str, done: int, total: int) -> bool:
    """Whether it still goes on; notes how far it is."""
    moved = await tx.execute(
        run.update()
        .where(run.c.id == run_id, run.c.state.in_(UNFINISHED))
        .values(state=RunState.RUNNING.value, done=done, total=total)
    )
    return moved.rowcount == 1


async def save(
    tx: Tx, one: Run, *, states: Collection[RunState], cohort: bytes | None = None
) -> bool:
    """Whether the run was in one of these states, and is now as it is given."""
    more = {} if cohort is None else {"cohort": cohort}
    saved = await tx.execute(
        run.update()
        .where(run.c.id == one.id, run.c.state.in_([state.value for state in states]))
        .values(**_values(one), **more)
    )
    return saved.rowcount == 1


async def put_draft(tx: Tx, run_id: str, draft: Draft) -> None:
    """In place of what there was."""
    for table in (pair, left):
        await tx.execute(table.delete().where(table.c.run_id == run_id))
    pairs = [_pair_row(run_id, one) for one in draft.pairs]
    lefts = [_left_row(run_id, one) for one in draft.left]
    for table, rows in ((pair, pairs), (left, lefts)):
        for start in range(0, len(rows), _ROWS):
            await tx.execute(table.insert(), rows[start : start + _ROWS])


async def pairs(tx: Tx, run_id: str) -> list[DraftPair]:
    """All of a draft, by the mentees' ids."""
    query = sa.select(pair).where(pair.c.run_id == run_id).order_by(pair.c.mentee_id)
    return [_pair(row) for row in await tx.execute(query)]


async def pair_of(tx: Tx, run_id: str, mentee: str) -> DraftPair | None:
    query = sa.select(pair).where(pair.c.run_id == run_id, pair.c.mentee_id == mentee)
    row = (await tx.execute(query)).first()
    return _pair(row) if row else None


async def lefts(tx: Tx, run_id: str) -> list[Left]:
    """Whoever has nobody, by id."""
    query = sa.select(left).where(left.c.run_id == run_id).order_by(left.c.mentee_id)
    return [
        Left(
            mentee=row.mentee_id,
            listed=row.listed,
            why=row.why,
            change=row.change,
            opens=row.opens,
            slot=row.slot,
            language=row.language,
        )
        for row in await tx.execute(query)
    ]


async def unpublished(tx: Tx, run_id: str, *, limit: int) -> list[DraftPair]:
    """The next ones to be proposed."""
    query = sa.select(pair).where(*_waiting(run_id))
    rows = await tx.execute(query.order_by(pair.c.mentee_id).limit(limit))
    return [_pair(row) for row in rows]


async def published(tx: Tx, programme: str) -> list[Round]:
    """Of a programme, the oldest run first."""
    query = (
        sa.select(run.c.id, run.c.created_at, pair.c.mentee_id, pair.c.mentor_id)
        .join(pair, pair.c.run_id == run.c.id)
        .where(run.c.programme_id == programme, pair.c.published_at.is_not(None))
        .order_by(run.c.id)
    )
    found: dict[str, tuple[datetime, set[tuple[str, str]]]] = {}
    for run_id, made_at, mentee, mentor in await tx.execute(query):
        found.setdefault(run_id, (made_at, set()))[1].add((mentee, mentor))
    return [Round(run_id, made_at, frozenset(of)) for run_id, (made_at, of) in found.items()]


async def count_unpublished(tx: Tx, run_id: str) -> int:
    query = sa.select(sa.func.count()).select_from(pair).where(*_waiting(run_id))
    return int((await tx.execute(query)).scalar_one())


async def note_published(
    tx: Tx, run_id: str, mentee: str, now: datetime | None, problem: str
) -> None:
    await tx.execute(
        pair.update()
        .where(pair.c.run_id == run_id, pair.c.mentee_id == mentee)
        .values(published_at=now, problem=problem)
    )
    await tx.execute(run.update().where(run.c.id == run_id).values(done=run.c.done + 1))


async def forget_problems(tx: Tx, run_id: str) -> None:
    """So that failed pairs are tried again."""
    await tx.execute(
        pair.update().where(pair.c.run_id == run_id, pair.c.problem != "").values(problem="")
    )


def _waiting(run_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (pair.c.run_id == run_id, pair.c.published_at.is_(None), pair.c.problem == "")


def _values(one: Run) -> dict[str, Any]:
    figures = None if one.figures is None else msgspec.json.encode(asdict(one.figures)).decode()
    return {
        "state": one.state.value,
        "finished_at": one.finished_at,
        "done": one.done,
        "total": one.total,
        "edition": one.edition,
        "weights": msgspec.json.encode(one.weights, order="sorted").decode(),
        "encoder": one.encoder,
        "input_hash": one.input_hash,
        "figures": figures,
        "edits": edits_as_json(one.edits),
        "problem": one.problem,
    }


def _pair_row(run_id: str, one: DraftPair) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "mentee_id": one.mentee,
        "mentor_id": one.mentor,
        "score": one.score,
        "mentee_rank": one.mentee_rank,
        "mentor_rank": one.mentor_rank,
        "is_locked": one.is_locked,
        "price": one.price,
        "published_at": one.published_at,
        "problem": one.problem,
    }


def _left_row(run_id: str, one: Left) -> dict[str, Any]:
    told = asdict(one)
    return {"run_id": run_id, "mentee_id": told.pop("mentee"), **told, "why": str(one.why)}


def _run(row: sa.Row[Any]) -> Run:
    return Run(
        id=row.id,
        programme=row.programme_id,
        by=row.person_id,
        mode=Mode(row.mode),
        seed=row.seed,
        state=RunState(row.state),
        created_at=row.created_at,
        finished_at=row.finished_at,
        done=row.done,
        total=row.total,
        edition=row.edition,
        weights=msgspec.json.decode(row.weights, type=dict[str, float]),
        encoder=row.encoder,
        input_hash=row.input_hash,
        figures=None if row.figures is None else msgspec.json.decode(row.figures, type=Figures),
        edits=edits_of_json(row.edits),
        problem=row.problem,
    )


def _pair(row: sa.Row[Any]) -> DraftPair:
    return DraftPair(
        mentee=row.mentee_id,
        mentor=row.mentor_id,
        score=row.score,
        mentee_rank=row.mentee_rank,
        mentor_rank=row.mentor_rank,
        is_locked=row.is_locked,
        price=row.price,
        published_at=row.published_at,
        problem=row.problem,
    )
