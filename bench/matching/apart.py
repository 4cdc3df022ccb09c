"""Runs a measurement in a process of its own with one thread of BLAS, and tells its memory."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(what: Callable[..., T], arguments: Sequence[tuple[object, ...]]) -> list[T]:
    """A fresh process for each tuple of arguments, all at once."""
    kept = os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    try:
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(len(arguments), mp_context=fresh, max_tasks_per_child=1) as pool:
            return [one.result() for one in [pool.submit(what, *each) for each in arguments]]
    finally:
        if kept is None:
            del os.environ["OPENBLAS_NUM_THREADS"]
        else:
            os.environ["OPENBLAS_NUM_THREADS"] = kept


def peak_mb() -> float:
    """Of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
