"""The socket door: who is there, what they may send, what they get; refuses unknown and too much.

One socket's events are handled strictly one after the other. Every ack is `{"ok": …}` or
`{"error": problem}`.
"""

from __future__ import annotations

import asyncio
import time
from asyncio import Future
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import structlog
from aiohttp import web

from server.core.caller import IDENTIFY, Caller
from server.core.door import Door, Event, Later
from server.core.errors import Conflict, Invalid, NotFound, Refusal, TooMany, Unauthenticated
from server.core.explain import read
from server.core.keys import SETTINGS
from server.core.limits import LIMITS, network_of, too_many
from server.core.origin import CrossSite, is_own_origin
from server.core.problems import Bug, problem_of
from server.core.redis.news import RedisNews
from server.core.transport import GOING_AWAY, StrictServer
from server.core.window import Window, rule

PATH = "/socket.io/"
NODE_PATH = "/node/{node}/socket.io/"
"""One of several nodes by name: a reverse proxy sends it there."""
HANDLER_S = 15  # an event that takes longer is a bug, and holds up its socket
OVERALL = rule("300/second")  # all events of one socket together; beyond it is no honest client
CONNECTS = "600/minute"  # per network: a whole office reconnects after a restart
DRAIN_S = 0.6
log = structlog.get_logger()


class UnknownEvent(NotFound):
    """No event of this name here."""

    code = "unknown_event"
    title = "This event is not known"


class Draining(Conflict):
    """The server is about to stop."""

    code = "draining"
    status = 503
    title = "The server is restarting"


@dataclass(eq=False, slots=True)
class Socket:
    """One client in one namespace. `data` is free for the domain that owns the door."""

    id: str
    caller: Caller | None
    remote: str
    app: web.Application
    door: Door
    engine_id: str
    data: dict[str, Any] = field(default_factory=dict)
    is_closing: bool = False
    window: Window = field(default_factory=Window)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def emit(self, news: Any) -> None:
        """Tells this client."""
        await self.app[SOCKETS].emit(news, to=self.id)

    async def enter(self, room: str) -> None:
        """Lets this client hear what is told to `room`."""
        await self.app[SOCKETS].server.enter(self.id, self.door.namespace, room)

    async def exit(self, room: str) -> None:
        """Ends that."""
        await self.app[SOCKETS].server.exit(self.id, self.door.namespace, room)

    async def close(self) -> None:
        """Closes once everything told before has been written; no reconnect follows by itself."""
        await self.app[SOCKETS].close(self.id)


class Sockets:
    """All sockets of this process."""

    def __init__(
        self, app: web.Application, doors: Iterable[Door], nodes: RedisNews | None = None
    ) -> None:
        self._app = app
        self.doors = {door.namespace: door for door in doors}
        self._news = {
            kind: (door.namespace, name)
            for door in self.doors.values()
            for kind, name in door.news_names.items()
        }
        self._sockets: dict[str, Socket] = {}
        self.is_draining = False
        self.server = StrictServer(self, list(self.doors), nodes)
        self._nodes = nodes
        self._orders: dict[str, Callable[[str], Awaitable[None]]] = {}
        if nodes is not None:
            nodes.hear_orders(self._carry_out)

    def __len__(self) -> int:
        return len(self._sockets)

    async def emit(
        self, news: Any, *, room: str | None = None, to: str | None = None, skip: str | None = None
    ) -> None:
        """Tells a room, or one socket by its id. Raises: KeyError for undeclared news."""
        namespace, name = self._news[type(news)]
        target = to or room
        if target is None:
            raise ValueError("news need a room or a socket")
        await self.server.tell(namespace, name, _written(news), room=target, skip=skip)

    def tell_here(self, news: Any, to: Iterable[str], *, is_volatile: bool = False) -> None:
        """Tells sockets of this process, written once for all; volatile news spare slow readers."""
        namespace, name = self._news[type(news)]
        engines = [one.engine_id for sid in to if (one := self._sockets.get(sid)) is not None]
        self.server.fan_out(namespace, name, _written(news), engines, is_volatile=is_volatile)

    async def close(self, socket_id: str) -> None:
        """Closes one socket of this process, after what was told to it before."""
        socket = self._sockets.get(socket_id)
        if socket is None or socket.is_closing:
            return
        socket.is_closing = True
        await self.server.say_goodbye(socket.engine_id, socket.door.namespace)
        await self.server.end(socket.engine_id, code=GOING_AWAY)

    async def close_person(self, person: str) -> None:
        """Closes every socket of a person on every node, as when their sign-ins were revoked."""
        await self._close_all("person", person)

    async def close_sign_in(self, sign_in: str) -> None:
        """Closes every socket on every node that came in by one sign-in."""
        await self._close_all("sign_in", sign_in)

    def on_order(self, verb: str, handler: Callable[[str], Awaitable[None]]) -> None:
        """Sets what this node does when another one orders it."""
        self._orders[verb] = handler

    async def order_others(self, verb: str, name: str) -> None:
        """Has every other node do something; nothing happens while there is only one."""
        if self._nodes is not None:
            await self._nodes.order(verb, name)

    async def drain(self) -> None:
        """Tells everybody that the server stops, then closes with 1012 (clients come back)."""
        self.is_draining = True
        for namespace in self.doors:
            await self.server.tell_all_here(namespace, "server_draining", {})
        await self.server.drain(DRAIN_S)
        if self._nodes is not None:
            await self._nodes.stop()

    async def came(self, engine_id: str, namespace: str, request: web.Request) -> Any:
        """Lets a client into a namespace, or returns the refusal."""
        try:
            caller = await self._admit(namespace, request)
        except Refusal as refusal:
            problem = msgspec.to_builtins(problem_of(refusal))
            return {"message": refusal.detail, "data": problem}
        manager = self.server.manager
        sid = await manager.pre_connect(engine_id, namespace)
        door = self.doors[namespace]
        socket = Socket(sid, caller, request.remote or "", self._app, door, engine_id)
        self._sockets[sid] = socket
        async with socket.turn:
            await self.server.welcome(engine_id, namespace, sid)
            for handler in door.when_connected:
                await self._guarded(handler(socket))
        return None

    async def heard(self, socket_id: str, namespace: str, event: str, data: list[Any]) -> Any:
        """Handles one event; returns its ack."""
        socket = self._sockets.get(socket_id)
        if socket is None:
            return None
        async with socket.turn:
            if socket.is_closing:
                return None
            work = self._answer(socket, event, data)
            ack = await _acked(work, namespace=namespace, socket_event=event)
        later = ack.get("ok")
        if not isinstance(later, Later):
            return ack
        return _promised(later, namespace=namespace, socket_event=event)

    async def went(self, socket_id: str, namespace: str, reason: str) -> None:
        """Runs what the door declared for a socket that has gone."""
        socket = self._sockets.pop(socket_id, None)
        if socket is None:
            return
        why = "server disconnect" if socket.is_closing else reason
        socket.is_closing = True
        async with socket.turn:
            for handler in self.doors[namespace].when_disconnected:
                await self._guarded(handler(socket, why))

    async def _close_all(self, verb: str, name: str) -> None:
        await self._close_here(verb, name)
        await self.order_others(verb, name)

    async def _carry_out(self, verb: str, name: str) -> None:
        handler = self._orders.get(verb)
        await self._guarded(handler(name) if handler else self._close_here(verb, name))

    async def _close_here(self, verb: str, name: str) -> None:
        for socket in list(self._sockets.values()):
            if socket.caller is not None and name == getattr(socket.caller, verb, None):
                await self.close(socket.id)

    async def _admit(self, namespace: str, request: web.Request) -> Caller | None:
        door = self.doors.get(namespace)
        if door is None:
            raise NotFound("There is no such namespace.")
        caller = await self._app[IDENTIFY](request)
        if caller is None and not door.is_open_to_strangers:
            raise Unauthenticated("You need to be signed in for this.")
        return caller

    async def _answer(self, socket: Socket, name: str, data: list[Any]) -> Any:
        now = time.time()
        if socket.window.hit("", OVERALL, now):
            await self.close(socket.id)
            raise TooMany("Far too many events; the connection is closed.")
        event = socket.door.events.get(name)
        if event is None:
            raise UnknownEvent(f"There is no event called {name[:40]!r} here.")
        if wait_s := socket.window.hit(name, event.limit, now):
            raise too_many(wait_s)
        if event.caller == "required" and socket.caller is None:
            raise Unauthenticated("You need to be signed in for this.")
        return await _handle(socket, event, data)

    async def _guarded(self, work: Any) -> None:
        try:
            async with asyncio.timeout(HANDLER_S):
                await work
        except Exception:
            log.exception("socket.failed")


__all__ = ["SOCKETS", "Door", "Later", "Socket", "Sockets", "open_doors"]

SOCKETS: web.AppKey[Sockets] = web.AppKey("sockets", Sockets)


async def _acked(work: Awaitable[Any], **about: str) -> dict[str, Any]:
    try:
        return {"ok": await work}
    except Exception as error:  # noqa: BLE001 - told apart there
        return _refused(error, about)


def _promised(later: Later[Any], **about: str) -> Future[dict[str, Any]]:
    """The ack of what is done later; without a task, for there are many."""
    promise: Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def answer(done: Future[Any]) -> None:
        if done.cancelled() or promise.done():
            promise.cancel()
            return
        try:
            promise.set_result({"ok": _written(later.ack(done))})
        except Exception as error:  # noqa: BLE001 - told apart there
            promise.set_result(_refused(error, about))

    later.future.add_done_callback(answer)
    return promise


def _refused(error: Exception, about: dict[str, str]) -> dict[str, Any]:
    if not isinstance(error, Refusal):
        log.error("socket.failed", exc_info=error, **about)
        error = Bug("It has been noted. Please try again.")
    return {"error": msgspec.to_builtins(problem_of(error))}


def _written(content: Any) -> Any:
    """As msgpack writes it, which has bytes of its own."""
    return msgspec.to_builtins(content, builtin_types=(bytes,))


async def _handle(socket: Socket, event: Event, data: list[Any]) -> Any:
    body = read(_payload(data), event.payload)
    async with asyncio.timeout(HANDLER_S):
        result = await event.handler(socket, body)
    if isinstance(result, Later):
        return result
    return {} if result is None else _written(result)


def _payload(data: list[Any]) -> Any:
    if len(data) > 1:
        raise Invalid("An event carries one object.")
    return data[0] if data else {}


def open_doors(
    app: web.Application, doors: Iterable[Door], nodes: RedisNews | None = None
) -> Sockets:
    """Puts the socket doors into the application; `app[SOCKETS]` from then on."""
    sockets = Sockets(app, doors, nodes)
    app[SOCKETS] = sockets
    app.router.add_get(PATH, _connect)
    app.router.add_get(NODE_PATH, _connect_to_node)
    app.on_shutdown.append(_drain)
    app.cleanup_ctx.append(_lifetime)
    return sockets


async def _connect(request: web.Request) -> web.StreamResponse:
    sockets = request.app[SOCKETS]
    if sockets.is_draining:
        raise Draining("Please try again in a few seconds.")
    origin = request.headers.get("Origin")
    if origin is not None and not is_own_origin(request, origin):
        raise CrossSite("Open Ithaca itself and try again there.")
    await request.app[LIMITS].hit(CONNECTS, "socket", network_of(request.remote))
    return await sockets.server.serve(request)


async def _connect_to_node(request: web.Request) -> web.StreamResponse:
    if request.match_info["node"] != request.app[SETTINGS].node_name:
        raise NotFound("This server has another name.")
    return await _connect(request)


async def _drain(app: web.Application) -> None:
    await app[SOCKETS].drain()


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    yield
    if not app[SOCKETS].is_draining:  # set-up failed half-way: there was no shutdown
        await app[SOCKETS].drain()
