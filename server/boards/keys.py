"""Where the application keeps what these doors call."""

from __future__ import annotations

from aiohttp import web

from server.boards.service import Agendas, Boards, Diary, Goals, Histories, Images, Sessions, Shelf

BOARDS = web.AppKey("boards", Boards)
SHELF = web.AppKey("boards.shelf", Shelf)
HISTORIES = web.AppKey("boards.histories", Histories)
IMAGES = web.AppKey("boards.images", Images)
GOALS = web.AppKey("boards.goals", Goals)
SESSIONS = web.AppKey("boards.sessions", Sessions)
AGENDAS = web.AppKey("boards.agendas", Agendas)
DIARY = web.AppKey("boards.diary", Diary)
