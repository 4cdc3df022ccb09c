"""The AsyncAPI 3 document of all socket doors; refuses to describe what no door declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from server.core.door import Door, Event
from server.core.openapi import components_of
from server.core.problems import Problem


def socket_types(doors: Iterable[Door]) -> list[Any]:
    """Every Struct that goes over a socket."""
    found: list[Any] = []
    for door in doors:
        for event in door.events.values():
            found += [event.payload, event.ack]
        found += door.news_names
    return [one for one in dict.fromkeys(found) if one is not None]


def asyncapi_document(doors: Iterable[Door], *, version: str) -> dict[str, Any]:
    """The document; the server's side is the one described."""
    doors = tuple(doors)
    types = [*socket_types(doors), Problem]
    references, components = components_of(types)
    schema_of = dict(zip(types, references, strict=True))
    channels, operations, messages = {}, {}, {}
    for door in doors:
        name = door.namespace.strip("/")
        own = _messages(door, schema_of)
        messages.update(own)
        channels[name] = {
            "address": door.namespace,
            "messages": {key: {"$ref": f"#/components/messages/{key}"} for key in own},
        }
        operations.update(_operations(door))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Ithaca sockets",
            "version": version,
            "description": "Socket.IO 5 at /socket.io/, websocket only, msgpack parser; one "
            "channel is one namespace. Every event is acked with `{ok: …}` or `{error: …}`.",
        },
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "schemas": dict(sorted(components.items())),
        },
    }


def _messages(door: Door, schema_of: dict[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in door.events.values():
        found[event.name] = {"name": event.name, "payload": schema_of[event.payload]}
        found[f"{event.name}.ack"] = {
            "name": f"{event.name}.ack",
            "payload": _ack(event, schema_of),
        }
    for kind, name in door.news_names.items():
        found[name] = {"name": name, "payload": schema_of[kind]}
    found["server_draining"] = {"name": "server_draining", "payload": {"type": "object"}}
    return found


def _ack(event: Event, schema_of: dict[Any, Any]) -> dict[str, Any]:
    good = schema_of[event.ack] if event.ack is not None else {"type": "object"}
    return {
        "oneOf": [
            {"type": "object", "properties": {"ok": good}, "required": ["ok"]},
            {"type": "object", "properties": {"error": schema_of[Problem]}, "required": ["error"]},
        ]
    }


def _operations(door: Door) -> dict[str, Any]:
    channel = {"$ref": f"#/channels/{door.namespace.strip('/')}"}

    def message(name: str) -> dict[str, str]:
        return {"$ref": f"{channel['$ref']}/messages/{name}"}

    found: dict[str, Any] = {}
    for event in door.events.values():
        found[event.name] = {
            "action": "receive",
            "channel": channel,
            "summary": event.summary,
            "messages": [message(event.name)],
            "reply": {"channel": channel, "messages": [message(f"{event.name}.ack")]},
        }
    for name in [*door.news_names.values(), "server_draining"]:
        found[name] = {"action": "send", "channel": channel, "messages": [message(name)]}
    return found
