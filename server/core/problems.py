"""Refusals as RFC 9457 problem+json; refuses to tell a caller anything about a bug."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from server.core.errors import (
    Malformed,
    MethodNotAllowed,
    NotFound,
    Refusal,
    TooLarge,
    TooMany,
    Unauthenticated,
    WrongType,
)

PROBLEM_TYPE = "application/problem+json"
log = structlog.get_logger()

_KINDS: dict[int, type[Refusal]] = {
    kind.status: kind
    for kind in (Malformed, Unauthenticated, NotFound, MethodNotAllowed, TooLarge, WrongType)
}


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a refused caller gets (RFC 9457); `fields` names every wrong field by its path."""

    code: str
    status: int
    title: str
    detail: str
    fields: dict[str, str] = {}


class Bug(Refusal):
    """Our own fault; the log knows the rest."""

    code = "server_error"
    status = 500
    title = "Something went wrong on our side"


def problem_of(refusal: Refusal) -> Problem:
    """The refusal as it is written on the wire, for HTTP and for socket acks alike."""
    return Problem(
        code=refusal.code,
        status=refusal.status,
        title=refusal.title,
        detail=refusal.detail,
        fields=refusal.fields,
    )


def problem_response(refusal: Refusal) -> web.Response:
    """The refusal as an answer."""
    response = web.Response(
        body=msgspec.json.encode(problem_of(refusal)),
        status=refusal.status,
        content_type=PROBLEM_TYPE,
        headers={"Cache-Control": "no-store"},
    )
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after_s)
    if isinstance(refusal, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Translates whatever a handler raises."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return problem_response(refusal)
    except web.HTTPException as error:
        return _from_aiohttp(error)
    except (asyncio.CancelledError, ConnectionError):
        raise  # the caller is gone: nobody is there to answer
    except Exception:
        log.exception("http.failed", method=request.method, route=_route_of(request))
        return problem_response(Bug("It has been noted. Please try again."))


def _from_aiohttp(error: web.HTTPException) -> web.Response:
    if error.status < 400:
        raise error
    kind: Any = _KINDS.get(error.status)
    if kind is None:
        kind = type("Http", (Refusal,), {"status": error.status, "title": error.reason})
    response = problem_response(kind())
    if "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return response


def _route_of(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
