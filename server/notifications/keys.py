"""Where the application keeps what these doors call."""

from __future__ import annotations

from aiohttp import web

from server.notifications.service import Centre, Pushes

CENTRE = web.AppKey("notifications.centre", Centre)
PUSHES = web.AppKey("notifications.pushes", Pushes)
