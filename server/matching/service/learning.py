"""Feedback on pairs is kept, and coordinators decide what becomes of what it teaches.

A coordinator sees sums alone: how many answered, and what all of them say together.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, NotFound
from server.core.ids import new_id
from server.matching.model import PairFeedback
from server.matching.pair import evidence
from server.matching.proposal import (
    History,
    LearningView,
    Proposal,
    ProposalState,
    proposed_weights,
)
from server.matching.service.gathering import Gathering
from server.matching.service.indexes import Indexes
from server.matching.skills import rarity
from server.matching.store import feedback, learning
from server.matching.traits import MenteeTraits
from server.programmes.model import (
    OPEN_STATES,
    Author,
    Programme,
    Why,
)
from server.programmes.service import Programmes, Weighing

LEARNED_FROM = timedelta(days=3 * 365)
"""What was said longer ago would weigh less than an eighth."""
log = structlog.get_logger()


class Learning:
    """Use cases on feedback and on what was learned from it."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        programmes: Programmes,
        weighing: Weighing,
        gathering: Gathering,
        indexes: Indexes,
    ) -> None:
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._programmes = programmes
        self._weighing = weighing
        self._gathering = gathering
        self._indexes = indexes

    async def record(self, told: PairFeedback) -> None:
        """Keep what somebody says, with the pair as the score sees it now.

        Said again on the same occasion it takes the place of the answers before; the pair stays as
        it was seen first. Raises: Invalid, NotFound, Conflict for an occasion of another pair.
        """
        told.checked()
        async with self._database.write() as tx:
            if await self._is_replaced(tx, told):
                return
        seen = await self._seen(told)
        async with self._database.write() as tx:
            if not await feedback.add(tx, seen):
                await self._is_replaced(tx, seen)

    async def state(self, coordinator: str, programme_id: str) -> LearningView:
        """How far it is. Raises: NotFound."""
        async with self._database.read() as tx:
            programme = await self._programmes.coordinated(tx, coordinator, programme_id)
            return await self._view(tx, programme)

    async def ask(self, coordinator: str, programme_id: str) -> LearningView:
        """Look at the answers as soon as a worker can. Raises: NotFound, Conflict."""
        async with self._database.write() as tx:
            programme = await self._coordinated(tx, coordinator, programme_id)
            if programme.state not in OPEN_STATES:
                raise Conflict("A programme learns while it is under way.")
            await learning.ask(tx, programme_id, self._clock.now())
            return await self._view(tx, programme)

    async def accept(self, coordinator: str, programme_id: str, proposal_id: str) -> LearningView:
        """The proposed weights from now on. Raises: NotFound, LearningMoved, WeightsMoved."""
        async with self._database.write() as tx:
            programme, one = await self._waiting(tx, coordinator, programme_id, proposal_id)
            why = Why(Author.LEARNING, coordinator, one.lesson.as_evidence())
            made = await self._weighing.put(
                tx, programme, proposed_weights(one), why, base=one.base
            )
            await self._decide(tx, one, ProposalState.ACCEPTED, coordinator)
            view = await self._view(tx, made)
        await self._programmes.tell(programme_id)
        log.info("learning.accepted", one=one.id)
        return view

    async def reject(self, coordinator: str, programme_id: str, proposal_id: str) -> LearningView:
        """The weights stay; it comes again only with many more answers.

        Raises: NotFound, LearningMoved.
        """
        async with self._database.write() as tx:
            programme, one = await self._waiting(tx, coordinator, programme_id, proposal_id)
            await self._decide(tx, one, ProposalState.REJECTED, coordinator)
            return await self._view(tx, programme)

    async def history(self, coordinator: str, programme_id: str) -> History:
        """Raises: NotFound."""
        versions = await self._weighing.history(coordinator, programme_id)
        setters = {one.why.person for one in versions if one.why.person}
        cards = await self._accounts.people(setters)
        return History(tuple(versions), {id_: card.name for id_, card in cards.items()})

    async def restore(self, coordinator: str, programme_id: str, number: int, base: int) -> History:
        """An earlier version again, as a new one. Raises: NotFound, WeightsMoved."""
        await self._weighing.restore(coordinator, programme_id, number, base=base)
        return await self.history(coordinator, programme_id)

    async def _is_replaced(self, tx: Tx, told: PairFeedback) -> bool:
        before = await feedback.find(tx, told.rater, told.occasion)
        if before is None:
            return False
        if not before.is_of_same_pair(told):
            sentence = "This was said of other people already."
            raise Conflict(sentence, fields={"occasion": sentence})
        await feedback.put_answers(tx, told)
        return True

    async def _seen(self, told: PairFeedback) -> PairFeedback:
        programme = await self._programmes.programme(told.programme)
        two = await self._gathering.two(told.mentee, told.mentor)
        if two is None:
            raise NotFound("One of the two is not there any more.")
        rules = await self._gathering.rules(programme)
        rare = await self._rarities(programme.id, two.mentee)
        seen = await asyncio.to_thread(evidence, two.mentee, two.mentor, rules, rare)
        return replace(told, id=new_id(), features=seen.features, encoder=two.encoder)

    async def _rarities(self, programme: str, mentee: MenteeTraits) -> list[float]:
        """Of the skills wanted; all alike where this server keeps no index of the programme."""
        skills = [one.id for one in mentee.skills]
        try:
            return await self._indexes.ask(
                programme,
                lambda held: [
                    rarity(len(held.index), held.index.skills.holders(one)) for one in skills
                ],
            )
        except KeyError:
            return [1.0] * len(skills)

    async def _coordinated(self, tx: Tx, coordinator: str, programme_id: str) -> Programme:
        return await self._programmes.coordinated(tx, coordinator, programme_id, is_to_change=True)

    async def _waiting(
        self, tx: Tx, coordinator: str, programme_id: str, proposal_id: str
    ) -> tuple[Programme, Proposal]:
        programme = await self._coordinated(tx, coordinator, programme_id)
        found = await learning.find(tx, programme_id, proposal_id)
        if found is None:
            raise NotFound("There is no such proposal.")
        found.require_waiting()
        return programme, found

    async def _decide(self, tx: Tx, one: Proposal, state: ProposalState, coordinator: str) -> None:
        now = self._clock.now()
        await learning.decide(tx, replace(one, state=state, decided_at=now, decided_by=coordinator))

    async def _view(self, tx: Tx, programme: Programme) -> LearningView:
        since = self._clock.now() - LEARNED_FROM
        sessions, raters = await feedback.count(tx, programme.id, since)
        return LearningView(
            programme=programme,
            version=(await self._weighing.versions(tx, programme))[0].number,
            sessions=sessions,
            raters=raters,
            check=await learning.check_of(tx, programme.id),
            proposal=await learning.latest(tx, programme.id, ProposalState.WAITING),
        )
