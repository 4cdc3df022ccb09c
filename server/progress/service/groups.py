"""Group questions: asked by coordinators, answered by whoever likes, told in editions of sums.

Refuses everybody, coordinators and operators too, what somebody answered: it is shown to its
person alone, and read otherwise only to be summed up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.ids import new_id
from server.matching.service import Records
from server.mentorships.model import Side
from server.programmes.model import Programme
from server.programmes.service import Programmes
from server.progress.model import Facts
from server.progress.model.fairness import Fate, fate_of, report_of
from server.progress.model.groups import (
    Asked,
    Edition,
    GroupQuestion,
    NoGroupQuestion,
    checked,
    is_next_due,
    mark_of,
)
from server.progress.service.gathering import Gathering
from server.progress.service.populace import ROLES
from server.progress.store import groups as store


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A question to somebody, and what they said."""

    question: GroupQuestion
    programme: Programme
    is_answered: bool
    choice: int | None
    """None: nothing yet, or that they would rather not say."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question with its last editions, one a side at most."""

    question: GroupQuestion
    editions: Sequence[Edition]


class Groups:
    """Use cases on group questions."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        programmes: Programmes,
        records: Records,
        gathering: Gathering,
    ) -> None:
        self._database = database
        self._clock = clock
        self._programmes = programmes
        self._records = records
        self._gathering = gathering

    async def fairness(self, coordinator: str, programme: str) -> list[Told]:
        """The questions of a programme with their figures. Raises: NotFound."""
        async with self._database.read() as tx:
            await self._programmes.coordinated(tx, coordinator, programme)
            return await self._told(tx, programme)

    async def ask(self, coordinator: str, programme: str, asked: Sequence[Asked]) -> list[Told]:
        """These in the place of all; one that is worded otherwise is another question.

        With a question go its answers and figures. Raises: NotFound, Invalid with every bad field.
        """
        wanted = checked(asked)
        async with self._database.write() as tx:
            await self._programmes.coordinated(tx, coordinator, programme)
            there = {
                (one.text, one.choices): one.id
                for one in await store.of_programmes(tx, [programme])
            }
            questions = [
                GroupQuestion(
                    there.get((one.text, one.choices)) or new_id(),
                    programme,
                    one.text,
                    one.choices,
                )
                for one in wanted
            ]
            await store.put(tx, programme, questions)
            return await self._told(tx, programme)

    async def own(self, person: str) -> list[OwnAnswer]:
        """What is asked of somebody, and what they said; for them alone."""
        mine = {one.id: one for one, _ in await self._programmes.of_person(person)}
        async with self._database.read() as tx:
            questions = await store.of_programmes(tx, mine)
            said = await store.choices_of(tx, person)
        return [
            OwnAnswer(one, mine[one.programme], one.id in said, said.get(one.id))
            for one in questions
        ]

    async def answer(self, person: str, question: str, choice: int | None) -> None:
        """None: would rather not say. Raises: NoGroupQuestion, Invalid."""
        one = await self._asked_of(person, question)
        one.require(choice)
        async with self._database.write() as tx:
            if await store.find(tx, question) is None:
                raise NoGroupQuestion
            await store.say(tx, question, person, choice)

    async def withdraw(self, person: str, question: str) -> None:
        """As if it had never been said. Idempotent. Raises: NoGroupQuestion."""
        await self._asked_of(person, question)
        async with self._database.write() as tx:
            await store.withdraw(tx, question, [person])

    async def renew(self) -> None:
        """Forgets what those answered who have left, and makes the editions that are due."""
        async with self._database.read() as tx:
            asking = await store.programmes_that_ask(tx)
        for programme in asking:
            await self._renew(programme)

    async def _renew(self, programme: str) -> None:
        sides = await self._sides(programme)
        there = {person for side in sides.values() for person in side}
        async with self._database.read() as tx:
            questions = await store.of_programmes(tx, [programme])
        for one in questions:
            async with self._database.write() as tx:
                answers = await store.answers_of(tx, one.id)
                left = answers.keys() - there
                await store.withdraw(tx, one.id, left)
                said = {p: c for p, c in answers.items() if p not in left and c is not None}
                for side, fates in sides.items():
                    await self._publish(tx, one, side, said, fates)

    async def _publish(
        self,
        tx: Tx,
        question: GroupQuestion,
        side: Side,
        said: Mapping[str, int],
        fates: Mapping[str, Fate],
    ) -> None:
        marks = {p: mark_of(choice, fates[p]) for p, choice in said.items() if p in fates}
        if is_next_due(await store.counted_in(tx, question.id, side), marks):
            report = report_of(side, len(question.choices), said, fates)
            await store.publish(tx, question.id, report, marks, self._clock.now())

    async def _sides(self, programme: str) -> dict[Side, dict[str, Fate]]:
        """How it went for everybody who takes part now."""
        everybody = await self._programmes.ever_in(programme)
        pairs = (await self._gathering.of_programme(programme)).values()
        seen = await self._records.exposures(programme)
        people = {
            side: [one.person for one in everybody if one.is_in and role in one.roles]
            for side, role in ROLES.items()
        }
        return {
            Side.MENTEE: _fates(Side.MENTEE, people[Side.MENTEE], pairs, {}),
            Side.MENTOR: _fates(Side.MENTOR, people[Side.MENTOR], pairs, seen),
        }

    async def _asked_of(self, person: str, question: str) -> GroupQuestion:
        for one in await self.own(person):
            if one.question.id == question:
                return one.question
        raise NoGroupQuestion

    async def _told(self, tx: Tx, programme: str) -> list[Told]:
        questions = await store.of_programmes(tx, [programme])
        editions = await store.editions(tx, [one.id for one in questions])
        return [Told(one, editions.get(one.id, ())) for one in questions]


def _fates(
    side: Side, people: Sequence[str], pairs: Iterable[Facts], seen: Mapping[str, float]
) -> dict[str, Fate]:
    """`seen`: how much the lists showed of each; empty where there are none."""
    theirs: dict[str, list[Facts]] = {one: [] for one in people}
    for pair in pairs:
        person = pair.mentorship.person_on(side)
        if person in theirs:
            theirs[person].append(pair)
    mean = sum(seen.get(one, 0.0) for one in people) / len(people) if people else 0.0
    return {
        one: fate_of(side, of, seen.get(one, 0.0) / mean if mean else None)
        for one, of in theirs.items()
    }
