"""Transcripts that exist: read by those who agreed, deleted whole or but for others' words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import structlog

from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.settings import Settings
from server.recordings import files, subtitles
from server.recordings.model import (
    Kind,
    Recording,
    Said,
    State,
    require_concerned,
    require_over,
)
from server.recordings.service.naming import Naming
from server.recordings.store import lines
from server.recordings.store import recordings as store
from server.recordings.subtitles import Cue

MAX_LISTED = 100
MAX_OWN = 100_000
_MILLISECOND = timedelta(milliseconds=1)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """A transcript as one of its people sees it."""

    transcript: Recording
    title: str
    names: dict[str, str]
    """By seat."""
    expires_at: datetime | None
    line_count: int
    video: str | None
    """The recording of the same time in which they were, too."""
    said: tuple[Said, ...] = ()
    """Empty in lists."""


class Transcripts:
    """Use cases on transcripts."""

    def __init__(
        self, settings: Settings, clock: Clock, database: Database, naming: Naming
    ) -> None:
        self._clock = clock
        self._database = database
        self._naming = naming
        self._root = settings.data_dir / "recordings"

    async def of_person(self, person: str) -> list[TranscriptView]:
        """Those of sessions in which somebody agreed, newest first, at most 100."""
        async with self._database.read() as tx:
            found = await store.of_person(tx, person, "text", limit=MAX_LISTED)
            counts = await lines.counts(tx, [one.id for one in found])
            videos = await _beside(tx, person, found, "media")
        return await self._views(found, counts, videos)

    async def show(self, person: str, transcript: str) -> TranscriptView:
        """With every line. Raises: NotFound."""
        async with self._database.read() as tx:
            found = await self._find(tx, person, transcript)
            said = tuple(await lines.of(tx, [found.id]))
            videos = await _beside(tx, person, [found], "media")
        [view] = await self._views([found], {found.id: len(said)}, videos, {found.id: said})
        return view

    async def cues(self, person: str, transcript: str) -> list[Cue]:
        """The lines with names and times, for a file. Raises: NotFound."""
        view = await self.show(person, transcript)
        return subtitles.cues(view.said, view.names, view.transcript.started_at)

    async def cues_of_video(self, person: str, recording: str) -> list[Cue]:
        """What was said in a recording, by its clock; none without a transcript.

        Raises: NotFound.
        """
        async with self._database.read() as tx:
            video = require_concerned(await store.find(tx, recording), person)
            texts = await store.in_rooms(tx, person, "text", [video.room])
        found: list[Cue] = []
        try:
            index = await asyncio.to_thread(files.read_index, self._root, video.id)
        except (OSError, msgspec.DecodeError):
            return found
        for text in texts:
            if _overlap(video, text) and index.streams:
                began_at = datetime.fromisoformat(index.started_at)
                began_ms = (text.started_at - began_at) / _MILLISECOND
                said = await self.cues(person, text.id)
                found += subtitles.alongside(said, index, began_ms)
        return sorted(found, key=lambda cue: cue.starts_ms)

    async def delete(self, person: str, transcript: str) -> None:
        """For whoever was in it: gone for all. Raises: NotFound, StillRecording."""
        async with self._database.write() as tx:
            found = await self._find(tx, person, transcript)
            require_over(found)
            await store.erase(tx, [found.id], "deleted", self._clock.now())
        log.info("transcript.deleted", transcript=transcript)

    async def delete_own(self, person: str, transcript: str) -> int:
        """What they said themselves; how many lines. Raises: NotFound, StillRecording."""
        async with self._database.write() as tx:
            found = await self._find(tx, person, transcript)
            require_over(found)
            count = await lines.erase_own(tx, found.id, person)
            left = await lines.counts(tx, [found.id])
            if not left:
                await store.erase(tx, [found.id], "deleted", self._clock.now())
        log.info("transcript.own_words_deleted", transcript=transcript, count=count)
        return count

    async def words_of(self, person: str) -> list[tuple[str, Said]]:
        """All that somebody said and is kept, with its transcript: their own data."""
        async with self._database.read() as tx:
            return await lines.said_by(tx, person, limit=MAX_OWN)

    async def of_videos(self, person: str, videos: Sequence[Recording]) -> dict[str, str]:
        """The transcript of the same time, of those recordings that have one."""
        async with self._database.read() as tx:
            return await _beside(tx, person, videos, "text")

    async def _find(self, tx: Tx, person: str, transcript: str) -> Recording:
        return require_concerned(await store.find(tx, transcript), person, "text")

    async def _views(
        self,
        found: Sequence[Recording],
        counts: dict[str, int],
        videos: dict[str, str],
        said: dict[str, tuple[Said, ...]] | None = None,
    ) -> list[TranscriptView]:
        named = await self._naming.of(found)
        return [
            TranscriptView(
                transcript=one,
                title=named.titles.get(one.room, ""),
                names=named.names[one.id],
                expires_at=self._naming.expires_at(one),
                line_count=counts.get(one.id, 0),
                video=videos.get(one.id),
                said=(said or {}).get(one.id, ()),
            )
            for one in found
        ]


async def _beside(tx: Tx, person: str, found: Sequence[Recording], kind: Kind) -> dict[str, str]:
    """What was kept as another kind at the same time, of those that have it."""
    others = await store.in_rooms(tx, person, kind, list({one.room for one in found}))
    return {
        one.id: other.id
        for one in found
        for other in others
        if other.state is State.READY and _overlap(one, other)
    }


def _overlap(one: Recording, other: Recording) -> bool:
    """Whether both went on at some moment."""
    if one.room != other.room:
        return False
    return one.started_at <= (other.ended_at or other.alive_at) and other.started_at <= (
        one.ended_at or one.alive_at
    )
