"""A session as its documents know it: when it began and ended, and what became of the goals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.boards.goals.digest import UNCHANGED, Digest
from server.scheduling.model import LIFE, Sitting

QUIET = 3 * LIFE
"""So many signs of life missing, everybody has left: who was cut off has come back by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One booked session in which somebody has been."""

    booking: str
    mentorship: str | None
    """None: of several people, who have no goals together."""
    began_at: datetime
    ended_at: datetime | None = None
    is_held: bool = False
    """Whether the host and somebody else were there; known at the end."""
    digest: Digest = UNCHANGED


def is_over(one: Session, sitting: Sitting, now: datetime) -> bool:
    """Whether nobody is there any more; while one waits for the other, its time must be over."""
    seen_at = max(one.began_at, sitting.seen_at or one.began_at)
    if now - seen_at < QUIET:
        return False
    return sitting.is_held or now >= sitting.booking.ends_at
