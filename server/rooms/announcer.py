"""Plays sounds into rooms: a file that somebody brings, or a short signal of the server's own.

One file at a time in a room. It is a stream like any other, so it follows a room that moves, and
whoever comes later hears the rest. Who may begin and stop one is decided above.
"""

import asyncio
import struct
from contextlib import suppress
from dataclasses import dataclass

import structlog

from server.core.clock import Clock
from server.core.ids import new_id
from server.rooms.chimes import FALLING, RISING, chime
from server.rooms.model import (
    Announcement,
    AnnouncementKind,
    AnnouncementPlaying,
    AnnouncementsChanged,
    RoomNews,
    RtpCodecParameters,
    RtpEncodingParameters,
    RtpHeaderExtensionParameters,
    RtpParameters,
)
from server.rooms.opus import RATE_HZ
from server.rooms.sounds import OpusPacket, Sound, from_samples, open_sound
from server.rooms.taps import Speaker, Taps

LEAD_S = 1.0
"""From the news of it to its first packet, so that nobody misses the beginning."""
_READ_S = 10.0
"""Making a second of sound takes some ten milliseconds."""
_LATE_S = 0.5
"""Later than that, what is left is shifted instead of hurried."""
_SSRC = 1
_PAYLOAD_TYPE = 100
_LEVEL_ID = 1
_LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
_PARAMETERS = RtpParameters(
    codecs=(RtpCodecParameters("audio/opus", _PAYLOAD_TYPE, RATE_HZ, channels=2),),
    encodings=(RtpEncodingParameters(ssrc=_SSRC),),
    header_extensions=(RtpHeaderExtensionParameters(_LEVEL_URI, _LEVEL_ID),),
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Playing:
    announcement: Announcement
    speaker: Speaker
    task: asyncio.Task[None]


class Announcer:
    """The announcements of this process."""

    def __init__(self, taps: Taps, clock: Clock, news: asyncio.Queue[RoomNews]) -> None:
        self._taps = taps
        self._clock = clock
        self._news = news
        self._playing: dict[str, _Playing] = {}
        self._opening: set[str] = set()
        self._one_at_a_time = asyncio.Semaphore(1)

    def of(self, room: str) -> tuple[Announcement, ...]:
        """What is being played into a room."""
        every = (playing.announcement for playing in self._playing.values())
        return tuple(one for one in every if one.room == room)

    def left_s(self, one: Announcement) -> float:
        """Seconds until its end."""
        return one.duration_s - (self._clock.now() - one.began_at).total_seconds()

    async def play(self, room: str, raw: bytes, title: str, *, by: str, by_name: str) -> str:
        """Begin a sound file; its id. Raises: Invalid, TooLarge, AnnouncementPlaying."""
        if room in self._opening or any(one.kind == "file" for one in self.of(room)):
            raise AnnouncementPlaying("Something is being played already. Stop it first.")
        self._opening.add(room)
        try:
            # Files are strangers' and take time to look at: only ever one of them.
            async with self._one_at_a_time:
                sound = await asyncio.to_thread(open_sound, raw)
        finally:
            self._opening.discard(room)
        return self._begin(room, "file", sound, title=title, by=by, by_name=by_name)

    def signal(self, room: str, kind: AnnouncementKind) -> str:
        """A chime for what the server itself has to say; its id."""
        sound = from_samples(chime(FALLING if kind == "recording_stopped" else RISING))
        return self._begin(room, kind, sound, title="", by=None, by_name="")

    def stop(self, announcement: str) -> None:
        """End one before its time. Idempotent."""
        playing = self._playing.get(announcement)
        if playing is not None:
            playing.task.cancel()

    def end(self, room: str) -> None:
        """Nobody is in the room any more."""
        for one in self.of(room):
            self.stop(one.id)

    async def close(self) -> None:
        """End all of them, for the end of the process."""
        tasks = [playing.task for playing in self._playing.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _begin(
        self,
        room: str,
        kind: AnnouncementKind,
        sound: Sound,
        *,
        title: str,
        by: str | None,
        by_name: str,
    ) -> str:
        peer = new_id()
        speaker = self._taps.open_source(
            room, peer, kind="audio", source="microphone", parameters=_PARAMETERS
        )
        announcement = Announcement(
            id=speaker.id,
            peer=peer,
            room=room,
            kind=kind,
            title=title,
            by=by,
            by_name=by_name,
            began_at=self._clock.now(),
            duration_s=LEAD_S + sound.duration_s,
        )
        task = asyncio.create_task(self._play(announcement, speaker, sound))
        self._playing[speaker.id] = _Playing(announcement, speaker, task)
        log.info("announcement.began", room=room, kind=kind)
        self._tell(room)
        return speaker.id

    async def _play(self, announcement: Announcement, speaker: Speaker, sound: Sound) -> None:
        try:
            with suppress(TimeoutError):
                await _speak(speaker, sound)
        finally:
            del self._playing[announcement.id]
            speaker.close()
            log.info("announcement.ended", room=announcement.room, kind=announcement.kind)
            self._tell(announcement.room)

    def _tell(self, room: str) -> None:
        self._news.put_nowait(AnnouncementsChanged(room, self.of(room)))


async def _speak(speaker: Speaker, sound: Sound) -> None:
    """Each packet at its time, by the loop's clock. Raises: TimeoutError."""
    now = asyncio.get_running_loop().time
    sequence = timestamp = 0
    due = now() + LEAD_S
    while taken := await asyncio.wait_for(asyncio.to_thread(sound.read), _READ_S):
        for packet in taken:
            await asyncio.sleep(due - now())
            due = max(due, now() - _LATE_S)
            speaker.send(_rtp(packet, sequence, timestamp))
            due += packet.samples / RATE_HZ
            sequence += 1
            timestamp += packet.samples
    await asyncio.sleep(due - now())


def _rtp(packet: OpusPacket, sequence: int, timestamp: int) -> bytes:
    """With its level (RFC 6464), so that it counts as a voice where only the loudest are heard."""
    fixed = struct.pack("!BBHII", 0x90, _PAYLOAD_TYPE, sequence & 0xFFFF, timestamp, _SSRC)
    level = struct.pack("!HHBBH", 0xBEDE, 1, _LEVEL_ID << 4, 0x80 | packet.level, 0)
    return fixed + level + packet.payload
