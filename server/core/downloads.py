"""Tables that people download; refuses to be kept by anybody on the way."""

from __future__ import annotations

from aiohttp import web

BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for something older."""


def csv_file(text: str, name: str) -> web.Response:
    """A whole CSV file."""
    return web.Response(body=(BOM + text).encode(), headers=csv_headers(name))


def csv_headers(name: str) -> dict[str, str]:
    """For one that is written piece by piece."""
    return {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
