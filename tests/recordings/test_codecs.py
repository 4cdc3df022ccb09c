"""Packets become frames: Chromium's own, and whatever arrives broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.recordings import av1, vp9
from server.recordings.codecs import CODECS, part_of
from tests.recordings.captures import CAPTURES, frames_of, parts_of


@pytest.mark.parametrize("capture", CAPTURES)
def test_every_packet_of_a_capture_finds_its_frame(capture: str) -> None:
    parts = parts_of(capture)
    frames = frames_of(capture, parts)
    assert len(frames) == len({part.timestamp for part in parts})
    assert frames[0].is_key


@pytest.mark.parametrize("capture", [name for name in CAPTURES if name != "opus"])
def test_only_key_frames_count_as_such(capture: str) -> None:
    keys = [frame.is_key for frame in frames_of(capture, parts_of(capture))]
    assert keys == [True] + [False] * (len(keys) - 1)


def test_layers_of_a_vp9_picture_are_one_frame_with_an_index() -> None:
    [key, *_] = frames_of("vp9-svc", parts_of("vp9-svc"))
    mark = key.data[-1]
    assert mark >> 5 == 0b110
    layers, size_bytes = (mark & 7) + 1, (mark >> 3 & 3) + 1
    index = key.data[-2 - layers * size_bytes :]
    sizes = [
        int.from_bytes(index[1 + at * size_bytes : 1 + (at + 1) * size_bytes], "little")
        for at in range(layers)
    ]
    assert (layers, sum(sizes) + len(index)) == (2, len(key.data))


def test_av1_units_have_sizes_and_no_delimiters() -> None:
    for frame in frames_of("av1", parts_of("av1")):
        assert frame.data[0] & 0x02
        assert frame.data[0] >> 3 & 0x0F != 2


def test_a_missing_fragment_of_av1_is_noticed() -> None:
    whole = [b"\x50\x0a" + bytes(10), b"\x90" + bytes(10)]
    assert av1.frame(whole)
    for broken in (whole[:1], whole[1:]):
        with pytest.raises(ValueError, match="missing"):
            av1.frame(broken)


def test_a_vp9_descriptor_with_everything_in_it_is_passed() -> None:
    flexible = bytes([0b1111_1010, 0x81, 0x02, 0x00, 0x03, 0x02, 0x38, 1, 2, 3, 4, 5, 6, 7, 8])
    structure = bytes([1, 0b0000_0100, 9])
    assert vp9.frame([flexible + structure + b"media"]) == b"media"


@given(st.sampled_from(sorted(CODECS)), st.lists(st.binary(max_size=40), max_size=4))
def test_no_bytes_make_a_codec_fail_otherwise_than_it_says(
    mime_type: str, payloads: list[bytes]
) -> None:
    codec = CODECS[mime_type]
    for payload in payloads:
        codec.is_start(payload)
    try:
        frame = codec.frame(payloads)
        codec.is_key(frame)
    except ValueError:
        pass


@pytest.mark.parametrize(("said", "turned"), [(0, 0), (1, 90), (2, 180), (3, 270), (None, None)])
def test_a_packet_says_how_its_picture_is_turned(said: int | None, turned: int | None) -> None:
    extension = b"" if said is None else bytes([0xBE, 0xDE, 0, 1, 11 << 4, said, 0, 0])
    first = 0x80 if said is None else 0x90
    packet = bytes([first, 101, 0, 1]) + bytes(8) + extension + b"picture"
    assert part_of(packet, 0.0, 11)[1].turned == turned
    assert part_of(packet, 0.0, None)[1].turned is None
