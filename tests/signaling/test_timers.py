"""The clock of a session, as the people in it and those who come later hear of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from server.core.ids import new_id
from tests.signaling.conftest import Arrive, admitted
from tests.support.calls import Guest, Person, RefusedError
from tests.support.clock import FixedClock

Pair = tuple[Person, Guest]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def _late(host: Person, arrive: Arrive, room: str) -> dict[str, Any]:
    """What somebody is told who comes later."""
    third = await arrive("Mentor")
    joined = await third.ask("join", {"token": await admitted(host, third, room)})
    found: dict[str, Any] = joined["timer"]
    return found


async def test_a_countdown_is_the_same_for_all_and_for_whoever_comes_later(
    pair: Pair, arrive: Arrive, room: str, clock: FixedClock
) -> None:
    host, guest = pair
    await guest.ask("start_countdown", {"wholeS": 300})
    told = [await who.hear("timer") for who in pair]
    assert told[0] == told[1]
    countdown = told[0]["countdown"]
    assert (countdown["wholeS"], countdown["byName"]) == (300, "Telemachus")
    assert _at(countdown["endsAt"]) - _at(told[0]["now"]) == timedelta(minutes=5)
    clock.forward(minutes=2)
    late = await _late(host, arrive, room)
    assert late["countdown"] == countdown
    assert _at(countdown["endsAt"]) - _at(late["now"]) == timedelta(minutes=3)


async def test_anybody_stops_it_and_stopping_nothing_is_no_news(pair: Pair) -> None:
    host, guest = pair
    await host.ask("start_countdown", {"wholeS": 60})
    assert (await guest.hear("timer"))["countdown"] is not None
    await guest.ask("stop_countdown")
    await host.hear("timer")
    assert (await host.hear("timer"))["countdown"] is None
    await guest.ask("stop_countdown")
    await host.ask("get_stats", {})
    assert host.heard("timer") == []


async def test_what_ran_out_long_ago_is_told_to_nobody(
    pair: Pair, arrive: Arrive, room: str, clock: FixedClock
) -> None:
    host, _ = pair
    await host.ask("start_countdown", {"wholeS": 60})
    clock.forward(seconds=60 + 61)
    assert (await _late(host, arrive, room))["countdown"] is None


async def test_a_topic_is_up_since_the_first_one_chose_it(
    pair: Pair, arrive: Arrive, room: str, clock: FixedClock
) -> None:
    host, guest = pair
    topic = new_id()
    await host.ask("choose_topic", {"topicId": topic})
    first = await guest.hear("timer")
    clock.forward(seconds=40)
    await guest.ask("choose_topic", {"topicId": topic})
    again = await guest.hear("timer")
    assert first["topic"] == again["topic"] == {"topicId": topic, "since": first["now"]}
    assert (await _late(host, arrive, room))["topic"] == first["topic"]
    await guest.ask("choose_topic", {"topicId": None})
    assert (await guest.hear("timer"))["topic"] is None


async def test_the_clock_goes_with_the_last_one_and_stays_in_its_session(
    pair: Pair, arrive: Arrive, room: str
) -> None:
    host, guest = pair
    outsider = await arrive("Antinous")
    await outsider.join(await outsider.open_room())
    await host.ask("start_countdown", {"wholeS": 600})
    await host.ask("choose_topic", {"topicId": new_id()})
    await outsider.ask("get_stats", {})
    assert outsider.heard("timer") == []
    await guest.ask("leave")
    await host.ask("leave")
    timer = (await host.join(room))["timer"]
    assert (timer["topic"], timer["countdown"]) == (None, None)


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("start_countdown", {"wholeS": 9}),
        ("start_countdown", {"wholeS": 14_401}),
        ("start_countdown", {"wholeS": 60.5}),
        ("start_countdown", {"wholeS": "60"}),
        ("start_countdown", {}),
        ("choose_topic", {"topicId": "The pitch"}),
        ("choose_topic", {}),
    ],
)
async def test_what_is_no_time_and_no_topic_is_refused(
    pair: Pair, event: str, body: dict[str, Any]
) -> None:
    with pytest.raises(RefusedError) as refused:
        await pair[1].ask(event, body)
    assert refused.value.code == "invalid"
