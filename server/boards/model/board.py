"""A whiteboard as one of several of a mentorship or a programme, and the snapshots of documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from server.core.errors import Conflict
from server.core.line import clean_line

LONGEST_TITLE = 120
MOST_BOARDS = 200
"""Of one mentorship or programme, those put away included."""
MOST_SNAPSHOTS = 200
LONGEST_LABEL = 120


class BoardsFull(Conflict):
    """More than anybody finds their way in."""

    code = "boards_full"
    title = "There are too many boards here"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a board belongs: one of the two."""

    mentorship: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One whiteboard; what is on it is in the document `board:<id>`."""

    id: str
    place: Place
    title: str
    created_by: str | None
    created_at: datetime
    changed_at: datetime
    archived_at: datetime | None = None

    def renamed(self, title: str) -> Self:
        """Raises: Invalid."""
        return replace(self, title=clean_title(title))

    def archived(self, now: datetime) -> Self:
        """Put away: it can be read, and taken out again."""
        return replace(self, archived_at=self.archived_at or now)

    def restored(self) -> Self:
        """Taken out again."""
        return replace(self, archived_at=None)


class Occasion(StrEnum):
    """Why a document was kept as it was."""

    NAMED = "named"
    SESSION_START = "session_start"
    SESSION_END = "session_end"
    RESTORE = "restore"
    """As it was before another one was brought back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A document as it was after its change number `seq`."""

    id: str
    doc: str
    seq: int
    occasion: Occasion
    label: str
    session: str | None
    """The booking during which it was taken."""
    person: str | None
    at: datetime


def clean_title(raw: str) -> str:
    """Raises: Invalid."""
    return clean_line(raw, field="title", at_least=1, at_most=LONGEST_TITLE)


def clean_label(raw: str) -> str:
    """Raises: Invalid."""
    return clean_line(raw, field="label", at_least=1, at_most=LONGEST_LABEL)
