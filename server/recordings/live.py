"""What goes on in this process of one kind: asked for, running, paused; refuses to run unasked.

Recordings and transcripts alike, each by means of its own. State changes at once and in order; what
the database must hold first is stored by tasks of its own, and capture begins only after every
consent is in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import structlog

from server.core.clock import Clock
from server.core.db import DATABASE_ERRORS, Database
from server.core.ids import new_id
from server.core.settings import Settings
from server.recordings.capture import Capture, Means
from server.recordings.circle import Circle
from server.recordings.model import (
    ANSWER_WITHIN_S,
    LIVE,
    AlreadyRecording,
    Consent,
    EndReason,
    LiveView,
    NoRecording,
    RecordingsOff,
    Seat,
    State,
)
from server.recordings.store import receipts
from server.recordings.store import recordings as store

TICK_S = 1.0
C = TypeVar("C", bound=Capture)
log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _Session(Generic[C]):
    """One recording or transcript from the host's question to its end."""

    id: str
    room: str
    circle: Circle
    asked_at: float
    consents: dict[str, Consent] = field(default_factory=dict)
    """By seat, as they were given."""
    stored: set[str] = field(default_factory=set)
    """Seats whose consent the database holds."""
    capture: C | None = None
    storing: asyncio.Task[None] | None = None
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_over: bool = False
    alive_at: float = 0.0


class Live(Generic[C]):
    """At most one of its kind a room. It puts into `news` what changed, for whoever tells."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        means: Means[C],
        news: asyncio.Queue[LiveView],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._means = means
        self._sessions: dict[str, _Session[C]] = {}
        self._news = news
        self._tasks: set[asyncio.Task[None]] = set()

    def is_busy(self, room: str) -> bool:
        """Whether it is asked for or runs: what it hears must not become ciphertext."""
        return room in self._sessions

    def view(self, room: str) -> LiveView | None:
        """What goes on in a room; None when nothing does."""
        session = self._sessions.get(room)
        return None if session is None else self._view(session)

    def hearing(self, room: str, seat: str) -> tuple[Seat, C] | None:
        """Who sits there and what may hear them; None while one present has not agreed."""
        session = self._sessions.get(room)
        if session is None or session.capture is None or session.circle.phase != "recording":
            return None
        found = next((one for one in session.circle.present if one.id == seat), None)
        return None if found is None else (found, session.capture)

    def ask(self, room: str, asker: str, present: Iterable[Seat]) -> LiveView:
        """Ask everybody present; the asker agrees by asking.

        Raises: RecordingsOff, AlreadyRecording, DiskFull.
        """
        if not self._settings.recordings:
            raise RecordingsOff("Recordings are turned off on this server.")
        if room in self._sessions:
            raise AlreadyRecording("This is asked for or running already.")
        self._means.require_space()
        circle = Circle(asker, tuple(present))
        session = _Session[C](new_id(), room, circle, self._clock.monotonic())
        self._sessions[room] = session
        self._agree(session, asker)
        return self._view(session)

    def answer(self, room: str, seat: str, recording: str, *, is_agreed: bool) -> None:
        """Somebody present says yes or no. Raises: NoRecording."""
        session = self._sessions.get(room)
        if session is None or session.id != recording:
            raise NoRecording("This is over.")
        if is_agreed:
            self._agree(session, seat)
        else:
            self._end(session, "stopped" if session.circle.has_begun else "declined")

    def stop(self, room: str) -> None:
        """Anybody present ends it, or takes the question back. Raises: NoRecording."""
        session = self._sessions.get(room)
        if session is None:
            raise NoRecording("Nothing is running.")
        self._end(session, "stopped")

    def revoke(self, recording: str) -> None:
        """Somebody took back their consent outside of the session: it ends if it goes on here."""
        for session in list(self._sessions.values()):
            if session.id == recording:
                self._end(session, "revoked")

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
        if session is not None and session.capture is not None:
            session.capture.follow(session.circle.present)

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
        """How many are asked for or run here."""
        name = "recordings" if self._means.kind == "media" else "transcripts"
        return {name: len(self._sessions)}

    def _agree(self, session: _Session[C], seat: str) -> None:
        before = session.circle
        session.circle = before.agree(seat)
        if session.circle is before:
            return
        agreed = session.circle.agreed[-1]
        guest_name = agreed.name if agreed.person is None else None
        session.consents[seat] = Consent(seat, agreed.person, guest_name, self._clock.now())
        self._settle(session)

    def _settle(self, session: _Session[C]) -> None:
        """Make what is captured fit what is agreed, and tell."""
        if session.is_over:
            return
        if session.circle.phase == "recording":
            if session.consents.keys() - session.stored:
                self._store(session)
                return  # it goes on from there, and tells then
            self._capture(session)
        elif session.capture is not None:
            session.capture.pause()
        self._tell(session)

    def _capture(self, session: _Session[C]) -> None:
        session.circle = session.circle.begin()
        if session.capture is None:
            session.capture = self._means.open(session.id, session.room)
        session.capture.resume()
        self.look(session.room)

    def _store(self, session: _Session[C]) -> None:
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

    async def _keep(self, session: _Session[C], consents: list[Consent]) -> None:
        if not session.stored:
            await self._means.prepare(session.id)
        async with self._database.write() as tx:
            if not session.stored:
                kind, now = self._means.kind, self._clock.now()
                await store.begin(tx, session.id, session.room, kind, now)
            for consent in consents:
                await store.agree(tx, session.id, consent)
                await receipts.give(tx, session.id, session.room, self._means.kind, consent)

    def _end(self, session: _Session[C], reason: EndReason) -> None:
        if session.is_over:
            return
        session.is_over = True
        del self._sessions[session.room]
        if session.capture is not None:
            session.capture.pause()
        self._tell(session, reason)
        log.info("recording.ended", recording=session.id, kind=self._means.kind, reason=reason)
        self._spawn(self._finish(session))

    async def _finish(self, session: _Session[C]) -> None:
        """Store what was heard and leave the rest to the jobs."""
        if session.storing is not None:
            await asyncio.wait({session.storing})
        if session.capture is not None:
            await session.capture.close()
        if not session.stored:
            return
        now = self._clock.now()
        holds_anything = session.capture is not None and session.capture.written_bytes > 0
        if not holds_anything or not await self._note(
            session, state=self._means.over, ended_at=now
        ):  # nothing to keep, or revoked meanwhile: its files are at rest now
            async with self._database.write() as tx:
                await store.erase(tx, [session.id], "empty", now)

    async def _note(self, session: _Session[C], **values: object) -> bool:
        """Store how it stands, and what was heard; False: it is no longer to be kept."""
        capture = session.capture
        async with session.saving:
            async with self._database.write() as tx:
                is_wanted = await store.change(tx, session.id, LIVE, **values, **_figures(capture))
                if is_wanted and capture is not None:
                    await capture.save(tx)
            if is_wanted and capture is not None:
                capture.saved()
        return is_wanted

    async def _tick(self, session: _Session[C]) -> None:
        now = self._clock.monotonic()
        if not session.circle.has_begun:
            if now - session.asked_at >= ANSWER_WITHIN_S:
                self._end(session, "unanswered")
            return
        reason = session.capture.reason_to_end() if session.capture else None
        if reason is not None:
            self._end(session, reason)
            return
        self.look(session.room)
        if now - session.alive_at >= self._means.note_every_s:
            session.alive_at = now
            state = State.RECORDING if session.circle.phase == "recording" else State.PAUSED
            if not await self._note(session, state=state, alive_at=self._clock.now()):
                self._end(session, "revoked")

    def _tell(self, session: _Session[C], reason: EndReason | None = None) -> None:
        self._news.put_nowait(self._view(session, reason))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(_surviving(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _view(self, session: _Session[C], reason: EndReason | None = None) -> LiveView:
        capture = session.capture
        phase = session.circle.phase
        if phase == "recording" and capture is None:
            phase = "asked"  # all agreed, and in a moment it runs
        return LiveView(
            id=session.id,
            room=session.room,
            kind=self._means.kind,
            state="ended" if session.is_over else phase,
            waiting=session.circle.waiting,
            recorded_ms=capture.recorded_ms() if capture else 0,
            reason=reason,
            stretch=capture.stretch if capture else 0,
        )


def _figures(capture: Capture | None) -> dict[str, int]:
    if capture is None:
        return {"duration_ms": 0, "bytes": 0}
    return {"duration_ms": capture.recorded_ms(), "bytes": capture.written_bytes}


async def _surviving(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("recording.bug")
