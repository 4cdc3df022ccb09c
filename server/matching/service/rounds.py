"""What a worker does for match runs: works a draft out, and proposes the pairs of a published one.

A worker that dies leaves a run where it is: the next one begins the draft anew, or goes on with
the pairs that were not proposed yet.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Event

import structlog

from server.core.clock import Clock
from server.core.db import DATABASE_ERRORS, Database
from server.core.errors import Refusal
from server.matching.draft import (
    UNFINISHED,
    Draft,
    DraftEdits,
    DraftPair,
    Left,
    Run,
    RunState,
    Why,
    hash_of_input,
)
from server.matching.service.gathering import Gathered, Gathering
from server.matching.solving import Problem, listed, packed, solve
from server.matching.store import prices, runs, vectors
from server.mentorships.model import OPEN, Plan, RequestState
from server.mentorships.service import Requests
from server.profiles.model import Entry
from server.profiles.service import Profiles
from server.programmes.model import Programme
from server.programmes.service import Programmes

AT_ONCE = 50
LOOK_S = 0.5
"""How often a run is told how far it is, and asked whether it was cancelled."""
LEAST_GOALS, MOST_GOALS = 10, 2000
_STANDING = (*OPEN, RequestState.ACCEPTED)
_SORRY = "The server could not work this run out. Please try again; its log says more."
log = structlog.get_logger()


class _Stopped(Exception):  # noqa: N818 - no error: somebody cancelled
    pass


class Rounds:
    """Goes on with whatever run is due."""

    def __init__(
        self,
        *,
        clock: Clock,
        database: Database,
        profiles: Profiles,
        programmes: Programmes,
        requests: Requests,
        gathering: Gathering,
    ) -> None:
        self._clock = clock
        self._database = database
        self._profiles = profiles
        self._programmes = programmes
        self._requests = requests
        self._gathering = gathering

    async def work(self) -> bool:
        """Bring the oldest run that is due to its draft, or its end; whether there was one."""
        async with self._database.read() as tx:
            one = await runs.next_busy(tx)
        if one is None:
            return False
        try:
            await (self._publish(one) if one.state is RunState.PUBLISHING else self._match(one))
        except _Stopped:
            log.info("run.cancelled", one=one.id)
        except FileNotFoundError:  # an encoder without its file: no error of the database
            log.exception("run.failed", one=one.id)
            await self._fail(one)
        except DATABASE_ERRORS:
            raise
        except Exception:
            log.exception("run.failed", one=one.id)
            await self._fail(one)
        return True

    async def _fail(self, one: Run) -> None:
        """A draft that cannot be made is not tried for ever; publishing may be begun again."""
        now, is_published = self._clock.now(), one.state is RunState.PUBLISHING
        state = RunState.PUBLISHED if is_published else RunState.FAILED
        failed = replace(one, state=state, problem=_SORRY, finished_at=now)
        async with self._database.write() as tx:
            await runs.save(tx, failed, states=(*UNFINISHED, RunState.PUBLISHING))

    async def _match(self, one: Run) -> None:
        await self._advance(one.id, 0, 0)
        programme = await self._programmes.programme(one.programme)
        people = await self._gathering.people(programme)
        total = len(people.mentees)
        await self._advance(one.id, 0, total)
        problem = replace(await self._listed(one, people, total), waited=people.waited)
        draft = await asyncio.to_thread(solve, problem, one.mode, DraftEdits(), {})
        problem = replace(problem, first={p.mentee: p.mentor for p in draft.pairs})
        unready = tuple(Left(mentee=mentee, why=Why.UNREADY) for mentee in people.unready)
        made = replace(
            one,
            state=RunState.DRAFTED,
            finished_at=self._clock.now(),
            done=total,
            total=total,
            edition=1,
            weights={name.value: share for name, share in people.rules.weights.items()},
            encoder=people.encoder,
            input_hash=_hash_of(one, people, problem),
            figures=draft.figures,
        )
        await self._save(made, replace(draft, left=(*draft.left, *unready)), problem)

    async def _listed(self, one: Run, people: Gathered, total: int) -> Problem:
        """Lists of all, in a thread that is asked to stop when the run is cancelled."""
        stop, done = Event(), 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if stop.is_set():
                raise _Stopped

        def make() -> Problem:
            index, rules = people.index, people.rules
            return listed(index, people.mentees, rules, one.seed, barred=people.barred, tell=tell)

        work = asyncio.ensure_future(asyncio.to_thread(make))
        try:
            while not (await asyncio.wait({work}, timeout=LOOK_S))[0]:
                await self._advance(one.id, done, total)
        except BaseException:
            stop.set()
            await asyncio.wait({work})
            raise
        return work.result()

    async def _save(self, made: Run, draft: Draft, problem: Problem) -> None:
        content = await asyncio.to_thread(packed, problem)
        found = {p.mentor: p.price for p in draft.pairs}
        everybody = {p.mentee for p in draft.pairs} | {p.mentor for p in draft.pairs}
        everybody |= {one.mentee for one in draft.left}
        async with self._database.write() as tx:
            if not await runs.save(tx, made, states=UNFINISHED, cohort=content):
                raise _Stopped
            there = await vectors.there(tx, sorted(everybody))
            kept = draft.among(there)
            await runs.put_draft(tx, made.id, kept)
            await prices.put(tx, made.programme, found, self._clock.now())
        await self._programmes.tell(made.programme)
        log.info("run.drafted", one=made.id, pairs=len(kept.pairs), left=len(kept.left))

    async def _advance(self, run_id: str, done: int, total: int) -> None:
        async with self._database.write() as tx:
            if not await runs.advance(tx, run_id, done, total):
                raise _Stopped

    async def _publish(self, one: Run) -> None:
        programme = await self._programmes.programme(one.programme)
        while True:
            async with self._database.read() as tx:
                batch = await runs.unpublished(tx, one.id, limit=AT_ONCE)
            if not batch:
                break
            people = await self._profiles.several(pair.mentee for pair in batch)
            for pair in batch:
                problem = await self._proposed(one, programme, pair, people.get(pair.mentee))
                at = None if problem else self._clock.now()
                async with self._database.write() as tx:
                    await runs.note_published(tx, one.id, pair.mentee, at, problem)
        async with self._database.write() as tx:
            now = await runs.find(tx, one.programme, one.id, is_to_change=True)
            if now is not None:
                over = replace(now, state=RunState.PUBLISHED, finished_at=self._clock.now())
                await runs.save(tx, over, states=(RunState.PUBLISHING,))
        log.info("run.published", one=one.id)

    async def _proposed(
        self, one: Run, programme: Programme, pair: DraftPair, mentee: Entry | None
    ) -> str:
        """What stood against it, in words; empty when it is proposed, now or before."""
        if mentee is None:
            return "The mentee has deleted their account."
        if await self._is_proposed(one, pair):
            return ""
        pace = programme.settings.pace
        plan = Plan(_goals_of(mentee, programme), pace.sessions_a_month, pace.weeks)
        try:
            await self._requests.propose(one.programme, pair.mentor, pair.mentee, plan)
        except Refusal as refusal:
            return refusal.detail
        return ""

    async def _is_proposed(self, one: Run, pair: DraftPair) -> bool:
        """Whether a worker that died after proposing has left it unnoted."""
        return any(
            request.programme == one.programme
            and request.mentor == pair.mentor
            and request.state in _STANDING
            and request.created_at >= one.created_at
            for request in await self._requests.of_mentee(pair.mentee)
        )


def _goals_of(mentee: Entry, programme: Programme) -> str:
    """The mentee's own words, with the programme's name before very short ones."""
    goals = "\n".join(one.text for one in mentee.profile.mentee.goals)
    if len(goals) < LEAST_GOALS:
        goals = f"{programme.name}: {goals}".ljust(LEAST_GOALS, ".")
    return goals[:MOST_GOALS]


def _hash_of(one: Run, people: Gathered, problem: Problem) -> str:
    cohort, rules = problem.cohort, people.rules
    arrays = (cohort.places.tobytes(), cohort.choices.tobytes(), cohort.scores.tobytes())
    told = {
        "mode": one.mode.value,
        "seed": one.seed,
        "weights": {name.value: share for name, share in rules.weights.items()},
        "encoder": people.encoder,
        "mentees": cohort.mentees,
        "mentors": cohort.mentors,
        "waited": sorted(problem.waited.items()),
    }
    return hash_of_input(arrays, told)
