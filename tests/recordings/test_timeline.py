"""Sound and picture on one clock, whatever their own clocks do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.recordings.timeline import Timeline, moment_ms, squeezed, without_pauses

IN_SYNC_MS = 40.0
TURN = 2**32


def _stream(
    rate: int,
    *,
    first: int,
    drift: float,
    seconds: int,
    reports_from_s: float = 1.0,
    delay_ms: float = 30.0,
) -> tuple[Timeline, list[tuple[float, float]]]:
    """A stream whose clock runs off by `drift`, with (file, true) times of its frames."""
    timeline, frames = Timeline(rate), []
    step_ms = 20.0
    for index in range(int(seconds * 1000 / step_ms)):
        true_ms = index * step_ms
        timestamp = round(first + true_ms * (1 + drift) * rate / 1000) % TURN
        file_ms = timeline.at(timestamp)
        timeline.hear_arrival(file_ms, true_ms + delay_ms)
        frames.append((file_ms, true_ms))
        if true_ms >= reports_from_s * 1000 and index % 50 == 0:
            timeline.hear_report(timestamp, true_ms)
    return timeline, frames


@pytest.mark.parametrize("drift", [-1e-4, 0.0, 1e-4])
@pytest.mark.parametrize("reports_from_s", [0.0, 8.0])
def test_sound_and_picture_fit_for_an_hour(drift: float, reports_from_s: float) -> None:
    sound, heard = _stream(
        48_000, first=TURN - 5, drift=drift, seconds=3600, reports_from_s=reports_from_s
    )
    picture, seen = _stream(90_000, first=77, drift=0.0, seconds=3600, delay_ms=120.0)
    for (sound_ms, true_ms), (picture_ms, _) in zip(heard[::500], seen[::500], strict=True):
        heard_at = moment_ms(sound.anchors, sound_ms)
        seen_at = moment_ms(picture.anchors, picture_ms)
        assert abs(heard_at - seen_at) < IN_SYNC_MS, true_ms


def test_without_a_report_the_earliest_arrival_counts() -> None:
    timeline = Timeline(48_000)
    for index, delay_ms in enumerate((80.0, 35.0, 60.0)):
        timeline.hear_arrival(timeline.at(index * 960), 1000 + index * 20 + delay_ms)
    assert timeline.anchors == [(0.0, 1035.0)]


def test_a_report_before_the_first_frame_is_remembered() -> None:
    timeline = Timeline(90_000)
    timeline.hear_report(TURN - 90_000, 500.0)
    timeline.at(0)
    assert moment_ms(timeline.anchors, 0.0) == pytest.approx(1500.0)


@given(st.integers(0, TURN - 1), st.lists(st.integers(-50_000, 90_000), max_size=50))
def test_timestamps_turn_over_both_ways(first: int, steps: list[int]) -> None:
    timeline, ticks = Timeline(90_000), 0
    assert timeline.at(first) == 0.0
    for step in steps:
        ticks += step
        assert timeline.at((first + ticks) % TURN) == pytest.approx(ticks / 90)


def test_pauses_are_cut_out() -> None:
    pauses = [(1000.0, 3000.0), (5000.0, 5500.0)]
    moments = [0.0, 1000.0, 2000.0, 3000.0, 4000.0, 5250.0, 6000.0]
    assert [without_pauses(pauses, one) for one in moments] == [
        0.0,
        None,
        None,
        1000.0,
        2000.0,
        None,
        3500.0,
    ]
    assert [squeezed(pauses, one) for one in moments] == [
        0.0,
        1000.0,
        1000.0,
        1000.0,
        2000.0,
        3000.0,
        3500.0,
    ]
