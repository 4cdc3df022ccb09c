"""Match runs as coordinators see them: started, looked at, edited with a diff, published.

Nobody but the programme's coordinators learns of a run before it is published.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from random import SystemRandom
from typing import Any

import structlog

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, Invalid, NotFound
from server.core.ids import new_id
from server.matching.assign import Mode
from server.matching.draft import (
    HIGHEST_SEED,
    UNFINISHED,
    Draft,
    DraftEdits,
    DraftPair,
    Left,
    Run,
    RunGoesOn,
    RunOver,
    RunState,
    Why,
)
from server.matching.outcome import Figures, Move
from server.matching.service.gathering import Gathering
from server.matching.solving import (
    Problem,
    options_of,
    pair_key,
    score_of,
    solve,
    unpacked,
    without_people,
)
from server.matching.store import runs
from server.profiles.model import Entry
from server.profiles.service import Profiles
from server.programmes.model import OPEN_STATES, Programme
from server.programmes.service import Programmes

LISTED = 20
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with the people that are in it."""

    run: Run
    pairs: tuple[DraftPair, ...]
    left: tuple[Left, ...]
    names: Mapping[str, str]
    places: Mapping[str, int]
    """Of each mentor in the run, as they count now."""


@dataclass(frozen=True, slots=True)
class PairView:
    """One pair with its reasons, and whom else the mentee could have."""

    pair: DraftPair | None
    mentee: Entry
    mentor: Entry | None
    reasons: tuple[dict[str, Any], ...]
    """As `Judged` has them, by the two profiles as they are now."""
    options: tuple[tuple[str, float], ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What edits would bring about."""

    moves: tuple[Move, ...]
    before: Figures
    after: Figures
    names: Mapping[str, str]


class Runs:
    """Use cases on match runs."""

    def __init__(
        self,
        *,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        profiles: Profiles,
        programmes: Programmes,
        gathering: Gathering,
    ) -> None:
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._profiles = profiles
        self._programmes = programmes
        self._gathering = gathering

    async def start(
        self, coordinator: str, programme_id: str, mode: Mode, seed: int | None = None
    ) -> Run:
        """A run that waits for a worker. Raises: NotFound, Conflict, RunGoesOn, Invalid."""
        if seed is not None and not 0 <= seed <= HIGHEST_SEED:
            sentence = f"A seed is a whole number from 0 to {HIGHEST_SEED}."
            raise Invalid(sentence, fields={"seed": sentence})
        one = Run(
            id=new_id(),
            programme=programme_id,
            by=coordinator,
            mode=mode,
            seed=SystemRandom().randint(0, HIGHEST_SEED) if seed is None else seed,
            state=RunState.WAITING,
            created_at=self._clock.now(),
        )
        async with self._database.write() as tx:
            await self._under_way(tx, coordinator, programme_id)
            await self._require_free(tx, programme_id)
            await runs.add(tx, one)
        log.info("run.waiting", one=one.id, mode=mode.value)
        return one

    async def of_programme(self, coordinator: str, programme_id: str) -> list[Run]:
        """The last ones, newest first. Raises: NotFound."""
        async with self._database.read() as tx:
            await self._programmes.coordinated(tx, coordinator, programme_id)
            return await runs.of_programme(tx, programme_id, limit=LISTED)

    async def show(self, coordinator: str, programme_id: str, run_id: str) -> Run:
        """Raises: NotFound."""
        async with self._database.read() as tx:
            return await self._find(tx, coordinator, programme_id, run_id)

    async def cancel(self, coordinator: str, programme_id: str, run_id: str) -> Run:
        """Stop it before its draft is there. Raises: NotFound, RunOver."""
        async with self._database.write() as tx:
            one = await self._find(tx, coordinator, programme_id, run_id, is_to_change=True)
            one.require(*UNFINISHED)
            gone = replace(one, state=RunState.CANCELLED, finished_at=self._clock.now())
            if not await runs.save(tx, gone, states=UNFINISHED):
                raise RunOver("It has ended by itself already.")
        return gone

    async def draft(self, coordinator: str, programme_id: str, run_id: str) -> DraftView:
        """All of it. Raises: NotFound, RunOver before there is one."""
        async with self._database.read() as tx:
            one = await self._find(tx, coordinator, programme_id, run_id)
            one.require(RunState.DRAFTED, RunState.PUBLISHING, RunState.PUBLISHED)
            pairs, left = await runs.pairs(tx, run_id), await runs.lefts(tx, run_id)
            content = await runs.cohort_of(tx, run_id)
        problem = await asyncio.to_thread(unpacked, content)
        places = {
            mentor: one.edits.places.get(mentor, int(count))
            for mentor, count in zip(problem.cohort.mentors, problem.cohort.places, strict=True)
        }
        ids = {*(p.mentee for p in pairs), *(one.mentee for one in left), *places}
        names = await self._names(ids)
        there = {mentor: count for mentor, count in places.items() if mentor in names}
        return DraftView(one, tuple(pairs), tuple(left), names, there)

    async def pair(self, coordinator: str, programme_id: str, run_id: str, mentee: str) -> PairView:
        """Why a mentee has whom they have. Raises: NotFound, RunOver."""
        async with self._database.read() as tx:
            programme = await self._programmes.coordinated(tx, coordinator, programme_id)
            one = await self._find(tx, coordinator, programme_id, run_id)
            one.require(RunState.DRAFTED, RunState.PUBLISHING, RunState.PUBLISHED)
            pair = await runs.pair_of(tx, run_id, mentee)
            content = await runs.cohort_of(tx, run_id)
        problem = await asyncio.to_thread(unpacked, content)
        if mentee not in problem.cohort.mentees:
            raise NotFound("This mentee is not in the run.")
        options = options_of(problem.cohort, mentee)
        wanted = [mentee, *(m for m, _ in options), *([pair.mentor] if pair else [])]
        people = await self._profiles.several(wanted)
        if mentee not in people:
            raise NotFound("This mentee is not in the run.")
        two = [(mentee, pair.mentor)] if pair and pair.mentor in people else []
        judged = await self._gathering.judged(programme, two, problem.rarities)
        return PairView(
            pair,
            people[mentee],
            people.get(pair.mentor) if pair else None,
            next((found.reasons for found in judged.values()), ()),
            tuple(one for one in options if one[0] in people),
            {id_: entry.person.name for id_, entry in people.items()},
        )

    async def preview(
        self, coordinator: str, programme_id: str, run_id: str, edits: DraftEdits
    ) -> Preview:
        """What these edits (all of them, not only new ones) would change.

        Raises: NotFound, RunOver, Invalid.
        """
        programme, one, problem = await self._to_edit(coordinator, programme_id, run_id)
        draft = await self._solved(programme, one, problem, edits.checked())
        async with self._database.read() as tx:
            before = {p.mentee: p.mentor for p in await runs.pairs(tx, run_id)}
        moves = _moves(before, {p.mentee: p.mentor for p in draft.pairs})
        people = {id_ for m in moves for id_ in (m.mentee, m.before, m.after) if id_}
        assert one.figures is not None  # noqa: S101 - a draft has figures
        return Preview(moves, one.figures, draft.figures, await self._names(people))

    async def edit(
        self, coordinator: str, programme_id: str, run_id: str, edits: DraftEdits, edition: int
    ) -> Run:
        """The draft by these edits from now on; `edition` is the one that was looked at.

        Earlier edits given again bring the earlier draft back. Raises: NotFound, RunOver, Invalid.
        """
        programme, one, problem = await self._to_edit(coordinator, programme_id, run_id)
        one.require_edition(edition)
        clean = edits.checked()
        draft = await self._solved(programme, one, problem, clean)
        draft = await self._with_unready(run_id, draft)
        async with self._database.write() as tx:
            now = await self._find(tx, coordinator, programme_id, run_id, is_to_change=True)
            now.require_edition(edition)
            made = replace(now, edits=clean, edition=edition + 1, figures=draft.figures)
            await runs.save(tx, made, states=(RunState.DRAFTED,))
            await runs.put_draft(tx, run_id, draft)
        return made

    async def publish(self, coordinator: str, programme_id: str, run_id: str, edition: int) -> Run:
        """Propose every pair, by a worker; once published, those that failed are tried again.

        Raises: NotFound, RunOver, RunGoesOn, Conflict.
        """
        async with self._database.write() as tx:
            await self._under_way(tx, coordinator, programme_id)
            one = await self._find(tx, coordinator, programme_id, run_id, is_to_change=True)
            one.require(RunState.DRAFTED, RunState.PUBLISHED)
            if edition != one.edition:
                raise RunOver("The draft was changed meanwhile. Please look at it again.")
            await self._require_free(tx, programme_id)
            await runs.forget_problems(tx, run_id)
            waiting = await runs.count_unpublished(tx, run_id)
            begun = replace(one, state=RunState.PUBLISHING, done=0, total=waiting, finished_at=None)
            await runs.save(tx, begun, states=(one.state,))
        return begun

    async def _to_edit(
        self, coordinator: str, programme_id: str, run_id: str
    ) -> tuple[Programme, Run, Problem]:
        async with self._database.read() as tx:
            programme = await self._programmes.coordinated(tx, coordinator, programme_id)
            one = await self._find(tx, coordinator, programme_id, run_id)
            one.require(RunState.DRAFTED)
            content = await runs.cohort_of(tx, run_id)
        problem = await asyncio.to_thread(unpacked, content)
        everybody = [*problem.cohort.mentees, *problem.cohort.mentors]
        there = await self._names(everybody)
        gone = {one for one in everybody if one not in there}
        return programme, one, without_people(problem, gone) if gone else problem

    async def _solved(
        self, programme: Programme, one: Run, problem: Problem, edits: DraftEdits
    ) -> Draft:
        pairs = [*edits.locks, *((one.mentee, one.mentor) for one in edits.boosts)]
        if await self._gathering.are_apart(pairs) or any(a == b for a, b in pairs):
            sentence = "Two of these people cannot be brought together."
            raise Invalid(sentence, fields={"locks": sentence})
        unlisted = [pair for pair in pairs if score_of(problem.cohort, *pair) is None]
        judged = await self._gathering.judged(programme, unlisted, problem.rarities)
        scores = {pair_key(*pair): found.score for pair, found in judged.items()}
        return await asyncio.to_thread(solve, problem, one.mode, edits, scores)

    async def _with_unready(self, run_id: str, draft: Draft) -> Draft:
        """Those whose profiles did not say enough stay left."""
        async with self._database.read() as tx:
            left = await runs.lefts(tx, run_id)
        there = await self._names([one.mentee for one in left])
        unready = [one for one in left if one.why == Why.UNREADY and one.mentee in there]
        return replace(draft, left=(*draft.left, *unready))

    async def _names(self, people: Iterable[str]) -> dict[str, str]:
        cards = await self._accounts.people(sorted(set(people)))
        return {id_: card.name for id_, card in cards.items()}

    async def _under_way(self, tx: Tx, coordinator: str, programme_id: str) -> None:
        """Raises: NotFound, Conflict. The programme's row is locked until `tx` ends."""
        programme = await self._programmes.coordinated(
            tx, coordinator, programme_id, is_to_change=True
        )
        if programme.state not in OPEN_STATES:
            raise Conflict("Open the programme's enrolment first; a closed one matches nobody.")

    async def _require_free(self, tx: Tx, programme_id: str) -> None:
        if await runs.is_any_busy(tx, programme_id):
            raise RunGoesOn("Wait for it to end, or cancel it.")

    async def _find(
        self,
        tx: Tx,
        coordinator: str,
        programme_id: str,
        run_id: str,
        *,
        is_to_change: bool = False,
    ) -> Run:
        await self._programmes.coordinated(tx, coordinator, programme_id)
        found = await runs.find(tx, programme_id, run_id, is_to_change=is_to_change)
        if found is None:
            raise NotFound("There is no such match run.")
        return found


def _moves(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Move, ...]:
    return tuple(
        Move(one, before.get(one), after.get(one))
        for one in sorted({*before, *after})
        if before.get(one) != after.get(one)
    )
