"""The OpenAPI 3.1 document of all doors; refuses to describe anything the doors do not declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, get_type_hints

import msgspec

from server.core.errors import (
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Refusal,
    TooLarge,
    TooMany,
    Unauthenticated,
    WrongType,
)
from server.core.problems import PROBLEM_TYPE, Problem
from server.core.route import Route, camel

REF = "#/components/schemas/{name}"
_OPTIONAL: list[dict[str, list[str]]] = [{}]
_SIGNED_IN: list[dict[str, list[str]]] = [{"cookie": []}, {"bearer": []}]


def components_of(types: Iterable[Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """References to these types, and the schemas they refer to."""

    def hook(kind: type) -> dict[str, Any]:
        if kind is object:
            return {"description": "Any JSON value."}
        raise NotImplementedError

    return msgspec.json.schema_components(types, schema_hook=hook, ref_template=REF)


def openapi_document(
    routes: Iterable[Route], *, version: str, more_types: Iterable[Any] = ()
) -> dict[str, Any]:
    """The document; `more_types` (socket payloads) join components.schemas."""
    routes = sorted(routes, key=lambda route: (route.path, route.method))
    types = _types_of(routes) + [one for one in more_types if one is not None]
    unique = list(dict.fromkeys([*types, Problem]))
    references, components = components_of(unique)
    schema_of = dict(zip(unique, references, strict=True))
    paths: dict[str, Any] = {}
    for route in routes:
        operation = _operation(route, schema_of)
        paths.setdefault(_public_path(route.path), {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ithaca",
            "version": version,
            "description": "Refusals are problem+json (RFC 9457) with a `code` for programs and "
            "a `detail` for people. Socket events are in asyncapi.json.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in sorted({route.tag for route in routes})],
        "paths": paths,
        "components": {"schemas": dict(sorted(components.items())), "securitySchemes": _SCHEMES},
    }


_SCHEMES = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-at",
        "description": "Set at sign-in; called `at` on plain http.",
    },
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
}


def _types_of(routes: Iterable[Route]) -> list[Any]:
    found: list[Any] = []
    for route in routes:
        found += [route.body if route.body is not bytes else None, route.returns]
    return [one for one in found if one is not None]


def _public_path(path: str) -> str:
    parts = path.split("{")
    named = (part.split("}") for part in parts[1:])
    return parts[0] + "".join(f"{{{camel(name)}}}{rest}" for name, rest in named)


def _operation(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "tags": [route.tag],
        "summary": route.summary,
        "parameters": _path_parameters(route) + _query_parameters(route),
        "responses": _responses(route, schema_of),
        "security": _security(route),
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(route, schema_of)}
    return {name: value for name, value in operation.items() if value != [] or name == "security"}


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.caller == "required":
        return _SIGNED_IN
    return _OPTIONAL + _SIGNED_IN if route.caller == "optional" else []


def _content(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    if route.body is bytes:
        return {kind: {"schema": {}} for kind in route.accepts}
    return {"application/json": {"schema": schema_of[route.body]}}


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {
            "name": camel(name),
            "in": "path",
            "required": True,
            "schema": _inlined(msgspec.json.schema(kind)),
        }
        for name, kind in route.path_types.items()
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    hints = get_type_hints(route.query, include_extras=True)
    return [
        {
            "name": field.encode_name,
            "in": "query",
            "required": field.required,
            "schema": _inlined(msgspec.json.schema(hints[field.name])),
        }
        for field in msgspec.structs.fields(route.query)
    ]


def _inlined(schema: Any, known: Mapping[str, Any] | None = None) -> Any:
    """A schema with its definitions (of enums) in their places: a parameter has no room for any."""
    if isinstance(schema, list):
        return [_inlined(one, known) for one in schema]
    if not isinstance(schema, dict):
        return schema
    known = {**(known or {}), **schema.get("$defs", {})}
    if "$ref" in schema:
        return _inlined(known[schema["$ref"].rpartition("/")[2]], known)
    return {name: _inlined(one, known) for name, one in schema.items() if name != "$defs"}


def _responses(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    status = (
        204
        if route.returns is None and not route.produces and route.status == 200
        else route.status
    )
    success: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if route.produces:
        success["content"] = {route.produces: {"schema": {}}}
    elif route.returns is not None:
        success["content"] = {"application/json": {"schema": schema_of[route.returns]}}
    responses = {str(status): success}
    for code, kinds in sorted(_refusals(route).items()):
        responses[str(code)] = _problem(kinds, schema_of[Problem])
    return responses


def _refusals(route: Route) -> dict[int, list[type[Refusal]]]:
    kinds: list[type[Refusal]] = [Invalid]  # an unknown query name is refused everywhere
    if route.caller == "required":
        kinds.append(Unauthenticated)
    if route.limit:
        kinds.append(TooMany)
    if route.path_types:
        kinds.append(NotFound)
    if route.body is not None:
        kinds += [Malformed, TooLarge, WrongType]
    if route.method != "GET":
        kinds.append(Forbidden)
    by_status: dict[int, list[type[Refusal]]] = {}
    for kind in dict.fromkeys([*kinds, *route.errors]):
        by_status.setdefault(kind.status, []).append(kind)
    return by_status


def _problem(kinds: list[type[Refusal]], schema: Any) -> dict[str, Any]:
    codes = ", ".join(f"`{kind.code}` ({kind.title})" for kind in kinds)
    examples = {
        kind.code: {
            "value": {
                "code": kind.code,
                "status": kind.status,
                "title": kind.title,
                "detail": kind.title,
            }
        }
        for kind in kinds
    }
    return {
        "description": codes,
        "content": {PROBLEM_TYPE: {"schema": schema, "examples": examples}},
    }
