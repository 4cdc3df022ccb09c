"""Rooms as HTTP speaks of them."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.core.wire import In, Out
from server.rooms.model import Protection

Email = Annotated[str, Meta(min_length=3, max_length=254)]
Title = Annotated[str, Meta(min_length=1, max_length=400)]


class RoomIn(In):
    """A session to open."""

    title: Title
    invite: Annotated[tuple[Email, ...], Meta(max_length=20)] = ()
    protection: Protection | None = None
    """None: end-to-end where at most one person is invited."""


class RoomChange(In):
    """What the host may change."""

    title: Title | UnsetType = UNSET


class InvitationIn(In):
    """Whom to invite."""

    email: Email


class Host(Out):
    id: str
    name: str
    photo_url: str | None


class ParticipantOut(Out):
    id: str
    name: str
    photo_url: str | None


class PresentOut(Out):
    """Somebody who is in the session now; guests have no photo."""

    name: str
    photo_url: str | None


class RoomOut(Out):
    """A session that the caller hosts or takes part in."""

    id: str
    title: str
    host: Host
    role: Literal["host", "participant"]
    is_open: bool
    created_at: datetime
    ended_at: datetime | None
    opens_at: datetime | None
    """Before that nobody is let in; None: always open."""
    invite_url: str
    participants: list[ParticipantOut]
    invited: list[str]
    """Addresses that have no account yet; empty for participants."""
    protection: Protection
    present: list[PresentOut]


class RoomList(Out):
    rooms: list[RoomOut]


class DoorOut(Out):
    """What the invite link alone tells."""

    id: str
    is_open: bool
    opens_at: datetime | None
    """Before that nobody is let in; None for strangers, who knock, and where it is always open."""
    host_name: str
    role: Literal["host", "participant", "stranger"]
    title: str | None
    """None for strangers."""
    present_count: int | None
    protection: Protection
    """Told to all, so that nobody comes in with a browser that cannot do it."""


class RoomTokenOut(Out):
    """Lets its holder take a seat; valid for minutes."""

    token: str
    expires_at: datetime
