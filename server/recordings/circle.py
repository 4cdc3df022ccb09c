"""Everybody's consent to one recording; refuses to let it run while one present has not agreed.

Pure: each event gives a new circle. Whoever says no is not remembered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from server.recordings.model import Seat

Phase = Literal["asked", "recording", "paused"]


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is present, and who of them agreed."""

    asker: str
    present: tuple[Seat, ...]
    agreed: tuple[Seat, ...] = ()
    """In the order in which they agreed; those who have left too."""
    has_begun: bool = False

    @property
    def waiting(self) -> tuple[str, ...]:
        """Seats whose answer is missing."""
        return tuple(seat.id for seat in self.present if not self.has_agreed(seat))

    @property
    def phase(self) -> Phase:
        if not self.waiting:
            return "recording"
        return "paused" if self.has_begun else "asked"

    def has_agreed(self, seat: Seat) -> bool:
        """By this seat, or by the same account on another one."""
        return any(
            seat.id == one.id or (seat.person is not None and seat.person == one.person)
            for one in self.agreed
        )

    def agree(self, seat: str) -> Circle:
        """Somebody present says yes; a second time changes nothing."""
        found = next((one for one in self.present if one.id == seat), None)
        if found is None or self.has_agreed(found):
            return self
        return replace(self, agreed=(*self.agreed, found))

    def arrive(self, seat: Seat) -> Circle:
        """Somebody new: it may go on only with their yes."""
        if any(one.id == seat.id for one in self.present):
            return self
        return replace(self, present=(*self.present, seat))

    def leave(self, seat: str) -> Circle:
        """Somebody is gone; what they said about what was recorded until now stays said."""
        return replace(self, present=tuple(one for one in self.present if one.id != seat))

    def begin(self) -> Circle:
        """It runs, or has run before a newcomer came."""
        return replace(self, has_begun=True)
