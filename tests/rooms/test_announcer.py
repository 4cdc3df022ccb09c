"""Sounds played into a room: what a listener inside the server decodes is what was put in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.core.clock import Clock
from server.core.errors import Invalid, TooLarge
from server.core.settings import Settings
from server.rooms import sounds
from server.rooms.announcer import Announcer
from server.rooms.chimes import FALLING, RISING, chime
from server.rooms.model import MAX_SOUND_BYTES, AnnouncementPlaying, AnnouncementsChanged, RoomNews
from server.rooms.opus import samples_of
from server.rooms.sfu import Sfu
from tests.support.tones import heard_hz, recoded, wav

HEAD = 20
"""Bytes of an announcer's RTP header: the fixed one and one extension block."""


@pytest.fixture
async def news() -> asyncio.Queue[RoomNews]:
    return asyncio.Queue()


@pytest.fixture
async def sfu(news: asyncio.Queue[RoomNews]) -> AsyncIterator[Sfu]:
    settings = Settings(media_listen=("127.0.0.1",), media_port=0, media_workers=2)
    running = Sfu(settings, news)
    async with running.run():
        yield running


@pytest.fixture
async def announcer(sfu: Sfu, news: asyncio.Queue[RoomNews]) -> AsyncIterator[Announcer]:
    playing = Announcer(sfu.taps, Clock(), news)
    yield playing
    await playing.close()
    assert sfu.counts()["sources"] == 0


async def _play(announcer: Announcer, raw: bytes) -> str:
    return await announcer.play("room", raw, "Welcome", by="seat", by_name="Penelope")


async def _ended(news: asyncio.Queue[RoomNews]) -> None:
    async with asyncio.timeout(20):
        while True:
            told = await news.get()
            if isinstance(told, AnnouncementsChanged) and not told.playing:
                return


async def test_a_file_is_heard_as_it_was_and_then_ends(
    sfu: Sfu, announcer: Announcer, news: asyncio.Queue[RoomNews]
) -> None:
    played = await _play(announcer, wav(440, 1.5))
    tap = sfu.taps.open("room", played)
    [told] = announcer.of("room")
    assert (told.title, told.by, told.by_name, told.kind) == ("Welcome", "seat", "Penelope", "file")
    packets = [packet.packet async for packet in tap]
    assert heard_hz(packet[HEAD:] for packet in packets) == pytest.approx(440, rel=0.02)
    levels = {packet[17] & 0x7F for packet in packets[5:70]}
    assert all(5 < level < 30 for level in levels)  # a voice, for rooms that hear the loudest only
    await _ended(news)
    assert announcer.of("room") == ()
    assert sfu.streams("room") == []


async def test_it_follows_its_room_to_another_worker_and_who_comes_late_hears_the_rest(
    sfu: Sfu, announcer: Announcer
) -> None:
    played = await _play(announcer, wav(660, 20))
    tap = sfu.taps.open("room", played)
    await anext(tap)
    assert sfu.relieve() == 1
    late = sfu.taps.open("room", played)
    assert late.engine is not tap.engine
    packets = [(await anext(late)).packet for _ in range(40)]
    assert heard_hz(packet[HEAD:] for packet in packets) == pytest.approx(660, rel=0.02)
    announcer.stop(played)
    announcer.stop(played)
    async with asyncio.timeout(20):
        async for _ in late:
            pass
    assert announcer.of("room") == ()


async def test_there_is_one_file_at_a_time_in_a_room_and_signals_besides(
    announcer: Announcer, news: asyncio.Queue[RoomNews]
) -> None:
    both = [_play(announcer, wav(440, 5)) for _ in range(2)]
    begun, refused = await asyncio.gather(*both, return_exceptions=True)
    assert isinstance(begun, str)
    assert isinstance(refused, AnnouncementPlaying)
    announcer.signal("room", "recording_started")
    assert [one.kind for one in announcer.of("room")] == ["file", "recording_started"]
    other = await announcer.play("elsewhere", wav(440, 5), "x", by="seat", by_name="Ulysses")
    announcer.end("room")
    await _ended(news)
    assert [one.id for one in announcer.of("elsewhere")] == [other]


@pytest.mark.parametrize(
    ("codec", "container"),
    [("flac", "flac"), ("libopus", "ogg"), ("libopus", "webm"), ("aac", "mp4"), ("mp3", "mp3")],
)
def test_usual_formats_are_read(codec: str, container: str) -> None:
    sound = sounds.open_sound(recoded(wav(330, 1), codec, container))
    assert sound.duration_s == pytest.approx(1, abs=0.15)
    packets = _all(sound)
    assert heard_hz(packet.payload for packet in packets) == pytest.approx(330, rel=0.03)


def test_opus_goes_through_as_it_is() -> None:
    raw = recoded(wav(330, 1), "libopus", "ogg")
    packets = _all(sounds.open_sound(raw))
    assert all(packet.payload in raw for packet in packets)


def _all(sound: sounds.Sound) -> list[sounds.OpusPacket]:
    packets = []
    while taken := sound.read():
        packets += taken
    return packets


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello, this is a letter",
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"RIFF\0\0\0\0WAVE" + bytes(100),
        b"ID3" + bytes(5000),
        b"\xff\xfb" + bytes(1000),
        b"\xff\xf1" + bytes(1000),
        b"OggS" + bytes(200),
        b"fLaC" + bytes(200),
        b"\x1aE\xdf\xa3" + bytes(200),
        b"\0\0\0\x18ftypmp42" + bytes(200),
        b"FORM\0\0\0\0AIFF" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(200),
    ],
)
def test_what_is_no_sound_is_refused_in_plain_words(raw: bytes) -> None:
    with pytest.raises(Invalid, match="not a sound file"):
        sounds.open_sound(raw)


def test_what_is_too_long_or_too_large_is_refused() -> None:
    with pytest.raises(Invalid, match="longer than 5 minutes"):
        sounds.open_sound(wav(440, 301, rate_hz=4000))
    with pytest.raises(TooLarge, match="larger than 10 MB"):
        sounds.open_sound(bytes(MAX_SOUND_BYTES + 1))


def test_a_file_that_breaks_off_is_played_as_far_as_it_goes() -> None:
    raw = recoded(wav(330, 3), "flac", "flac")
    packets = _all(sounds.open_sound(raw[: len(raw) // 2] + bytes(3000)))
    assert 0 < len(packets) < 150


@pytest.mark.parametrize("tones", [RISING, FALLING])
def test_a_chime_has_its_two_tones_in_order(tones: tuple[float, float]) -> None:
    packets = [packet.payload for packet in _all(sounds.from_samples(chime(tones)))]
    assert heard_hz(packets[:10]) == pytest.approx(tones[0], rel=0.05)
    assert heard_hz(packets[12:21]) == pytest.approx(tones[1], rel=0.05)


@pytest.mark.parametrize(
    ("packet", "milliseconds"),
    [("00", 10), ("18", 60), ("68", 20), ("80", 2.5), ("98", 20), ("99", 40), ("9b03", 60)],
)
def test_an_opus_packet_tells_how_long_it_plays(packet: str, milliseconds: float) -> None:
    assert samples_of(bytes.fromhex(packet)) == milliseconds * 48
