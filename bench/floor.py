"""What the kernel alone takes of a forwarded packet; asserts nothing.

The load generator stands in for the core. `floor_us_…` receives and sends and does nothing else;
`floor_sealed_us_…` also decrypts once and encrypts for each subscriber. Both are the thread's own
clock, like `thread_us_per_forward_…`. `awake_us_…` and `awake_floor_us_…` are the core and the
stand-in while a program of the lowest priority keeps their processor core from sleeping: what that
saves is the price of waking a halted core, which nobody who waits for packets can avoid.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from bench.media import AUDIO, CORE_OF_WORKER, GENERATOR, Load, on_core_of_load, run_once

SPIN = "import os\nos.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\nwhile True: pass"


def measure(*, seconds: float = 1.5, rounds: int = 3) -> dict[str, float]:
    """Medians of the floors, by the shape of the load."""
    loads = {
        "burst5": Load(5, 100_000, seconds),
        "single": Load(1, 25_000, seconds),
        "audio": Load(1, 25_000, seconds, bytes=160, producer=AUDIO),
        "one_to_one": Load(5, 2_000, seconds, subscribers=1),
    }
    figures: dict[str, float] = {}
    with on_core_of_load():
        for name, load in loads.items():
            figures[f"floor_us_{name}"] = middle([floor_us(load) for _ in range(rounds)])
            sealed = [floor_us(load, is_sealed=True) for _ in range(rounds)]
            figures[f"floor_sealed_us_{name}"] = middle(sealed)
        for name in ("single", "one_to_one"):
            with awake():
                figures[f"awake_us_{name}"] = middle(
                    [run_once(loads[name]).thread_us for _ in range(rounds)]
                )
                figures[f"awake_floor_us_{name}"] = middle(
                    [floor_us(loads[name]) for _ in range(rounds)]
                )
    return figures


def middle(figures: list[float]) -> float:
    """The median."""
    return round(statistics.median(figures), 4)


@contextmanager
def awake() -> Iterator[None]:
    """Keep the worker's core from sleeping, with a program that yields to everything."""
    with subprocess.Popen([sys.executable, "-c", SPIN]) as spinner:
        os.sched_setaffinity(spinner.pid, {CORE_OF_WORKER})
        try:
            yield
        finally:
            spinner.kill()


def floor_us(load: Load, *, is_sealed: bool = False) -> float:
    """CPU time of the stand-in per forwarded packet that arrived."""
    mode, kind = ("floor-sealed", load.producer.kind) if is_sealed else ("floor", "raw")
    with subprocess.Popen(
        [str(GENERATOR), mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as floor:
        port, thread = cast("IO[str]", floor.stdout).readline().split()
        os.sched_setaffinity(int(thread), {CORE_OF_WORKER})
        clock = Path(f"/proc/{floor.pid}/task/{thread}/schedstat")
        packets_per_s = load.forwards_per_s / load.subscribers
        words = (port, load.subscribers, load.burst, packets_per_s, load.seconds, load.bytes, kind)
        command = [str(GENERATOR), *map(str, words)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as generator:
            lines = cast("IO[str]", generator.stdout)
            lines.readline()
            before = int(clock.read_text().split()[0])
            lines.readline()
            after = int(clock.read_text().split()[0])
            received: int = json.loads(lines.readline())["received"]
        cast("IO[str]", floor.stdin).close()
    return (after - before) / 1e3 / max(1, received) / load.subscribers
