"""What Prometheus is shown of the media: sums and distributions, never a person or a room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from server.core.metrics import Labels, Metrics
from server.quality.model import Both, Bucket, Record

Worker = Mapping[str, Any]
"""One worker's answer (`Sfu.worker_stats`)."""

LOSS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
RTT_S = (0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.5)
MOS = (1.5, 2, 2.5, 3, 3.5, 4, 4.2, 4.4)
FIRST_FRAME_S = (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10)
SUMS = {
    "packets_in": "RTP and RTCP packets that media workers received.",
    "packets_out": "RTP and RTCP packets that media workers sent.",
    "bytes_in": "Bytes that media workers received.",
    "bytes_out": "Bytes that media workers sent.",
    "datagrams_refused": "Datagrams that the system would not send.",
}


class Figures:
    """Keeps the workers' last answers and feeds the distributions."""

    def __init__(self, metrics: Metrics) -> None:
        self.workers: list[Worker] = []
        self.grades: Counter[Labels] = Counter()
        for name, about in SUMS.items():
            metrics.totals(f"media_{name}", about, ("worker",), self._sum(name))
        metrics.totals(
            "media_drops", "Packets that were dropped, and why.", ("reason",), self._drops
        )
        metrics.totals(
            "media_cpu_seconds",
            "Processor time of each media worker; its rate is the share of a core.",
            ("worker",),
            self._sum("cpu_s"),
        )
        metrics.gauges(
            "media_rooms", "Rooms on each media worker.", ("worker",), self._sum("rooms")
        )
        metrics.gauges(
            "connections",
            "Participants who are not alone, by how each direction carries.",
            ("direction", "grade"),
            lambda: self.grades,
        )
        both = ("direction",)
        self._loss = metrics.histogram("loss_ratio", "Share of packets lost.", LOSS, both)
        self._mos = metrics.histogram("mos", "Estimated opinion of the sound, 1 to 4.5.", MOS, both)
        self._rtt = metrics.histogram("rtt_seconds", "Round trips to browsers.", RTT_S)
        self._first_frame = metrics.histogram(
            "first_frame_seconds", "From subscribing to the first picture.", FIRST_FRAME_S
        )
        self._sessions = metrics.counter(
            "participations", "Participations that ended, by kind of path.", ("route",)
        )
        self._reconnections = metrics.counter("reconnections", "Seats that were taken up again.")

    def looked(self, both: Both, bucket: Bucket) -> None:
        """One look at one participant."""
        for direction, loss, mos in (
            ("up", both.up.loss, bucket.mos_up),
            ("down", both.down.loss, bucket.mos_down),
        ):
            if loss is not None:
                self._loss.labels(direction).observe(loss)
            if mos is not None:
                self._mos.labels(direction).observe(mos)
        if bucket.rtt_ms is not None:
            self._rtt.observe(bucket.rtt_ms / 1000)

    def graded(self, labels: Iterable[Labels]) -> None:
        """Everybody's grades now: (direction, grade) for each."""
        self.grades = Counter(labels)

    def reconnected(self) -> None:
        self._reconnections.inc()

    def ended(self, record: Record) -> None:
        """One participation is over."""
        self._sessions.labels(record.route).inc()
        if record.first_frame_ms is not None:
            self._first_frame.observe(record.first_frame_ms / 1000)

    def _sum(self, name: str) -> Any:
        return lambda: {(str(one["worker"]),): float(one[name]) for one in self.workers}

    def _drops(self) -> dict[Labels, float]:
        found: Counter[Labels] = Counter()
        for one in self.workers:
            for reason, count in one["drops"].items():
                found[reason,] += count
        return {labels: float(count) for labels, count in found.items()}
