"""What happened between two looks at a participant's transports."""

from __future__ import annotations

from dataclasses import replace

from server.quality.measures import between
from server.rooms.model.legs import Leg
from tests.quality.legs import RECV, SEND


def _legs(*legs: Leg) -> dict[str, Leg]:
    return {leg.transport: leg for leg in legs}


def test_each_direction_has_the_loss_since_the_last_look() -> None:
    later = _legs(
        replace(SEND, packets_in=1090, lost_in=20), replace(RECV, reported_out=600, lost_out=5)
    )
    both = between(_legs(SEND, RECV), later, None)
    assert both.up.loss == 0.1
    assert both.down.loss == 0.05


def test_a_few_packets_say_nothing() -> None:
    later = _legs(
        replace(SEND, packets_in=1005, lost_in=15), replace(RECV, reported_out=510, lost_out=9)
    )
    both = between(_legs(SEND, RECV), later, None)
    assert (both.up.loss, both.down.loss) == (None, None)


def test_counters_of_streams_that_ended_are_no_loss() -> None:
    both = between(_legs(SEND), _legs(replace(SEND, packets_in=200, lost_in=0)), None)
    assert both.up.loss is None


def test_feedback_on_every_packet_is_believed_before_reports() -> None:
    later = replace(RECV, reported_out=600, lost_out=50, loss=0.01)
    assert between(_legs(RECV), _legs(later), None).down.loss == 0.01


def test_the_round_trip_is_the_receiving_sides_for_both() -> None:
    both = between({}, _legs(SEND, RECV), 70)
    assert (both.up.rtt_ms, both.down.rtt_ms) == (40, 40)


def test_without_reports_the_browsers_own_round_trip_counts() -> None:
    both = between({}, _legs(SEND, replace(RECV, reported_out=0)), 70)
    assert (both.up.rtt_ms, both.down.rtt_ms) == (70, 70)


def test_a_direction_is_lost_when_no_transport_of_it_is_left() -> None:
    lost = replace(SEND, is_lost=True)
    assert between({}, _legs(lost, RECV), None).up.is_lost
    assert not between({}, _legs(lost, RECV), None).down.is_lost
    assert not between({}, _legs(lost, replace(SEND, transport="new")), None).up.is_lost


def test_a_path_is_starved_only_when_it_is_full() -> None:
    narrow = replace(RECV, available_bits_per_second=100_000, bits_per_second_out=90_000)
    idle = replace(narrow, bits_per_second_out=20_000)
    assert between({}, _legs(narrow), None).down.is_starved
    assert not between({}, _legs(idle), None).down.is_starved
