"""Recordings that exist: shown to those who were recorded, composed, deleted. `live` makes them.

What is kept as text goes the same way and has its own use cases in `transcripts`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
import structlog

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound
from server.core.settings import Settings
from server.mentorships.service import Mentorships
from server.recordings import files
from server.recordings.capture import Capture, Means
from server.recordings.compositor import Compositor
from server.recordings.live import Live
from server.recordings.media import Media, MediaCapture
from server.recordings.model import (
    KINDS,
    LOST_AFTER,
    OPEN_TO_JOBS,
    Kind,
    LiveView,
    Recording,
    State,
    Telling,
    next_state,
    require_concerned,
    require_over,
)
from server.recordings.script import Script, Texts
from server.recordings.service.naming import Naming
from server.recordings.service.receipts import Receipts
from server.recordings.service.transcripts import Transcripts
from server.recordings.store import receipts
from server.recordings.store import recordings as store
from server.rooms.service import Rooms

MAX_LISTED = 100
LEFT_BEHIND_S = 3600.0
"""A folder without a row for so long is of a room that was deleted."""
C = TypeVar("C", bound=Capture)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """A recording as one of its people sees it."""

    recording: Recording
    title: str
    names: dict[str, str]
    """By seat."""
    expires_at: datetime | None
    transcript: str | None = None
    """What was said at the same time, where that was kept too."""


class Recordings:
    """Use cases on recordings. What goes on now is `live`'s and, as text, `text`'s."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        rooms: Rooms,
        accounts: Accounts,
        mentorships: Mentorships,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._root = settings.data_dir / "recordings"
        self._compositor = Compositor()
        self._naming = Naming(settings, rooms, accounts)
        self._news: asyncio.Queue[LiveView] = asyncio.Queue()
        self.live = self._live(Media(settings, rooms, self._root))
        self.text = self._live(Texts(settings, clock))
        self.transcripts = Transcripts(settings, clock, database, self._naming)
        self.receipts = Receipts(clock, database, mentorships, self._naming)

    async def run(self) -> None:
        """Watch over what goes on, until cancelled; then end it."""
        async with asyncio.TaskGroup() as both:  # it waits for both to end, as gather would not
            both.create_task(self.live.run())
            both.create_task(self.text.run())

    async def news(self) -> AsyncIterator[LiveView]:
        """What changed of both kinds, in order, for one reader."""
        while True:
            yield await self._news.get()

    def of_kind(self, kind: Kind) -> Live[MediaCapture] | Live[Script]:
        """What goes on now."""
        return self.live if kind == "media" else self.text

    def is_busy(self, room: str) -> bool:
        """Whether either is asked for or runs here."""
        return self.live.is_busy(room) or self.text.is_busy(room)

    def hear(self, room: str, seat: str, told: Telling) -> None:
        """A line of captions: kept if everybody present has agreed to just that."""
        hearing = self.text.hearing(room, seat)
        if hearing is not None:
            speaker, script = hearing
            script.hear(speaker, told)

    async def kept_now(self, room: str) -> set[Kind]:
        """What is being kept of a room now, on whatever node."""
        async with self._database.read() as tx:
            found = await store.live_in(tx, room, since=self._clock.now() - LOST_AFTER)
        return {kind for kind in KINDS if kind in found or self.of_kind(kind).is_busy(room)}

    async def revoke(self, person: str, recording: str) -> None:
        """Take back one's consent, whatever it was to. Raises: NotFound."""
        found = await self.receipts.revoke(person, recording)
        self.of_kind(found.kind).revoke(recording)
        await self.remove_deleted()

    async def of_person(self, person: str) -> list[Shown]:
        """What somebody was recorded in, newest first, at most 100."""
        async with self._database.read() as tx:
            found = await store.of_person(tx, person, "media", limit=MAX_LISTED)
        return await self._shown(person, found)

    async def recording(self, person: str, recording: str) -> Shown:
        """Raises: NotFound."""
        return (await self._shown(person, [await self._find(person, recording)]))[0]

    async def file(self, person: str, recording: str) -> Path:
        """The one file. Raises: NotFound."""
        found = await self._find(person, recording)
        path = files.composed(self._root, found.id)
        if found.state is not State.READY or not await asyncio.to_thread(path.exists):
            raise NotFound("This recording has no such file.")
        return path

    async def part(self, person: str, recording: str, number: int) -> Path:
        """The file of one stream. Raises: NotFound, StillRecording."""
        found = await self._find(person, recording)
        require_over(found)
        path = files.part(self._root, found.id, number)
        is_known = any(one.number == number for one in found.parts)
        if not is_known or not await asyncio.to_thread(path.exists):
            raise NotFound("This recording has no such file.")
        return path

    async def delete(self, person: str, recording: str) -> None:
        """For whoever was recorded: it is gone for all. Raises: NotFound, StillRecording."""
        found = await self._find(person, recording)
        require_over(found)
        async with self._database.write() as tx:
            await store.erase(tx, [found.id], "deleted", self._clock.now())
        log.info("recording.deleted", recording=found.id)
        await self.remove_deleted()

    async def compose_next(self) -> bool:
        """Make the one file of the oldest recording that waits for it; whether there was one."""
        async with self._database.write() as tx:
            await store.end_dead(tx, before=self._clock.now() - LOST_AFTER)
        async with self._database.read() as tx:
            found = await store.next_to_compose(tx)
        if found is None:
            return False
        await self._compose(found)
        return True

    async def expire(self) -> None:
        """Delete what was kept long enough, and what an account that is gone had agreed to."""
        now, days = self._clock.now(), timedelta(days=self._settings.recording_retention_days)
        async with self._database.write() as tx:
            outlived = await store.outlived(tx, before=now - days)
            await store.erase(tx, outlived, "expired", now)
            await receipts.close_lost(tx, now)
        await self.remove_deleted()

    async def remove_deleted(self) -> None:
        """Take deleted recordings off the disk, and folders whose room is gone."""
        async with self._database.read() as tx:
            silent_since = self._clock.now() - LOST_AFTER
            deleted = await store.deleted(tx, silent_since=silent_since)
        for recording in deleted:
            try:
                await asyncio.to_thread(files.remove, self._root, recording)
            except OSError:
                log.warning("recording.not_removed", recording=recording)
                continue  # composing may have been writing there: the next run finds it quiet
            async with self._database.write() as tx:
                await store.forget(tx, recording)
        async with self._database.read() as tx:
            known = await store.known(tx)
        for recording in await asyncio.to_thread(
            files.left_behind, self._root, known, LEFT_BEHIND_S
        ):
            await asyncio.to_thread(files.remove, self._root, recording)

    async def _compose(self, found: Recording) -> None:
        attempts = found.attempts + 1
        await self._note_parts(found.id)
        await self._change(found.id, state=State.COMPOSING, progress=0.0, attempts=attempts)
        folder = files.folder_of(self._root, found.id)

        async def is_wanted(progress: float) -> bool:
            return await self._change(found.id, progress=progress)

        is_composed = await self._compositor.run(folder, found.duration_ms, is_wanted)
        size = await asyncio.to_thread(_size, folder)
        state = next_state(attempts, is_composed=is_composed)
        await self._change(found.id, state=state, progress=float(is_composed), bytes=size)
        log.info("recording.composed", recording=found.id, state=state.value)

    async def _note_parts(self, recording: str) -> None:
        try:
            found = await asyncio.to_thread(files.parts, self._root, recording)
        except (OSError, msgspec.DecodeError):
            log.warning("recording.no_index", recording=recording)
            return
        async with self._database.write() as tx:
            await store.set_parts(tx, recording, found)

    async def _change(self, recording: str, **values: object) -> bool:
        async with self._database.write() as tx:
            return await store.change(tx, recording, OPEN_TO_JOBS, **values)

    async def _find(self, person: str, recording: str) -> Recording:
        async with self._database.read() as tx:
            found = await store.find(tx, recording)
        return require_concerned(found, person)

    async def _shown(self, person: str, found: list[Recording]) -> list[Shown]:
        named = await self._naming.of(found)
        texts = await self.transcripts.of_videos(person, found)
        return [
            Shown(
                one,
                named.titles.get(one.room, ""),
                named.names[one.id],
                self._naming.expires_at(one),
                texts.get(one.id),
            )
            for one in found
        ]

    def _live(self, means: Means[C]) -> Live[C]:
        return Live(
            settings=self._settings,
            clock=self._clock,
            database=self._database,
            means=means,
            news=self._news,
        )


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.glob("*") if one.is_file())
