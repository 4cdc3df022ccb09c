"""The recordings that go on in this process: asked for, running, paused; refuses to run unasked.

Its state changes at once and in order; what the database must hold first is stored by tasks of its
own, and capture begins only after every consent is in it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from server.core.clock import Clock
from server.core.db import DATABASE_ERRORS, Database
from server.core.ids import new_id
from server.core.settings import Settings
from server.recordings import store
from server.recordings.circle import Circle
from server.recordings.model import (
    ANSWER_WITHIN_S,
    LIVE,
    SIGN_OF_LIFE_S,
    AlreadyRecording,
    Consent,
    DiskFull,
    EndReason,
    LiveView,
    NoRecording,
    RecordingsOff,
    Seat,
    State,
)
from server.recordings.recorder import Recorder
from server.rooms.service import Rooms

TICK_S = 1.0
_MEGABYTE = 1_000_000
log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _Session:
    """One recording from the host's question to its end."""

    id: str
    room: str
    circle: Circle
    asked_at: float
    consents: dict[str, Consent] = field(default_factory=dict)
    """By seat, as they were given."""
    stored: set[str] = field(default_factory=set)
    """Seats whose consent the database holds."""
    recorder: Recorder | None = None
    storing: asyncio.Task[None] | None = None
    is_over: bool = False
    alive_at: float = 0.0


class Live:
    """At most one recording a room. `news` says what changed, for whoever tells the room."""

    def __init__(
        self, *, settings: Settings, clock: Clock, database: Database, rooms: Rooms, folder: Path
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._rooms = rooms
        self._folder = folder
        self._sessions: dict[str, _Session] = {}
        self._news: asyncio.Queue[LiveView] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def news(self) -> AsyncIterator[LiveView]:
        """What changed, in order, for one reader."""
        while True:
            yield await self._news.get()

    def is_busy(self, room: str) -> bool:
        """Whether a recording is asked for or runs: what it taps must not become ciphertext."""
        return room in self._sessions

    def view(self, room: str) -> LiveView | None:
        """The recording of a room; None when there is none."""
        session = self._sessions.get(room)
        return None if session is None else _view(session)

    def ask(self, room: str, asker: str, present: Iterable[Seat]) -> LiveView:
        """Ask everybody present; the asker agrees by asking.

        Raises: RecordingsOff, AlreadyRecording, DiskFull.
        """
        if not self._settings.recordings:
            raise RecordingsOff("Recordings are turned off on this server.")
        if room in self._sessions:
            raise AlreadyRecording("A recording is asked for or running already.")
        if self._free_mb() < self._settings.recording_min_free_mb:
            raise DiskFull("The server has too little space left for a recording.")
        circle = Circle(asker, tuple(present))
        session = _Session(new_id(), room, circle, self._clock.monotonic())
        self._sessions[room] = session
        self._agree(session, asker)
        return _view(session)

    def answer(self, room: str, seat: str, recording: str, *, is_agreed: bool) -> None:
        """Somebody present says yes or no. Raises: NoRecording."""
        session = self._sessions.get(room)
        if session is None or session.id != recording:
            raise NoRecording("This recording is over.")
        if is_agreed:
            self._agree(session, seat)
        else:
            self._end(session, "stopped" if session.circle.has_begun else "declined")

    def stop(self, room: str) -> None:
        """Anybody present ends it, or takes the question back. Raises: NoRecording."""
        session = self._sessions.get(room)
        if session is None:
            raise NoRecording("There is no recording.")
        self._end(session, "stopped")

    def arrived(self, room: str, seat: Seat) -> None:
        """Somebody took a new seat: nothing is recorded until they agree."""
        session = self._sessions.get(room)
        if session is not None:
            session.circle = session.circle.arrive(seat)
            self._settle(session)

    def left(self, room: str, seat: str) -> None:
        """Somebody gave up their seat."""
        session = self._sessions.get(room)
        if session is None:
            return
        session.circle = session.circle.leave(seat)
        if not session.circle.present:
            self._end(session, "everybody_left")
        elif seat == session.circle.asker and not session.circle.has_begun:
            self._end(session, "asker_left")
        else:
            self._settle(session)

    def look(self, room: str) -> None:
        """Streams of a room came, went, paused or moved: follow them."""
        session = self._sessions.get(room)
        if session is not None and session.recorder is not None:
            names = {seat.id: seat.name for seat in session.circle.present}
            session.recorder.follow(self._rooms.sfu.streams(room), names)

    def end_all(self) -> None:
        """This process stops."""
        for session in list(self._sessions.values()):
            self._end(session, "server_stopped")

    async def run(self) -> None:
        """Keep the limits, give signs of life; until cancelled, then end everything."""
        try:
            while True:
                await asyncio.sleep(TICK_S)
                for session in list(self._sessions.values()):
                    try:
                        await self._tick(session)
                    except Exception:
                        log.exception("recording.bug", recording=session.id)
        finally:
            self.end_all()
            if self._tasks:
                await asyncio.wait(self._tasks)

    def counts(self) -> dict[str, int]:
        """How many recordings are asked for or run here."""
        return {"recordings": len(self._sessions)}

    def _agree(self, session: _Session, seat: str) -> None:
        before = session.circle
        session.circle = before.agree(seat)
        if session.circle is before:
            return
        agreed = session.circle.agreed[-1]
        guest_name = agreed.name if agreed.person is None else None
        session.consents[seat] = Consent(seat, agreed.person, guest_name, self._clock.now())
        self._settle(session)

    def _settle(self, session: _Session) -> None:
        """Make what is captured fit what is agreed, and tell."""
        if session.is_over:
            return
        if session.circle.phase == "recording":
            if session.consents.keys() - session.stored:
                self._store(session)
                return  # it goes on from there, and tells then
            self._capture(session)
        elif session.recorder is not None:
            session.recorder.pause()
        self._tell(session)

    def _capture(self, session: _Session) -> None:
        session.circle = session.circle.begin()
        if session.recorder is None:
            folder = self._folder / session.id
            session.recorder = Recorder(self._rooms, session.room, session.id, folder)
        session.recorder.resume()
        self.look(session.room)

    def _store(self, session: _Session) -> None:
        """Store the consents that are not, then settle anew; one task a session at a time."""
        if session.storing is not None:
            return

        async def keep() -> None:
            try:
                while missing := session.consents.keys() - session.stored:
                    await self._keep(session, [session.consents[seat] for seat in missing])
                    session.stored |= missing
            except DATABASE_ERRORS:
                log.exception("recording.not_stored", recording=session.id)
                self._end(session, "failed")
            finally:
                session.storing = None
            self._settle(session)

        session.storing = self._spawn(keep())

    async def _keep(self, session: _Session, consents: list[Consent]) -> None:
        if not session.stored:
            await asyncio.to_thread(_make_folder, self._folder / session.id)
        async with self._database.write() as tx:
            if not session.stored:
                await store.begin(tx, session.id, session.room, self._clock.now())
            for consent in consents:
                await store.agree(tx, session.id, consent)

    def _end(self, session: _Session, reason: EndReason) -> None:
        if session.is_over:
            return
        session.is_over = True
        del self._sessions[session.room]
        if session.recorder is not None:
            session.recorder.pause()
        self._tell(session, reason)
        log.info("recording.ended", recording=session.id, reason=reason)
        self._spawn(self._finish(session))

    async def _finish(self, session: _Session) -> None:
        """Close the files and leave the rest to the job."""
        if session.storing is not None:
            await asyncio.wait({session.storing})
        if session.recorder is not None:
            await session.recorder.close()
        if not session.stored:
            return
        has_anything = session.recorder is not None and session.recorder.written_bytes > 0
        async with self._database.write() as tx:
            await store.change(
                tx,
                session.id,
                LIVE,
                state=State.FINISHING if has_anything else State.DELETED,
                ended_at=self._clock.now(),
                **_figures(session),
            )

    async def _tick(self, session: _Session) -> None:
        now = self._clock.monotonic()
        if not session.circle.has_begun:
            if now - session.asked_at >= ANSWER_WITHIN_S:
                self._end(session, "unanswered")
            return
        reason = self._reason_to_end(session)
        if reason is not None:
            self._end(session, reason)
            return
        self.look(session.room)
        if now - session.alive_at >= SIGN_OF_LIFE_S:
            session.alive_at = now
            state = State.RECORDING if session.circle.phase == "recording" else State.PAUSED
            async with self._database.write() as tx:
                await store.change(
                    tx,
                    session.id,
                    LIVE,
                    state=state,
                    alive_at=self._clock.now(),
                    **_figures(session),
                )

    def _reason_to_end(self, session: _Session) -> EndReason | None:
        recorder = session.recorder
        if recorder is None:
            return None
        if recorder.has_failed or self._free_mb() < self._settings.recording_min_free_mb / 2:
            return "disk"
        if recorder.written_bytes > self._settings.recording_max_mb * _MEGABYTE:
            return "too_large"
        if recorder.recorded_ms() > self._settings.recording_max_hours * 3_600_000:
            return "too_long"
        return None

    def _free_mb(self) -> float:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(self._folder).free / _MEGABYTE

    def _tell(self, session: _Session, reason: EndReason | None = None) -> None:
        self._news.put_nowait(_view(session, reason))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(_surviving(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _view(session: _Session, reason: EndReason | None = None) -> LiveView:
    recorder = session.recorder
    phase = session.circle.phase
    if phase == "recording" and recorder is None:
        phase = "asked"  # all agreed, and in a moment it runs
    return LiveView(
        id=session.id,
        room=session.room,
        state="ended" if session.is_over else phase,
        waiting=session.circle.waiting,
        recorded_ms=recorder.recorded_ms() if recorder else 0,
        reason=reason,
    )


def _figures(session: _Session) -> dict[str, int]:
    recorder = session.recorder
    if recorder is None:
        return {"duration_ms": 0, "bytes": 0}
    return {"duration_ms": recorder.recorded_ms(), "bytes": recorder.written_bytes}


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


async def _surviving(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("recording.bug")
