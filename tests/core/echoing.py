"""A door that echoes, refuses, breaks and throws out."""

from __future__ import annotations

import asyncio
from typing import Annotated

import msgspec
from aiohttp import web

from server.core.caller import Caller
from server.core.errors import Conflict, Unauthenticated
from server.core.sockets import SOCKETS, Door, Socket
from server.core.wire import In, Nothing, Out

door = Door("/echo")
ANNA = {"Authorization": "anna"}


class Say(In):
    text: Annotated[str, msgspec.Meta(max_length=20)]
    pause_s: float = 0


class Said(Out):
    text: str
    who_said: str | None


class Taken(Conflict):
    code = "taken"


door.news("said", Said)


@door.on("say", caller="optional")
async def say(socket: Socket, body: Say) -> Said:
    await asyncio.sleep(body.pause_s)
    said = Said(text=body.text, who_said=socket.caller.person if socket.caller else None)
    await socket.app[SOCKETS].emit(said, room="hall", skip=socket.id)
    return said


@door.on("enter_hall", caller="optional")
async def enter_hall(socket: Socket, body: Nothing) -> None:
    await socket.enter("hall")


@door.on("leave_hall", caller="optional")
async def leave_hall(socket: Socket, body: Nothing) -> None:
    await socket.exit("hall")


@door.on("private")
async def private(socket: Socket, body: Nothing) -> None:
    """Only for people who are signed in."""


@door.on("take", caller="optional", limit="3/minute")
async def take(socket: Socket, body: Nothing) -> None:
    raise Taken("Somebody was faster.")


@door.on("break", caller="optional")
async def break_it(socket: Socket, body: Nothing) -> None:
    raise RuntimeError("a bug, made on purpose")


@door.on("throw_me_out", caller="optional")
async def throw_me_out(socket: Socket, body: Nothing) -> None:
    await socket.emit(Said(text="bye", who_said=None))
    await socket.close()


gone: asyncio.Queue[tuple[str, str]] = asyncio.Queue()


@door.disconnected
async def note_gone(socket: Socket, reason: str) -> None:
    gone.put_nowait((socket.id, reason))


async def identify(request: web.Request) -> Caller | None:
    name = request.headers.get("Authorization")
    if name == "expired":
        raise Unauthenticated("Your sign-in has ended.")
    return Caller(person=name, sign_in=f"{name}-phone") if name else None
