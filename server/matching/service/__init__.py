"""What matching can do for its doors and for the domains above; each module one part."""

from __future__ import annotations

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
from server.matching.service.suggestions import Query, Suggestions
from server.matching.service.whole import Matching

__all__ = [
    "Choices",
    "Gathering",
    "Indexes",
    "Keeper",
    "Learning",
    "Lessons",
    "Matching",
    "Meanings",
    "Query",
    "Records",
    "Rounds",
    "Runs",
    "Seekers",
    "Suggestions",
]
