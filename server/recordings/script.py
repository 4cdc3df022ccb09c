"""What is said as text, as what is kept of a session; refuses words of another stretch.

Lines come from each speaker's own browser. A browser marks a line with the stretch in which it has
heard all of it, and only lines of the stretch that lasts are kept: no word from before everybody's
yes slips in with the end of its sentence.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from server.core.clock import Clock
from server.core.db import Tx
from server.core.settings import Settings
from server.recordings.model import (
    MAX_LINES,
    MAX_TEXT_BYTES,
    EndReason,
    Kind,
    Said,
    Seat,
    State,
    Telling,
)
from server.recordings.store import lines

SAVE_EVERY_S = 2.0
"""What a killed process loses of a transcript."""
_A_LETTER = timedelta(milliseconds=65)
"""Of easy speech: for the beginning of a line that was told only at its end."""
_MILLISECOND = timedelta(milliseconds=1)


class Texts:
    """The means of transcripts."""

    kind: Kind = "text"
    over = State.READY
    note_every_s = SAVE_EVERY_S

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def require_space(self) -> None:
        """Words are small: the database has room as long as it works."""

    async def prepare(self, recording: str) -> None:
        """Its lines go beside its row."""

    def open(self, recording: str, room: str) -> Script:
        return Script(recording, self._clock, self._settings.recording_max_hours)


class Script:
    """One transcript; lines wait here for the next `save`."""

    def __init__(self, transcript: str, clock: Clock, max_hours: int) -> None:
        self._transcript = transcript
        self._clock = clock
        self._max_ms = max_hours * 3_600_000
        self._kept_ms = 0.0
        self._since: datetime | None = None
        self._begun: dict[str, tuple[int, datetime]] = {}
        """The line that each seat is telling, and since when."""
        self.waiting: list[Said] = []
        """Lines that are not stored yet."""
        self._count = 0
        self._stored = 0
        self.written_bytes = 0
        self.stretch = 0

    def recorded_ms(self) -> int:
        lasts = 0.0 if self._since is None else (self._clock.now() - self._since) / _MILLISECOND
        return round(self._kept_ms + lasts)

    def resume(self) -> None:
        if self._since is None:
            self._since = self._clock.now()
            self.stretch += 1

    def pause(self) -> None:
        self._kept_ms = self.recorded_ms()
        self._since = None
        self._begun.clear()

    def hear(self, seat: Seat, told: Telling) -> None:
        """A line of somebody who agreed; kept once it is final, if all of it is of this stretch."""
        if self._since is None or (told.transcript, told.stretch) != (
            self._transcript,
            self.stretch,
        ):
            return
        now = self._clock.now()
        number, at = self._begun.get(seat.id, (-1, now))
        if number != told.number:
            at = self._guessed(told, now) if told.is_final else now
            self._begun[seat.id] = (told.number, at)
        text = " ".join(told.text.split())
        if not told.is_final or not text or self.reason_to_end() is not None:
            return
        del self._begun[seat.id]
        self._count += 1
        self.written_bytes += len(text.encode())
        lasted_ms = round((now - at) / _MILLISECOND)
        self.waiting.append(
            Said(self._count, seat.id, seat.person, at, lasted_ms, told.language, text)
        )

    def follow(self, seats: tuple[Seat, ...]) -> None:
        """Whoever left finishes no line."""
        here = {seat.id for seat in seats}
        self._begun = {seat: told for seat, told in self._begun.items() if seat in here}

    def reason_to_end(self) -> EndReason | None:
        if self._count >= MAX_LINES or self.written_bytes >= MAX_TEXT_BYTES:
            return "too_large"
        return "too_long" if self.recorded_ms() > self._max_ms else None

    async def save(self, tx: Tx) -> None:
        await lines.add(tx, self._transcript, self.waiting)
        self._stored = self._count

    def saved(self) -> None:
        self.waiting = [line for line in self.waiting if line.number > self._stored]

    async def close(self) -> None:
        self.pause()

    def _guessed(self, told: Telling, now: datetime) -> datetime:
        """When a line began of which nothing was told before its end."""
        since = self._since or now
        return max(since, now - _A_LETTER * len(told.text))
