"""What Prometheus is shown: sums of workers, distributions, nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime

from server.core.lag import Lag
from server.core.metrics import Metrics
from server.quality.figures import Figures
from server.quality.model import Both, Bucket, Measure, Record, Seat

NOW = datetime(2027, 3, 4, 15, tzinfo=UTC)
WORKER = {
    "worker": 0,
    "rooms": 2,
    "cpu_s": 1.5,
    "packets_in": 10,
    "packets_out": 20,
    "bytes_in": 1000,
    "bytes_out": 2000,
    "datagrams_refused": 1,
    "drops": {"replayed": 3},
}


def _lines(metrics: Metrics) -> list[str]:
    return metrics.text().decode().splitlines()


def test_workers_are_summed_by_worker_and_drops_by_reason() -> None:
    metrics = Metrics()
    figures = Figures(metrics)
    figures.workers = [WORKER, WORKER | {"worker": 1, "drops": {"replayed": 4, "unknown": 1}}]
    lines = _lines(metrics)
    assert 'ithaca_media_packets_out_total{worker="1"} 20.0' in lines
    assert 'ithaca_media_cpu_seconds_total{worker="0"} 1.5' in lines
    assert 'ithaca_media_drops_total{reason="replayed"} 7.0' in lines
    assert 'ithaca_media_rooms{worker="0"} 2.0' in lines


def test_what_was_not_measured_is_in_no_distribution() -> None:
    metrics = Metrics()
    figures = Figures(metrics)
    figures.looked(Both(Measure(loss=0.03), Measure()), Bucket(mos_up=3.9, rtt_ms=40))
    figures.graded([("up", "fair"), ("down", "good"), ("down", "good")])
    lines = _lines(metrics)
    assert 'ithaca_loss_ratio_bucket{direction="up",le="0.05"} 1.0' in lines
    assert 'ithaca_mos_count{direction="up"} 1.0' in lines
    assert not any('direction="down"' in line for line in lines if "loss_ratio" in line)
    assert 'ithaca_rtt_seconds_bucket{le="0.05"} 1.0' in lines
    assert 'ithaca_connections{direction="down",grade="good"} 2.0' in lines


def test_a_participation_is_counted_by_its_path() -> None:
    metrics = Metrics()
    seat = Seat("peer", "room", None)
    ended = Record("id", seat, NOW, NOW, "relay", "opus", "vp8", 1, 420, 10.0, (Bucket(looks=1),))
    Figures(metrics).ended(ended)
    lines = _lines(metrics)
    assert 'ithaca_participations_total{route="relay"} 1.0' in lines
    assert 'ithaca_first_frame_seconds_bucket{le="0.5"} 1.0' in lines


def test_every_metric_of_ours_is_in_the_reference() -> None:
    metrics = Metrics()
    Figures(metrics)
    Lag(metrics)
    metrics.watch("sockets", "Open sockets.", lambda: 0)
    shown = {line.split()[2] for line in _lines(metrics) if line.startswith("# TYPE ithaca_")}
    rows = [line for line in metrics.reference().splitlines() if line.startswith("| `")]
    described = {line.split("`")[1] for line in rows}
    assert {name for name in shown if not name.endswith("_created")} == described
