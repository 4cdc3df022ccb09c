"""Words as a file of somebody's own: kept by no cache, taken for no page."""

from __future__ import annotations

from aiohttp import web


def as_file(text: str, content_type: str, name: str) -> web.Response:
    """UTF-8 under this name."""
    return web.Response(
        body=text.encode(),
        headers={
            "Content-Type": f"{content_type}; charset=utf-8",
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
