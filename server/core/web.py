"""Typed HTTP doors on msgspec; refuses what does not fit before a handler runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, Unpack

import msgspec
from aiohttp import web

from server.core.caller import CALLER, IDENTIFY, CallerRule
from server.core.errors import Expired, Refusal, Unauthenticated
from server.core.limits import LIMITS, network_of
from server.core.reading import read_arguments
from server.core.route import Options, Route, route_of

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])
ROUTES: web.AppKey[list[Route]] = web.AppKey("routes", list[Route])


class Routes:
    """The HTTP doors of one domain, in the order they were declared."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def get(self, path: str, **options: Unpack[Options]) -> Callable[[H], H]:
        """Declares a reading door."""
        return self._door("GET", path, options)

    def post(self, path: str, **options: Unpack[Options]) -> Callable[[H], H]:
        """Declares a door that makes or does something."""
        return self._door("POST", path, options)

    def put(self, path: str, **options: Unpack[Options]) -> Callable[[H], H]:
        """Declares a replacing door."""
        return self._door("PUT", path, options)

    def patch(self, path: str, **options: Unpack[Options]) -> Callable[[H], H]:
        """Declares a changing door."""
        return self._door("PATCH", path, options)

    def delete(self, path: str, **options: Unpack[Options]) -> Callable[[H], H]:
        """Declares a removing door."""
        return self._door("DELETE", path, options)

    def _door(self, method: str, path: str, options: Options) -> Callable[[H], H]:
        def declare(handler: H) -> H:
            self.all.append(route_of(method, path, handler, options))
            return handler

        return declare


def add_routes(app: web.Application, routes: Routes) -> None:
    """Opens these doors in the application."""
    for route in routes.all:
        app[ROUTES].append(route)
        app.router.add_route(route.method, route.path, _serving(route))
        if route.method == "GET":
            app.router.add_route("HEAD", route.path, _serving(route))


def json_response(value: Any, status: int = 200) -> web.Response:
    """A Struct as JSON, for handlers that also set cookies or headers."""
    return web.Response(
        body=msgspec.json.encode(value), status=status, content_type="application/json"
    )


def _serving(route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        await _admit(request, route)
        arguments = await read_arguments(request, route)
        result = await route.handler(request, **arguments)
        if isinstance(result, web.StreamResponse):
            return result
        if result is None:
            return web.Response(status=204 if route.status == 200 else route.status)
        return json_response(result, route.status)

    return serve


async def _admit(request: web.Request, route: Route) -> None:
    """Sets the caller and counts the ask. Raises: Unauthenticated, TooMany."""
    caller = await _caller(request, route.caller)
    request[CALLER] = caller
    if route.limit is not None:
        who = caller.person if caller else network_of(request.remote)
        await request.app[LIMITS].hit(route.limit, route.operation, who)


async def _caller(request: web.Request, rule: CallerRule) -> Any:
    if rule == "none":
        return None
    try:
        caller = await request.app[IDENTIFY](request)
    except Refusal as refusal:
        if rule == "required" or isinstance(refusal, Expired):
            raise
        return None  # an ended sign-in is as good as none where none is needed
    if caller is None and rule == "required":
        raise Unauthenticated("You need to be signed in for this.")
    return caller
