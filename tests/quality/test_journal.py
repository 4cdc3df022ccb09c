"""A participant's session in buckets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.quality.journal import BUCKET_S, MAX_BUCKETS, Journal
from server.quality.model import Both, Bucket, Measure, Report, Seat, merged

START = datetime(2027, 3, 4, 15, tzinfo=UTC)
SEAT = Seat("peer", "room", "person")
FINE = Both(Measure(loss=0.0, rtt_ms=30), Measure(loss=0.0, rtt_ms=30))
BAD = Both(Measure(loss=0.2, rtt_ms=30), Measure(loss=0.0, rtt_ms=30))
REPORT = Report("tcp", "opus", "vp8", 31.0, 420, 720, 2, 800, 0.05)


def _at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_looks_of_ten_seconds_are_one_bucket() -> None:
    journal = Journal(SEAT, START)
    for second in (2, 4, 6, 8, 12):
        journal.look(BAD if second == 2 else FINE, _at(second))
    record = journal.record(_at(13))
    assert record is not None
    assert [bucket.looks for bucket in record.series] == [4, 1]
    assert record.series[0].loss_up == pytest.approx(0.05)
    assert record.series[1].loss_up == 0
    assert record.total.looks == 5


def test_what_the_browser_says_stands_beside_what_was_measured() -> None:
    journal = Journal(SEAT, START)
    journal.look(FINE, _at(2))
    journal.report(REPORT, _at(10.5))
    journal.report(REPORT, _at(11))
    journal.reconnected()
    record = journal.record(_at(12))
    assert record is not None
    assert (record.route, record.audio_codec, record.video_codec) == ("tcp", "opus", "vp8")
    assert (record.first_frame_ms, record.reconnections) == (420, 1)
    assert (record.series[1].height, record.series[1].freezes) == (720, 4)
    assert record.total.frozen_ms == 1600
    assert record.total.concealed == pytest.approx(0.05)


def test_a_session_alone_is_no_record() -> None:
    journal = Journal(SEAT, START)
    journal.report(REPORT, _at(10))
    assert journal.record(_at(20)) is None


def test_a_long_session_is_told_in_longer_buckets() -> None:
    journal = Journal(SEAT, START)
    looks = MAX_BUCKETS * 5
    for index in range(looks):
        journal.look(FINE, _at(index * BUCKET_S))
    record = journal.record(_at(looks * BUCKET_S))
    assert record is not None
    assert len(record.series) <= MAX_BUCKETS
    assert record.bucket_s == 8 * BUCKET_S
    assert record.total.looks == looks


def test_a_clock_that_steps_back_harms_nothing() -> None:
    journal = Journal(SEAT, START)
    journal.look(FINE, _at(-30))
    record = journal.record(_at(0))
    assert record is not None
    assert len(record.series) == 1


def test_means_weigh_by_looks_and_skip_what_is_unknown() -> None:
    many, one = Bucket(looks=3, mos_up=4.0), Bucket(looks=1, mos_up=2.0, height=360, is_lost=True)
    assert merged(many, one).mos_up == 3.5
    assert merged(Bucket(), one) == one
    assert merged(many, one).is_lost
