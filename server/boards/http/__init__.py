"""HTTP doors of boards, goals, agendas and sessions; the routes of these modules in one."""

from __future__ import annotations

from server.boards.http import agendas, boards, goals, sessions
from server.core.web import Routes

__all__ = ["routes"]

routes = Routes()
for one in (boards.routes, goals.routes, agendas.routes, sessions.routes):
    routes.all.extend(one.all)
