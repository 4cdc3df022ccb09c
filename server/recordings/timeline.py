"""When each moment of a stream was, by one clock for all streams of a recording.

RTP timestamps count a stream's own clock from a random start and turn over; sender reports relate
them to the publisher's clock, which is the same for its sound and picture. Until the first report
the earliest arrival stands in for it. Refuses to move what is written: a file counts from its first
frame, and only the relation is corrected when more is known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

ANCHOR_EVERY_MS = 10_000
"""Clocks of cameras and sound cards drift by 0.1 ms a second at most."""

Anchor = tuple[float, float]
"""Milliseconds since the stream's first frame, and since the recording's start."""


class Timeline:
    """The clock of one stream."""

    def __init__(self, clock_rate: int) -> None:
        self._rate = clock_rate
        self._first: int | None = None
        self._last = 0
        self._earliest_ms: float | None = None
        self._anchors: list[Anchor] = []
        self._report: tuple[int, float] | None = None

    def at(self, timestamp: int) -> float:
        """Milliseconds from the stream's first frame to this timestamp; negative before it."""
        if self._first is None:
            self._first = self._last = timestamp
            if self._report is not None:
                self.hear_report(*self._report)
        turned = (timestamp - self._last + 0x8000_0000) % 0x1_0000_0000 - 0x8000_0000
        self._last += turned
        return (self._last - self._first) * 1000 / self._rate

    def hear_arrival(self, file_ms: float, came_ms: float) -> None:
        """A frame came at this moment of the recording, and was taken before."""
        start_ms = came_ms - file_ms
        if self._earliest_ms is None or start_ms < self._earliest_ms:
            self._earliest_ms = start_ms

    def hear_report(self, timestamp: int, at_ms: float) -> None:
        """The publisher says when a timestamp was."""
        if self._first is None:
            self._report = (timestamp, at_ms)
            return
        last = self._last
        file_ms = self.at(timestamp)
        self._last = last  # reports may be about moments in the future or past
        if self._anchors and file_ms - self._anchors[-1][0] < ANCHOR_EVERY_MS:
            return
        self._anchors.append((file_ms, at_ms))

    @property
    def anchors(self) -> list[Anchor]:
        """What relates the stream to the recording, in order; never empty."""
        if self._anchors:
            return list(self._anchors)
        return [(0.0, self._earliest_ms or 0.0)]


def moment_ms(anchors: Sequence[Anchor], file_ms: float) -> float:
    """When a moment of a stream was, in milliseconds since the recording's start."""
    index = bisect_right(anchors, file_ms, key=lambda anchor: anchor[0])
    before, after = anchors[max(index - 1, 0)], anchors[min(index, len(anchors) - 1)]
    if before[0] >= after[0] or file_ms < before[0]:
        return before[1] + file_ms - before[0]
    share = (file_ms - before[0]) / (after[0] - before[0])
    return before[1] + share * (after[1] - before[1])


def without_pauses(pauses: Sequence[tuple[float, float]], at_ms: float) -> float | None:
    """The same moment where pauses were cut out; None inside one."""
    cut = 0.0
    for start_ms, end_ms in pauses:
        if at_ms < start_ms:
            break
        if at_ms < end_ms:
            return None
        cut += end_ms - start_ms
    return at_ms - cut


def squeezed(pauses: Sequence[tuple[float, float]], at_ms: float) -> float:
    """The same, with every moment of a pause at its start."""
    inside = next((start for start, end in pauses if start <= at_ms < end), at_ms)
    return inside - sum(end - start for start, end in pauses if end <= inside)
