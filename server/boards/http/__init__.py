"""HTTP doors of boards and goals; the routes of all modules in one."""

from __future__ import annotations

from server.boards.http import boards, goals, sessions
from server.core.web import Routes

__all__ = ["routes"]

routes = Routes()
for one in (boards.routes, goals.routes, sessions.routes):
    routes.all.extend(one.all)
