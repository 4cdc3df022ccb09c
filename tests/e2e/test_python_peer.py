"""A Python participant and a browser in one session."""

from __future__ import annotations

import asyncio
import fractions
import itertools
import math
import struct
from contextlib import suppress

import pytest
from av import AudioFrame, CodecContext
from av.audio.codeccontext import AudioCodecContext

from server.rooms.model import RtpCodecParameters, RtpEncodingParameters, RtpParameters
from server.rooms.taps import Speaker
from server.services import SERVICES
from tests.e2e.conftest import Invite
from tests.support.calls import Guest
from tests.support.pythoncalls import PythonPeer, on_loopback
from tests.support.servers import LiveServer

pytestmark = pytest.mark.alone


# pymediasoup leaves the tasks of its emitters to the garbage collector.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
async def test_a_python_participant_talks_with_a_browser(house: LiveServer, invite: Invite) -> None:
    host = await invite("Penelope")
    link = await host.open_session(protection="transport")
    await host.enter(link)
    async with on_loopback(), Guest.arriving(house, "Mentor") as guest:
        room = link.rsplit("/", 1)[1]
        await guest.ask("knock", {"roomId": room, "name": "Mentor"})
        await host.find("knock-admit").click()
        token = (await guest.hear("knock_answered"))["token"]
        peer = PythonPeer(guest)
        await peer.join(token)
        await host.sees(1)
        picture = await peer.receives("video")
        assert (picture.width, picture.height) > (0, 0)
        sound = await peer.receives("audio")
        assert sound.sample_rate == 48000
        await peer.close()


TONE_HZ, RATE, FRAME = 440, 48_000, 960


async def _announce(speaker: Speaker) -> None:
    """A tone, encoded here, packet by packet at the pace of speech."""
    encoder = CodecContext.create("libopus", "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate, encoder.format, encoder.layout = RATE, "s16", "mono"
    sequence = 0
    for index in range(50 * 60):
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME)
        turn = 2 * math.pi * TONE_HZ / RATE
        wave = [int(12_000 * math.sin(turn * (index * FRAME + at))) for at in range(FRAME)]
        frame.planes[0].update(struct.pack(f"<{FRAME}h", *wave))
        frame.sample_rate, frame.pts = RATE, index * FRAME
        frame.time_base = fractions.Fraction(1, RATE)
        for packet in encoder.encode(frame):
            head = (0x80, speaker.payload_type, sequence % 65536, sequence * FRAME, 7)
            speaker.send(struct.pack("!BBHII", *head) + bytes(packet))
            sequence += 1
        await asyncio.sleep(FRAME / RATE)


# pymediasoup leaves the tasks of its emitters to the garbage collector.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
async def test_what_the_server_says_is_heard(house: LiveServer, invite: Invite) -> None:
    host = await invite("Penelope")
    link = await host.open_session(protection="transport")
    await host.enter(link)
    room = link.rsplit("/", 1)[1]
    async with on_loopback(), Guest.arriving(house, "Mentor") as guest:
        await guest.ask("knock", {"roomId": room, "name": "Mentor"})
        await host.find("knock-admit").click()
        peer = PythonPeer(guest)
        await peer.join((await guest.hear("knock_answered"))["token"])
        opus = RtpCodecParameters("audio/opus", 100, RATE, channels=2)
        speaker = house.app[SERVICES].rooms.sfu.taps.open_source(
            room,
            "announcer",
            kind="audio",
            source="microphone",
            parameters=RtpParameters(codecs=(opus,), encodings=(RtpEncodingParameters(ssrc=7),)),
        )
        while (added := await guest.hear("producer_added"))["peerId"] != "announcer":
            pass
        talking = asyncio.create_task(_announce(speaker))
        frames = await peer.hears_producer(added["producer"]["producerId"], count=25)
        assert TONE_HZ - 20 < _pitch(frames[-10:]) < TONE_HZ + 20
        speaker.close()
        assert (await guest.hear("producer_closed"))["producerId"] == speaker.id
        talking.cancel()
        with suppress(asyncio.CancelledError):
            await talking
        await peer.close()


def _pitch(frames: list[AudioFrame]) -> float:
    """By how often the wave crosses zero upwards."""
    samples: list[int] = []
    for frame in frames:
        channels = len(frame.layout.channels)
        count = frame.samples * channels
        samples += struct.unpack(f"<{count}h", bytes(frame.planes[0])[: 2 * count])[::channels]
    crossings = sum(before < 0 <= after for before, after in itertools.pairwise(samples))
    return crossings * RATE / len(samples)
