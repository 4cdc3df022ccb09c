"""Test seats: private, short, and gone without a trace."""

from __future__ import annotations

from typing import Any

import pytest

from server.services import SERVICES
from server.signaling.checks import MAX_CHECKS, SEAT_S
from tests.signaling.conftest import Arrive
from tests.signaling.orders import receive, send
from tests.support.browsers import until
from tests.support.calls import Guest, Person, RefusedError
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer


async def _send_to_oneself(who: Guest) -> dict[str, Any]:
    """Both transports, one producer and its own consumer, as the test page opens them."""
    return await receive(who, await send(who))


async def _refusal(who: Guest, event: str) -> str:
    with pytest.raises(RefusedError) as refused:
        await who.ask(event)
    return refused.value.code


async def _in_the_core(live: LiveServer) -> int:
    workers = await live.app[SERVICES].rooms.sfu.worker_stats()
    return sum(int(str(one[kind])) for one in workers for kind in ("transports", "consumers"))


async def _nothing_is_left(live: LiveServer) -> None:
    counts = live.app[SERVICES].signaling.counts()
    kinds = ("checks", "transports", "producers", "consumers")
    assert {kind: counts[kind] for kind in kinds} == dict.fromkeys(kinds, 0)
    await until(lambda: _in_the_core(live), 0, "in the core")
    assert live.app[SERVICES].rooms.sfu.engines._rooms == {}


async def test_a_browser_receives_what_it_sends_itself(live: LiveServer, host: Person) -> None:
    opened = await host.ask("open_check")
    assert opened["lastsS"] == SEAT_S
    assert opened["rtpCapabilities"]["codecs"]
    consumer = await _send_to_oneself(host)
    await host.ask("resume_consumer", {"consumerId": consumer["consumerId"]})
    counts = live.app[SERVICES].signaling.counts()
    assert (counts["checks"], counts["transports"], counts["consumers"]) == (1, 2, 1)
    assert (counts["rooms"], counts["peers"]) == (0, 0)
    assert len((await host.ask("get_stats"))["transports"]) == 2
    await host.ask("close_check")
    await _nothing_is_left(live)
    assert await _refusal(host, "get_stats") == "not_in_room"


async def test_a_test_seat_ends_by_itself(
    live: LiveServer, host: Person, clock: FixedClock
) -> None:
    await host.ask("open_check")
    await _send_to_oneself(host)
    clock.forward(seconds=SEAT_S + 1)
    await host.hear("check_ended")
    await _nothing_is_left(live)


async def test_a_test_seat_goes_with_its_socket(live: LiveServer, host: Person) -> None:
    await host.ask("open_check")
    await _send_to_oneself(host)
    await host.drop()

    async def seats() -> int:
        return live.app[SERVICES].signaling.counts()["checks"]

    await until(seats, 0, "test seats")
    await _nothing_is_left(live)


async def test_another_test_takes_the_place_of_the_first(live: LiveServer, host: Person) -> None:
    for _ in range(3):
        await host.ask("open_check")
        await _send_to_oneself(host)
    assert live.app[SERVICES].signaling.counts()["checks"] == 1
    await host.ask("close_check")
    await _nothing_is_left(live)


async def test_a_session_hears_nothing_of_a_test_and_a_test_nothing_of_it(
    pair: tuple[Person, Guest], room: str, arrive: Arrive
) -> None:
    host, guest = pair
    tester = await arrive("Mentor")
    await tester.ask("open_check", {"roomId": room})
    await _send_to_oneself(tester)
    producer = await send(host)
    assert (await guest.hear("producer_added"))["producer"]["producerId"] == producer
    assert guest.heard("peer_joined") == []
    assert host.heard("producer_added") == []
    assert tester.heard("producer_added") == []
    with pytest.raises(RefusedError) as refused:
        await tester.ask("consume", {"producerId": producer})
    assert refused.value.code == "not_found"


async def test_no_more_tests_at_once_than_the_server_bears(live: LiveServer, host: Person) -> None:
    checks = live.app[SERVICES].signaling.checks
    for number in range(MAX_CHECKS):
        await checks.open(f"socket {number}", "somebody", None)
    assert await _refusal(host, "open_check") == "checks_busy"
    checks.close("socket 0")
    await host.ask("open_check")
