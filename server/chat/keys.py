"""Where the application keeps what these doors call."""

from __future__ import annotations

from aiohttp import web

from server.chat.service import Chat

CHAT = web.AppKey("chat", Chat)
