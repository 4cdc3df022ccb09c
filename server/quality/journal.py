"""Keeps one participant's session in buckets while it lasts; bounded, however long it lasts."""

from datetime import datetime

from server.core.ids import new_id
from server.quality.emodel import mos
from server.quality.model import Both, Bucket, Measure, Record, Report, Seat, merged

BUCKET_S = 10.0
MAX_BUCKETS = 360
"""An hour; a longer session has longer buckets."""


class Journal:
    """One owner, no clock, no network: what is told is noted."""

    def __init__(self, seat: Seat, joined_at: datetime) -> None:
        self.seat = seat
        self._id = new_id()
        self._joined_at = joined_at
        self._bucket_s = BUCKET_S
        self._buckets: list[Bucket] = []
        self._report: Report | None = None
        self._first_frame_ms: int | None = None
        self._reconnections = 0

    @property
    def rtt_ms(self) -> float | None:
        """What the browser measured last."""
        return self._report.rtt_ms if self._report else None

    def look(self, seen: Both, now: datetime) -> Bucket:
        """Note one measure; returns it as a bucket of its own."""
        rtt_ms = seen.down.rtt_ms
        bucket = Bucket(
            looks=1,
            mos_up=_mos(seen.up),
            mos_down=_mos(seen.down),
            loss_up=seen.up.loss,
            loss_down=seen.down.loss,
            rtt_ms=rtt_ms,
            is_lost=seen.up.is_lost or seen.down.is_lost,
        )
        self._note(bucket, now)
        return bucket

    def report(self, report: Report, now: datetime) -> None:
        """Note what the browser says."""
        self._report = report
        if self._first_frame_ms is None:
            self._first_frame_ms = report.first_frame_ms
        self._note(
            Bucket(
                height=report.height,
                freezes=report.freezes,
                frozen_ms=report.frozen_ms,
                concealed=report.concealed,
            ),
            now,
        )

    def reconnected(self) -> None:
        self._reconnections += 1

    def record(self, now: datetime) -> Record | None:
        """The session until now; None when there was nothing to measure."""
        if not any(bucket.looks for bucket in self._buckets):
            return None
        report = self._report
        return Record(
            id=self._id,
            seat=self.seat,
            joined_at=self._joined_at,
            left_at=now,
            route=report.route if report else "unknown",
            audio_codec=report.audio_codec if report else "none",
            video_codec=report.video_codec if report else "none",
            reconnections=self._reconnections,
            first_frame_ms=self._first_frame_ms,
            bucket_s=self._bucket_s,
            series=tuple(self._buckets),
        )

    def _note(self, bucket: Bucket, now: datetime) -> None:
        index = max(0, int((now - self._joined_at).total_seconds() // self._bucket_s))
        while index >= MAX_BUCKETS:
            self._halve()
            index //= 2
        self._buckets += [Bucket()] * (index + 1 - len(self._buckets))
        self._buckets[index] = merged(self._buckets[index], bucket)

    def _halve(self) -> None:
        pairs = self._buckets + [Bucket()] * (len(self._buckets) % 2)
        self._buckets = [merged(a, b) for a, b in zip(pairs[::2], pairs[1::2], strict=True)]
        self._bucket_s *= 2


def _mos(measure: Measure) -> float | None:
    if measure.loss is None:
        return None
    return mos(loss=measure.loss, jitter_ms=measure.jitter_ms or 0.0, rtt_ms=measure.rtt_ms or 0.0)
