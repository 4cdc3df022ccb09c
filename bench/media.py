"""What a forwarded packet costs: one publisher, many subscribers, one core; asserts nothing.

CPU time is measured twice: all that core 0 did that was not idle, and the media thread's own clock.
Both are divided by what arrived at the subscriber that reads, never by what was sent. A round in
which others used core 0 is noticed by the difference of the two and gives way to calmer ones; when
none was calm, only the thread's clock means anything and is reported for both.
"""

import argparse
import json
import os
import select
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

import ithaca_media

MEDIA = Path(__file__).parents[1] / "media"
GENERATOR = MEDIA / "target" / "release" / "ithaca-load"
PWD = "the-load-generator-pwd"
SUBSCRIBERS = 50
CORE_OF_WORKER, CORE_OF_LOAD = 0, 1
PATIENCE_S = 120  # longer than any load
CALM = 0.12  # the share of core 0 that others may take before a round counts as disturbed


@dataclass(frozen=True)
class Encoding:
    ssrc: int | None = 1000
    rtx_ssrc: int | None = 1001
    rid: str | None = None
    spatial_layers: int = 1
    temporal_layers: int = 1


@dataclass(frozen=True)
class Producer:
    kind: Literal["audio", "video"]
    codec: Literal["opus", "vp8"]
    clock_rate: int
    payload_type: int = 96
    rtx_payload_type: int | None = 97
    mid: str = "0"
    encodings: tuple[Encoding, ...] = (Encoding(),)
    extensions: tuple[tuple[str, int], ...] = (("mid", 1), ("audio-level", 2), ("transport-cc", 3))
    has_nack: bool = True
    has_pli: bool = True
    has_transport_cc: bool = True
    has_remb: bool = False


VIDEO = Producer(kind="video", codec="vp8", clock_rate=90_000)
AUDIO = Producer(kind="audio", codec="opus", clock_rate=48_000)


@dataclass(frozen=True)
class Consumer:
    ssrc: int
    rtx_ssrc: int | None
    payload_type: int = 100
    rtx_payload_type: int | None = 101
    mid: str = "7"
    cname: str = "publisher"
    extensions: tuple[tuple[str, int], ...] = (("mid", 1), ("abs-send-time", 4))
    has_nack: bool = True
    has_pli: bool = True
    is_paused: bool = False


@dataclass(frozen=True)
class Load:
    """What the generator sends, and to how many."""

    burst: int
    forwards_per_s: int
    seconds: float
    bytes: int = 1150
    producer: Producer = VIDEO
    subscribers: int = SUBSCRIBERS


@dataclass(frozen=True)
class Round:
    """What one run of a load cost and delivered."""

    core_us: float
    thread_us: float
    is_calm: bool
    loss: float
    forwards_per_s: float
    latency_ms_p99: float
    core_share: float


@dataclass(frozen=True)
class Watched:
    """What happened between the generator's `begin` and `end`, and what it reported."""

    result: dict[str, float]
    core_s: float
    thread_s: float
    resident_kb: int
    grown_kb: int


def master(number: int, direction: int) -> bytes:
    """Key and salt that the generator derives in the same way."""
    return number.to_bytes(2, "big") + bytes([direction]) * 26


def open_room(worker: ithaca_media.Worker, load: Load) -> None:
    """Peer 0 publishes to everybody else."""
    for peer in range(load.subscribers + 1):
        worker.open_transport(peer, f"load{peer}", PWD)
        worker.set_srtp(peer, "aead_aes_128_gcm", inbound=master(peer, 0), outbound=master(peer, 1))
    worker.open_producer(0, 1, load.producer)
    for peer in range(1, load.subscribers + 1):
        worker.open_consumer(peer, peer, 1, Consumer(ssrc=2 * peer, rtx_ssrc=2 * peer + 1))


def busy_s(core: int) -> float:
    """Seconds this core was not idle since boot."""
    ticks = os.sysconf("SC_CLK_TCK")
    for line in Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name == f"cpu{core}":
            user, nice, system, _idle, _iowait, irq, softirq = map(int, fields[:7])
            return (user + nice + system + irq + softirq) / ticks
    raise LookupError(f"there is no core {core}")


def resident_kb() -> int:
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def thread_s(thread: int) -> float:
    """CPU seconds of one of our threads."""
    run_ns = Path(f"/proc/self/task/{thread}/schedstat").read_text().split()[0]
    return int(run_ns) / 1e9


def read_line(worker: ithaca_media.Worker, pipe: IO[str]) -> str:
    """The generator's next line; the worker's events are taken meanwhile, as a server would."""
    while True:
        ready, _, _ = select.select([pipe.fileno(), worker.fileno()], [], [], PATIENCE_S)
        if worker.fileno() in ready:
            worker.poll()
        if pipe.fileno() in ready:
            return pipe.readline()
        if not ready:
            raise TimeoutError("the generator says nothing")


def run_once(load: Load, *, use_gso: bool = True) -> Round:
    """Run one load against a fresh worker."""
    worker = ithaca_media.Worker(listen=["127.0.0.1"], use_gso=use_gso)
    try:
        os.sched_setaffinity(worker.thread_id, {CORE_OF_WORKER})
        open_room(worker, load)
        packets_per_s = load.forwards_per_s / load.subscribers
        words = (worker.port, load.subscribers, load.burst, packets_per_s, load.seconds, load.bytes)
        watched = watch(worker, (*words, load.producer.kind))
    finally:
        worker.close()
    return to_round(load.subscribers, watched)


def watch(worker: ithaca_media.Worker, words: Sequence[object]) -> Watched:
    """Run the generator with these words against the worker."""
    command = [str(GENERATOR), *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as generator:
        pipe = cast("IO[str]", generator.stdout)
        if read_line(worker, pipe).strip() != "begin":
            raise RuntimeError("the generator could not connect")
        before = busy_s(CORE_OF_WORKER), thread_s(worker.thread_id), resident_kb()
        read_line(worker, pipe)
        after = busy_s(CORE_OF_WORKER), thread_s(worker.thread_id), resident_kb()
        return Watched(
            result=json.loads(read_line(worker, pipe)),
            core_s=after[0] - before[0],
            thread_s=after[1] - before[1],
            resident_kb=after[2],
            grown_kb=after[2] - before[2],
        )


def to_round(peers: int, watched: Watched) -> Round:
    """Divide by what was delivered to this many peers, of whom one counted."""
    result, core_s, thread_s = watched.result, watched.core_s, watched.thread_s
    delivered = max(1, result["received"]) * peers
    return Round(
        # Some kernels count a core's work by sampling and miss short wakes; what the thread on it
        # did, which is counted to the nanosecond, it did at least.
        core_us=max(core_s, thread_s) * 1e6 / delivered,
        thread_us=thread_s * 1e6 / delivered,
        is_calm=core_s - thread_s < CALM * thread_s,
        loss=1 - result["received"] / max(1, result["sent"]),
        forwards_per_s=delivered / result["seconds"],
        latency_ms_p99=result["latency_ms_p99"],
        core_share=thread_s / result["seconds"],
    )


def rounds_of(load: Load, count: int) -> list[Round]:
    """Several rounds; the calm ones if there are any."""
    rounds = [run_once(load) for _ in range(count)]
    return [each for each in rounds if each.is_calm] or rounds


def middle(rounds: list[Round], name: str) -> float:
    """The median of one figure."""
    return round(float(statistics.median(getattr(each, name) for each in rounds)), 4)


def cost_figures(name: str, rounds: list[Round]) -> dict[str, float]:
    """What a forwarded packet costs, by both clocks."""
    is_calm = any(each.is_calm for each in rounds)
    return {
        f"cpu_us_per_forward_{name}": middle(rounds, "core_us" if is_calm else "thread_us"),
        f"thread_us_per_forward_{name}": middle(rounds, "thread_us"),
        f"calm_rounds_{name}": sum(each.is_calm for each in rounds),
    }


@contextmanager
def on_core_of_load() -> Iterator[None]:
    """Keep this process, and the generators it starts, off the worker's core."""
    if not GENERATOR.exists():
        raise FileNotFoundError("build it first: cargo build --release -p ithaca-load")
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {CORE_OF_LOAD})
    try:
        yield
    finally:
        os.sched_setaffinity(0, everywhere)


def measure(*, seconds: float = 3.0, rounds: int = 3) -> dict[str, float]:
    """All figures of one publisher and many subscribers; `seconds` of load a round."""
    with on_core_of_load():
        return _measure(seconds, rounds)


def _measure(seconds: float, count: int) -> dict[str, float]:
    burst5 = rounds_of(Load(5, 100_000, seconds), count)
    figures: dict[str, float] = {"subscribers": SUBSCRIBERS, "rounds": count}
    figures |= cost_figures("burst5", burst5)
    figures["loss_at_live_subscriber"] = middle(burst5, "loss")
    figures["forwards_per_s"] = middle(burst5, "forwards_per_s")
    figures |= cost_figures("burst20", rounds_of(Load(20, 100_000, seconds), count))
    figures |= cost_figures("single", rounds_of(Load(1, 25_000, seconds), count))
    audio = Load(1, 25_000, seconds, bytes=160, producer=AUDIO)
    figures |= cost_figures("audio", rounds_of(audio, count))
    pair = Load(5, 2_000, seconds, subscribers=1)
    figures |= cost_figures("one_to_one", rounds_of(pair, count))
    figures["loss_at_150k"] = middle(rounds_of(Load(5, 150_000, seconds), count), "loss")
    # Half of what the core could carry at the measured cost, within what one generator can send.
    half = min(150_000, int(0.5 * 1e6 / figures["thread_us_per_forward_burst5"]))
    at_half = rounds_of(Load(5, half, seconds), count)
    figures["half_load_forwards_per_s"] = half
    figures["added_latency_ms_p99"] = middle(at_half, "latency_ms_p99")
    return figures


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.media", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    words = parser.parse_args()
    json.dump(measure(seconds=words.seconds, rounds=words.rounds), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
