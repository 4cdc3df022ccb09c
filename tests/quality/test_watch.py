"""Badges: news when they change, and for whoever comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from server.quality.model import Badge, Grade, RoomBadges, Seat
from server.quality.watch import Watch
from server.rooms.model.legs import Leg
from tests.quality.legs import RECV, SEND

NOW = datetime(2027, 3, 4, 15, tzinfo=UTC)


def _watch(*peers: str) -> Watch:
    watch = Watch()
    for peer in peers:
        watch.arrived(Seat(peer, "room", None), NOW)
    return watch


def _losing(share: float, looks: int) -> list[Leg]:
    sent = 1000 * looks
    lost = round(sent * share)
    return [replace(SEND, packets_in=sent - lost, lost_in=lost), RECV]


def test_who_is_alone_is_not_looked_at() -> None:
    assert _watch("a").look({"a": [SEND]}, NOW) == []


def test_the_first_look_tells_everybody_of_everybody() -> None:
    watch = _watch("a", "b")
    good = tuple(Badge(peer, Grade.GOOD, Grade.GOOD) for peer in ("a", "b"))
    assert watch.look({}, NOW) == [RoomBadges("room", good)]
    assert watch.look({}, NOW) == []


def test_whoever_comes_is_told_of_all() -> None:
    watch = _watch("a", "b")
    watch.look({}, NOW)
    watch.arrived(Seat("c", "room", None), NOW)
    (news,) = watch.look({}, NOW)
    assert [badge.peer for badge in news.badges] == ["a", "b", "c"]


def test_a_sender_who_loses_packets_is_told_of_once() -> None:
    watch = _watch("a", "b")
    heard = [watch.look({"a": _losing(0.15, looks)}, NOW) for looks in range(1, 6)]
    told = [badge for news in heard[1:] for room in news for badge in room.badges]
    assert told == [Badge("a", Grade.POOR, Grade.GOOD)]


def test_who_is_away_is_lost_until_they_return() -> None:
    watch = _watch("a", "b")
    watch.look({}, NOW)
    watch.away("a")
    (news,) = watch.look({}, NOW)
    assert news.badges == (Badge("a", Grade.LOST, Grade.LOST),)
    watch.arrived(Seat("a", "room", None), NOW)
    (news,) = watch.look({}, NOW)
    assert Badge("a", Grade.GOOD, Grade.GOOD) in news.badges


def test_who_left_is_forgotten() -> None:
    watch = _watch("a", "b")
    watch.look({"a": _losing(0, 1)}, NOW)
    watch.look({"a": _losing(0, 2)}, NOW)
    record = watch.left("a", NOW)
    assert record is not None
    assert record.seat.peer == "a"
    assert (len(watch), watch.left("a", NOW)) == (1, None)
