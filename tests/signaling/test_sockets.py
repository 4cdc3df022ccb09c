"""Taking, keeping and giving up a seat, over a real socket on a real application."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import ClientSession

from server.core.ids import new_id
from server.services import SERVICES
from server.signaling.sockets.lifetime import TICK_S
from tests.signaling.conftest import Arrive, admitted
from tests.support.calls import Guest, Person, RefusedError
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer
from tests.support.sockets import connected


async def test_the_host_joins_an_empty_room(host: Person, room: str) -> None:
    joined = await host.join(room)
    assert joined["role"] == "host"
    assert joined["peers"] == []
    assert joined["isResumed"] is False
    assert {codec["mimeType"] for codec in joined["rtpCapabilities"]["codecs"]} >= {
        "audio/opus",
        "video/VP8",
    }


async def test_a_guest_knocks_and_is_let_in(host: Person, guest: Guest, room: str) -> None:
    await host.join(room)
    token = await admitted(host, guest, room)
    joined = await guest.ask("join", {"token": token})
    assert joined["role"] == "guest"
    assert [peer["name"] for peer in joined["peers"]] == ["Penelope"]
    news = await host.hear("peer_joined")
    assert news["peer"]["name"] == "Telemachus"
    assert news["peer"]["isGuest"] is True


async def test_a_refused_guest_gets_no_token(host: Person, guest: Guest, room: str) -> None:
    await host.join(room)
    knock = await guest.ask("knock", {"roomId": room, "name": "Telemachus"})
    await host.ask("answer_knock", {"knockId": knock["knockId"], "isAdmitted": False})
    assert await guest.hear("knock_answered") == {"isAdmitted": False, "token": None}


async def test_who_is_signed_in_and_admitted_stays_a_participant(
    host: Person, arrive: Arrive, room: str
) -> None:
    other = await arrive("Odysseus")
    await host.join(room)
    await admitted(host, other, room)
    assert (await other.join(room))["role"] == "participant"


async def test_who_is_signed_in_knocks_under_the_accounts_name(
    host: Person, arrive: Arrive, room: str
) -> None:
    other = await arrive("Odysseus")
    await host.join(room)
    await other.ask("knock", {"roomId": room, "name": "Penelope"})
    assert (await host.hear("knocked"))["name"] == "Odysseus"


async def test_a_host_who_comes_later_finds_who_waits(
    host: Person, guest: Guest, room: str
) -> None:
    await guest.ask("knock", {"roomId": room, "name": "Telemachus"})
    joined = await host.join(room)
    assert [knock["name"] for knock in joined["knocks"]] == ["Telemachus"]


async def test_a_knock_ends_with_its_socket(host: Person, live: LiveServer, room: str) -> None:
    await host.join(room)
    async with Guest.arriving(live, "Eurycleia") as brief:
        knock = await brief.ask("knock", {"roomId": room, "name": "Eurycleia"})
    assert (await host.hear("knock_ended"))["knockId"] == knock["knockId"]


async def test_only_the_host_answers_a_knock(
    host: Person, arrive: Arrive, guest: Guest, room: str
) -> None:
    other = await arrive("Odysseus")
    await host.join(room)
    token = await admitted(host, other, room)
    await other.ask("join", {"token": token})
    knock = await guest.ask("knock", {"roomId": room, "name": "Telemachus"})
    with pytest.raises(RefusedError, match="host") as refused:
        await other.ask("answer_knock", {"knockId": knock["knockId"], "isAdmitted": True})
    assert refused.value.code == "not_the_host"


async def test_a_forged_token_is_refused(host: Person, room: str) -> None:
    token = await host.token(room)
    head, body, _ = token.split(".")
    for forged in (f"{head}.{body}.{'A' * 86}", "x", "a.b.c", token[:-4]):
        with pytest.raises(RefusedError) as refused:
            await host.ask("join", {"token": forged})
        assert refused.value.code == "room_token_refused"


async def test_an_access_token_is_no_room_token(host: Person) -> None:
    with pytest.raises(RefusedError) as refused:
        await host.ask("join", {"token": host.access_token()})
    assert refused.value.code == "room_token_refused"


async def test_a_token_of_another_room_does_not_reach_this_one(
    host: Person, arrive: Arrive, room: str
) -> None:
    other = await arrive("Odysseus")
    elsewhere = await other.open_room()
    await host.join(room)
    await other.join(elsewhere)
    with pytest.raises(RefusedError) as refused:
        await other.ask("remove_peer", {"peerId": host.peer})
    assert refused.value.code == "not_found"


async def test_a_token_of_an_ended_room_is_refused(host: Person, room: str) -> None:
    token = await host.token(room)
    await host.end_room(room)
    with pytest.raises(RefusedError) as refused:
        await host.ask("join", {"token": token})
    assert refused.value.code == "room_ended"


async def test_everybody_hears_that_the_room_has_ended(
    host: Person, guest: Guest, room: str
) -> None:
    await host.join(room)
    token = await admitted(host, guest, room)
    await guest.ask("join", {"token": token})
    await host.end_room(room)
    await guest.hear("room_ended")
    with pytest.raises(RefusedError) as refused:
        await guest.ask("create_transport", {"direction": "send"})
    assert refused.value.code == "not_in_room"


async def test_a_full_room_lets_nobody_in(live: LiveServer, host: Person, room: str) -> None:
    await host.join(room)
    async with AsyncExitStack() as stack:
        for number in range(2):
            other = await stack.enter_async_context(Guest.arriving(live, f"Suitor {number}"))
            await other.ask("join", {"token": await admitted(host, other, room)})
        late = await stack.enter_async_context(Guest.arriving(live, "Antinous"))
        with pytest.raises(RefusedError) as refused:
            await late.ask("join", {"token": await admitted(host, late, room)})
        assert refused.value.code == "room_full"


async def test_leaving_is_seen_at_once(host: Person, guest: Guest, room: str) -> None:
    await host.join(room)
    joined = await guest.ask("join", {"token": await admitted(host, guest, room)})
    await guest.ask("leave")
    assert await host.hear("peer_left") == {"peerId": joined["peerId"], "reason": "left"}


async def test_a_dropped_socket_keeps_the_seat_and_its_transports(
    host: Person, live: LiveServer, room: str
) -> None:
    async with Guest.arriving(live, "Telemachus") as first:
        await host.join(room)
        token = await admitted(host, first, room)
        joined = await first.ask("join", {"token": token})
        await host.hear("peer_joined")
        await first.ask("create_transport", {"direction": "send"})
        await first.drop()
    assert (await host.hear("peer_changed"))["connection"] == "reconnecting"
    async with Guest.arriving(live, "Telemachus") as again:
        back = await again.ask("join", {"token": token, "seat": joined["seatToken"]})
        assert back["peerId"] == joined["peerId"]
        assert back["isResumed"] is True
        assert (await host.hear("peer_changed"))["connection"] == "live"
        assert host.heard("peer_left") == []


async def test_a_lost_connection_keeps_its_seat_for_half_a_minute(
    host: Person, live: LiveServer, room: str, clock: FixedClock
) -> None:
    async with Guest.arriving(live, "Telemachus") as guest:
        await host.join(room)
        joined = await guest.ask("join", {"token": await admitted(host, guest, room)})
        await guest.drop()
    await host.hear("peer_changed")
    clock.forward(seconds=29)
    await asyncio.sleep(3 * TICK_S)
    assert host.heard("peer_left") == []
    clock.forward(seconds=2)
    assert await host.hear("peer_left") == {"peerId": joined["peerId"], "reason": "vanished"}


async def test_a_closed_page_keeps_its_seat_for_a_reload_only(
    host: Person, live: LiveServer, room: str, clock: FixedClock
) -> None:
    async with Guest.arriving(live, "Telemachus") as guest:
        await host.join(room)
        await guest.ask("join", {"token": await admitted(host, guest, room)})
        await guest.ask("going_away")
    await host.hear("peer_changed")
    clock.forward(seconds=6)
    assert (await host.hear("peer_left"))["reason"] == "left"


async def test_who_comes_back_hears_what_the_seat_still_has(
    host: Person, live: LiveServer, room: str
) -> None:
    async with Guest.arriving(live, "Telemachus") as first:
        await host.join(room)
        token = await admitted(host, first, room)
        joined = await first.ask("join", {"token": token})
        assert joined["held"] == {"transportIds": [], "producerIds": [], "consumerIds": []}
        made = await first.ask("create_transport", {"direction": "recv"})
        await first.drop()
    async with Guest.arriving(live, "Telemachus") as again:
        back = await again.ask("join", {"token": token, "seat": joined["seatToken"]})
        assert back["held"]["transportIds"] == [made["transportId"]]


async def test_who_comes_in_by_another_page_leaves_no_ghost(
    host: Person, arrive: Arrive, live: LiveServer, room: str
) -> None:
    await host.join(room)
    guest = await arrive("Telemachus")
    await guest.ask("join", {"token": await admitted(host, guest, room)})
    await guest.drop()
    await host.hear("peer_changed")
    header = {"Authorization": f"Bearer {guest.access_token()}"}
    async with connected(live.url, "/call", header) as page:
        answer = await page.call("join", {"token": await guest.token(room)})
    assert [peer["name"] for peer in answer["ok"]["peers"]] == ["Penelope"]
    assert (await host.hear("peer_left"))["reason"] == "left"


async def test_a_reloaded_page_keeps_the_seat_and_drops_the_transports(
    host: Person, guest: Guest, live: LiveServer, room: str
) -> None:
    await host.join(room)
    token = await admitted(host, guest, room)
    joined = await guest.ask("join", {"token": token})
    await guest.ask("create_transport", {"direction": "send"})
    async with Guest.arriving(live, "Telemachus") as again:
        order = {"token": token, "seat": joined["seatToken"], "isFresh": True}
        back = await again.ask("join", order)
        assert (back["peerId"], back["isResumed"]) == (joined["peerId"], False)
        await guest.hear("displaced")
    assert live.app[SERVICES].signaling.counts()["transports"] == 0


async def test_a_seat_token_alone_opens_the_door_again(
    host: Person, guest: Guest, live: LiveServer, room: str
) -> None:
    await host.join(room)
    joined = await guest.ask("join", {"token": await admitted(host, guest, room)})
    await guest.ask("leave")
    async with Guest.arriving(live, "Telemachus") as again:
        back = await again.ask("join", {"token": joined["seatToken"]})
        assert back["peerId"] == joined["peerId"]


async def test_who_was_removed_cannot_return_with_the_seat_token(
    host: Person, guest: Guest, live: LiveServer, room: str
) -> None:
    await host.join(room)
    joined = await guest.ask("join", {"token": await admitted(host, guest, room)})
    await host.ask("remove_peer", {"peerId": joined["peerId"]})
    await guest.hear("removed")
    async with Guest.arriving(live, "Telemachus") as again:
        with pytest.raises(RefusedError) as refused:
            await again.ask("join", {"token": joined["seatToken"]})
        assert refused.value.code == "room_token_refused"


async def test_a_removed_participant_must_knock_again(
    host: Person, arrive: Arrive, room: str
) -> None:
    other = await arrive("Odysseus")
    await host.join(room)
    joined = await other.ask("join", {"token": await admitted(host, other, room)})
    await host.ask("remove_peer", {"peerId": joined["peerId"]})
    await other.hear("removed")
    assert (await other.enter(room)).status == 403


async def test_only_the_host_removes(host: Person, guest: Guest, room: str) -> None:
    await host.join(room)
    await guest.ask("join", {"token": await admitted(host, guest, room)})
    with pytest.raises(RefusedError) as refused:
        await guest.ask("remove_peer", {"peerId": host.peer})
    assert refused.value.code == "not_the_host"


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("create_transport", {"direction": "send"}),
        ("connect_transport", None),
        ("produce", None),
        ("consume", {"producerId": new_id()}),
        ("restart_ice", {"transportId": new_id()}),
        ("remove_peer", {"peerId": new_id()}),
        ("leave", {}),
        ("get_stats", {}),
    ],
)
async def test_nothing_can_be_ordered_without_a_seat(
    guest: Guest, event: str, body: dict[str, Any] | None
) -> None:
    with pytest.raises(RefusedError) as refused:
        await guest.ask(event, body)
    assert refused.value.code in {"not_in_room", "invalid"}


async def test_the_link_alone_tells_a_stranger_only_who_invites(
    host: Person, live: LiveServer, room: str
) -> None:
    await host.join(room)
    async with ClientSession(live.url) as stranger:
        door = await (await stranger.get(f"/api/rooms/{room}/door")).json()
    assert door == {
        "id": room,
        "isOpen": True,
        "opensAt": None,
        "hostName": "Penelope",
        "role": "stranger",
        "title": None,
        "presentCount": None,
        "protection": "end_to_end",
    }


async def test_who_is_present_is_shown_to_participants(host: Person, room: str) -> None:
    await host.join(room)
    shown = await (await host.http.get(f"/api/rooms/{room}")).json()
    assert shown["present"] == [{"name": "Penelope", "photoUrl": None}]
