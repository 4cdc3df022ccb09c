"""What a socket namespace declares: events, payloads, acks, news; refuses two of a name."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from server.core.caller import CallerRule
from server.core.window import Rule, rule
from server.core.wire import is_struct_type

A = TypeVar("A")
H = TypeVar("H", bound=Callable[..., Awaitable[Any]])

USUAL_LIMIT = "50/second"  # per socket and event


@dataclass(frozen=True, slots=True)
class Later(Generic[A]):
    """An ack that comes when something is done; the socket's next event does not wait for it."""

    future: Future[Any]
    ack: Callable[[Future[Any]], A]
    """What is answered once it is done. Raises: a Refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event a client may send: `payload` and `ack` are Structs (no ack: an empty one)."""

    name: str
    handler: Callable[..., Awaitable[Any]]
    payload: Any
    ack: Any
    limit: Rule
    caller: CallerRule
    summary: str


class Door:
    """One Socket.IO namespace."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.events: dict[str, Event] = {}
        self.news_names: dict[Any, str] = {}
        self.when_connected: list[Callable[[Any], Awaitable[None]]] = []
        self.when_disconnected: list[Callable[[Any, str], Awaitable[None]]] = []

    @property
    def is_open_to_strangers(self) -> bool:
        """Whether somebody who is not signed in can do anything here."""
        return any(event.caller != "required" for event in self.events.values())

    def on(
        self, name: str, *, limit: str = USUAL_LIMIT, caller: CallerRule = "required"
    ) -> Callable[[H], H]:
        """Declares `async def handler(socket: Socket, body: Payload) -> Ack` (or `Later[Ack]`)."""

        def declare(handler: H) -> H:
            if name in self.events:
                raise TypeError(f"{self.namespace} has two events called {name}")
            hints = get_type_hints(handler)
            payload, ack = hints.get("body"), _ack(hints.get("return"))
            if not is_struct_type(payload):
                raise TypeError(f"{name}: the argument `body` must be a Struct")
            self.events[name] = Event(
                name=name,
                handler=handler,
                payload=payload,
                ack=None if ack is type(None) else ack,
                limit=rule(limit),
                caller=caller,
                summary=(handler.__doc__ or "").strip().split("\n")[0],
            )
            return handler

        return declare

    def news(self, name: str, *kinds: Any) -> None:
        """Declares what the server may tell: the event's name and its Struct."""
        if name in self.news_names.values():
            raise TypeError(f"{self.namespace} has two news called {name}")
        for kind in kinds:
            self.news_names[kind] = name

    def connected(self, handler: H) -> H:
        """Declares what runs when a socket has come in."""
        self.when_connected.append(handler)
        return handler

    def disconnected(self, handler: H) -> H:
        """Declares what runs with the reason when a socket has gone."""
        self.when_disconnected.append(handler)
        return handler


def _ack(returned: Any) -> Any:
    return get_args(returned)[0] if get_origin(returned) is Later else returned
