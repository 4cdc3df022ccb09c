"""Reads a table of people from a CSV file, row by row; refuses what is no text and no table.

UTF-8 with or without a byte order mark, else Windows-1252; the separator is found by itself.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from server.core.errors import Invalid

DELIMITERS = (",", ";", "\t")
LONGEST_ROW_LINES = 60
"""A row of more lines began with a quotation mark that nobody closed."""
_PIECE_BYTES = 1 << 20
_WORKBOOK, _UTF_16 = b"PK\x03\x04", (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line in the file, its cells by column, or what is wrong with all of it."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    complaint: str = ""


class Sheet:
    """The rows of one file, each read once. `columns` are the header's, by `known` where it knows.

    `known`: the name of the column that a header means; empty for none.
    """

    def __init__(self, content: bytes, known: Callable[[str], str]) -> None:
        encoding = encoding_of(content)
        with _reading(content, encoding) as file:
            first = _first_line(file)
        delimiter = _delimiter_of(first, known)
        file = _reading(content, encoding)
        self._reader = csv.reader(file, delimiter=delimiter)
        self._ended_on = 0
        header = self._header()
        self.columns = tuple(known(cell) for cell in header)
        self.unknown = tuple(cell for cell in header if cell and not known(cell))
        self._rows = self._read()
        _refuse_doubles(self.columns)

    def take(self, count: int) -> list[Row]:
        """The next rows; fewer at the end, empty ones left out."""
        return list(islice(self._rows, count))

    def _header(self) -> list[str]:
        try:
            cells = next(self._reader, [])
        except csv.Error:
            cells = []
        self._ended_on = self._reader.line_num
        return [" ".join(cell.split()) for cell in cells]

    def _read(self) -> Iterator[Row]:
        while True:
            begins = self._ended_on + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                self._ended_on = self._reader.line_num
                yield Row(begins, complaint='A text in this line has no end. Look for a lone “"”.')
                continue
            self._ended_on = self._reader.line_num
            if any(cell.strip() for cell in cells):
                yield self._row(begins, cells)

    def _row(self, line: int, cells: list[str]) -> Row:
        if self._ended_on - line >= LONGEST_ROW_LINES:
            return Row(line, complaint="A quotation mark opens in this line and is never closed.")
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            return Row(
                line,
                complaint=f"This line has {len(cells)} fields and the header {len(self.columns)}. "
                "A text that holds the separator needs quotation marks.",
            )
        named = zip(self.columns, cells, strict=False)
        return Row(line, {column: cell.strip() for column, cell in named if column})


def encoding_of(content: bytes) -> str:
    """How the text is encoded. Raises: Invalid, saying what the file is instead."""
    if content.startswith(_WORKBOOK):
        raise _no("This is a workbook. Save it as “CSV UTF-8” and upload that file.")
    if content.startswith(_UTF_16) or b"\0" in content:
        raise _no("This is no CSV file in UTF-8. Save it as “CSV UTF-8” and upload that file.")
    for encoding in ("utf-8", "cp1252"):
        if _is_all(content, encoding):
            return "utf-8-sig" if encoding == "utf-8" else encoding
    raise _no("The letters of this file cannot be read. Save it as “CSV UTF-8”.")


def count_rows(content: bytes, known: Callable[[str], str]) -> int:
    """How many rows there are."""
    sheet, count = Sheet(content, known), 0
    while taken := len(sheet.take(1000)):
        count += taken
    return count


def _is_all(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PIECE_BYTES):
            decoder.decode(content[start : start + _PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _reading(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _first_line(file: io.TextIOWrapper) -> str:
    line = file.readline(65_536)
    if not line.strip():
        raise _no("The first line must name the columns, and it is empty.")
    return line


def _delimiter_of(header: str, known: Callable[[str], str]) -> str:
    """By which the header has the most columns that are known, then the most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(bool(known(cell)) for cell in cells), len(cells)

    return max(DELIMITERS, key=worth)


def _refuse_doubles(columns: tuple[str, ...]) -> None:
    named = [one for one in columns if one]
    doubles = sorted({one for one in named if named.count(one) > 1})
    if doubles:
        raise _no(f"The column “{doubles[0]}” is there twice.")


def _no(sentence: str) -> Invalid:
    return Invalid(sentence, fields={"file": sentence})
