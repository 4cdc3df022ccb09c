"""The service behind the doors of recordings."""

from __future__ import annotations

from aiohttp import web

from server.recordings.service import Recordings

RECORDINGS = web.AppKey("recordings", Recordings)
