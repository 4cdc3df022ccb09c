"""One thing a person is told, whatever the way; refuses to hold more than ids and short words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.notifications.model.letter import Kind

KEEP_NOTICES = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a notice is for: what the ways need to know of them at that moment."""

    person: str
    email: str
    name: str
    locale: str
    zone: str
    """Of the IANA list."""


@dataclass(frozen=True, slots=True)
class Notice:
    """As the centre keeps it; its title is made from the template of its kind."""

    id: str
    person: str
    kind: Kind
    facts: dict[str, str] = field(repr=False)
    path: str
    """Where it leads, within our own pages."""
    created_at: datetime
    locale: str
    """Of the reader when they were told, as is the zone: a title is read as its letter was."""
    zone: str
    read_at: datetime | None = None
