"""Files play whatever happened to their writer."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import av
import pytest

from server.recordings.frames import Frame
from tests.recordings.captures import CAPTURES, frames_of, parts_of, written


@pytest.mark.parametrize("capture", CAPTURES)
def test_what_chromium_sent_is_played_from_the_file(capture: str, tmp_path: Path) -> None:
    frames = frames_of(capture, parts_of(capture))
    path = tmp_path / "0001.mkv"
    written(path, capture, frames).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(_times(path))) == len(frames)


def test_times_in_the_file_are_those_of_the_stream(tmp_path: Path) -> None:
    frames = frames_of("vp8", parts_of("vp8"))
    path = tmp_path / "0001.mkv"
    written(path, "vp8", frames).close()
    expected = [((one.timestamp - frames[0].timestamp) % 2**32) / 90_000 for one in frames]
    assert _times(path) == pytest.approx(expected, abs=0.001)


def test_a_killed_writer_leaves_a_file_that_plays(tmp_path: Path) -> None:
    path = tmp_path / "0001.mkv"
    child = os.fork()
    if child == 0:
        written(path, "opus", _spread(frames_of("opus", parts_of("opus"))))
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    # Forty packets, one every 200 ms; the last second was still to be written.
    assert _times(path)[-1] > 6.0


def test_a_name_that_is_taken_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "0001.mkv"
    path.write_bytes(b"somebody's")
    with pytest.raises(OSError, match="exists"):
        written(path, "opus", frames_of("opus", parts_of("opus")))
    assert path.read_bytes() == b"somebody's"


def _spread(frames: list[Frame]) -> list[Frame]:
    return [Frame(index * 9600, one.data, True) for index, one in enumerate(frames)]


def _times(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        packets = container.demux(container.streams[0])
        decoded = [picture for one in packets for picture in one.decode()]
        return [
            float(one.time or 0)
            for one in decoded
            if isinstance(one, av.VideoFrame | av.AudioFrame)
        ]
