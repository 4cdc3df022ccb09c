"""Use cases on how mentorships go."""

from server.progress.service.evaluation import Evaluation, Evaluations, PairState
from server.progress.service.gathering import Below, Gathering
from server.progress.service.groups import Groups, OwnAnswer, Told
from server.progress.service.nudges import Nudges, NudgesView
from server.progress.service.pair import Glance, PairView
from server.progress.service.whole import Around, Progress

__all__ = [
    "Around",
    "Below",
    "Evaluation",
    "Evaluations",
    "Gathering",
    "Glance",
    "Groups",
    "Nudges",
    "NudgesView",
    "OwnAnswer",
    "PairState",
    "PairView",
    "Progress",
    "Told",
]
