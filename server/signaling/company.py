"""Who is in a session with whom, and how long: news for mentorships; keeps nothing of guests."""

from dataclasses import dataclass, field
from datetime import datetime

from server.core.clock import Clock
from server.mentorships.model import Encounter
from server.mentorships.service import Mentorships
from server.signaling.model import Peer

MAX_WAITING = 10_000
"""Encounters while the database is away; beyond it the oldest are given up."""


@dataclass(slots=True)
class _Stay:
    since: datetime
    seats: set[str] = field(default_factory=set)
    """Somebody may be there by two devices."""


class Company:
    """Told who comes and goes; `keep` passes on who has met, so that no session waits for it."""

    def __init__(self, clock: Clock, mentorships: Mentorships) -> None:
        self._clock = clock
        self._mentorships = mentorships
        self._here: dict[str, dict[str, _Stay]] = {}
        """By room and person."""
        self._waiting: list[Encounter] = []

    def came(self, peer: Peer) -> None:
        """They have taken a seat."""
        if peer.person is not None:
            stays = self._here.setdefault(peer.room, {})
            stays.setdefault(peer.person, _Stay(self._clock.now())).seats.add(peer.id)

    def went(self, peer: Peer) -> None:
        """They have given it up: an encounter with everybody who is still there."""
        stays = self._here.get(peer.room, {})
        if peer.person is None or peer.person not in stays:
            return
        stay = stays[peer.person]
        stay.seats.discard(peer.id)
        if not stay.seats:
            self._end(peer.room, peer.person)

    async def keep(self) -> None:
        """Note who has met; what a failing database refuses waits on."""
        told, self._waiting = self._waiting, []
        if not told:
            return
        try:
            await self._mentorships.note_sessions(told)
        except Exception:
            self._waiting = [*told, *self._waiting][-MAX_WAITING:]
            raise

    async def close(self) -> None:
        """Note the company of those who are still there."""
        for room in list(self._here):
            for person in list(self._here[room]):
                self._end(room, person)
        await self.keep()

    def _end(self, room: str, person: str) -> None:
        stays, now = self._here[room], self._clock.now()
        stay = stays.pop(person)
        for other, theirs in stays.items():
            met_at = max(stay.since, theirs.since)
            self._waiting.append(Encounter(frozenset({person, other}), met_at, now))
        del self._waiting[:-MAX_WAITING]
        if not stays:
            del self._here[room]
