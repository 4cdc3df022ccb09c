"""Real packets of Chromium (media/forward/tests/data), and frames that were encoded here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from server.recordings.codecs import CODECS, part_of
from server.recordings.frames import Frame, Part, Pictures, Sounds
from server.recordings.timeline import Timeline
from server.recordings.tracks import TrackFile

DATA = Path(__file__).parents[2] / "media" / "forward" / "tests" / "data"
CAPTURES = {
    "opus": ("audio/opus", 111, 48_000),
    "vp8": ("video/vp8", 96, 90_000),
    "vp8-descriptor": ("video/vp8", 96, 90_000),
    "vp8-simulcast": ("video/vp8", 96, 90_000),
    "vp9": ("video/vp9", 98, 90_000),
    "vp9-svc": ("video/vp9", 98, 90_000),
    "h264": ("video/h264", 102, 90_000),
    "av1": ("video/av1", 45, 90_000),
    "av1-svc": ("video/av1", 45, 90_000),
}
EVERY_MS = 20.0


def parts_of(capture: str) -> list[Part]:
    """The media packets of the first stream in a capture."""
    raw, at, packets = (DATA / f"chromium-{capture}.rtp").read_bytes(), 0, []
    while at < len(raw):
        size = int.from_bytes(raw[at : at + 2])
        packets.append(raw[at + 2 : at + 2 + size])
        at += 2 + size
    wanted = CAPTURES[capture][1]
    media = [one for one in packets if not 192 <= one[1] <= 223 and one[1] & 0x7F == wanted]
    first = media[0][8:12]
    found = [
        part_of(one, index * EVERY_MS)[1] for index, one in enumerate(media) if one[8:12] == first
    ]
    return [part for part in found if part.payload]


def gatherer(capture: str) -> Pictures | Sounds:
    mime_type = CAPTURES[capture][0]
    return Sounds() if mime_type == "audio/opus" else Pictures(CODECS[mime_type])


def frames_of(capture: str, parts: Iterable[Part]) -> list[Frame]:
    gather = gatherer(capture)
    return [frame for part in parts for frame in gather.add(part)] + gather.flush()


def written(path: Path, capture: str, frames: Iterable[Frame]) -> TrackFile:
    """A file with these frames, not closed yet."""
    mime_type, _, rate = CAPTURES[capture]
    timeline, file = Timeline(rate), TrackFile(path, CODECS[mime_type])
    for frame in frames:
        file.write(frame, timeline.at(frame.timestamp))
    return file
