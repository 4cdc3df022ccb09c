"""Calendars of CalDAV accounts: what counts of a real server's, what a hostile one is refused."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import encode_basic_auth, web
from structlog.testing import capture_logs

from server.core.errors import Invalid
from server.core.outward import Outward
from server.scheduling.busyreader import Unread
from server.scheduling.caldav import Account, CalDav, Calendar, may_have_password
from server.scheduling.model import BusySource, BusyTrouble, SourceThere, TooManySources
from server.scheduling.model.calendars import AccountUnread, clean_login, clean_server
from server.scheduling.service import BusySources
from server.scheduling.service.busy import Chosen
from server.services import SERVICES, Services
from tests.notifications.conftest import certificate
from tests.scheduling.conftest import Cast
from tests.scheduling.elsewhere import EVENT, Elsewhere, elsewhere, starts
from tests.scheduling.house import House, house
from tests.support.clock import FixedClock
from tests.support.radicale import PASSWORD, USER, Radicale, radicale

__all__ = ["certificate", "elsewhere", "house"]

ACCOUNT = Account(USER, PASSWORD)
HALF_HOUR = timedelta(minutes=30)
SPAN = (29_000_000, 30_000_000)
REPEATED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//elsewhere//
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261101T000000Z
SUMMARY:Rowing
DTSTART;TZID=Europe/Athens:20261102T110000
DTEND;TZID=Europe/Athens:20261102T114500
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261101T000000Z
RECURRENCE-ID;TZID=Europe/Athens:20261123T110000
DTSTART;TZID=Europe/Athens:20261123T130000
DTEND;TZID=Europe/Athens:20261123T134500
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale"), certificate) as found:
        yield found


@pytest.fixture
def dav(running: Radicale) -> Radicale:
    """The server, with nothing in it."""
    running.empty()
    return running


@pytest.fixture
def caldav(certificate: Path) -> CalDav:
    """With a guard that lets loopback pass, and nothing else."""
    trusting = ssl.create_default_context(cafile=str(certificate))
    only_here = Outward(allows=lambda one: str(one) == "127.0.0.1", timeout_s=5)
    return CalDav(only_here, tls=trusting)


@pytest.fixture
def busy(services: Services, caldav: CalDav) -> BusySources:
    made: BusySources = services.busy_sources
    made._looks.caldav = caldav
    return made


def put(dav: Radicale, address: str, text: str, name: str = "1") -> None:
    """An entry into a calendar."""
    whole = (
        text if "VERSION" in text else text.replace("VCALENDAR\n", "VCALENDAR\nVERSION:2.0\n", 1)
    )
    dav.ask("PUT", f"{address.removeprefix(dav.url)}{name}.ics", whole)


async def added(busy: BusySources, cast: Cast, address: str) -> BusySource:
    """A calendar of the mentor's account, read once."""
    [made] = await busy.add_account(cast.mentor, USER, PASSWORD, [Chosen("Work", address)])
    assert await busy.read_due() == 1
    return await one_of(busy, cast, made.id)


async def one_of(busy: BusySources, cast: Cast, source: str) -> BusySource:
    [found] = [one for one in await busy.of_person(cast.mentor) if one.id == source]
    return found


async def trouble(caldav: CalDav, address: str, account: Account = ACCOUNT) -> BusyTrouble:
    """Why a calendar cannot be read."""
    with pytest.raises(Unread) as refusal:
        await caldav.fetch(address, account, "", SPAN)
    return refusal.value.trouble


# --- a real server ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/", f"/{USER}/", "/nowhere/at/all/"])
async def test_an_account_is_found_from_the_name_of_its_server(
    dav: Radicale, caldav: CalDav, path: str
) -> None:
    work, home = dav.calendar("work", "Work &amp; more"), dav.calendar("home", "\u200fبيت")
    dav.calendar("tasks", "To do", kind="VTODO")
    found = await caldav.calendars(dav.url + path, ACCOUNT)
    assert sorted(found, key=lambda one: one.address) == [
        Calendar(home, "بيت"),
        Calendar(work, "Work & more"),
    ]


async def test_the_address_of_one_calendar_is_that_calendar(dav: Radicale, caldav: CalDav) -> None:
    work = dav.calendar("work", "Work")
    dav.calendar("home", "Home")
    assert await caldav.calendars(work, ACCOUNT) == [Calendar(work, "Work")]


async def test_busy_times_of_an_account_are_not_offered_until_they_are_gone(
    cast: Cast, busy: BusySources, dav: Radicale, clock: FixedClock
) -> None:
    work = dav.calendar("work", "Work")
    put(dav, work, EVENT)
    made = await added(busy, cast, work)
    assert (made.is_counting, made.trouble, made.where) == (True, BusyTrouble.NONE, "127.0.0.1")
    assert (await starts(cast))[0] == "12:30"
    dav.ask("DELETE", f"{work.removeprefix(dav.url)}1.ics")
    clock.forward(minutes=30)
    await busy.read_due()
    assert (await starts(cast))[0] == "11:00"


async def test_what_repeats_is_known_with_the_instance_that_was_moved(
    cast: Cast, busy: BusySources, dav: Radicale
) -> None:
    work = dav.calendar("work", "Work")
    put(dav, work, REPEATED.format(uid="rowing@elsewhere"))
    await added(busy, cast, work)
    # On this Monday it is not at eleven, but from one to a quarter to two.
    assert await starts(cast) == ["11:00", "11:30", "12:00", "14:00"]


async def test_our_own_session_in_an_account_is_not_in_its_own_way(
    cast: Cast, busy: BusySources, dav: Radicale
) -> None:
    work = dav.calendar("work", "Work")
    booked = await cast.services.bookings.book(cast.mentee, cast.time())
    put(dav, work, EVENT.replace("1@elsewhere", f"{booked.id}@localhost"))
    await added(busy, cast, work)
    later = booked.starts_at + HALF_HOUR
    moved = await cast.services.bookings.reschedule(
        cast.mentor, booked.id, booked.version, later, 60
    )
    assert moved.starts_at == later


async def test_what_has_not_changed_is_not_asked_for_again(
    cast: Cast, busy: BusySources, dav: Radicale, caldav: CalDav
) -> None:
    work = dav.calendar("work", "Work")
    put(dav, work, EVENT)
    first = await caldav.fetch(work, ACCOUNT, "", SPAN)
    assert first is not None
    assert first.is_multistatus
    assert await caldav.fetch(work, ACCOUNT, first.etag, SPAN) is None
    put(dav, work, EVENT.replace("1@", "2@"), name="2")
    assert await caldav.fetch(work, ACCOUNT, first.etag, SPAN) is not None


async def test_an_empty_calendar_is_one_without_busy_times(
    cast: Cast, busy: BusySources, dav: Radicale
) -> None:
    made = await added(busy, cast, dav.calendar("work", "Work"))
    assert (made.is_counting, made.trouble) == (True, BusyTrouble.NONE)


async def test_a_wrong_password_and_a_calendar_that_is_gone_are_told_apart(
    cast: Cast, busy: BusySources, dav: Radicale, caldav: CalDav, clock: FixedClock
) -> None:
    work = dav.calendar("work", "Work")
    put(dav, work, EVENT)
    wrong = Account(USER, "guessed")
    assert await trouble(caldav, work, wrong) is BusyTrouble.LOGIN
    with pytest.raises(AccountUnread) as refusal:
        await busy.calendars(dav.url, USER, "guessed")
    assert list(refusal.value.fields) == ["password"]
    made = await added(busy, cast, work)
    dav.ask("DELETE", work.removeprefix(dav.url))
    clock.forward(minutes=30)
    await busy.read_due()
    found = await one_of(busy, cast, made.id)
    assert (found.trouble, found.is_counting) == (BusyTrouble.GONE, True)
    assert (await starts(cast))[0] == "12:30"


# --- what is kept -------------------------------------------------------------------------------


async def test_the_password_is_sealed_shown_to_nobody_and_in_no_log(
    house: House, dav: Radicale, caldav: CalDav
) -> None:
    services = house.live.app[SERVICES]
    services.busy_sources._looks.caldav = caldav
    work = dav.calendar("work", "Work")
    path, login = "/api/busy-sources", {"userName": USER, "password": PASSWORD}
    with capture_logs() as lines:
        listed = await house.got(
            "Mentor", "POST", f"{path}/caldav/calendars", login | {"address": dav.url}
        )
        assert listed == {"calendars": [{"name": "Work", "address": work}]}
        made = await house.got("Mentor", "POST", f"{path}/caldav", login | listed)
        await services.busy_sources.read_due()
        shown = await house.got("Mentor", "GET", path)
    assert made["sources"][0]["account"] == USER
    assert (shown["sources"][0]["account"], shown["sources"][0]["isCounting"]) == (USER, True)
    assert (await house.got("Antinous", "GET", path))["sources"] == []
    said = json.dumps([made, shown, [str(line) for line in lines]], ensure_ascii=False)
    async with services.database.read() as tx:
        rows = (await tx.exec_driver_sql("SELECT * FROM busy_source")).all()
        [kept] = await tx.exec_driver_sql("SELECT sealed_password FROM busy_source")
    assert PASSWORD not in said + repr(rows)
    assert PASSWORD.encode() not in bytes(kept.sealed_password)
    status, answer = await house.ask("Mentor", "POST", f"{path}/caldav", login | listed)
    assert (status, answer["code"]) == (409, "source_there")


async def test_a_password_that_was_moved_to_another_row_is_not_sent(
    cast: Cast, busy: BusySources, dav: Radicale, services: Services
) -> None:
    made = await added(busy, cast, dav.calendar("work", "Work"))
    async with services.database.write() as tx:
        away = "UPDATE busy_source SET address = 'https://203.0.113.1/'"
        await tx.exec_driver_sql(away)
    await busy.refresh(cast.mentor, made.id)
    await busy.read_due()
    assert (await one_of(busy, cast, made.id)).trouble is BusyTrouble.SEALED


async def test_there_are_ten_at_most_and_each_once(cast: Cast, busy: BusySources) -> None:
    chosen = [Chosen(f"No. {one}", f"https://dav.example.org/{one}/") for one in range(9)]
    assert len(await busy.add_account(cast.mentor, USER, PASSWORD, chosen)) == 9
    [made] = await busy.add_account(
        cast.mentor, USER, PASSWORD, [*chosen, Chosen("Ten", "https://dav.example.org/ten/")]
    )
    assert made.name == "Ten"
    with pytest.raises(SourceThere):
        await busy.add_account(cast.mentor, USER, PASSWORD, chosen[:1])
    with pytest.raises(TooManySources):
        await busy.add_account(
            cast.mentor, USER, PASSWORD, [Chosen("More", "https://dav.example.org/more/")]
        )


# --- hostile servers ----------------------------------------------------------------------------

Answering = Callable[[web.Request], web.StreamResponse]
CALENDAR = (
    '<D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response>'
    "<D:href>/cal/</D:href><D:propstat><D:prop><D:resourcetype><C:calendar/></D:resourcetype>"
    "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><D:multistatus xmlns:D="DAV:">&c;</D:multistatus>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<D:multistatus xmlns:D="DAV:"><D:response><D:href>&a;</D:href></D:response></D:multistatus>'
)
DEEP = "<a>" * 30_000 + "</a>" * 30_000
WIDE = f'<D:multistatus xmlns:D="DAV:">{"<a/>" * 100_000}</D:multistatus>'


def xml(text: str, status: int = 207) -> Answering:
    return lambda _: web.Response(status=status, text=text, content_type="application/xml")


def to(target: str, status: int = 302) -> Answering:
    return lambda _: web.Response(status=status, headers={"Location": target})


def by_method(**answers: Answering) -> Answering:
    return lambda request: answers[request.method](request)


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, DEEP, "<html>", "", "\0", "<a/>"])
async def test_no_answer_but_a_plain_one_is_read(
    elsewhere: Elsewhere, caldav: CalDav, text: str
) -> None:
    elsewhere.answers["/cal/"] = xml(text)
    assert await trouble(caldav, elsewhere.at("/cal/")) is BusyTrouble.NO_CALENDAR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOMB, BusyTrouble.NO_CALENDAR),
        (OUTSIDE, BusyTrouble.NO_CALENDAR),
        (DEEP, BusyTrouble.NO_CALENDAR),
        (CALENDAR.replace("<D:propstat>", "<D:status>HTTP/1.1 507 More</D:status><D:propstat>"),
         BusyTrouble.TOO_LARGE),
    ],
)  # fmt: skip
async def test_entries_are_read_as_carefully_in_a_process_of_their_own(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere, text: str, expected: BusyTrouble
) -> None:
    elsewhere.answers["/cal/"] = by_method(PROPFIND=xml(CALENDAR), REPORT=xml(text))
    assert (await added(busy, cast, elsewhere.at("/cal/"))).trouble is expected


async def test_what_is_too_large_is_not_taken(elsewhere: Elsewhere, caldav: CalDav) -> None:
    large = CALENDAR + " " * (10 * 1024 * 1024)
    elsewhere.answers["/cal/"] = by_method(PROPFIND=xml(CALENDAR), REPORT=xml(large))
    elsewhere.answers["/wide/"] = xml(WIDE)
    elsewhere.answers["/props/"] = xml(large)
    assert await trouble(caldav, elsewhere.at("/cal/")) is BusyTrouble.TOO_LARGE
    assert await trouble(caldav, elsewhere.at("/props/")) is BusyTrouble.TOO_LARGE
    assert await trouble(caldav, elsewhere.at("/wide/")) is BusyTrouble.GONE


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://10.0.0.1/", BusyTrouble.NOT_ALLOWED),
        ("https://[::1]/", BusyTrouble.NOT_ALLOWED),
        ("http://127.0.0.1/", BusyTrouble.NOT_ALLOWED),
        ("file:///etc/passwd", BusyTrouble.NOT_ALLOWED),
        ("https://127.0.0.1:1/", BusyTrouble.LEADS_AWAY),
        ("https://example.org/", BusyTrouble.LEADS_AWAY),
        ("/round", BusyTrouble.TOO_MANY_TURNS),
    ],
)
async def test_a_redirect_takes_the_password_nowhere_else(
    elsewhere: Elsewhere, caldav: CalDav, target: str, expected: BusyTrouble
) -> None:
    elsewhere.answers["/cal/"] = to(target)
    elsewhere.answers["/round"] = to("/cal/", 308)
    assert await trouble(caldav, elsewhere.at("/cal/")) is expected


async def test_where_the_service_is_is_asked_without_the_password(
    elsewhere: Elsewhere, caldav: CalDav
) -> None:
    elsewhere.answers["/.well-known/caldav"] = to("/dav/")
    elsewhere.answers["/dav/"] = xml(CALENDAR.replace("/cal/", "/dav/"))
    assert await caldav.calendars(elsewhere.at(""), ACCOUNT) == [
        Calendar(elsewhere.at("/dav/"), "dav")
    ]
    sent = [(one.path, one.headers.get("Authorization")) for one in elsewhere.asked]
    login = encode_basic_auth(USER, PASSWORD, "utf-8")
    assert sent == [("/.well-known/caldav", None), ("/dav/", None), ("/dav/", login)]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, BusyTrouble.LOGIN),
        (403, BusyTrouble.REFUSED),
        (404, BusyTrouble.GONE),
        (410, BusyTrouble.GONE),
        (429, BusyTrouble.NOT_REACHED),
        (503, BusyTrouble.NOT_REACHED),
    ],
)
async def test_a_no_has_a_name(
    elsewhere: Elsewhere, caldav: CalDav, status: int, expected: BusyTrouble
) -> None:
    elsewhere.answers["/cal/"] = xml("", status)
    assert await trouble(caldav, elsewhere.at("/cal/")) is expected


async def test_where_entries_may_not_be_read_busy_times_alone_are(
    cast: Cast, busy: BusySources, elsewhere: Elsewhere
) -> None:
    free_busy = (
        "BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\n"
        "FREEBUSY:20261123T090000Z/20261123T103000Z\nEND:VFREEBUSY\nEND:VCALENDAR\n"
    )

    def report(request: web.Request) -> web.StreamResponse:
        if request.content_length != sizes[0]:
            return web.Response(text=free_busy, content_type="text/calendar")
        return web.Response(status=403)

    sizes: list[int] = []

    def first_refused(request: web.Request) -> web.StreamResponse:
        sizes.append(request.content_length or 0)
        return report(request)

    elsewhere.answers["/cal/"] = by_method(PROPFIND=xml(CALENDAR), REPORT=first_refused)
    await added(busy, cast, elsewhere.at("/cal/"))
    assert len(sizes) == 2
    assert (await starts(cast))[0] == "12:30"


@pytest.mark.parametrize(
    ("named", "other", "expected"),
    [
        ("https://caldav.icloud.com/", "https://p42-caldav.icloud.com/1/", True),
        ("https://fastmail.com/", "https://caldav.fastmail.com/dav/", True),
        ("https://dav.example.org/a", "https://dav.example.org:443/b", True),
        ("https://dav.example.org/", "https://dav.example.com/", False),
        ("https://dav.example.org/", "https://dav.example.org.evil.net/", False),
        ("https://dav.example.org/", "https://evilexample.org/", False),
        ("https://dav.example.org/", "http://dav.example.org/", False),
        ("https://dav.example.org/", "https://dav.example.org:8443/", False),
        ("https://example.org/", "https://other.org/", False),
        ("https://203.0.113.7/", "https://1.0.113.7/", False),
    ],
)
def test_a_password_stays_in_the_family(named: str, other: str, expected: bool) -> None:
    assert may_have_password(named, other) is expected


async def test_a_home_in_a_strange_house_is_not_entered(
    elsewhere: Elsewhere, caldav: CalDav
) -> None:
    home = "<C:calendar-home-set><D:href>https://example.com/</D:href></C:calendar-home-set>"
    elsewhere.answers["/dav/"] = xml(
        CALENDAR.replace("<D:resourcetype><C:calendar/></D:resourcetype>", home)
    )
    with pytest.raises(Unread) as refusal:
        await caldav.calendars(elsewhere.at("/dav/"), ACCOUNT)
    assert refusal.value.trouble is BusyTrouble.LEADS_AWAY


async def test_no_account_is_looked_for_inside(busy: BusySources) -> None:
    busy._looks.caldav = CalDav()
    for host in ("127.0.0.1", "[::1]", "169.254.169.254", "2130706433.0x7f.1"):
        with pytest.raises(Invalid) as refusal:
            await busy.calendars(f"https://{host}/", USER, PASSWORD)
        assert list(refusal.value.fields) == ["address"]


# --- what is entered ----------------------------------------------------------------------------


def test_the_name_of_a_server_is_enough() -> None:
    assert clean_server(" cloud.example.org/remote.php/dav ") == (
        "https://cloud.example.org/remote.php/dav"
    )
    assert clean_server("caldavs://Cloud.example.org") == "https://cloud.example.org/"
    for address in ("http://cloud.example.org", "", "a b", "localhost", "https://a:b@c.org/"):
        with pytest.raises(Invalid) as refusal:
            clean_server(address)
        assert list(refusal.value.fields) == ["address"]


@pytest.mark.parametrize(
    ("user_name", "password", "wrong"),
    [("", "x", "userName"), ("a:b", "x", "userName"), ("a", "", "password"),
     ("a", "x\r\nHost: b", "password"), ("a", "x" * 501, "password"),
     ("a" * 201, "x", "userName")],
)  # fmt: skip
def test_a_login_that_cannot_be_sent_is_refused_by_field(
    user_name: str, password: str, wrong: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_login(user_name, password)
    assert list(refusal.value.fields) == [wrong]
