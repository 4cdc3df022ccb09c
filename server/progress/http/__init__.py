"""HTTP doors of how mentorships go; the routes of its modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.progress.http import nudges

__all__ = ["routes"]

routes = Routes()
for one in (nudges.routes,):
    routes.all.extend(one.all)
