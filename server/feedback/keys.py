"""Where the application keeps what these doors call."""

from __future__ import annotations

from aiohttp import web

from server.feedback.service import Feedback

FEEDBACK = web.AppKey("feedback", Feedback)
