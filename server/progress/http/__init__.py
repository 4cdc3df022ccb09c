"""HTTP doors of progress; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.progress.http import nudges, pair

__all__ = ["routes"]

routes = Routes()
for one in (nudges.routes, pair.routes):
    routes.all.extend(one.all)
