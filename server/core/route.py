"""What an HTTP door declares, read from its handler's signature; refuses what does not fit."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Required, TypedDict, get_type_hints

from aiohttp import web

from server.core.caller import CallerRule
from server.core.errors import Refusal
from server.core.window import rule
from server.core.wire import Id

JSON_LIMIT_BYTES = 262_144  # generous for forms; photos state their own limit
_IN_PATH = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One door: where it is, who may knock, what goes in and what comes out."""

    method: str
    path: str
    handler: Callable[..., Awaitable[Any]]
    operation: str
    tag: str
    summary: str
    status: int
    caller: CallerRule
    errors: tuple[type[Refusal], ...]
    limit: str | None
    path_types: dict[str, Any]
    query: Any
    body: Any
    accepts: tuple[str, ...]
    max_bytes: int
    returns: Any
    produces: str | None


class Options(TypedDict, total=False):
    """What a door's declaration may say beside its path.

    `accepts`, `max_bytes`: for a handler whose `body` is `bytes`. `returns`: the Struct when the
    handler answers with a response of its own; `produces`: its content type when it is no JSON.
    `limit`: asks per caller (or per network when nobody is signed in), like `10/minute`.
    """

    tag: Required[str]
    status: int
    summary: str
    caller: CallerRule
    errors: tuple[type[Refusal], ...]
    limit: str | None
    accepts: tuple[str, ...]
    max_bytes: int
    returns: Any
    produces: str | None


def route_of(
    method: str, path: str, handler: Callable[..., Awaitable[Any]], options: Options
) -> Route:
    """The route of a handler. Raises: TypeError, for a signature that does not fit the path."""
    hints = get_type_hints(handler, include_extras=True)
    named = _IN_PATH.findall(path)
    unknown = set(hints) - set(named) - {"request", "query", "body", "return"}
    missing = set(named) - set(hints)
    if unknown or missing:
        raise TypeError(f"{method} {path}: arguments {sorted(unknown | missing)} do not fit")
    limit = options.get("limit")
    if limit is not None:
        rule(limit)
    answer = options.get("returns", hints.get("return"))
    return Route(
        method=method,
        path=path,
        handler=handler,
        operation=camel(handler.__name__),
        tag=options["tag"],
        summary=options.get("summary") or _first_line(handler),
        status=options.get("status", 200),
        caller=options.get("caller", "required"),
        errors=options.get("errors", ()),
        limit=limit,
        path_types={name: Id if hints[name] is str else hints[name] for name in named},
        query=hints.get("query"),
        body=hints.get("body"),
        accepts=options.get("accepts", ("application/json",)),
        max_bytes=options.get("max_bytes", JSON_LIMIT_BYTES),
        returns=answer if _is_struct(answer) else None,
        produces=options.get("produces"),
    )


def _first_line(handler: Callable[..., Any]) -> str:
    return (handler.__doc__ or "").strip().split("\n")[0].rstrip(".")


def camel(name: str) -> str:
    """`room_id` as `roomId`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _is_struct(answer: Any) -> bool:
    is_response = isinstance(answer, type) and issubclass(answer, web.StreamResponse)
    return answer is not None and answer is not type(None) and not is_response
