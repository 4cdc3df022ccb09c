"""HTTP doors of this domain; the routes of every module in one."""

from __future__ import annotations

from server.core.web import Routes
from server.progress.http import evaluation

__all__ = ["routes"]

routes = Routes()
for one in (evaluation.routes,):
    routes.all.extend(one.all)
