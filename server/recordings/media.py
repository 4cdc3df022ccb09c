"""Voices and pictures as what is kept of a session: a `Recorder` within the settings' limits."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from server.core.db import Tx
from server.core.settings import Settings
from server.recordings.model import (
    SIGN_OF_LIFE_S,
    DiskFull,
    EndReason,
    Kind,
    Seat,
    State,
)
from server.recordings.recorder import Recorder
from server.rooms.service import Rooms

_MEGABYTE = 1_000_000


class Media:
    """The means of recordings."""

    kind: Kind = "media"
    over = State.FINISHING
    note_every_s = SIGN_OF_LIFE_S

    def __init__(self, settings: Settings, rooms: Rooms, folder: Path) -> None:
        self._settings = settings
        self._rooms = rooms
        self._folder = folder

    def require_space(self) -> None:
        """Raises: DiskFull."""
        if _free_mb(self._folder) < self._settings.recording_min_free_mb:
            raise DiskFull("The server has too little space left for a recording.")

    async def prepare(self, recording: str) -> None:
        await asyncio.to_thread(_make_folder, self._folder / recording)

    def open(self, recording: str, room: str) -> MediaCapture:
        recorder = Recorder(self._rooms, room, recording, self._folder / recording)
        return MediaCapture(self._settings, self._rooms, recorder, self._folder, room)


class MediaCapture:
    """One recording, on the disk."""

    def __init__(
        self, settings: Settings, rooms: Rooms, recorder: Recorder, folder: Path, room: str
    ) -> None:
        self._settings = settings
        self._rooms = rooms
        self._recorder = recorder
        self._folder = folder
        self._room = room
        self.stretch = 1

    @property
    def written_bytes(self) -> int:
        return self._recorder.written_bytes

    def recorded_ms(self) -> int:
        return self._recorder.recorded_ms()

    def resume(self) -> None:
        self.stretch += self._recorder.is_paused
        self._recorder.resume()

    def pause(self) -> None:
        self._recorder.pause()

    def follow(self, seats: tuple[Seat, ...]) -> None:
        names = {seat.id: seat.name for seat in seats}
        self._recorder.follow(self._rooms.sfu.streams(self._room), names)

    def reason_to_end(self) -> EndReason | None:
        limits = self._settings
        is_full = _free_mb(self._folder) < limits.recording_min_free_mb / 2
        if self._recorder.has_failed or is_full:
            return "disk"
        if self.written_bytes > limits.recording_max_mb * _MEGABYTE:
            return "too_large"
        if self.recorded_ms() > limits.recording_max_hours * 3_600_000:
            return "too_long"
        return None

    async def save(self, tx: Tx) -> None:
        """The writer's thread does."""

    def saved(self) -> None:
        """Nothing waited."""

    async def close(self) -> None:
        await self._recorder.close()


def _free_mb(folder: Path) -> float:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free / _MEGABYTE


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
