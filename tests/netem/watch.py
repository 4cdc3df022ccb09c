"""Watches what a page receives, and says how a stretch of time was for its person."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.support.browsers import Visitor

EVERY_S = 0.1
CALM_S = 3.0
"""A picture that moved this long without a freeze has adapted."""
MIN_FRAMES_PER_S = 5

# The largest picture and all sound that the page's connections receive.
RECEIVED = """
async () => {
  const found = { frames: 0, height: 0, frozen: 0, freezes: 0, concealed: 0, samples: 0, bytes: 0 };
  for (const connection of window.__ithaca?.peerConnections() ?? []) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      found.bytes += report.bytesReceived;
      if (report.kind === 'video') {
        found.frames += report.framesDecoded;
        found.height = Math.max(found.height, report.frameHeight ?? 0);
        found.frozen += report.totalFreezesDuration ?? 0;
        found.freezes += report.freezeCount ?? 0;
      } else {
        found.concealed += report.concealedSamples - report.silentConcealedSamples;
        found.samples += report.totalSamplesReceived;
      }
    }
  }
  return found;
}
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """What had been received at one moment."""

    at: float
    frames: int
    height: int
    frozen_s: float
    freezes: int
    concealed: int
    samples: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a stretch of time was for one person."""

    adapted_s: float | None
    """From its beginning until the picture moved calmly; None: not within it."""
    longest_still_s: float
    """The longest time without a new frame."""
    frozen_s: float
    freezes: int
    height: int
    """Lines of the picture, the median of the last third."""
    concealed: float
    """Share of the sound that was made up."""
    bits_per_second: float


@dataclass(slots=True)
class Watch:
    """Samples of one page, for as long as it is watched."""

    visitor: Visitor
    samples: list[Sample] = field(default_factory=list)

    async def run(self) -> None:
        while True:
            found: dict[str, Any] = await self.visitor.page.evaluate(RECEIVED)
            self.samples.append(
                Sample(
                    at=time.monotonic(),
                    frames=found["frames"],
                    height=found["height"],
                    frozen_s=found["frozen"],
                    freezes=found["freezes"],
                    concealed=found["concealed"],
                    samples=found["samples"],
                    bytes=found["bytes"],
                )
            )
            await asyncio.sleep(EVERY_S)

    def outcome(self, since: float) -> Outcome:
        """Of the time since a moment of `time.monotonic`. Raises: IndexError for an empty one."""
        stretch = [one for one in self.samples if one.at >= since]
        first, last = stretch[0], stretch[-1]
        heard = max(1, last.samples - first.samples)
        tail = stretch[-max(1, len(stretch) // 3) :]
        return Outcome(
            adapted_s=_adapted_s(stretch, since),
            longest_still_s=_longest_still_s(stretch, since),
            frozen_s=last.frozen_s - first.frozen_s,
            freezes=last.freezes - first.freezes,
            height=int(statistics.median(one.height for one in tail)),
            concealed=max(0, last.concealed - first.concealed) / heard,
            bits_per_second=8 * (last.bytes - first.bytes) / max(EVERY_S, last.at - first.at),
        )


def _adapted_s(stretch: list[Sample], since: float) -> float | None:
    for index, start in enumerate(stretch):
        after = [one for one in stretch[index:] if one.at <= start.at + CALM_S + EVERY_S]
        passed = after[-1].at - start.at
        if passed < CALM_S - EVERY_S:
            return None
        is_calm = after[-1].freezes == start.freezes
        if is_calm and after[-1].frames - start.frames >= MIN_FRAMES_PER_S * passed:
            return start.at - since
    return None


def _longest_still_s(stretch: list[Sample], since: float) -> float:
    longest, moved_at, frames = 0.0, since, stretch[0].frames
    for one in stretch:
        longest = max(longest, one.at - moved_at)
        if one.frames != frames:
            frames, moved_at = one.frames, one.at
    return longest


@asynccontextmanager
async def watching(visitor: Visitor) -> AsyncIterator[Watch]:
    """Watch a page until the end of the block."""
    watch = Watch(visitor)
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()
        await asyncio.wait([task])
