"""Use cases on how mentorships go."""

from server.progress.service.gathering import Below, Gathering
from server.progress.service.nudges import Nudges, NudgesView
from server.progress.service.pair import Glance, PairView
from server.progress.service.whole import Progress

__all__ = ["Below", "Gathering", "Glance", "Nudges", "NudgesView", "PairView", "Progress"]
