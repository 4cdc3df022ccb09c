"""Calendars from elsewhere, fetched over TLS from a real server: what counts, what is refused.

The guard lets the tests reach loopback by an argument of its constructor; no setting does.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from server.core.errors import Invalid, NotFound
from server.core.outward import Outward
from server.scheduling.busyreader import Unread
from server.scheduling.fetching import MOST_BYTES, Fetched, Fetcher
from server.scheduling.model import (
    BusySource,
    BusyTrouble,
    SlotTaken,
    SourceThere,
    TooManySources,
    clean_source,
)
from server.scheduling.service import BusySources, Span
from server.services import Services
from tests.notifications.conftest import certificate
from tests.scheduling.conftest import MONDAY, Cast
from tests.scheduling.elsewhere import EVENT, HOUR, Elsewhere, elsewhere, starts
from tests.scheduling.house import House, house
from tests.support.clock import FixedClock
from tests.support.programs import free_port

__all__ = ["certificate", "elsewhere", "house"]


@pytest.fixture
def fetcher(certificate: Path) -> Fetcher:
    """With a guard that lets loopback pass."""
    trusting = ssl.create_default_context(cafile=str(certificate))
    return Fetcher(Outward(allows=lambda _address: True, timeout_s=5), tls=trusting)


@pytest.fixture
def busy(services: Services, fetcher: Fetcher) -> BusySources:
    made: BusySources = services.busy_sources
    made._looks.fetcher = fetcher
    return made


async def one_of(busy: BusySources, cast: Cast) -> BusySource:
    [found] = await busy.of_person(cast.mentor)
    return found


async def test_busy_times_from_elsewhere_are_neither_listed_nor_booked(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere
) -> None:
    assert (await starts(cast))[:2] == ["11:00", "11:30"]
    made = await busy.add(cast.mentor, "Home", elsewhere.has("/a.ics", EVENT))
    assert await busy.read_due() == 1
    assert await starts(cast) == ["12:30", "13:00", "13:30", "14:00"]
    with pytest.raises(SlotTaken):
        await cast.services.bookings.book(cast.mentee, cast.time())
    found = await one_of(busy, cast)
    assert (found.is_counting, found.trouble, found.skipped) == (True, BusyTrouble.NONE, 0)
    await busy.remove(cast.mentor, made.id)
    assert (await starts(cast))[0] == "11:00"


async def test_a_guests_own_calendar_counts_as_well(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere
) -> None:
    await busy.add(cast.mentee, "Mine", elsewhere.has("/a.ics", EVENT))
    await busy.read_due()
    assert (await starts(cast))[0] == "12:30"
    of_any = await cast.services.slots.of_any(
        cast.mentee, [cast.mentor], Span(MONDAY, MONDAY + HOUR, 60)
    )
    assert of_any == []


async def test_our_own_session_in_their_calendar_is_not_in_its_own_way(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere
) -> None:
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    ours = EVENT.replace("1@elsewhere", f"{booked.id}@localhost")
    await busy.add(cast.mentor, "Home", elsewhere.has("/a.ics", ours))
    await busy.read_due()
    moved = await cast.services.bookings.reschedule(
        cast.mentor, booked.id, booked.version, MONDAY + HOUR / 2, 60
    )
    assert moved.starts_at == MONDAY + HOUR / 2


async def test_nothing_but_times_is_kept(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere, services: Services
) -> None:
    await busy.add(cast.mentor, "Home", elsewhere.has("/a.ics", EVENT))
    await busy.read_due()
    async with services.database.read() as tx:
        rows = (await tx.exec_driver_sql("SELECT * FROM busy_time")).mappings().all()
    assert [set(one) for one in rows] == [{"source_id", "person_id", "start_minute", "end_minute"}]


async def test_it_is_read_every_half_hour_and_only_what_is_new(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere, clock: FixedClock
) -> None:
    await busy.add(cast.mentor, "Home", elsewhere.has("/a.ics", EVENT, etag='"1"'))
    assert await busy.read_due() == 1
    assert await busy.read_due() == 0
    clock.forward(minutes=30)
    assert await busy.read_due() == 1
    assert elsewhere.asked[1].headers["If-None-Match"] == '"1"'
    assert (await one_of(busy, cast)).read_at == clock.now()
    assert (await starts(cast))[0] == "12:30"
    clock.forward(days=7)
    await busy.read_due()
    assert "If-None-Match" not in elsewhere.asked[2].headers
    await busy.refresh(cast.mentor, (await one_of(busy, cast)).id)
    assert await busy.read_due() == 1


async def test_one_that_cannot_be_read_counts_for_a_week_and_then_its_owner_is_told(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere, services: Services, clock: FixedClock
) -> None:
    await busy.add(cast.mentor, "Home", elsewhere.has("/a.ics", EVENT, etag='"1"'))
    await busy.read_due()
    del elsewhere.answers["/a.ics"]
    clock.forward(minutes=30)
    since = clock.now()
    await busy.read_due()
    found = await one_of(busy, cast)
    assert (found.failing_since, found.trouble) == (since, BusyTrouble.REFUSED)
    assert found.counts_until == since + timedelta(days=7)
    clock.forward(days=-1)  # the Monday is tomorrow: look at it as of then
    assert (await starts(cast))[0] == "12:30"
    clock.forward(days=8)
    await busy.read_due()
    found = await one_of(busy, cast)
    assert (found.is_counting, found.counts_until, found.failing_since) == (False, None, since)
    async with services.database.read() as tx:
        query = "SELECT params FROM letter WHERE kind = 'busy_source_lost'"
        told = [json.loads(row.params) for row in await tx.exec_driver_sql(query)]
        left = (await tx.exec_driver_sql("SELECT count(*) FROM busy_time")).scalar_one()
    assert [(one["source"], one["zone"]) for one in told] == [("Home", "Europe/Athens")]
    assert left == 0
    clock.forward(hours=1)
    await busy.read_due()
    elsewhere.has("/a.ics", EVENT, etag='"1"')
    clock.forward(hours=1)
    await busy.read_due()
    found = await one_of(busy, cast)
    assert (found.is_counting, found.failing_since) == (True, None)


async def test_one_bad_calendar_does_not_keep_the_others_from_being_read(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere
) -> None:
    for number, text in enumerate(("<html>", EVENT, "BEGIN:VCALENDAR\n")):
        await busy.add(cast.mentor, f"No. {number}", elsewhere.has(f"/{number}", text))
    assert await busy.read_due() == 3
    found = await busy.of_person(cast.mentor)
    assert [one.trouble for one in found] == [
        BusyTrouble.NO_CALENDAR,
        BusyTrouble.NONE,
        BusyTrouble.NONE,
    ]
    assert (await starts(cast))[0] == "12:30"


async def test_each_is_there_once_there_are_ten_and_nobody_touches_anothers(
    cast: Cast, busy: BusySources
) -> None:
    made = await busy.add(cast.mentor, "Home", "webcal://example.org/a.ics")
    with pytest.raises(SourceThere):
        await busy.add(cast.mentor, "Again", "https://EXAMPLE.org:443/a.ics")
    for number in range(9):
        await busy.add(cast.mentor, "More", f"https://example.org/{number}.ics")
    with pytest.raises(TooManySources):
        await busy.add(cast.mentor, "Too many", "https://example.org/x.ics")
    for step in (busy.remove, busy.refresh):
        with pytest.raises(NotFound):
            await step(cast.mentee, made.id)
    assert len(await busy.of_person(cast.mentor)) == 10


# --- addresses and answers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org/a.ics",
        "http://example.org/a.ics",
        "ftp://example.org/a.ics",
        "file:///etc/passwd",
        "https://",
        "https://localhost/a.ics",
        "https://ana:secret@example.org/a.ics",
        "https://example.org:x/a.ics",
        "https://exa mple.org/a.ics",
        "https://example.org/a\r\nHost: b",
        "https://[::1/a.ics",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_an_address_that_is_none_is_refused_by_field(address: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_source("Home", address)
    assert list(refusal.value.fields) == ["address"]


def test_an_address_is_kept_in_one_form() -> None:
    assert clean_source(" Home ", " webcal://Bücher.example/a?b=c#d ") == (
        "Home",
        "https://xn--bcher-kva.example/a?b=c",
    )
    with pytest.raises(Invalid) as refusal:
        clean_source("", "https://example.org/a.ics")
    assert list(refusal.value.fields) == ["name"]


async def trouble(fetcher: Fetcher, address: str) -> BusyTrouble:
    with pytest.raises(Unread) as refusal:
        await fetcher.fetch(address, "")
    return refusal.value.trouble


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fd00::1]",
        "[fe80::1]",
        "localhost",
    ],
)
async def test_no_address_leads_inside(host: str) -> None:
    assert await trouble(Fetcher(), f"https://{host}:8443/a.ics") is BusyTrouble.NOT_ALLOWED


async def test_an_address_that_leads_on_is_judged_at_each_turn(
    elsewhere: Elsewhere, certificate: Path
) -> None:
    def leads_to(path: str, target: str) -> None:
        headers = {"Location": target}
        elsewhere.answers[path] = lambda _: web.Response(status=302, headers=headers)

    trusting = ssl.create_default_context(cafile=str(certificate))
    only_this = Outward(allows=lambda one: str(one) == "127.0.0.1", timeout_s=5)
    fetcher = Fetcher(only_this, tls=trusting)
    elsewhere.has("/end", EVENT)
    for number, target in enumerate(("/2", "/3", "/end"), start=1):
        leads_to(f"/{number}", target)
    assert await fetcher.fetch(elsewhere.at("/1"), "") == Fetched(EVENT.encode(), "")
    leads_to("/0", "/1")
    assert await trouble(fetcher, elsewhere.at("/0")) is BusyTrouble.TOO_MANY_TURNS
    for target in ("https://10.0.0.1/", "http://example.org/", "file:///etc/passwd", "//[::1]/"):
        leads_to("/in", target)
        assert await trouble(fetcher, elsewhere.at("/in")) is BusyTrouble.NOT_ALLOWED


async def test_a_large_one_is_not_taken_however_it_is_packed(
    elsewhere: Elsewhere, fetcher: Fetcher
) -> None:
    large = b"x" * (10 * 1024 * 1024)
    packed = {"Content-Encoding": "gzip"}
    elsewhere.answers["/plain"] = lambda _: web.Response(body=large)
    elsewhere.answers["/bomb"] = lambda _: web.Response(body=gzip.compress(large), headers=packed)
    elsewhere.answers["/fits"] = lambda _: web.Response(
        body=gzip.compress(EVENT.encode()), headers=packed
    )
    assert await trouble(fetcher, elsewhere.at("/plain")) is BusyTrouble.TOO_LARGE
    assert await trouble(fetcher, elsewhere.at("/bomb")) is BusyTrouble.TOO_LARGE
    fetched = await fetcher.fetch(elsewhere.at("/fits"), "")
    assert fetched is not None
    assert fetched.raw == EVENT.encode()
    assert len(large) > MOST_BYTES


async def test_what_goes_wrong_has_a_name(
    elsewhere: Elsewhere, fetcher: Fetcher, certificate: Path
) -> None:
    elsewhere.answers["/broken"] = lambda _: web.Response(status=503)
    assert await trouble(fetcher, elsewhere.at("/none")) is BusyTrouble.REFUSED
    assert await trouble(fetcher, elsewhere.at("/broken")) is BusyTrouble.NOT_REACHED
    closed = f"https://127.0.0.1:{free_port()}/"
    assert await trouble(fetcher, closed) is BusyTrouble.NOT_REACHED
    strict = Fetcher(Outward(allows=lambda _address: True))
    assert await trouble(strict, elsewhere.at("/a.ics")) is BusyTrouble.NOT_REACHED
    nowhere = "https://no-such-host.invalid/a.ics"
    assert await trouble(fetcher, nowhere) is BusyTrouble.NOT_FOUND


async def test_a_slow_one_is_not_waited_for() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side has had enough
        writer.close()

    port = free_port()
    async with await asyncio.start_server(say_nothing, "127.0.0.1", port):
        impatient = Fetcher(Outward(allows=lambda _address: True, timeout_s=0.2))
        assert await trouble(impatient, f"https://127.0.0.1:{port}/") is BusyTrouble.TOO_SLOW


async def test_the_doors_of_calendars_from_elsewhere_show_no_address(house: House) -> None:
    path = "/api/busy-sources"
    given = {"name": "Home", "address": "webcal://calendar.example.org/private-4f/basic.ics"}
    made = await house.got("Mentor", "POST", path, given)
    assert (made["server"], made["trouble"], made["isCounting"]) == (
        "calendar.example.org",
        "",
        False,
    )
    listed = await house.got("Mentor", "GET", path)
    assert listed["sources"] == [made]
    assert (listed["everyMinutes"], listed["countsDays"], listed["atMost"]) == (30, 7, 10)
    assert "private-4f" not in json.dumps(listed)
    assert (await house.got("Antinous", "GET", path))["sources"] == []
    status, answer = await house.ask("Mentor", "POST", path, given)
    assert (status, answer["code"]) == (409, "source_there")
    status, answer = await house.ask("Mentor", "POST", path, given | {"address": "http://x.org/"})
    assert (status, list(answer["fields"])) == (422, ["address"])
    one = f"{path}/{made['id']}"
    for who, expected in (("Antinous", 404), ("Mentor", 204)):
        assert (await house.ask(who, "POST", f"{one}/refresh"))[0] == expected
    for who, expected in (("Antinous", 404), ("Mentor", 204), ("Mentor", 404)):
        assert (await house.ask(who, "DELETE", one))[0] == expected
