"""The composed picture of one moment, drawn from files that were made here."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from aiortc.codecs.vpx import Vp8Encoder, vp8_depayload
from numpy.typing import NDArray

from server.recordings.codecs import CODECS
from server.recordings.frames import Frame
from server.recordings.index import Stream
from server.recordings.layout import HEIGHT, WIDTH
from server.recordings.names import name_card
from server.recordings.sight import Sight
from server.recordings.tracks import TrackFile
from tests.support.performer import DARK, LIT, picture

LENGTH_MS = 2000
BRIGHT = 150


def _camera(
    folder: Path, number: int, seat: str, *, source: str = "camera", wide: int = 320
) -> Stream:
    """A file with two seconds of a picture that is light on its left and dark on its right."""
    frame = picture(wide, 180, DARK)
    rows = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(180, -1).copy()
    rows[:, : wide // 2] = LIT
    frame.planes[0].update(rows.tobytes())
    encoder, file = Vp8Encoder(), TrackFile(folder / f"{number:04d}.mkv", CODECS["video/vp8"])
    for at_ms in range(0, LENGTH_MS, 200):
        frame.pts, frame.time_base = at_ms * 90, Fraction(1, 90_000)
        payloads, _ = encoder.encode(frame, force_keyframe=at_ms == 0)
        data = b"".join(vp8_depayload(payload) for payload in payloads)
        file.write(Frame(0, data, at_ms == 0), at_ms)
    file.close()
    return Stream(
        number,
        f"{number:04d}.mkv",
        seat,
        seat,
        source,
        "vp8",
        anchors=[(0.0, 0.0)],
        ends_ms=LENGTH_MS,
    )


def _luma(sight: Sight, at_ms: float) -> NDArray[np.uint8]:
    return sight.draw(at_ms).to_ndarray(format="gray").astype(np.uint8)


def _light_share(area: NDArray[np.uint8]) -> float:
    return float((area > BRIGHT).mean())


def test_two_cameras_are_side_by_side(tmp_path: Path) -> None:
    streams = [_camera(tmp_path, 1, "a"), _camera(tmp_path, 2, "b")]
    luma = _luma(Sight(tmp_path, streams), 1000)
    assert luma.shape == (HEIGHT, WIDTH)
    for half in (luma[:, : WIDTH // 2], luma[:, WIDTH // 2 :]):
        left, right = half[:, : WIDTH // 4], half[:, WIDTH // 4 :]
        assert _light_share(left) > 0.4
        assert _light_share(right) < 0.1


def test_a_phone_held_upright_stands_upright(tmp_path: Path) -> None:
    stream = _camera(tmp_path, 1, "a")
    stream.turns = [(0.0, 90)]
    luma = _luma(Sight(tmp_path, [stream]), 1000)
    # Turned clockwise, the light left side is on top.
    middle = luma[:, WIDTH // 2 - 100 : WIDTH // 2 + 100]
    assert _light_share(middle[: HEIGHT // 2]) > 0.9
    assert _light_share(middle[HEIGHT // 2 :]) < 0.1


def test_a_camera_that_is_off_gives_way_to_the_name(tmp_path: Path) -> None:
    stream = _camera(tmp_path, 1, "a")
    stream.off = [(900.0, 1500.0)]
    sight = Sight(tmp_path, [stream])
    assert _light_share(_luma(sight, 800)) > 0.3
    assert _light_share(_luma(sight, 1000)) < 0.02
    assert _light_share(_luma(sight, 1700)) > 0.3


def test_a_shared_screen_is_large(tmp_path: Path) -> None:
    streams = [_camera(tmp_path, 1, "a"), _camera(tmp_path, 2, "a", source="screen")]
    luma = _luma(Sight(tmp_path, streams), 1000)
    assert _light_share(luma[200:500, 20:480]) > 0.9


def test_a_file_that_is_no_film_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "0001.mkv").write_bytes(b"not a film")
    broken = Stream(1, "0001.mkv", "a", "a", "camera", "vp8", anchors=[(0.0, 0.0)], ends_ms=2000)
    whole = _camera(tmp_path, 2, "b")
    assert _light_share(_luma(Sight(tmp_path, [broken, whole]), 1000)) > 0.1


def test_a_name_is_written_if_the_font_has_its_letters() -> None:
    assert (name_card("Penelope", 400, 100, is_large=True)[0] > BRIGHT).any()
    assert not (name_card("\u4f60\u597d", 400, 100, is_large=True)[0] > BRIGHT).any()
