"""HTTP doors of matching; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.matching.http import learning, runs, suggestions
from server.matching.http.learning import LEARNING
from server.matching.http.runs import RUNS
from server.matching.http.suggestions import CHOICES, SUGGESTIONS

__all__ = ["CHOICES", "LEARNING", "RUNS", "SUGGESTIONS", "routes"]

routes = Routes()
for one in (suggestions.routes, runs.routes, learning.routes):
    routes.all.extend(one.all)
