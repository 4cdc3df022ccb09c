"""Reactions and raised hands, as the people in a session hear of them."""

from __future__ import annotations

from typing import Any

import pytest

from server.rooms.model import LevelsHeard
from server.services import SERVICES
from server.signaling.hands import SPOKEN_S
from tests.signaling.conftest import Arrive, admitted
from tests.support.calls import Guest, Person, RefusedError
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer

Pair = tuple[Person, Guest]


async def _code(who: Guest, event: str, body: dict[str, Any]) -> str:
    with pytest.raises(RefusedError) as refused:
        await who.ask(event, body)
    return refused.value.code


async def test_a_guests_reaction_is_shown_to_the_others_only(pair: Pair) -> None:
    host, guest = pair
    await guest.ask("react", {"reaction": "heart"})
    assert await host.hear("reacted") == {"peerId": guest.peer, "reaction": "heart"}
    await guest.ask("get_stats", {})
    assert guest.heard("reacted") == []


async def test_a_reaction_stays_in_its_session(pair: Pair, arrive: Arrive) -> None:
    host, _ = pair
    outsider = await arrive("Antinous")
    await outsider.join(await outsider.open_room())
    await host.ask("react", {"reaction": "clap"})
    await outsider.ask("get_stats", {})
    assert outsider.heard("reacted") == []


@pytest.mark.parametrize("body", [{"reaction": "<b>"}, {"reaction": None}, {}, {"isUp": True}])
async def test_what_is_no_reaction_is_refused(pair: Pair, body: dict[str, Any]) -> None:
    assert await _code(pair[1], "react", body) == "invalid"


async def test_a_flood_of_reactions_is_refused_and_told_when_to_go_on(pair: Pair) -> None:
    _, guest = pair
    for _ in range(30):
        await guest.ask("react", {"reaction": "wow"})
    with pytest.raises(RefusedError, match="Please wait") as refused:
        await guest.ask("react", {"reaction": "wow"})
    assert refused.value.code == "too_many"


async def test_hands_are_told_to_all_in_order_and_to_newcomers(
    pair: Pair, arrive: Arrive, room: str
) -> None:
    host, guest = pair
    await guest.ask("raise_hand", {"isUp": True})
    await host.ask("raise_hand", {"isUp": True})
    await host.ask("raise_hand", {"isUp": True})
    for who in pair:
        assert await who.hear("hands") == {"raised": [guest.peer]}
        assert await who.hear("hands") == {"raised": [guest.peer, host.peer]}
        await who.ask("get_stats", {})
        assert who.heard("hands") == []
    third = await arrive("Mentor")
    token = await admitted(host, third, room)
    assert (await third.ask("join", {"token": token}))["raised"] == [guest.peer, host.peer]


async def test_a_hand_goes_with_its_owner(pair: Pair) -> None:
    host, guest = pair
    await guest.ask("raise_hand", {"isUp": True})
    assert (await host.hear("hands"))["raised"] == [guest.peer]
    await guest.ask("leave")
    assert (await host.hear("hands"))["raised"] == []


async def test_the_host_takes_a_hand_down_and_nobody_else_does(pair: Pair) -> None:
    host, guest = pair
    for who in pair:
        await who.ask("raise_hand", {"isUp": True})
    assert await _code(guest, "lower_hand", {"peerId": host.peer}) == "not_the_host"
    await host.ask("lower_hand", {"peerId": guest.peer})
    while (news := await guest.hear("hands"))["raised"] != [host.peer]:
        assert guest.peer in news["raised"]


async def test_who_has_spoken_needs_the_hand_no_longer(
    pair: Pair, room: str, live: LiveServer, clock: FixedClock
) -> None:
    host, guest = pair
    await guest.ask("raise_hand", {"isUp": True})
    assert (await host.hear("hands"))["raised"] == [guest.peer]
    signaling = live.app[SERVICES].signaling
    for _ in range(int(SPOKEN_S) + 1):
        await signaling.hear(LevelsHeard(room, ((guest.peer, 20),)))
        clock.forward(seconds=1)
    assert (await host.hear("hands"))["raised"] == []
