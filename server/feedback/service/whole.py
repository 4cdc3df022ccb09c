"""All services of feedback on the services below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.feedback.service.asking import Asking
from server.feedback.service.cards import Cards
from server.feedback.service.gatherings import GatheringAnswers
from server.feedback.service.moderation import Moderation
from server.feedback.service.reviews import Reviews
from server.feedback.service.settling import Settling
from server.feedback.service.surveys import Surveys
from server.matching.service import Learning, Records
from server.mentorships.service import Mentorships
from server.notifications.service import Notifications
from server.profiles.service import Profiles
from server.programmes.service import Programmes
from server.scheduling.service import Attendances, Bookings


@dataclass(frozen=True, slots=True)
class Below:
    """What feedback stands on, but for what it is alone in reading."""

    database: Database
    clock: Clock
    accounts: Accounts
    notifications: Notifications
    profiles: Profiles
    programmes: Programmes
    mentorships: Mentorships


@dataclass(frozen=True, slots=True)
class Feedback:
    """What doors and jobs call."""

    cards: Cards
    gatherings: GatheringAnswers
    surveys: Surveys
    reviews: Reviews
    moderation: Moderation
    asking: Asking
    settling: Settling

    @classmethod
    def on(
        cls,
        below: Below,
        learning: Learning,
        records: Records,
        bookings: Bookings,
        attendances: Attendances,
    ) -> Self:
        """Ready to be called."""
        database, clock, accounts = below.database, below.clock, below.accounts
        cards = Cards(
            database=database,
            clock=clock,
            accounts=accounts,
            mentorships=below.mentorships,
            bookings=bookings,
            attendances=attendances,
        )
        gatherings = GatheringAnswers(
            database=database,
            clock=clock,
            accounts=accounts,
            mentorships=below.mentorships,
            bookings=bookings,
            attendances=attendances,
        )
        moderation = Moderation(
            database=database,
            clock=clock,
            accounts=accounts,
            notifications=below.notifications,
            programmes=below.programmes,
            mentorships=below.mentorships,
        )
        reviews = Reviews(
            database=database,
            clock=clock,
            accounts=accounts,
            profiles=below.profiles,
            programmes=below.programmes,
            mentorships=below.mentorships,
            moderation=moderation,
        )
        asking = Asking(
            database=database,
            clock=clock,
            accounts=accounts,
            notifications=below.notifications,
            programmes=below.programmes,
            mentorships=below.mentorships,
            attendances=attendances,
            cards=cards,
        )
        settling = Settling(
            database=database,
            clock=clock,
            accounts=accounts,
            notifications=below.notifications,
            mentorships=below.mentorships,
            learning=learning,
            records=records,
        )
        surveys = Surveys(database=database, clock=clock, accounts=accounts)
        return cls(cards, gatherings, surveys, reviews, moderation, asking, settling)
