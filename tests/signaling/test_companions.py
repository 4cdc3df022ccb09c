"""A phone as a second camera: how it comes, what it may do, what it counts for, how it goes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from server.services import SERVICES
from server.signaling.companions import LINK_S
from server.signaling.model import KEPT_S
from tests.signaling.conftest import MAX_PEERS, Arrive, admitted
from tests.signaling.orders import opus
from tests.support.calls import Guest, Person, RefusedError
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer

Pair = tuple[Person, Guest]
Fetch = Callable[[], Awaitable[Guest]]


@pytest.fixture
async def phone(live: LiveServer) -> AsyncIterator[Fetch]:
    """A device that nobody is signed in on."""
    async with AsyncExitStack() as stack:

        async def fetch() -> Guest:
            return await stack.enter_async_context(Guest.arriving(live, "phone"))

        yield fetch


async def _code(who: Guest, event: str, body: dict[str, Any]) -> str:
    with pytest.raises(RefusedError) as refused:
        await who.ask(event, body)
    return refused.value.code


async def _opened(owner: Guest, phone: Guest, room: str) -> dict[str, Any]:
    link = await owner.ask("invite_companion")
    return await phone.ask("open_companion", {"roomId": room, "secret": link["secret"]})


async def _joined(owner: Guest, phone: Guest, room: str) -> dict[str, Any]:
    token = (await _opened(owner, phone, room))["token"]
    seat = await phone.ask("join", {"token": token})
    phone.peer = seat["peerId"]
    return seat


async def test_a_phone_comes_in_under_the_name_of_its_person(
    pair: Pair, phone: Fetch, room: str
) -> None:
    host, guest = pair
    camera = await phone()
    assert (await _opened(host, camera, room))["ownerName"] == "Penelope"
    seat = await _joined(host, camera, room)
    assert seat["role"] == "companion"
    for who in pair:
        peer = (await who.hear("peer_joined"))["peer"]
        while peer["companionOf"] is None:  # the host has heard of the guest as well
            peer = (await who.hear("peer_joined"))["peer"]
        assert (peer["name"], peer["companionOf"]) == ("Penelope", host.peer)
        assert (peer["personId"], peer["isHost"], peer["isGuest"]) == (None, False, False)
    assert guest.peer in {peer["peerId"] for peer in seat["peers"]}


async def test_a_link_is_good_once_for_one_room_and_for_minutes(
    host: Person, arrive: Arrive, phone: Fetch, room: str, clock: FixedClock
) -> None:
    await host.join(room)
    other = await arrive("Antinous")
    elsewhere = await other.open_room()
    await other.join(elsewhere)
    camera, link = await phone(), await host.ask("invite_companion")
    refused = "companion_link_refused"
    wrong = {"roomId": elsewhere, "secret": link["secret"]}
    assert await _code(camera, "open_companion", wrong) == refused
    right = {"roomId": room, "secret": link["secret"]}
    await camera.ask("open_companion", right)
    assert await _code(await phone(), "open_companion", right) == refused
    old = {"roomId": room, "secret": (await host.ask("invite_companion"))["secret"]}
    clock.forward(seconds=LINK_S)
    assert await _code(camera, "open_companion", old) == refused


async def test_another_link_ends_the_one_before(host: Person, phone: Fetch, room: str) -> None:
    await host.join(room)
    first = (await host.ask("invite_companion"))["secret"]
    await host.ask("invite_companion")
    order = {"roomId": room, "secret": first}
    assert await _code(await phone(), "open_companion", order) == "companion_link_refused"


async def test_it_takes_no_seat_from_people_and_is_in_no_list_of_them(
    host: Person, arrive: Arrive, phone: Fetch, room: str, live: LiveServer
) -> None:
    await host.join(room)
    await _joined(host, await phone(), room)
    for number in range(MAX_PEERS - 1):
        person = await arrive(f"Suitor {number}")
        await person.ask("join", {"token": await admitted(host, person, room)})
    signaling = live.app[SERVICES].signaling
    counts = signaling.counts()
    assert (counts["peers"], counts["companions"]) == (MAX_PEERS, 1)
    async with host.http.get(f"/api/rooms/{room}") as answer:
        present = [one["name"] for one in (await answer.json())["present"]]
    assert sorted(present) == ["Penelope", "Suitor 0", "Suitor 1"]
    await signaling.tick()
    assert len(await live.app[SERVICES].rooms.attendance.of(room)) == MAX_PEERS


async def test_it_is_asked_for_no_consent(pair: Pair, phone: Fetch, room: str) -> None:
    host, guest = pair
    await host.ask("set_protection", {"protection": "transport"})
    await _joined(host, await phone(), room)
    asked = await host.ask("ask_recording", {"kind": "text"})
    assert asked["waiting"] == [guest.peer]


async def test_it_comes_into_a_recorded_session_without_a_pause(
    pair: Pair, phone: Fetch, room: str
) -> None:
    host, guest = pair
    await host.ask("set_protection", {"protection": "transport"})
    asked = await host.ask("ask_recording", {"kind": "text"})
    answer = {"recordingId": asked["recordingId"], "isAgreed": True}
    await guest.ask("answer_recording", answer)
    while (await host.hear("recording"))["state"] != "recording":
        pass
    camera = await phone()
    await _joined(host, camera, room)
    await host.ask("get_stats", {})
    assert host.heard("recording") == []
    await camera.ask("leave")
    await host.hear("peer_left")
    assert host.heard("recording") == []


async def test_it_sends_one_picture_and_nothing_else(host: Person, phone: Fetch, room: str) -> None:
    await host.join(room)
    camera = await phone()
    await _joined(host, camera, room)
    transport = (await camera.ask("create_transport", {"direction": "send"}))["transportId"]
    codec = {"mimeType": "video/VP8", "payloadType": 96, "clockRate": 90000}
    picture = {"mid": "0", "codecs": [codec], "encodings": [{"ssrc": 2222}]}
    order = {"transportId": transport, "kind": "video", "rtpParameters": picture}
    sound = {"transportId": transport, "kind": "audio", "rtpParameters": opus(1111)}
    wrong = [order | {"source": "screen"}, sound | {"source": "microphone"}]
    for one in [*wrong, sound | {"source": "camera"}]:
        assert await _code(camera, "produce", one) == "only_a_camera"
    await camera.ask("produce", order | {"source": "camera"})
    assert await _code(camera, "produce", order | {"source": "camera"}) == "only_a_camera"
    added = await host.hear("producer_added")
    assert (added["peerId"], added["producer"]["source"]) == (camera.peer, "camera")
    assert await _code(camera, "consume", {"producerId": camera.peer}) == "only_a_camera"


async def test_it_goes_with_its_person_and_is_told_so(pair: Pair, phone: Fetch, room: str) -> None:
    host, guest = pair
    camera = await phone()
    await _joined(guest, camera, room)
    await guest.ask("leave")
    assert await camera.hear("companion_ended") == {"reason": "owner_left"}
    gone = [(await host.hear("peer_left"))["peerId"] for _ in range(2)]
    assert gone == [camera.peer, guest.peer]


async def test_its_person_takes_it_away_and_it_does_not_come_back(
    host: Person, phone: Fetch, room: str
) -> None:
    await host.join(room)
    camera = await phone()
    seat = await _joined(host, camera, room)
    await host.ask("end_companion")
    assert await camera.hear("companion_ended") == {"reason": "taken_away"}
    back = {"token": seat["seatToken"]}
    assert await _code(camera, "join", back) == "room_token_refused"


async def test_there_is_one_at_most(host: Person, phone: Fetch, room: str) -> None:
    await host.join(room)
    first, second = await phone(), await phone()
    seat = await _joined(host, first, room)
    await _joined(host, second, room)
    assert await first.hear("companion_ended") == {"reason": "replaced"}
    assert await _code(first, "join", {"token": seat["seatToken"]}) == "room_token_refused"


async def test_the_host_may_send_it_out(pair: Pair, phone: Fetch, room: str) -> None:
    host, guest = pair
    camera = await phone()
    await _joined(guest, camera, room)
    await host.ask("remove_peer", {"peerId": camera.peer})
    await camera.hear("removed")
    assert (await guest.hear("peer_left"))["peerId"] == camera.peer


async def test_it_takes_its_seat_up_again_after_a_lost_line(
    host: Person, phone: Fetch, room: str
) -> None:
    await host.join(room)
    first, again = await phone(), await phone()
    seat = await _joined(host, first, room)
    await first.drop()
    await host.hear("peer_changed")
    back = await again.ask("join", {"token": seat["seatToken"], "isFresh": True})
    assert back["peerId"] == first.peer


async def test_it_waits_for_a_person_who_is_not_back_yet_but_not_for_ever(
    pair: Pair, phone: Fetch, room: str, live: LiveServer, clock: FixedClock
) -> None:
    """After a restart: nobody here knows of the seats, only their tokens do."""
    host, guest = pair
    camera = await phone()
    token = {"token": (await _joined(guest, camera, room))["seatToken"]}
    signaling = live.app[SERVICES].signaling
    signaling._hall.peers.pop(guest.peer)
    await camera.ask("leave")
    signaling.companions._seats.clear()
    with pytest.raises(RefusedError) as refused:
        await camera.ask("join", token)
    assert (refused.value.code, refused.value.status) == ("companion_owner_gone", 503)
    clock.forward(seconds=KEPT_S)
    with pytest.raises(RefusedError) as refused:
        await camera.ask("join", token)
    assert (refused.value.code, refused.value.status) == ("companion_owner_gone", 409)
    assert host.peer in signaling._hall.peers


async def test_its_seat_says_nothing_of_how_the_session_was(
    host: Person, phone: Fetch, room: str
) -> None:
    await host.join(room)
    seat = await _joined(host, await phone(), room)
    verdict = {"seatToken": seat["seatToken"], "said": "good"}
    async with host.http.post("/api/quality/verdicts", json=verdict) as answer:
        assert answer.status == 401
