"""The media workers of this process, and which room is on which.

A room's packets never cross workers: all its transports are opened on the worker it is bound
to. It opens no transport itself and keeps no streams; how busy a worker is, it is told.
"""

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from server.core.settings import MOST_WORKERS, Settings
from server.rooms.engine import Engine, Event

log = structlog.get_logger()

REPLACE_AGAIN_S = 1.0
"""After a port that a dead worker left could not be bound."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a room is."""

    engine: Engine
    number: int
    """The room as its worker knows it."""


Loads = Callable[[], Mapping[Engine, int]]


class Engines:
    """Opens them all inside the running loop, replaces one that died, closes them at the end."""

    def __init__(self, settings: Settings, loads: Loads) -> None:
        self._settings = settings
        self._loads = loads
        self._rooms: dict[str, Place] = {}
        self._handle: Callable[[Event], None] | None = None
        self._on_lost: Callable[[Engine], None] | None = None
        self.addresses: tuple[str, ...] = ()
        """Where browsers reach them; known before they are opened."""
        self.all: list[Engine] = []

    def open(self, handle: Callable[[Event], None], on_lost: Callable[[Engine], None]) -> None:
        """Bind every port and start every thread. Raises: OSError when a port is taken."""
        self._handle, self._on_lost = handle, on_lost
        for index in range(self._settings.media_workers or _cores()):
            self.all.append(self._start(index, handle))

    def close(self) -> None:
        """Stop every thread and free every port."""
        self._handle = None
        for engine in self.all:
            engine.close()

    def of(self, room: str) -> Engine:
        """The worker of a room; a new room gets the least busy one."""
        return self.place(room).engine

    def place(self, room: str) -> Place:
        """Where a room is; a new room gets the least busy worker."""
        return self._rooms.get(room) or self.bind(room)

    def room(self, number: int) -> str | None:
        """The room that its worker calls so."""
        return next((name for name, one in self._rooms.items() if one.number == number), None)

    def bind(self, room: str, but: Engine | None = None) -> Place:
        """Put a room on the least busy worker; with `but`, on another one if there is any."""
        loads, rooms = self._loads(), [place.engine for place in self._rooms.values()]
        living = [engine for engine in self.all if not engine.is_lost] or self.all
        others = [engine for engine in living if engine is not but] or living
        chosen = min(others, key=lambda one: (loads.get(one, 0), rooms.count(one), one.index))
        here = self._rooms.get(room)
        if here is not None and here.engine is chosen:
            return here  # under its old number: what is open there knows it by that
        self.release(room)
        place = self._rooms[room] = Place(chosen, chosen.number())
        chosen.worker.set_loudest(place.number, self._settings.max_voices)
        return place

    def release(self, room: str) -> None:
        """Forget where a room was: nothing of it is open any more."""
        place = self._rooms.pop(room, None)
        if place is not None:
            place.engine.worker.set_loudest(place.number, None)

    def busiest(self) -> Engine:
        """The worker with the most streams."""
        loads = self._loads()
        return max(self.all, key=lambda one: loads.get(one, 0))

    def rooms_on(self, engine: Engine) -> list[str]:
        """The rooms bound to a worker."""
        return [room for room, one in self._rooms.items() if one.engine is engine]

    def _start(self, index: int, handle: Callable[[Event], None]) -> Engine:
        engine = Engine(self._settings, self.addresses, index)
        engine.open(handle, self._lost)
        return engine

    def _lost(self, engine: Engine) -> None:
        self._replace(engine)
        if self._on_lost is not None:
            self._on_lost(engine)

    def _replace(self, engine: Engine) -> None:
        """A fresh worker in the place of a dead one; the others carry on until its port is free."""
        if self._handle is None:
            return
        try:
            self.all[engine.index] = self._start(engine.index, self._handle)
        except OSError as error:
            log.warning("media.worker_not_replaced", worker=engine.index, reason=str(error))
            asyncio.get_running_loop().call_later(REPLACE_AGAIN_S, self._replace, engine)


def _cores() -> int:
    """How many this process may use, within reason."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # no such call outside Linux
        cores = os.cpu_count() or 1
    return min(cores, MOST_WORKERS)
