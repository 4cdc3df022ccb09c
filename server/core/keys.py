"""Where an application keeps settings and clock; refuses services, which have own keys."""

from __future__ import annotations

from aiohttp import web

from server.core.clock import Clock
from server.core.settings import Settings

SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
CLOCK: web.AppKey[Clock] = web.AppKey("clock", Clock)
