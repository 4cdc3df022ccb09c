"""HTTP doors of feedback; the routes of both modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.feedback.http import given, shown

__all__ = ["routes"]

routes = Routes()
for one in (given.routes, shown.routes):
    routes.all.extend(one.all)
