"""Reads the path, query and body of a request; refuses what is too large, malformed or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin, get_type_hints

import msgspec
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from server.core.errors import Invalid, Malformed, NotFound, TooLarge, WrongType
from server.core.explain import invalid, read
from server.core.route import Route
from server.core.wire import has_nul

_MAY_HOLD_NUL = (b"\\u0000", b"\0")


async def read_arguments(request: web.Request, route: Route) -> dict[str, Any]:
    """The handler's arguments. Raises: a Refusal that says what does not fit."""
    arguments: dict[str, Any] = {
        name: _path_value(request.match_info[name], kind) for name, kind in route.path_types.items()
    }
    query = _query(request, route.query)
    if query is not None:
        arguments["query"] = query
    if route.body is bytes:
        _check_type(request, route.accepts)
        arguments["body"] = await read_bytes(request, route.max_bytes)
    elif route.body is not None:
        _check_type(request, ("application/json",))
        arguments["body"] = decode_json(await read_bytes(request, route.max_bytes), route.body)
    return arguments


async def read_bytes(request: web.Request, limit: int) -> bytes:
    """The whole body. Raises: TooLarge, Malformed."""
    too_large = TooLarge(f"At most {limit:,} bytes are accepted here.")
    if (request.content_length or 0) > limit:
        raise too_large
    parts: list[bytes] = []
    size = 0
    try:
        while part := await request.content.readany():
            size += len(part)
            if size > limit:
                raise too_large
            parts.append(part)
    except (web.RequestPayloadError, HttpProcessingError):
        raise Malformed("The body broke off or was not framed correctly.") from None
    return b"".join(parts)


def decode_json(raw: bytes, kind: Any) -> Any:
    """The body as a `kind`. Raises: Malformed when it is no JSON, Invalid when it does not fit."""
    try:
        result = msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise invalid(_plain(raw), kind, error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _not_json() from None
    if any(sign in raw for sign in _MAY_HOLD_NUL) and has_nul(_plain(raw)):
        raise Invalid("Text must not hold the character U+0000.")
    return result


def _plain(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _not_json() from None


def _not_json() -> Malformed:
    return Malformed("The body must be valid JSON.")


def _path_value(raw: str, kind: Any) -> Any:
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError:
        raise NotFound from None


def _query(request: web.Request, kind: Any) -> Any:
    given = request.query
    if kind is None:
        if given:
            fields = dict.fromkeys(given, "This name is not known.")
            raise Invalid("No query is accepted here.", fields=fields)
        return None
    lists = _list_fields(kind)
    values: dict[str, Any] = {}
    for name in given:
        every = given.getall(name)
        if name not in lists and len(every) > 1:
            raise Invalid(fields={name: "This may be given only once."})
        values[name] = every if name in lists else every[0]
    return read(values, kind, strict=False)


def _list_fields(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {
        field.encode_name: field
        for field in msgspec.structs.fields(kind)
        if (get_origin(hints[field.name]) or hints[field.name]) in (list, tuple)
    }


def _check_type(request: web.Request, accepted: tuple[str, ...]) -> None:
    given = request.content_type if "Content-Type" in request.headers else ""
    is_wanted = any(
        given == one or (one.endswith("/*") and given.startswith(one[:-1])) for one in accepted
    )
    charset = (request.charset or "utf-8").lower().replace("_", "-")
    if not is_wanted or (given == "application/json" and charset not in {"utf-8", "utf8"}):
        raise WrongType(f"Send {' or '.join(accepted)}.")
