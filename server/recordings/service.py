"""Recordings that exist: shown to those who were recorded, composed, deleted. `live` makes them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import structlog

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import NotFound
from server.core.settings import Settings
from server.recordings import files, store
from server.recordings.compositor import Compositor
from server.recordings.live import Live
from server.recordings.model import (
    LIVE,
    LOST_AFTER,
    OPEN_TO_JOBS,
    Recording,
    State,
    next_state,
    require_concerned,
    require_over,
)
from server.rooms.service import Rooms

__all__ = ["Live", "Recordings", "Shown"]

MAX_LISTED = 100
LEFT_BEHIND_S = 3600.0
"""A folder without a row for so long is of a room that was deleted."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """A recording as one of its people sees it."""

    recording: Recording
    title: str
    names: dict[str, str]
    """By seat."""
    expires_at: datetime | None


class Recordings:
    """Use cases on recordings. What goes on now is `live`'s."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        rooms: Rooms,
        accounts: Accounts,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._rooms = rooms
        self._accounts = accounts
        self._root = settings.data_dir / "recordings"
        self._compositor = Compositor()
        self.live = Live(
            settings=settings, clock=clock, database=database, rooms=rooms, folder=self._root
        )

    async def is_recorded(self, room: str) -> bool:
        """Whether a room is being recorded now, on whatever node."""
        if self.live.is_busy(room):
            return True
        async with self._database.read() as tx:
            return await store.live_in(tx, room, since=self._clock.now() - LOST_AFTER)

    async def of_person(self, person: str) -> list[Shown]:
        """What somebody was recorded in, newest first, at most 100."""
        async with self._database.read() as tx:
            found = await store.of_person(tx, person, limit=MAX_LISTED)
        return await self._shown(found)

    async def recording(self, person: str, recording: str) -> Shown:
        """Raises: NotFound."""
        return (await self._shown([await self._find(person, recording)]))[0]

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
            await store.change(tx, found.id, set(State) - set(LIVE), state=State.DELETED)
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
        days = timedelta(days=self._settings.recording_retention_days)
        async with self._database.write() as tx:
            await store.expire(tx, before=self._clock.now() - days)
        await self.remove_deleted()

    async def remove_deleted(self) -> None:
        """Take deleted recordings off the disk, and folders whose room is gone."""
        async with self._database.read() as tx:
            deleted = await store.deleted(tx)
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

    async def _shown(self, found: list[Recording]) -> list[Shown]:
        titles = await self._rooms.titles([one.room for one in found])
        people = await self._accounts.people(
            {agreed.person for one in found for agreed in one.consents if agreed.person}
        )
        kept = timedelta(days=self._settings.recording_retention_days)
        shown = []
        for one in found:
            names = {
                agreed.seat: people[agreed.person].name
                if agreed.person in people
                else agreed.guest_name or ""
                for agreed in one.consents
            }
            expires_at = None if one.ended_at is None else one.ended_at + kept
            shown.append(Shown(one, titles.get(one.room, ""), names, expires_at))
        return shown


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.glob("*") if one.is_file())
