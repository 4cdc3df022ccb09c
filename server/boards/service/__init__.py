"""Use cases: live documents, the boards of a place, their past, their images; goals."""

from server.boards.goals.standing import Standing
from server.boards.service.agendas import Agendas
from server.boards.service.boards import Boards, Entered
from server.boards.service.checkins import CheckIns, Diary
from server.boards.service.goal_reminders import GoalReminders
from server.boards.service.goalkeeping import Goalkeeping
from server.boards.service.goals import Goals, GoalsView
from server.boards.service.histories import Histories, Stretch, Versions
from server.boards.service.images import Images
from server.boards.service.projector import Projector
from server.boards.service.sessions import Page, Sessions, SinceLast
from server.boards.service.shelf import Shelf
from server.boards.service.whole import Boarding

__all__ = [
    "Agendas",
    "Boarding",
    "Boards",
    "CheckIns",
    "Diary",
    "Entered",
    "GoalReminders",
    "Goalkeeping",
    "Goals",
    "GoalsView",
    "Histories",
    "Images",
    "Page",
    "Projector",
    "Sessions",
    "Shelf",
    "SinceLast",
    "Standing",
    "Stretch",
    "Versions",
]
