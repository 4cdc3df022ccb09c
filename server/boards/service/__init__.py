"""Use cases: live documents, the boards of a place, their past, their images."""

from server.boards.service.boards import Boards, Entered
from server.boards.service.checkins import CheckIns, Diary
from server.boards.service.goal_reminders import GoalReminders
from server.boards.service.goals import Goals, GoalsView
from server.boards.service.histories import Histories
from server.boards.service.images import Images
from server.boards.service.projector import Projector
from server.boards.service.shelf import Shelf

__all__ = [
    "Boards",
    "CheckIns",
    "Diary",
    "Entered",
    "GoalReminders",
    "Goals",
    "GoalsView",
    "Histories",
    "Images",
    "Projector",
    "Shelf",
]
