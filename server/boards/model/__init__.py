"""Documents, boards and what may be done with them, for this domain and others."""

from server.boards.model.access import Access
from server.boards.model.board import Board, BoardsFull, Occasion, Place, Snapshot
from server.boards.model.change import Changed, Entry, Path, Share, Since
from server.boards.model.checkin import week_of
from server.boards.model.names import DocName, Kind, agenda_of, goals_of
from server.boards.model.refusals import (
    BadUpdate,
    Displaced,
    Elsewhere,
    Full,
    Gap,
    NoDocument,
    NotJoined,
    NotSaved,
    NotYours,
    ReadOnly,
    TooDeep,
    TooFast,
)
from server.boards.model.roots import DEEPEST, LARGEST_BYTES, MOST_ELEMENTS, ROOTS, Shape

__all__ = [
    "DEEPEST",
    "LARGEST_BYTES",
    "MOST_ELEMENTS",
    "ROOTS",
    "Access",
    "BadUpdate",
    "Board",
    "BoardsFull",
    "Changed",
    "Displaced",
    "DocName",
    "Elsewhere",
    "Entry",
    "Full",
    "Gap",
    "Kind",
    "NoDocument",
    "NotJoined",
    "NotSaved",
    "NotYours",
    "Occasion",
    "Path",
    "Place",
    "ReadOnly",
    "Shape",
    "Share",
    "Since",
    "Snapshot",
    "TooDeep",
    "TooFast",
    "agenda_of",
    "goals_of",
    "week_of",
]
