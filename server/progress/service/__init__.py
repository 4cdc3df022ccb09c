"""Use cases on how mentorships go."""

from server.progress.service.evaluation import Evaluation, Evaluations, PairView
from server.progress.service.gathering import Below, Gathering
from server.progress.service.groups import Groups, OwnAnswer, Told
from server.progress.service.whole import Around, Progress

__all__ = [
    "Around",
    "Below",
    "Evaluation",
    "Evaluations",
    "Gathering",
    "Groups",
    "OwnAnswer",
    "PairView",
    "Progress",
    "Told",
]
