"""Where the doors of programmes find their services, and who asks."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import CALLER
from server.core.errors import Unauthenticated
from server.programmes.service import Enrolment, Imports, Programmes, Rolls

PROGRAMMES: web.AppKey[Programmes] = web.AppKey("programmes", Programmes)
ENROLMENT: web.AppKey[Enrolment] = web.AppKey("programmes.enrolment", Enrolment)
ROLLS: web.AppKey[Rolls] = web.AppKey("programmes.rolls", Rolls)
IMPORTS: web.AppKey[Imports] = web.AppKey("programmes.imports", Imports)


def person_of(request: web.Request) -> str:
    """Who asks. Raises: Unauthenticated."""
    caller = request[CALLER]
    if caller is None:
        raise Unauthenticated
    return caller.person
