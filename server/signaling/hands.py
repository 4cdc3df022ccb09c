"""Raised hands of live sessions, in the order in which they went up; pure, the time is an argument.

It refuses nothing: a hand that is up stays where it is in the order, one that is down stays down.
"""

from collections.abc import Iterable
from dataclasses import dataclass

SPEAKING_DBOV = 50
"""-dBov up to which somebody counts as speaking; the web app's rings say the same."""
PAUSE_S = 1.5
"""A longer silence begins the count anew: a cough is no speech."""
SPOKEN_S = 4.0
"""Who has spoken for so long has had their turn."""


@dataclass(slots=True)
class _Speech:
    """Monotonic seconds of what somebody said with the hand up."""

    since_s: float
    last_s: float


class Hands:
    """By room: peer → their speech since the hand went up, None before the first word."""

    def __init__(self) -> None:
        self._up: dict[str, dict[str, _Speech | None]] = {}

    def of(self, room: str) -> list[str]:
        """Who has a hand up, the first to raise it first."""
        return list(self._up.get(room, {}))

    def put_up(self, room: str, peer: str) -> bool:
        """Whether that changed anything."""
        up = self._up.setdefault(room, {})
        if peer in up:
            return False
        up[peer] = None
        return True

    def take_down(self, room: str, peer: str) -> bool:
        """Whether that changed anything."""
        up = self._up.get(room, {})
        if peer not in up:
            return False
        del up[peer]
        if not up:
            del self._up[room]
        return True

    def heard(self, room: str, levels: Iterable[tuple[str, int]], now_s: float) -> bool:
        """Take down the hands of those who have spoken; whether there were any.

        `levels` are -dBov by peer, as they come several times a second while there is a sound.
        """
        spoken = [
            peer
            for peer, level in levels
            if level <= SPEAKING_DBOV and self._has_spoken(room, peer, now_s)
        ]
        for peer in spoken:
            self.take_down(room, peer)
        return bool(spoken)

    def _has_spoken(self, room: str, peer: str, now_s: float) -> bool:
        up = self._up.get(room, {})
        if peer not in up:
            return False
        speech = up[peer]
        if speech is None or now_s - speech.last_s > PAUSE_S:
            up[peer] = _Speech(now_s, now_s)
            return False
        speech.last_s = now_s
        return now_s - speech.since_s >= SPOKEN_S
