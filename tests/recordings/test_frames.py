"""Lost, late and doubled packets: a file has whole pictures or none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from server.recordings.codecs import CODECS
from server.recordings.frames import KEY_FRAME_EVERY_MS, PATIENCE_MS, Part, Pictures, Sounds
from tests.recordings.captures import CAPTURES, frames_of, parts_of

VIDEO = [name for name in CAPTURES if name != "opus"]


@pytest.mark.parametrize("capture", CAPTURES)
def test_order_and_repetition_change_nothing(capture: str) -> None:
    parts = parts_of(capture)
    # The first stays first: a tap begins with it.
    pairs = [parts[at : at + 2][::-1] for at in range(1, len(parts), 2)]
    mixed = [parts[0], *(part for pair in pairs for part in [*pair, pair[0]])]
    assert frames_of(capture, mixed) == frames_of(capture, parts)


@pytest.mark.parametrize("capture", VIDEO)
@pytest.mark.parametrize("lost", [2, 5])
def test_after_a_loss_nothing_is_kept_until_a_key_frame(capture: str, lost: int) -> None:
    parts = parts_of(capture)
    again = [_moved(part, parts) for part in parts]
    frames = frames_of(capture, [*parts[:lost], *parts[lost + 1 :], *again])
    last = max(frame.timestamp for frame in frames_of(capture, parts[:lost]))
    stamps = [frame.timestamp for frame in frames]
    assert all(stamp <= last or stamp >= again[0].timestamp for stamp in stamps)
    assert len([stamp for stamp in stamps if stamp >= again[0].timestamp]) == len(
        frames_of(capture, parts)
    )


def test_a_key_frame_is_asked_for_at_once_after_a_loss_and_then_each_second() -> None:
    parts = parts_of("vp8")
    pictures = Pictures(CODECS["video/vp8"])
    asked = []
    for index, part in enumerate([*parts[:4], *parts[5:]]):
        late = replace(part, at_ms=index * 300.0)
        pictures.add(late)
        if pictures.wants_key_frame(late.at_ms):
            asked.append(late.at_ms)
    assert len(asked) >= 2
    assert asked[0] <= 4 * 300 + PATIENCE_MS + 300
    assert all(b - a >= KEY_FRAME_EVERY_MS for a, b in pairwise(asked))


def test_a_repair_within_a_second_is_waited_for() -> None:
    parts = parts_of("vp8")
    late = [*parts[:4], *parts[5:10], replace(parts[4], at_ms=parts[9].at_ms), *parts[10:]]
    assert frames_of("vp8", late) == frames_of("vp8", parts)


def test_sequence_numbers_turn_over() -> None:
    parts = [Part(sequence % 65536, sequence, True, b"x", 0.0) for sequence in range(65500, 65600)]
    sounds = Sounds()
    heard = [frame for part in parts for frame in sounds.add(part)]
    assert len(heard) == 100


def test_lost_sound_is_a_gap_and_nothing_more() -> None:
    parts = parts_of("opus")
    frames = frames_of("opus", [*parts[:10], *parts[15:]])
    assert len(frames) == len(parts) - 5


def _moved(part: Part, after: list[Part]) -> Part:
    """The same packets once more, later."""
    count = after[-1].sequence - after[0].sequence + 1
    return replace(
        part,
        sequence=(part.sequence + count) % 65536,
        timestamp=(part.timestamp + 900_000) % 2**32,
        at_ms=part.at_ms + 10_000,
    )
