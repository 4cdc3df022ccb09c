"""Where the application keeps what these doors call."""

from __future__ import annotations

from aiohttp import web

from server.progress.service import Progress

PROGRESS = web.AppKey("progress", Progress)
