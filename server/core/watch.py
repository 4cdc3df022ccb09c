"""Numbers, times and counts every request; refuses to write down what was asked, only where."""

from __future__ import annotations

import time

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from server.core.ids import new_id
from server.core.metrics import METRICS

REQUEST_ID = "X-Request-Id"
log = structlog.get_logger()


@web.middleware
async def watch_requests(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The outermost middleware: binds a request id for all log lines inside."""
    started = time.perf_counter()
    number = new_id()
    with structlog.contextvars.bound_contextvars(request_id=number):
        response = await handler(request)
        if not response.prepared:
            response.headers[REQUEST_ID] = number
        seconds = time.perf_counter() - started
        route = route_name(request)
        if response.status != 101:  # a socket's time says how long a call was, not how fast we are
            request.app[METRICS].answered(request.method, route, response.status, seconds)
        level = "info" if route.startswith("/api/") else "debug"
        getattr(log, level)(
            "http.answered",
            method=request.method,
            route=route,
            status=response.status,
            ms=round(seconds * 1000, 1),
        )
        return response


def route_name(request: web.Request) -> str:
    """The route's pattern: never a path with ids, nor one that somebody made up."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "page"
