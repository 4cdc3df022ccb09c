"""What a cell of the table of people says: roles, languages, hours; refuses what it cannot read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from server.accounts.model import Language, Level, Role
from server.core.errors import Invalid

T = TypeVar("T")
_ROLE_WORDS = {
    "mentor": {Role.MENTOR},
    "mentors": {Role.MENTOR},
    "mentee": {Role.MENTEE},
    "mentees": {Role.MENTEE},
    "both": {Role.MENTOR, Role.MENTEE},
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STRETCH = re.compile(
    r"(?P<day>[a-z]{3,9})\.?\s+(?P<from>\d{1,2})(?::(?P<from_min>\d{2}))?\s*[-\u2013]\s*"
    r"(?P<to>\d{1,2})(?::(?P<to_min>\d{2}))?"
)
_HOURS_HINT = "Write the hours like mon 18:00-20:00; sat 09:00-12:00."


def roles_in(cell: str) -> frozenset[Role]:
    """`mentor`, `mentee`, both with any mark between, or `both`. Raises: Invalid."""
    words = [word for word in re.split(r"[|;,/+&\s]+", cell.casefold()) if word not in {"", "and"}]
    unknown = [word for word in words if word not in _ROLE_WORDS]
    if unknown or not words:
        raise _no("roles", "Write mentor, mentee or both.")
    return frozenset(role for word in words for role in _ROLE_WORDS[word])


def languages_in(cell: str) -> tuple[Language, ...]:
    """`en:native; de:good`; without a level it is `good`. Raises: Invalid."""
    return tuple(_language(part) for part in parts_of(cell, r"[;|,]"))


def hours_in(cell: str) -> tuple[tuple[int, int, int], ...]:
    """Weekday from 0 (Monday), first and last minute of each stretch. Raises: Invalid."""
    return tuple(_stretch(part) for part in parts_of(cell, r"[;|,]"))


def quarters_in(cell: str, *, column: str) -> int:
    """Hours with a decimal point or comma, as minutes in quarter hours. Raises: Invalid."""
    sentence = "Write hours as a number, like 1.5."
    try:
        hours = float(cell.replace(",", "."))
    except ValueError:
        raise _no(column, sentence) from None
    if not 0 < hours <= 168:
        raise _no(column, sentence)
    return max(15, round(hours * 4) * 15)


def number_in(cell: str, *, column: str) -> int:
    """A whole number. Raises: Invalid."""
    if not re.fullmatch(r"\d{1,9}", cell, re.ASCII):
        raise _no(column, "Write a whole number.")
    return int(cell)


def lines_in(cell: str) -> tuple[str, ...]:
    """What stands between upright strokes, or on lines of its own."""
    return parts_of(cell, r"[|\r\n]")


def choice_in(cell: str, kind: Callable[[str], T], words: tuple[str, ...], *, column: str) -> T:
    """One of `words`, whatever its case. Raises: Invalid that names them all."""
    word = re.sub(r"[\s-]+", "_", cell.casefold())
    if word not in words:
        raise _no(column, f"This must be one of: {', '.join(words)}.")
    return kind(word)


def parts_of(cell: str, mark: str) -> tuple[str, ...]:
    """The parts between marks, without empty ones."""
    return tuple(part.strip() for part in re.split(mark, cell) if part.strip())


def _language(part: str) -> Language:
    tag, _, level = (word.strip() for word in part.partition(":"))
    try:
        return Language(tag, Level(level.casefold()) if level else Level.GOOD)
    except ValueError:
        levels = ", ".join(Level)
        raise _no("languages", f"A language looks like en:fluent; levels are {levels}.") from None


def _stretch(part: str) -> tuple[int, int, int]:
    match = _STRETCH.fullmatch(part.casefold())
    if match is None or match["day"][:3] not in _DAYS:
        raise _no("weekly_hours", _HOURS_HINT)
    start = 60 * int(match["from"]) + int(match["from_min"] or 0)
    end = 60 * int(match["to"]) + int(match["to_min"] or 0)
    return _DAYS.index(match["day"][:3]), start, end


def _no(column: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={column: sentence})
