"""An import of people from a file: how far it is, and what it has to say about which line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.core.errors import Conflict

LARGEST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
BATCH_ROWS = 200
"""Written in one transaction; SQLite's other writers wait for it, so it is short."""
MOST_REMARKS_A_ROW = 6
SHOWN_REMARKS = 200
"""On the page; the report has all of them."""


class ImportState(StrEnum):
    """How far an import is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    """What was imported until then stays."""
    FAILED = "failed"
    """The file could not be read on; what was imported until then stays."""


UNFINISHED = (ImportState.WAITING, ImportState.RUNNING)


class ImportOver(Conflict):
    code = "import_over"
    title = "This import is over"


class ImportRunning(Conflict):
    code = "import_running"
    title = "An import is going on"


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what became of them."""

    read: int = 0
    created: int = 0
    """New accounts, which take part from now on."""
    invited: int = 0
    """Had an account already: asked, not taken."""
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Import:
    """One uploaded file. `total`: its rows; None until they are counted."""

    id: str
    programme: str
    by: str | None
    file_name: str
    sends_letters: bool
    state: ImportState
    created_at: datetime
    finished_at: datetime | None
    counts: Counts
    total: int | None
    unknown_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say about a line of the file. `column` is empty for the whole line."""

    line: int
    column: str
    sentence: str
    is_error: bool = True
    """The row was not imported."""
