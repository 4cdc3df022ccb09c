"""What rooms cost in which everybody publishes three layers and sound; asserts nothing.

Everybody is sent one picture in its highest layer, the others in their lowest, and all sound. Each
room runs in a process of its own, so that its memory is its own. `room50_memory_kb_per_peer` is how
much the process grew between opening the room and the end of the load, divided by the people in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import ithaca_media

from bench.media import (
    AUDIO,
    CORE_OF_WORKER,
    PWD,
    VIDEO,
    Consumer,
    Encoding,
    Producer,
    master,
    on_core_of_load,
    resident_kb,
    to_round,
    watch,
)

SIZES = (2, 10, 50)
HIGHEST, LOWEST = 2, 0


def measure(*, seconds: float = 4.0, sizes: tuple[int, ...] = SIZES) -> dict[str, float]:
    """Cost, loss, latency and memory of each room."""
    figures: dict[str, float] = {}
    for size in sizes:
        command = [sys.executable, "-m", "bench.rooms", str(size), str(seconds)]
        said = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, timeout=60 + 2 * seconds
        ).stdout
        figures |= json.loads(said)
    return figures


def video_of(peer: int) -> Producer:
    """Three layers, told apart by SSRC."""
    ssrc = 10_000 + 10 * peer
    layers = tuple(Encoding(ssrc=ssrc + layer, rtx_ssrc=None) for layer in range(3))
    return Producer(**{**vars(VIDEO), "encodings": layers, "rtx_payload_type": None})


def sound_of(peer: int) -> Producer:
    """One stream of sound."""
    encodings = (Encoding(ssrc=10_003 + 10 * peer, rtx_ssrc=None),)
    changes = {"encodings": encodings, "payload_type": 111, "mid": "1", "rtx_payload_type": None}
    return Producer(**{**vars(AUDIO), **changes})


def open_room(worker: ithaca_media.Worker, size: int) -> None:
    """Everybody publishes video and sound and subscribes to everybody else."""
    for peer in range(size):
        worker.open_transport(peer, f"load{peer}", PWD)
        worker.set_srtp(peer, "aead_aes_128_gcm", inbound=master(peer, 0), outbound=master(peer, 1))
        worker.open_producer(peer, 2 * peer, video_of(peer))
        worker.open_producer(peer, 2 * peer + 1, sound_of(peer))
    for peer in range(size):
        for other in range(size):
            if other != peer:
                subscribe(worker, peer, other, size)


def subscribe(worker: ithaca_media.Worker, peer: int, other: int, size: int) -> None:
    """To the picture of `other`, high if it is the next in the circle, and to the sound."""
    is_large = other == (peer + 1) % size
    video = 1000 * (2 * peer) + other
    worker.open_consumer(
        peer, video, 2 * other, Consumer(ssrc=1 + 4 * other, rtx_ssrc=2 + 4 * other)
    )
    worker.set_layers(video, HIGHEST if is_large else LOWEST, 3)
    sound = Consumer(
        ssrc=3 + 4 * other, rtx_ssrc=None, payload_type=111, rtx_payload_type=None, mid="8"
    )
    worker.open_consumer(peer, 1000 * (2 * peer + 1) + other, 2 * other + 1, sound)


def run_room(size: int, seconds: float) -> dict[str, float]:
    """One room in this process."""
    before_kb = resident_kb()
    worker = ithaca_media.Worker(listen=["127.0.0.1"])
    try:
        os.sched_setaffinity(worker.thread_id, {CORE_OF_WORKER})
        open_room(worker, size)
        watched = watch(worker, ("room", worker.port, size, seconds))
    finally:
        worker.close()
    measured = to_round(size, watched)
    grown_kb = watched.resident_kb - before_kb
    name = f"room{size}"
    return {
        f"{name}_cpu_us_per_forward": round(
            measured.core_us if measured.is_calm else measured.thread_us, 4
        ),
        f"{name}_thread_us_per_forward": round(measured.thread_us, 4),
        f"{name}_is_calm": measured.is_calm,
        f"{name}_forwards_per_s": round(measured.forwards_per_s),
        f"{name}_core_share": round(measured.core_share, 4),
        f"{name}_loss": round(measured.loss, 6),
        f"{name}_latency_ms_p99": measured.latency_ms_p99,
        f"{name}_memory_kb": grown_kb,
        f"{name}_memory_kb_per_peer": round(grown_kb / size),
    }


def main() -> None:
    """Print the figures of the room named on the command line."""
    size, seconds = sys.argv[1:]
    with on_core_of_load():
        figures = run_room(int(size), float(seconds))
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
