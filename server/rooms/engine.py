"""The seam to the media core: one worker, its ids, its events, its candidates.

Nothing above this file names `ithaca_media`. It keeps no rooms and decides nothing; which
room is on which worker is said in `engines`.
"""

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import Literal

import ithaca_media
import structlog
from msgspec import UNSET

from server.core.settings import Settings
from server.rooms.model import IceCandidate

log = structlog.get_logger()

STATS_TIMEOUT_S = 2.0
_HOST_PREFERENCE = 126  # RFC 8445 §5.1.2.2
_HOST_TCP_PREFERENCE = 90  # RFC 6544 §4.2: below every kind of UDP but relayed
_PASSIVE_PREFERENCE = 4  # RFC 6544 §4.2

Event = tuple[object, ...]
_numbers = itertools.count(1)


class Engine:
    """One worker of the media core. `open` it inside the running loop, `close` it at the end."""

    def __init__(self, settings: Settings, addresses: tuple[str, ...], index: int = 0) -> None:
        self.index = index
        """Its place among the workers: its port is so many above the first one's."""
        port = settings.media_port + index if settings.media_port else 0
        self.worker = ithaca_media.Worker(
            listen=list(settings.media_listen), port=port, tcp=settings.media_tcp
        )
        self.candidates = candidates(addresses, self.worker.port, tcp=self.worker.has_tcp)
        self.is_lost = False
        """Its thread died of a bug: it carries nothing any more."""
        self._answers: dict[int, asyncio.Future[dict[str, object]]] = {}
        self._taps: dict[int, Callable[[int, bytes], None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, handle: Callable[[Event], None], on_lost: Callable[["Engine"], None]) -> None:
        """Hand every event of the core to `handle`, in order, from the loop's thread."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self.worker.fileno(), self._read, handle, on_lost)
        self._loop.add_reader(self.worker.tap_fileno(), self._read_taps)

    def close(self) -> None:
        """Stop the worker's thread and free its port."""
        if self._loop is not None:
            self._loop.remove_reader(self.worker.fileno())
            self._loop.remove_reader(self.worker.tap_fileno())
            self._loop = None
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(TimeoutError("the media worker has stopped"))
        self.worker.close()

    def cpu_s(self) -> float:
        """Processor time of the worker's thread so far; 0 where the system does not tell."""
        try:
            # Linux: the clock of one thread, by its number (clock_gettime(2), CPUCLOCK_SCHED).
            return time.clock_gettime((~self.worker.thread_id << 3) | 6)
        except (OSError, AttributeError):
            return 0.0

    def number(self) -> int:
        """An id that no worker of this process has seen."""
        return next(_numbers)

    def open_tap(self, producer: int, take: Callable[[int, bytes], None]) -> int:
        """Give every packet of a producer to `take`, with its arrival in Unix µs; the tap's id."""
        tap = self.number()
        self._taps[tap] = take
        self.worker.open_tap(tap, producer)
        return tap

    def close_tap(self, tap: int) -> None:
        """Nothing is given to its taker any more."""
        self._taps.pop(tap, None)
        self.worker.close_tap(tap)

    def forget_tap(self, tap: int) -> None:
        """For a tap that the core has ended; it gets what was on its way first."""
        self._read_taps()
        self._taps.pop(tap, None)

    async def stats(self, transport: int | None = None) -> dict[str, object]:
        """Counters of one transport, or of the worker. Raises: TimeoutError."""
        request = self.number()
        answer: asyncio.Future[dict[str, object]] = asyncio.get_running_loop().create_future()
        self._answers[request] = answer
        try:
            self.worker.request_stats(request, transport)
            # Not `wait_for`: before Python 3.12 it swallows a cancellation that meets the answer.
            async with asyncio.timeout(STATS_TIMEOUT_S):
                return await answer
        finally:
            del self._answers[request]

    def _read(self, handle: Callable[[Event], None], on_lost: Callable[["Engine"], None]) -> None:
        try:
            events = self.worker.poll()
        except RuntimeError:
            log.exception("media.worker_lost", worker=self.index)
            self.is_lost = True
            self.close()
            on_lost(self)
            return
        for event in events:
            match event:
                case ("stats", int(request), dict(values)):
                    answer = self._answers.get(request)
                    if answer is not None and not answer.done():
                        answer.set_result(values)
                case ("error", command, number, message):
                    log.warning("media.error", command=command, id=number, reason=message)
                case _:
                    handle(event)

    def _read_taps(self) -> None:
        for tap, unix_us, packet in self.worker.poll_taps():
            take = self._taps.get(tap)
            if take is not None:
                take(unix_us, packet)


def candidates(addresses: tuple[str, ...], port: int, *, tcp: bool) -> tuple[IceCandidate, ...]:
    """ICE host candidates, the first address preferred (RFC 8445 §5.1.2.1).

    TCP comes after all UDP, for networks that let nothing else pass: a stream makes media wait
    for whatever was lost (RFC 6544 §4.2).
    """
    udp = [_candidate("udp", index, address, port) for index, address in enumerate(addresses)]
    streams = [_candidate("tcp", index, address, port) for index, address in enumerate(addresses)]
    return (*udp, *(streams if tcp else ()))


def _candidate(
    protocol: Literal["udp", "tcp"], index: int, address: str, port: int
) -> IceCandidate:
    is_tcp = protocol == "tcp"
    kind = _HOST_TCP_PREFERENCE if is_tcp else _HOST_PREFERENCE
    local = (_PASSIVE_PREFERENCE << 13 | 8191 - index) if is_tcp else 65535 - index
    return IceCandidate(
        foundation=f"{protocol}{index}",
        priority=kind << 24 | local << 8 | 255,
        ip=address,
        address=address,
        port=port,
        protocol=protocol,
        tcp_type="passive" if is_tcp else UNSET,
    )
