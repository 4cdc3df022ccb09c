"""The names of documents: which kind, and of what; refuses any other name as one not there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from server.boards.model.refusals import NoDocument
from server.core.ids import ID_PATTERN

LONGEST_NAME = 70
_ID = re.compile(ID_PATTERN)


class Kind(StrEnum):
    """What a document is."""

    GOALS = "goals"
    """Of a mentorship: what the two work towards."""
    BOARD = "board"
    """A whiteboard, of a mentorship or a programme."""
    AGENDA = "agenda"
    """Of a booking: what its people talk about."""
    NOTES = "notes"
    """Of a booking and one of its people, for nobody else."""


@dataclass(frozen=True, slots=True)
class DocName:
    """`goals:<mentorship>`, `board:<board>`, `agenda:<booking>` or `notes:<booking>:<person>`."""

    kind: Kind
    subject: str
    person: str | None = None

    @classmethod
    def of(cls, name: str) -> Self:
        """Raises: NoDocument."""
        kind, *ids = name[: LONGEST_NAME + 1].split(":")
        wanted = 2 if kind == Kind.NOTES else 1
        if kind not in set(Kind) or len(ids) != wanted or not all(map(_is_id, ids)):
            raise NoDocument
        return cls(Kind(kind), ids[0], ids[1] if wanted == 2 else None)

    def __str__(self) -> str:
        return ":".join([self.kind.value, self.subject, *([self.person] if self.person else [])])


def goals_of(mentorship: str) -> str:
    """The document of a mentorship's goals."""
    return str(DocName(Kind.GOALS, mentorship))


def agenda_of(booking: str) -> str:
    """The document of a session's agenda and notes."""
    return str(DocName(Kind.AGENDA, booking))


def _is_id(raw: str) -> bool:
    return len(raw) == 26 and _ID.match(raw) is not None
