"""HTTP doors of boards and goals; the routes of both modules in one."""

from __future__ import annotations

from server.boards.http import boards, goals
from server.core.web import Routes

__all__ = ["routes"]

routes = Routes()
for one in (boards.routes, goals.routes):
    routes.all.extend(one.all)
