"""HTTP doors of progress; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.progress.http import evaluation, nudges, pair

__all__ = ["routes"]

routes = Routes()
for one in (pair.routes, nudges.routes, evaluation.routes):
    routes.all.extend(one.all)
