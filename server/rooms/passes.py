"""Room tokens: short-lived proof of who may take a seat in which room.

A token without a seat opens the door once and lives minutes. When a seat is taken, its
holder gets a token for that very seat, so that a reload, a dropped network or a restarted
server lets them back without asking anybody; that one lives as long as a long session.
"""

from datetime import timedelta
from typing import Any, Protocol

from server.core.errors import Unauthenticated
from server.rooms.model import (
    ENTRY_LIFETIME,
    SEAT_LIFETIME,
    Pass,
    Role,
    RoomTokenRefused,
)

AUDIENCE = "room"


class Signatures(Protocol):
    """What signs and reads tokens; accounts owns the keys."""

    async def sign(self, audience: str, claims: dict[str, Any], lifetime: timedelta) -> str: ...

    async def read(self, audience: str, token: str) -> dict[str, Any]: ...


class Passes:
    """Issues and reads room tokens."""

    def __init__(self, signatures: Signatures) -> None:
        self._signatures = signatures

    async def issue(self, entry: Pass) -> str:
        """A signed token that says what `entry` says."""
        claims = {
            "room": entry.room,
            "name": entry.name,
            "role": entry.role.value,
            "sub": entry.person or "",
            "seat": entry.seat or "",
            "owner": entry.owner or "",
        }
        lifetime = SEAT_LIFETIME if entry.seat else ENTRY_LIFETIME
        return await self._signatures.sign(AUDIENCE, claims, lifetime)

    async def read(self, token: str) -> Pass:
        """Raises: RoomTokenRefused."""
        try:
            claims = await self._signatures.read(AUDIENCE, token)
            return Pass(
                room=claims["room"],
                name=claims["name"],
                role=Role(claims["role"]),
                person=claims["sub"] or None,
                seat=claims["seat"] or None,
                owner=claims.get("owner") or None,
            )
        except (Unauthenticated, KeyError, ValueError):
            raise RoomTokenRefused(
                "This way into the session has expired. Open the link again."
            ) from None
