"""What clients are told while a document is open, as it goes over the socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from server.core.wire import Out

EvictionReason = Literal["role", "gone", "moved", "unsafe"]


class BoardUpdated(Out):
    """Somebody else has changed a document."""

    doc: str
    update: bytes
    seq: int


class PresenceShown(Out):
    """Where somebody is; `state` is empty when they have gone."""

    doc: str
    client_id: int
    person: str
    name: str
    state: bytes


class UpdateRejected(Out):
    """Update `n` of this client was not taken: its ack says so too."""

    doc: str
    n: int
    code: str
    title: str


class BoardEvicted(Out):
    """Nothing more is taken or told; join anew to see what one may do now."""

    doc: str
    reason: EvictionReason


class BoardResync(Out):
    """Exchange state vectors: join anew without losing what is not saved."""

    doc: str


LiveNews = BoardUpdated | PresenceShown | UpdateRejected | BoardEvicted | BoardResync


@dataclass(frozen=True, slots=True)
class Notice:
    """News for some sockets of this process."""

    to: tuple[str, ...]
    news: LiveNews
    is_volatile: bool = False
    """Whether it may be dropped where it would wait: it is soon outdated."""
