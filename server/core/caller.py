"""Who is asking; refuses to know how that is proven (accounts brings an `Identify`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from server.core.errors import Unauthenticated


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person and the sign-in (device) they use."""

    person: str
    sign_in: str


CallerRule = Literal["required", "optional", "none"]
Identify = Callable[[web.Request], Awaitable[Caller | None]]

CALLER: web.RequestKey[Caller | None] = web.RequestKey("caller", Caller)
IDENTIFY: web.AppKey[Identify] = web.AppKey("identify")


def caller_of(request: web.Request) -> Caller:
    """Whoever is signed in. Raises: Unauthenticated."""
    caller = request[CALLER]
    if caller is None:
        raise Unauthenticated
    return caller


def person_of(request: web.Request) -> str:
    """The id of whoever is signed in. Raises: Unauthenticated."""
    return caller_of(request).person
