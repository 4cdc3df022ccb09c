"""Builds the services of this domain together, for all follow from the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.feedback.service import GatheringAnswers, Surveys
from server.matching.service import Records
from server.mentorships.service import Requests
from server.profiles.service import Profiles
from server.progress.service.days import Days
from server.progress.service.evaluation import Evaluations
from server.progress.service.gathering import Below, Gathering
from server.progress.service.groups import Groups
from server.progress.service.nudges import Nudges
from server.progress.service.pair import Pair
from server.progress.service.populace import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What reports on programmes need beside the facts of mentorships."""

    profiles: Profiles
    requests: Requests
    records: Records
    surveys: Surveys
    gatherings: GatheringAnswers


@dataclass(frozen=True, slots=True)
class Progress:
    """What doors and jobs call."""

    gathering: Gathering
    evaluations: Evaluations
    groups: Groups
    days: Days
    pair: Pair
    nudges: Nudges

    @classmethod
    def on(cls, below: Below, around: Around) -> Self:
        """Ready to be called."""
        gathering = Gathering(below)
        registry = Registry(
            clock=below.clock,
            profiles=around.profiles,
            programmes=below.programmes,
            requests=around.requests,
            records=around.records,
            gathering=gathering,
        )
        evaluations = Evaluations(
            registry=registry,
            accounts=below.accounts,
            programmes=below.programmes,
            surveys=around.surveys,
            gatherings=around.gatherings,
        )
        groups = Groups(
            database=below.database,
            clock=below.clock,
            programmes=below.programmes,
            records=around.records,
            gathering=gathering,
        )
        days = Days(below, gathering)
        pair = Pair(below, gathering, days)
        return cls(gathering, evaluations, groups, days, pair, Nudges(below, gathering))
