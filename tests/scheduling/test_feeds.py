"""Sessions as files, as links and as a private feed, over HTTP and read by another library."""

from __future__ import annotations

from datetime import datetime

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from tests.scheduling.house import House, house
from tests.support.clock import FixedClock
from tests.support.servers import browsing

__all__ = ["house"]

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00Z")
FEED = "/api/calendar-feed"


async def fetched(house: House, address: str, **headers: str) -> tuple[int, str, str]:
    """By a program that is not signed in."""
    path = "/feeds/" + address.rpartition("/")[2]
    async with browsing(house.live) as nobody, nobody.get(path, headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers.get("ETag", "")


def events(text: str) -> list[Event]:
    return list(IcsCalendarStream.calendar_from_ics(text).events)


async def test_a_session_is_a_file_for_those_who_take_part(house: House) -> None:
    booked = await house.booked(note="My pitch deck.")
    path = f"/api/bookings/{booked['id']}/calendar"
    for who in ("Ino", "Mentor"):
        async with house.http[who].get(path) as answer:
            assert answer.content_type == "text/calendar"
            assert answer.headers["Content-Disposition"] == 'attachment; filename="session.ics"'
            [event] = events(await answer.text())
        assert event.uid.partition("@")[0] == booked["id"]
        assert (event.start, event.sequence) == (MONDAY, 0)
        assert event.location is not None
        assert event.location.endswith(f"/s/{booked['room']}")
    assert (await house.ask("Antinous", "GET", path))[0] == 404
    links = await house.got("Ino", "GET", f"{path}-links")
    assert set(links) == {"google", "outlook", "office365", "yahoo"}
    assert "20261123T090000Z" in links["google"]
    assert (await house.ask("Antinous", "GET", f"{path}-links"))[0] == 404


async def test_a_feed_is_made_asked_again_renewed_and_revoked(house: House) -> None:
    booked = await house.booked()
    assert await house.got("Ino", "GET", FEED) == {"since": None}
    made = await house.got("Ino", "POST", FEED)
    assert made["webcal"] == made["address"].replace("http://", "webcal://")
    assert await house.got("Ino", "GET", FEED) == {"since": made["since"]}

    status, text, etag = await fetched(house, made["address"])
    assert status == 200
    [event] = events(text)
    assert (event.uid.partition("@")[0], event.start) == (booked["id"], MONDAY)
    assert (await fetched(house, made["address"], **{"If-None-Match": etag}))[:2] == (304, "")
    assert (await fetched(house, made["address"], **{"If-None-Match": f'"x", W/{etag}'}))[0] == 304

    moved = {"version": booked["version"], "startsAt": "2026-11-23T10:00:00Z", "minutes": 60}
    await house.got("Mentor", "POST", f"/api/bookings/{booked['id']}/reschedule", moved)
    status, text, newer = await fetched(house, made["address"], **{"If-None-Match": etag})
    assert (status, newer != etag) == (200, True)
    assert events(text)[0].sequence == 1

    renewed = await house.got("Ino", "POST", FEED)
    assert (await fetched(house, made["address"]))[0] == 404
    assert (await fetched(house, renewed["address"]))[0] == 200
    await house.got("Ino", "DELETE", FEED)
    assert (await fetched(house, renewed["address"]))[0] == 404
    await house.got("Ino", "DELETE", FEED)
    assert await house.got("Ino", "GET", FEED) == {"since": None}


async def test_a_feed_holds_ones_own_sessions_that_take_place(
    house: House, clock: FixedClock
) -> None:
    booked = await house.booked()
    addresses = {
        who: (await house.got(who, "POST", FEED))["address"] for who in ("Mentor", "Antinous")
    }
    assert len(events((await fetched(house, addresses["Mentor"]))[1])) == 1
    assert events((await fetched(house, addresses["Antinous"]))[1]) == []
    clock.forward(days=30)
    assert len(events((await fetched(house, addresses["Mentor"]))[1])) == 1
    clock.forward(days=1)
    assert events((await fetched(house, addresses["Mentor"]))[1]) == []
    clock.forward(days=-31)
    end = {"version": booked["version"], "reason": "ill"}
    await house.got("Mentor", "POST", f"/api/bookings/{booked['id']}/cancel", end)
    assert events((await fetched(house, addresses["Mentor"]))[1]) == []


@pytest.mark.parametrize("secret", ["x", "a" * 81, "a.b", "%2e%2e", "é"])
async def test_a_made_up_feed_is_not_there(house: House, secret: str) -> None:
    assert (await fetched(house, f"/{secret}.ics"))[0] == 404
