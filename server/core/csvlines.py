"""Lines of CSV (RFC 4180) for spreadsheets; refuses cells that one would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from aiohttp import web

BOM = "\ufeff"
"""Put first: without it, spreadsheets read UTF-8 as something else."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(*cells: object) -> str:
    """One line; None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow("" if cell is None else _harmless(str(cell)) for cell in cells)
    return file.getvalue()


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A whole file."""
    return BOM + csv_line(*header) + "".join(csv_line(*row) for row in rows)


def csv_headers(name: str) -> dict[str, str]:
    """Of a file that is saved under this name and kept by no cache."""
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }


def csv_response(text: str, name: str) -> web.Response:
    """A whole file to save."""
    return web.Response(body=text.encode(), headers=csv_headers(name))


def _harmless(cell: str) -> str:
    # Some spreadsheets take the blanks in front away first.
    is_formula = cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell
