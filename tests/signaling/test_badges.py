"""Badges over the socket, and the records that a session leaves behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.support.calls import Guest, Person, RefusedError
from tests.support.sockets import PATIENCE_S

REPORT: dict[str, Any] = {
    "route": "udp",
    "audioCodec": "opus",
    "videoCodec": "vp8",
    "rttMs": 31.5,
    "firstFrameMs": 420,
    "height": 720,
    "freezes": 1,
    "frozenMs": 250,
    "concealed": 0.02,
}


async def _records(host: Person, room: str, count: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with host.http.get(f"/api/rooms/{room}/quality") as answer:
                assert answer.status == 200
                records: list[dict[str, Any]] = (await answer.json())["records"]
            if len(records) == count:
                return records
            await asyncio.sleep(0.1)


async def test_both_are_told_of_both_and_then_only_of_changes(pair: tuple[Person, Guest]) -> None:
    host, guest = pair
    for who in pair:
        told = {badge["peerId"]: badge for badge in (await who.hear("quality"))["peers"]}
        assert set(told) == {host.peer, guest.peer}
        assert told[host.peer] == {"peerId": host.peer, "uplink": "good", "downlink": "good"}
    await guest.drop()
    (badge,) = (await host.hear("quality"))["peers"]
    assert badge == {"peerId": guest.peer, "uplink": "lost", "downlink": "lost"}


async def test_a_session_leaves_a_record_without_names_or_addresses(
    pair: tuple[Person, Guest], room: str
) -> None:
    host, guest = pair
    await host.hear("quality")
    await guest.ask("report_quality", REPORT)
    await guest.ask("leave")
    await host.hear("peer_left")
    records = {record["personId"] is None: record for record in await _records(host, room, 2)}
    of_guest, of_host = records[True], records[False]
    assert of_host["name"] == "Penelope"
    assert of_guest["name"] is None
    assert (of_guest["route"], of_guest["audioCodec"]) == ("udp", "opus")
    assert (of_guest["firstFrameMs"], of_guest["freezes"], of_guest["frozenMs"]) == (420, 1, 250)
    assert of_guest["concealed"] == pytest.approx(0.02)
    assert of_guest["moments"][0]["height"] == 720


async def test_a_record_outlives_the_session_and_its_server(
    pair: tuple[Person, Guest], room: str
) -> None:
    host, guest = pair
    await host.hear("quality")
    await guest.ask("leave")
    await host.ask("leave")
    first = await _records(host, room, 2)
    assert first == await _records(host, room, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"route": "carrier pigeon"},
        {"audioCodec": "x" * 100},
        {"rttMs": -1},
        {"rttMs": 1e12},
        {"freezes": 1_000_000},
        {"concealed": 1.5},
        {"height": 10**9},
        {"name": "Penelope"},
    ],
)
async def test_a_report_out_of_bounds_is_refused(
    pair: tuple[Person, Guest], change: dict[str, Any]
) -> None:
    with pytest.raises(RefusedError) as refused:
        await pair[1].ask("report_quality", REPORT | change)
    assert refused.value.code == "invalid"


async def test_reports_are_limited(pair: tuple[Person, Guest]) -> None:
    codes = set()
    for _ in range(30):
        try:
            await pair[1].ask("report_quality", REPORT)
        except RefusedError as refused:
            codes.add(refused.code)
    assert codes == {"too_many"}
