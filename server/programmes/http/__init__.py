"""HTTP doors of programmes; the routes of all modules in one."""

from __future__ import annotations

from server.core.web import Routes
from server.programmes.http import enrolment, imports, programmes
from server.programmes.http.keys import ENROLMENT, IMPORTS, PROGRAMMES, ROLLS

__all__ = ["ENROLMENT", "IMPORTS", "PROGRAMMES", "ROLLS", "routes"]

routes = Routes()
for one in (programmes.routes, enrolment.routes, imports.routes):
    routes.all.extend(one.all)
