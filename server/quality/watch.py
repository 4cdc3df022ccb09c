"""Who is in which session of this process and how each is connected; awaits nothing.

Badges are news only when they change, or when somebody came who knows none.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from server.quality.grades import Opinion, grade, reconsider
from server.quality.journal import Journal
from server.quality.measures import Legs, between
from server.quality.model import (
    Badge,
    Both,
    Bucket,
    Measure,
    Record,
    Report,
    RoomBadges,
    Seat,
)
from server.rooms.model.legs import Leg

WINDOW_LOOKS = 4
"""Browsers report on sound every 5 s: a measure spans the last three pauses between looks."""
LOST = Measure(is_lost=True)


@dataclass(slots=True, eq=False)
class Watched:
    """One participant."""

    journal: Journal
    counters: deque[Legs] = field(default_factory=lambda: deque(maxlen=WINDOW_LOOKS))
    up: Opinion = field(default_factory=Opinion)
    down: Opinion = field(default_factory=Opinion)
    told: Badge | None = None
    is_away: bool = False
    last: Bucket = field(default_factory=Bucket)
    seen: Both = field(default_factory=Both)

    @property
    def badge(self) -> Badge:
        return Badge(self.journal.seat.peer, self.up.grade, self.down.grade)


class Watch:
    """The participants of all rooms here."""

    def __init__(self) -> None:
        self._watched: dict[str, Watched] = {}

    def __len__(self) -> int:
        return len(self._watched)

    def arrived(self, seat: Seat, now: datetime) -> bool:
        """Somebody took a seat, or took it up again, which is True."""
        known = self._watched.get(seat.peer)
        if known is None:
            self._watched[seat.peer] = Watched(Journal(seat, now))
        else:
            known.is_away = False
            known.journal.reconnected()
        for other in self._in_room(seat.room):
            other.told = None  # whoever came has heard nothing yet
        return known is not None

    def away(self, peer: str) -> None:
        """Their socket is gone; the seat is kept for now."""
        if peer in self._watched:
            self._watched[peer].is_away = True

    def left(self, peer: str, now: datetime) -> Record | None:
        """They are gone: what is to be kept of it."""
        gone = self._watched.pop(peer, None)
        return gone.journal.record(now) if gone else None

    def report(self, peer: str, report: Report, now: datetime) -> None:
        if peer in self._watched:
            self._watched[peer].journal.report(report, now)

    def look(self, legs: Mapping[str, Iterable[Leg]], now: datetime) -> list[RoomBadges]:
        """Measure everybody who is not alone; returns what the rooms must be told."""
        news = []
        for room, people in self.together().items():
            for watched in people:
                _look_at(watched, legs.get(watched.journal.seat.peer, ()), now)
            changed = [watched for watched in people if watched.badge != watched.told]
            for watched in changed:
                watched.told = watched.badge
            if changed:
                news.append(RoomBadges(room, tuple(watched.badge for watched in changed)))
        return news

    def rooms(self) -> dict[str, list[Watched]]:
        """Everybody, by room."""
        found: dict[str, list[Watched]] = {}
        for watched in self._watched.values():
            found.setdefault(watched.journal.seat.room, []).append(watched)
        return found

    def together(self) -> dict[str, list[Watched]]:
        """Everybody who is not alone, by room."""
        return {room: people for room, people in self.rooms().items() if len(people) > 1}

    def records(self, room: str | None, now: datetime) -> list[Record]:
        """The sessions that still last, of one room or all, until now."""
        chosen = self._watched.values() if room is None else self._in_room(room)
        found = (watched.journal.record(now) for watched in chosen)
        return [record for record in found if record is not None]

    def _in_room(self, room: str) -> Iterator[Watched]:
        return (w for w in self._watched.values() if w.journal.seat.room == room)


def _look_at(watched: Watched, legs: Iterable[Leg], now: datetime) -> None:
    counters = {leg.transport: leg for leg in legs}
    before = watched.counters[0] if watched.counters else counters
    seen = between(before, counters, watched.journal.rtt_ms)
    watched.counters.append(counters)
    if watched.is_away:
        seen = Both(LOST, LOST)
    watched.seen = seen
    watched.last = watched.journal.look(seen, now)
    watched.up = reconsider(watched.up, grade(seen.up))
    watched.down = reconsider(watched.down, grade(seen.down))
