"""All services of goals on the services below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.accounts.service import Accounts
from server.boards.service.boards import Boards
from server.boards.service.checkins import Diary
from server.boards.service.goal_reminders import GoalReminders
from server.boards.service.goals import Goals
from server.boards.service.projector import Projector
from server.core.clock import Clock
from server.core.db import Database
from server.mentorships.service import Mentorships
from server.notifications.service import Notifications


@dataclass(frozen=True, slots=True)
class Goalkeeping:
    """What doors and jobs call."""

    goals: Goals
    diary: Diary
    projector: Projector
    reminders: GoalReminders

    @classmethod
    def on(
        cls,
        clock: Clock,
        database: Database,
        boards: Boards,
        mentorships: Mentorships,
        accounts: Accounts,
        notifications: Notifications,
    ) -> Self:
        """Ready to be called."""
        projector = Projector(database, boards)
        goals = Goals(
            database=database,
            clock=clock,
            boards=boards,
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
        return cls(goals, diary, projector, reminders)
