"""Lines as WebVTT and text, and beside the picture they belong to."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.recordings.index import Index, Stream
from server.recordings.model import Said
from server.recordings.subtitles import SHORTEST_MS, Cue, alongside, cues, plain, webvtt
from tests.support.clock import NOON

BLOCK_LINES = 3
"""Time, words, and the blank between cues."""


def _cue(starts_s: float, ends_s: float, text: str = "x") -> Cue:
    return Cue(round(starts_s * 1000), round(ends_s * 1000), "Penelope", text)


def _index(*pauses: tuple[float, float]) -> Index:
    """A recording from its second to its sixtieth second."""
    stream = Stream(1, "0001.mkv", "s", "P", "camera", "vp8", anchors=[(0.0, 2000.0)])
    stream.ends_ms = 60_000.0
    return Index(1, "r", NOON.isoformat(), 60_000.0, list(pauses), [stream])


def test_a_file_names_who_speaks_and_when() -> None:
    said = [Said(1, "h", "p", NOON + timedelta(hours=1, seconds=2.5), 4000, "en", "Tell me")]
    found = cues(said, {"h": "Penelope"}, NOON)
    assert webvtt(found) == ("WEBVTT\n\n01:00:02.500 --> 01:00:06.500\n<v Penelope>Tell me\n")
    assert plain(found) == "[01:00:02] Penelope: Tell me\n"


def test_a_single_word_is_shown_long_enough_to_be_read() -> None:
    [cue] = cues([Said(1, "h", None, NOON, 10, "en", "Yes")], {}, NOON)
    assert cue.ends_ms - cue.starts_ms == SHORTEST_MS


def test_beside_a_picture_lines_come_by_its_clock_and_pauses_are_cut_out() -> None:
    found = [_cue(1, 3), _cue(10, 12), _cue(25, 26), _cue(40, 42), _cue(58, 90), _cue(99, 100)]
    shown = list(alongside(found, _index((20_000.0, 30_000.0)), 0.0))
    assert [(one.starts_ms, one.ends_ms) for one in shown] == [
        (0, 1000),
        (8000, 10_000),
        (28_000, 30_000),
        (46_000, 48_000),
    ]


def test_a_transcript_that_began_earlier_or_later_is_moved() -> None:
    for began_ms in (-5000.0, 5000.0):
        [shown] = alongside([_cue(10, 11)], _index(), began_ms)
        assert shown.starts_ms == 8000 + began_ms


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=80)), max_size=6))
def test_whatever_somebody_says_it_is_one_cue(said: list[tuple[str, str]]) -> None:
    found = [Cue(1000 * at, 1000 * at + 900, who, text) for at, (who, text) in enumerate(said)]
    # str.splitlines parts at more than WebVTT does; ours keeps to line feeds.
    parts = webvtt(found).split("\n")
    assert len(parts) == 2 + BLOCK_LINES * len(said)
    for at in range(len(said)):
        time, words = parts[2 + BLOCK_LINES * at : 4 + BLOCK_LINES * at]
        assert time.count("-->") == 1
        assert words.startswith("<v ")
        assert words.count("<") == words.count(">") == 1
        assert "\r" not in words
    assert plain(found).count("\n") == len(said)
