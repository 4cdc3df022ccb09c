"""Lines of CSV (RFC 4180) for spreadsheets; refuses cells that one would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(*cells: object) -> str:
    """One line; None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow("" if cell is None else _harmless(str(cell)) for cell in cells)
    return file.getvalue()


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A whole file."""
    return csv_line(*header) + "".join(csv_line(*row) for row in rows)


def _harmless(cell: str) -> str:
    # Some spreadsheets take the blanks in front away first.
    is_formula = cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell
