"""What changes weigh, and what guarding, loading and keeping a board costs; without a network."""

from __future__ import annotations

import gc
import os
import time
from statistics import mean, median

import psutil

from bench.boards.drawing import whole_board
from server.boards.crdt import Document, give_back_memory
from server.boards.guard import admit
from server.boards.model import ROOTS, Kind
from server.boards.ownership import Ownership

BOARDS = 30
ROUNDS = 5


def measure() -> dict[str, float | int]:
    """Bytes, microseconds, milliseconds, megabytes."""
    stickies, frames, strokes = whole_board()
    updates = [*stickies, *frames, *(one for stroke in strokes for one in stroke)]
    document = Document(Kind.BOARD, updates)
    state = document.state()
    document.close()
    return {
        "drag_bytes_per_frame": round(mean(map(len, frames)), 1),
        "stroke200_bytes": round(mean(sum(map(len, one)) for one in strokes)),
        "state_kb": round(len(state) / 1024, 1),
        "guard_us_per_update": round(min(_guard_us(updates) for _ in range(ROUNDS)), 1),
        "apply_us_per_update": round(min(_apply_us(updates) for _ in range(ROUNDS)), 1),
        "load_ms": round(median(_load_ms(state) for _ in range(ROUNDS)), 1),
        "ram_mb_per_board": round(_ram_mb(state), 2),
    }


def _guard_us(updates: list[bytes]) -> float:
    """Of processor time."""
    clocks: dict[int, int] = {}
    owners = Ownership({})
    started = time.process_time()
    for one in updates:
        found = admit(one, "person", clocks=clocks, owners=owners, roots=ROOTS[Kind.BOARD])
        for client, (_, end) in found.clocks.items():
            clocks[client] = end
    return (time.process_time() - started) / len(updates) * 1e6


def _apply_us(updates: list[bytes]) -> float:
    document = Document(Kind.BOARD)
    started = time.process_time()
    for one in updates:
        document.apply(one)
    spent_s = time.process_time() - started
    document.close()
    return spent_s / len(updates) * 1e6


def _load_ms(state: bytes) -> float:
    started = time.process_time()
    document = Document(Kind.BOARD, [state])
    spent_s = time.process_time() - started
    document.close()
    return spent_s * 1e3


def _ram_mb(state: bytes) -> float:
    process = psutil.Process(os.getpid())
    gc.collect()
    give_back_memory()
    before = process.memory_info().rss
    documents = [Document(Kind.BOARD, [state]) for _ in range(BOARDS)]
    after = process.memory_info().rss
    for one in documents:
        one.close()
    documents.clear()
    gc.collect()
    give_back_memory()
    return (after - before) / BOARDS / 2**20
