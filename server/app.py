"""Puts one application together: keys, middlewares, doors, lifetimes; decides nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import msgspec
from aiohttp import web

from server.accounts import http as accounts
from server.core.about import VERSION
from server.core.caller import IDENTIFY, Identify
from server.core.clock import Clock
from server.core.db import DATABASE
from server.core.headers import add_security_headers
from server.core.keys import CLOCK, SETTINGS
from server.core.limits import LIMITS, Limits
from server.core.openapi import openapi_document
from server.core.origin import refuse_cross_site, trust_proxies
from server.core.problems import problems
from server.core.route import Route
from server.core.settings import Settings
from server.core.sockets import Door, open_doors
from server.core.web import ROUTES, Routes, add_routes
from server.services import SERVICES, Services, assemble

ROUTES_OF_DOMAINS: tuple[Routes, ...] = (accounts.routes,)
DOORS: tuple[Door, ...] = ()


def create_app(
    settings: Settings,
    *,
    clock: Clock | None = None,
    services: Services | None = None,
    identify: Identify | None = None,
    routes: tuple[Routes, ...] = ROUTES_OF_DOMAINS,
    doors: tuple[Door, ...] = DOORS,
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
    app[IDENTIFY] = identify or accounts.identify
    app[LIMITS] = Limits(settings.redis_url)
    app[accounts.ACCOUNTS] = services.accounts
    app[accounts.REGISTRATION] = services.registration
    app[accounts.SIGN_INS] = services.sign_ins
    app[accounts.SIGNATURES] = services.signatures
    app[ROUTES] = []
    for one in routes:
        add_routes(app, one)
    open_doors(app, doors)
    app.router.add_get("/api/openapi.json", _openapi)
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.append(_closing)
    app.cleanup_ctx.append(_delivering)
    return app


async def _closing(app: web.Application) -> AsyncIterator[None]:
    yield
    await app[LIMITS].close()
    await app[DATABASE].close()


async def _delivering(app: web.Application) -> AsyncIterator[None]:
    """Letters written by this process leave at once; the job takes what is left behind."""
    task = asyncio.create_task(app[SERVICES].notifications.deliver_when_woken())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def openapi_of(app: web.Application) -> dict[str, Any]:
    """The OpenAPI document of an application's doors."""
    declared: list[Route] = app[ROUTES]
    return openapi_document(declared, version=VERSION)


async def _openapi(request: web.Request) -> web.Response:
    document = openapi_of(request.app)
    return web.Response(body=msgspec.json.encode(document), content_type="application/json")
