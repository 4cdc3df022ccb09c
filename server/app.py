"""Puts one application together: keys, middlewares, doors, lifetimes; decides nothing itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.metadata import version

import msgspec
from aiohttp import web

from server.core.caller import IDENTIFY, Identify, nobody
from server.core.clock import Clock
from server.core.db import DATABASE
from server.core.headers import add_security_headers
from server.core.keys import CLOCK, SETTINGS
from server.core.limits import LIMITS, Limits
from server.core.openapi import openapi_document
from server.core.origin import refuse_cross_site, trust_proxies
from server.core.problems import problems
from server.core.settings import Settings
from server.core.web import ROUTES, Routes, add_routes
from server.services import SERVICES, Services, assemble

DOORS: tuple[Routes, ...] = ()


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    services: Services | None = None,
    identify: Identify | None = None,
) -> web.Application:
    """The whole server on these settings."""
    services = services or assemble(settings, clock or Clock())
    app = web.Application(
        middlewares=[trust_proxies(settings.trusted_proxies), problems, refuse_cross_site]
    )
    app[SETTINGS] = settings
    app[CLOCK] = services.clock
    app[DATABASE] = services.database
    app[SERVICES] = services
    app[IDENTIFY] = identify or nobody
    app[LIMITS] = Limits(settings.redis_url)
    app[ROUTES] = []
    for routes in DOORS:
        add_routes(app, routes)
    app.router.add_get("/api/openapi.json", _openapi)
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.append(_closing)
    return app


async def _closing(app: web.Application) -> AsyncIterator[None]:
    yield
    await app[LIMITS].close()
    await app[DATABASE].close()


async def _openapi(request: web.Request) -> web.Response:
    document = openapi_document(request.app[ROUTES], version=version("ithaca"))
    return web.Response(body=msgspec.json.encode(document), content_type="application/json")
