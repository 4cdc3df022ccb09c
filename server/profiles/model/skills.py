"""Skills as a list knows them, and the spellings an operator adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from server.core.errors import Conflict
from server.core.line import clean_line
from server.profiles.interests import as_compared
from server.profiles.model.parts import LONGEST_SKILL


class AliasTaken(Conflict):
    """The spelling already means something."""

    code = "alias_taken"
    title = "This spelling already has a meaning"


class Concept(Protocol):
    """A skill that a list knows, with the name it has there."""

    @property
    def id(self) -> str:
        """The same for good."""

    @property
    def label(self) -> str:
        """As people read it."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling that means a concept on this server."""

    id: str
    text: str
    concept: str
    created_at: datetime

    @property
    def key(self) -> str:
        """As spellings are compared."""
        return as_compared(self.text)


def clean_spelling(raw: str) -> str:
    """A spelling of a skill. Raises: Invalid."""
    return clean_line(raw, field="text", at_least=1, at_most=LONGEST_SKILL)
