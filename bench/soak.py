"""200,000 forwards a second for a minute: is anything lost, does memory grow? Asserts nothing."""

from __future__ import annotations

import os

import ithaca_media

from bench.media import CORE_OF_WORKER, Load, on_core_of_load, open_room, to_round, watch

FORWARDS_PER_S = 200_000


def measure(
    *, seconds: float = 60.0, forwards_per_s: int = FORWARDS_PER_S, subscribers: int = 50
) -> dict[str, float]:
    """Loss, cost, latency and growth over one long round of bursts of 5."""
    load = Load(5, forwards_per_s, seconds, subscribers=subscribers)
    packets_per_s = load.forwards_per_s / load.subscribers
    with on_core_of_load():
        worker = ithaca_media.Worker(listen=["127.0.0.1"])
        try:
            os.sched_setaffinity(worker.thread_id, {CORE_OF_WORKER})
            open_room(worker, load)
            words = (worker.port, load.subscribers, load.burst, packets_per_s)
            watched = watch(worker, (*words, seconds, load.bytes, load.producer.kind))
        finally:
            worker.close()
    measured = to_round(subscribers, watched)
    return {
        "soak_seconds": round(watched.result["seconds"], 1),
        "soak_forwards_per_s": round(measured.forwards_per_s),
        "soak_loss": round(measured.loss, 6),
        "soak_lost_packets": watched.result["sent"] - watched.result["received"],
        "soak_not_sent": watched.result["failed"],
        "soak_thread_us_per_forward": round(measured.thread_us, 4),
        "soak_core_share": round(measured.core_share, 4),
        "soak_latency_ms_p99": measured.latency_ms_p99,
        "soak_memory_kb": watched.resident_kb,
        # The generator's warm-up filled every history before it was counted.
        "soak_memory_growth_kb": watched.grown_kb,
    }
