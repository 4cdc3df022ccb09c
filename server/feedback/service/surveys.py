"""Surveys of one person: shown to them, answered once, told to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.accounts.model import PersonCard
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.feedback.instruments import Given
from server.feedback.model import Survey
from server.feedback.store import surveys as store
from server.feedback.sums import Sums, sums_of

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class SurveyView:
    """A survey, and about whom it is."""

    survey: Survey
    other: PersonCard | None


class Surveys:
    """Use cases on surveys."""

    def __init__(self, *, database: Database, clock: Clock, accounts: Accounts) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts

    async def of_person(self, person: str) -> list[SurveyView]:
        """Those that were asked, newest first."""
        async with self._database.read() as tx:
            found = await store.of_person(tx, person, self._clock.now(), limit=MOST_LISTED)
        people = await self._accounts.people({one.other for one in found})
        return [SurveyView(one, people.get(one.other)) for one in found]

    async def show(self, person: str, survey: str) -> SurveyView:
        """Raises: NotFound."""
        async with self._database.read() as tx:
            return await self._view(await self._own(tx, person, survey))

    async def answer(self, person: str, survey: str, given: Mapping[str, Given]) -> SurveyView:
        """Raises: NotFound, AlreadyGiven, FeedbackOver, Invalid."""
        async with self._database.write() as tx:
            found = await self._own(tx, person, survey, is_to_change=True)
            after = found.answered(given, self._clock.now())
            await store.save(tx, after)
        return await self._view(after)

    async def sums(self, programme: str, cohort: Mapping[str, str]) -> Sums:
        """What a programme's people said, all together; `cohort`: of each mentorship that counts.

        For our own domains: five people or more in each sum, and never one answer.
        """
        async with self._database.read() as tx:
            return sums_of(await store.answered(tx, programme), cohort)

    async def _own(self, tx: Tx, person: str, survey: str, *, is_to_change: bool = False) -> Survey:
        found = await store.find(tx, survey, is_to_change=is_to_change)
        if found is None or found.person != person or found.due_at > self._clock.now():
            raise NotFound("There is no such survey.")
        return found

    async def _view(self, survey: Survey) -> SurveyView:
        people = await self._accounts.people([survey.other])
        return SurveyView(survey, people.get(survey.other))
