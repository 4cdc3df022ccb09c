"""One goal, milestone or action item, read from whatever stands in the document.

Browsers write the document, so any value may be of any type: what does not fit is bent to the
nearest that does, and `read_item` says which keys were bent so that a server can repair them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from server.boards.goals.order import FIRST, is_place
from server.core.ids import ID_PATTERN

LONGEST_TITLE = 200
LONGEST_WORDS = 2000
LONGEST_NOTES = 20_000
MOST_WEIGHT = 10
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
_ID = re.compile(ID_PATTERN)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Kind(StrEnum):
    """What a row is; the values are the names of the document's maps, in the singular."""

    GOAL = "goal"
    MILESTONE = "milestone"
    ACTION = "action"


MAPS = {Kind.GOAL: "goals", Kind.MILESTONE: "milestones", Kind.ACTION: "actions"}
KINDS = {name: kind for kind, name in MAPS.items()}


class Owner(StrEnum):
    """Whose it is; nobody's is both people's."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class Status(StrEnum):
    """How far it is."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


OPEN = frozenset({Status.TODO, Status.DOING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of the outline; the words after `notes` and a progress by hand are a goal's only."""

    kind: Kind
    id: str
    parent: str | None
    """A milestone's goal; an action's milestone or goal."""
    title: str = ""
    owner: Owner | None = None
    due: date | None = None
    status: Status = Status.TODO
    weight: int = 1
    order: str = FIRST
    notes: str = ""
    why: str = ""
    specific: str = ""
    measure: str = ""
    achievable: str = ""
    relevant: str = ""
    percent: int | None = None
    """Set by hand; None: from the action items."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row and whose it is."""

    mentorship: str
    item: Item


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what should stand there instead of what does."""

    item: Item | None
    """None: this is no row at all."""
    repairs: Mapping[str, str | int | None]
    """By key; None: the key goes."""


def is_row_id(value: str) -> bool:
    """Whether a key of a map is an id of ours."""
    return len(value) == 26 and _ID.match(value) is not None


def read_item(kind: Kind, row: str, raw: object, notes: str = "") -> Reading:
    """A row from the plain values of its map; `notes` is their text."""
    if not isinstance(raw, Mapping) or not is_row_id(row):
        return Reading(None, {})
    repairs: dict[str, str | int | None] = {}
    found: dict[str, Any] = {}
    for key, bend in _KEYS[kind].items():
        value = raw.get(key)
        bent = found[key] = bend(value)
        plain = bent.isoformat() if isinstance(bent, date) else bent
        if value is not None and plain != value:
            repairs[key] = str(plain) if isinstance(plain, StrEnum) else plain
    item = Item(kind=kind, id=row, notes=notes[:LONGEST_NOTES], **{"parent": None, **found})
    return Reading(item, repairs)


def clean_title(value: object) -> str:
    """One line without control characters, cut to its length; what was typed stays as it was."""
    if not isinstance(value, str):
        return ""
    kept = "".join(sign if _is_shown(sign) else " " for sign in value)
    return kept[:LONGEST_TITLE]


def clean_words(value: object) -> str:
    """The same for several lines."""
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in value if sign == "\n" or _is_shown(sign))[:LONGEST_WORDS]


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cs", "Zl", "Zp"}


def _day(value: object) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return min(max(date.fromisoformat(value), EARLIEST), LATEST)
    except ValueError:
        return None


def _number(least: int, most: int) -> Callable[[object], int | None]:
    def bend(value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            return None
        return round(min(max(value, least), most))

    return bend


def _weight(value: object) -> int:
    found = _number(1, MOST_WEIGHT)(value)
    return 1 if found is None else found


def _owner(value: object) -> Owner | None:
    return Owner(value) if isinstance(value, str) and value in set(Owner) else None


def _status(value: object) -> Status:
    return Status(value) if isinstance(value, str) and value in set(Status) else Status.TODO


def _place(value: object) -> str:
    return str(value) if is_place(value) else FIRST


def _parent(value: object) -> str | None:
    return value if isinstance(value, str) and is_row_id(value) else None


_ROW: dict[str, Callable[[object], Any]] = {
    "title": clean_title,
    "owner": _owner,
    "due": _day,
    "status": _status,
    "weight": _weight,
    "order": _place,
}
GOAL_WORDS = ("why", "specific", "measure", "achievable", "relevant")
_KEYS: dict[Kind, dict[str, Callable[[object], Any]]] = {
    Kind.GOAL: {**_ROW, **dict.fromkeys(GOAL_WORDS, clean_words), "percent": _number(0, 100)},
    Kind.MILESTONE: {**_ROW, "parent": _parent},
    Kind.ACTION: {**_ROW, "parent": _parent},
}
