"""How a live session is encrypted, and the envelopes that its peers send each other."""

from __future__ import annotations

from typing import Any

import pytest

from server.services import SERVICES
from server.signaling.model import MAX_ENVELOPE
from tests.signaling.conftest import Arrive, admitted
from tests.support.calls import Guest, Person, RefusedError
from tests.support.servers import LiveServer

KEY, NEW_KEY = "A" * 87, "B" * 87


async def _opened(host: Person, **room: Any) -> str:
    """What a new room starts with."""
    async with host.http.post("/api/rooms", json={"title": "Talk", **room}) as answer:
        assert answer.status == 201, await answer.text()
        found: str = (await answer.json())["protection"]
        return found


async def test_a_room_for_two_starts_end_to_end_encrypted(host: Person) -> None:
    invited = [f"{name}@example.org" for name in ("ctesippus", "agelaus")]
    assert await _opened(host) == "end_to_end"
    assert await _opened(host, invite=invited[:1]) == "end_to_end"
    assert await _opened(host, invite=invited) == "transport"


async def test_whoever_opens_a_room_may_choose(host: Person) -> None:
    invited = ["ctesippus@example.org", "agelaus@example.org"]
    assert await _opened(host, protection="transport") == "transport"
    assert await _opened(host, invite=invited, protection="end_to_end") == "end_to_end"


async def test_only_the_host_switches_and_everybody_is_told(
    host: Person, guest: Guest, room: str, live: LiveServer
) -> None:
    assert (await host.join(room))["protection"] == "end_to_end"
    token = await admitted(host, guest, room)
    assert (await guest.ask("join", {"token": token}))["protection"] == "end_to_end"
    with pytest.raises(RefusedError) as refused:
        await guest.ask("set_protection", {"protection": "transport"})
    assert refused.value.code == "not_the_host"
    protection = live.app[SERVICES].signaling.protection
    assert protection.of(room) == "end_to_end"
    await host.ask("set_protection", {"protection": "transport"})
    news = {"protection": "transport", "peerId": host.peer}
    assert await host.hear("protection_changed") == await guest.hear("protection_changed") == news
    assert protection.of(room) == "transport"
    await host.ask("set_protection", {"protection": "transport"})
    await host.ask("get_stats", {})
    assert host.heard("protection_changed") == []


async def test_what_the_host_chose_holds_for_the_next_session(
    host: Person, room: str, live: LiveServer
) -> None:
    await host.join(room)
    await host.ask("set_protection", {"protection": "transport"})
    await host.ask("leave")
    assert live.app[SERVICES].signaling.protection.of(room) == "transport"
    assert (await host.join(room))["protection"] == "transport"
    async with host.http.get(f"/api/rooms/{room}/door") as answer:
        assert (await answer.json())["protection"] == "transport"


async def test_an_envelope_reaches_its_reader_and_nobody_else(
    host: Person, guest: Guest, arrive: Arrive, room: str
) -> None:
    await host.join(room)
    seat = await guest.ask("join", {"token": await admitted(host, guest, room)})
    third = await arrive("Mentor")
    await admitted(host, third, room)
    await third.join(room)
    letter = {"peerId": seat["peerId"], "envelope": "sealed"}
    assert await host.ask("send_keys", {"letters": [letter]}) == {"undelivered": []}
    assert await guest.hear("key_received") == {"peerId": host.peer, "envelope": "sealed"}
    await third.ask("get_stats", {})
    assert third.heard("key_received") == host.heard("key_received") == []


async def test_no_envelope_leaves_the_session(
    host: Person, arrive: Arrive, room: str, live: LiveServer
) -> None:
    await host.join(room)
    outsider = await arrive("Antinous")
    await outsider.join(await outsider.open_room())
    letter = {"peerId": outsider.peer, "envelope": "sealed"}
    assert await host.ask("send_keys", {"letters": [letter]}) == {"undelivered": [outsider.peer]}
    await outsider.ask("get_stats", {})
    assert outsider.heard("key_received") == []


async def test_who_is_away_is_named(host: Person, guest: Guest, room: str) -> None:
    await host.join(room)
    seat = await guest.ask("join", {"token": await admitted(host, guest, room)})
    await guest.drop()
    while (await host.hear("peer_changed"))["connection"] != "reconnecting":
        pass
    letter = {"peerId": seat["peerId"], "envelope": "sealed"}
    assert await host.ask("send_keys", {"letters": [letter]}) == {"undelivered": [seat["peerId"]]}


@pytest.mark.parametrize("letters", [[], [{"peerId": "a" * 26, "envelope": "x" * 513}]])
async def test_a_letter_has_bounds(host: Person, room: str, letters: list[Any]) -> None:
    assert MAX_ENVELOPE == 512
    await host.join(room)
    with pytest.raises(RefusedError) as refused:
        await host.ask("send_keys", {"letters": letters})
    assert refused.value.code == "invalid"


async def test_a_page_that_comes_back_with_another_key_is_told_of(
    host: Person, guest: Guest, room: str
) -> None:
    await host.ask("join", {"token": await host.token(room), "publicKey": KEY})
    token = await admitted(host, guest, room)
    seat = await guest.ask("join", {"token": token, "publicKey": KEY})
    assert [peer["publicKey"] for peer in seat["peers"]] == [KEY]
    assert (await host.hear("peer_joined"))["peer"]["publicKey"] == KEY
    back = {"token": token, "seat": seat["seatToken"], "isFresh": True}
    await guest.ask("join", back | {"publicKey": KEY})
    await guest.ask("join", back | {"publicKey": NEW_KEY})
    news = {"peerId": seat["peerId"], "publicKey": NEW_KEY}
    assert await host.hear("peer_key_changed") == news
    await host.ask("get_stats", {})
    assert host.heard("peer_key_changed") == []


@pytest.mark.parametrize("key", ["short", "A" * 88, "é" * 87])
async def test_what_is_no_key_is_refused(host: Person, room: str, key: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await host.ask("join", {"token": await host.token(room), "publicKey": key})
    assert refused.value.code == "invalid"
