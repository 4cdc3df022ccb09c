"""Runs a coroutine in a loop and thread of its own, for session fixtures."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any


def run_apart(coroutine: Coroutine[Any, Any, None]) -> None:
    """Runs to the end in a loop of its own, also while the tests' loop is running."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(coroutine)
        except BaseException as error:  # noqa: BLE001 - raised again below, in the caller's thread
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
