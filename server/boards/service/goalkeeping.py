"""All services of goals on the services below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.accounts.service import Accounts
from server.boards.service.checkins import Diary
from server.boards.service.goal_reminders import GoalReminders
from server.boards.service.goals import Goals
from server.boards.service.projector import Projector
from server.boards.service.sessions import Sessions
from server.boards.service.whole import Boarding
from server.core.clock import Clock
from server.core.db import Database
from server.mentorships.service import Mentorships
from server.notifications.service import Notifications
from server.scheduling.service import Attendances, Bookings


@dataclass(frozen=True, slots=True)
class Goalkeeping:
    """What doors and jobs call."""

    goals: Goals
    diary: Diary
    projector: Projector
    reminders: GoalReminders
    sessions: Sessions

    @classmethod
    def on(  # noqa: PLR0913, PLR0917 - one line for each service it stands on
        cls,
        clock: Clock,
        database: Database,
        boarding: Boarding,
        bookings: Bookings,
        attendances: Attendances,
        mentorships: Mentorships,
        accounts: Accounts,
        notifications: Notifications,
    ) -> Self:
        """Ready to be called."""
        boards = boarding.live
        projector = Projector(database, boards)
        goals = Goals(
            database=database,
            clock=clock,
            boards=boards,
            histories=boarding.histories,
            projector=projector,
            mentorships=mentorships,
            accounts=accounts,
        )
        diary = Diary(
            database=database,
            clock=clock,
            boards=boards,
            mentorships=mentorships,
            accounts=accounts,
            notifications=notifications,
        )
        reminders = GoalReminders(database, clock, mentorships, accounts, notifications)
        sessions = Sessions(
            database=database,
            clock=clock,
            boards=boards,
            histories=boarding.histories,
            attendances=attendances,
            bookings=bookings,
            mentorships=mentorships,
            accounts=accounts,
            notifications=notifications,
        )
        return cls(goals, diary, projector, reminders, sessions)
