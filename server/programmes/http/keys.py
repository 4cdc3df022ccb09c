"""Where the doors of programmes find their services."""

from __future__ import annotations

from aiohttp import web

from server.programmes.service import Enrolment, Imports, Programmes, Rolls

PROGRAMMES: web.AppKey[Programmes] = web.AppKey("programmes", Programmes)
ENROLMENT: web.AppKey[Enrolment] = web.AppKey("programmes.enrolment", Enrolment)
ROLLS: web.AppKey[Rolls] = web.AppKey("programmes.rolls", Rolls)
IMPORTS: web.AppKey[Imports] = web.AppKey("programmes.imports", Imports)
