"""Builds the services of this domain together, for they stand on the same index and records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.core.settings import Settings
from server.matching.service.choices import Choices
from server.matching.service.gathering import Gathering
from server.matching.service.indexes import Indexes
from server.matching.service.keeper import Keeper
from server.matching.service.learning import Learning
from server.matching.service.lessons import Lessons
from server.matching.service.meanings import Meanings
from server.matching.service.records import Records
from server.matching.service.rounds import Rounds
from server.matching.service.runs import Runs
from server.matching.service.seekers import Seekers
from server.matching.service.suggestions import Suggestions
from server.meaning.choice import encoder_of
from server.meaning.skills import Skills
from server.mentorships.service import Mentorships, Requests
from server.notifications.service import Notifications
from server.profiles.service import Profiles
from server.programmes.service import Programmes, Weighing


@dataclass(frozen=True, slots=True)
class Matching:
    """Everything about who fits whom."""

    suggestions: Suggestions
    choices: Choices
    runs: Runs
    rounds: Rounds
    learning: Learning
    lessons: Lessons
    records: Records

    @classmethod
    def on(  # noqa: PLR0913 - the services below, once
        cls,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        notifications: Notifications,
        profiles: Profiles,
        programmes: Programmes,
        weighing: Weighing,
        mentorships: Mentorships,
        requests: Requests,
        skill_list: Skills,
    ) -> Self:
        """The services on those of the layers below."""
        indexes = Indexes()
        meanings = Meanings(
            database=database,
            clock=clock,
            make_encoder=lambda: encoder_of(settings),
            skills=skill_list,
        )
        records = Records(
            database=database, clock=clock, programmes=programmes, mentorships=mentorships
        )
        keeper = Keeper(
            database=database,
            clock=clock,
            profiles=profiles,
            programmes=programmes,
            meanings=meanings,
            records=records,
            indexes=indexes,
        )
        seekers = Seekers(
            database=database,
            clock=clock,
            profiles=profiles,
            programmes=programmes,
            mentorships=mentorships,
            requests=requests,
            meanings=meanings,
        )
        suggestions = Suggestions(
            database=database,
            clock=clock,
            profiles=profiles,
            seekers=seekers,
            keeper=keeper,
            indexes=indexes,
            meanings=meanings,
        )
        choices = Choices(database=database, clock=clock, profiles=profiles)
        gathering = Gathering(
            clock=clock,
            profiles=profiles,
            programmes=programmes,
            mentorships=mentorships,
            records=records,
            meanings=meanings,
        )
        runs = Runs(
            clock=clock,
            database=database,
            accounts=accounts,
            profiles=profiles,
            programmes=programmes,
            gathering=gathering,
        )
        rounds = Rounds(
            clock=clock,
            database=database,
            profiles=profiles,
            programmes=programmes,
            requests=requests,
            gathering=gathering,
        )
        learning = Learning(
            clock=clock,
            database=database,
            accounts=accounts,
            programmes=programmes,
            weighing=weighing,
            gathering=gathering,
            indexes=indexes,
        )
        lessons = Lessons(
            settings=settings,
            clock=clock,
            database=database,
            accounts=accounts,
            notifications=notifications,
            programmes=programmes,
            weighing=weighing,
            mentorships=mentorships,
            learning=learning,
        )
        return cls(suggestions, choices, runs, rounds, learning, lessons, records)
