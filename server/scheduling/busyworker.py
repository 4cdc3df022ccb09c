"""A process of its own that reads one calendar of somebody's and ends; refuses to take its time.

    python -m server.scheduling.busyworker    a line of JSON and the calendar in, JSON out

Whatever such a file makes a parser do, it does it here: with bounded memory and processor time, no
secrets, and nobody waiting behind it.
"""

from __future__ import annotations

import resource
import signal
import sys
from types import FrameType

import msgspec

from server.scheduling.busytimes import Asked, NoCalendar, busy_times
from server.scheduling.multistatus import CutShort, NoMultistatus, calendar_texts
from server.scheduling.recurrence import Unreadable

MOST_MEMORY_BYTES = 512 * 1024 * 1024
_ONE_ENTRY_S = 1.0


class Found(msgspec.Struct):
    """What is answered: `trouble` or times."""

    trouble: str = ""
    times: list[tuple[int, int]] = []
    skipped: int = 0


class Order(msgspec.Struct):
    """What is asked."""

    home: str
    own: str
    first: int
    last: int
    cpu_s: int
    is_multistatus: bool = False
    """What comes is a CalDAV server's answer with calendars in it."""


def work(order: Order, raw: bytes) -> Found:
    """Times, or why there are none."""
    asked = Asked(order.home, order.own, order.first, order.last)
    try:
        if order.is_multistatus:
            texts = calendar_texts(raw)
            if not texts:
                return Found()
            raw = "\n".join(texts).encode()
        found = busy_times(raw, asked, on_entry=_start_clock)
    except CutShort:
        return Found(trouble="too_large")
    except (NoCalendar, NoMultistatus):
        return Found(trouble="no_calendar")
    except (Unreadable, MemoryError, RecursionError):
        return Found(trouble="too_hard")
    return Found(times=found.times, skipped=found.skipped)


def _start_clock() -> None:
    signal.setitimer(signal.ITIMER_PROF, _ONE_ENTRY_S)


def _time_is_up(_signal: int, _frame: FrameType | None) -> None:
    raise Unreadable("takes too long")


def _bound(cpu_s: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    signal.signal(signal.SIGPROF, _time_is_up)


def main() -> None:
    """One order from standard input."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    _bound(order.cpu_s)
    found = work(order, sys.stdin.buffer.read())
    signal.setitimer(signal.ITIMER_PROF, 0)
    sys.stdout.buffer.write(msgspec.json.encode(found))


if __name__ == "__main__":
    main()
