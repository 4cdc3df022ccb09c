"""The people of a file, batch by batch: each row whole or refused, each address once.

Runs in a thread: it reads, parses and checks, and asks no database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from server.accounts.model import Person, ProfileChange
from server.core.errors import Invalid
from server.programmes.columns import (
    Defaults,
    Newcomer,
    Refused,
    known,
    read_row,
    remarks_of,
    require_columns,
)
from server.programmes.model import MOST_ROWS, Remark
from server.programmes.sheet import Row, Sheet, count_rows

MakePerson = Callable[[str, ProfileChange], Person]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A whole row and the account that it would make."""

    row: Newcomer
    person: Person


class People:
    """One reading of a file, from its first row on."""

    def __init__(self, content: bytes, defaults: Defaults, today: date, make: MakePerson) -> None:
        self._sheet = Sheet(content, known)
        self._defaults = defaults
        self._today = today
        self._make = make
        self._line_of: dict[str, int] = {}

    def take(self, count: int) -> list[Arrival | Refused]:
        """What the next rows make; nothing at the end."""
        return [self._read(row) for row in self._sheet.take(count)]

    def skip(self, count: int) -> None:
        """Passes rows that were imported before, and remembers their addresses."""
        while count > 0 and (taken := len(self.take(min(count, 1000)))):
            count -= taken

    def _read(self, row: Row) -> Arrival | Refused:
        made = read_row(row, self._defaults, self._today)
        if isinstance(made, Refused):
            return made
        try:
            person = self._make(made.email, made.account)
        except Invalid as refusal:
            return Refused(row.line, remarks_of(row.line, refusal.fields))
        earlier = self._line_of.setdefault(person.email_key, row.line)
        if earlier != row.line:
            sentence = f"The same address is in line {earlier}."
            return Refused(row.line, (Remark(row.line, "email", sentence),))
        return Arrival(made, person)


def examined(content: bytes) -> tuple[tuple[str, ...], int]:
    """The headers that mean nothing, and how many rows there are.

    Raises: Invalid, for what is no table of people.
    """
    sheet = Sheet(content, known)
    require_columns(sheet.columns)
    rows = count_rows(content, known)
    if rows == 0:
        raise _no("There is nobody in this file.")
    if rows > MOST_ROWS:
        raise _no(f"This file has {rows:,} people. Upload at most {MOST_ROWS:,} at a time.")
    return sheet.unknown, rows


def _no(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})
