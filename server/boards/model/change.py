"""What has happened to documents, as values; what a person missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Path = tuple[str | int, ...]
"""From a root down to what has changed: `("goals", "<id>", "title")`."""


@dataclass(frozen=True, slots=True)
class Changed:
    """News: after change number `seq` these paths of a document differ; by whom, if one person.

    Told once the change is in the database, so that whoever reads the document then sees it.
    """

    doc: str
    seq: int
    paths: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted change."""

    seq: int
    person: str | None
    """None: the server itself, or somebody who has left."""
    at: datetime
    update: bytes


@dataclass(frozen=True, slots=True)
class Share:
    """What one person did within a stretch of changes."""

    person: str | None
    changes: int
    first_at: datetime
    last_at: datetime
    paths: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after change number `seq`."""

    seq: int
    head: int
    shares: tuple[Share, ...]
    is_complete: bool
    """Whether the log reaches back so far."""
