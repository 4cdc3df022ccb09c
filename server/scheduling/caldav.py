"""Asks CalDAV servers (RFC 4791, 6764) that people name; refuses to send a password astray.

Each address is judged by `core/outward`, whoever led to it. A password goes to the server that was
named, or that this one names as the home of the calendars under the same parent name (as iCloud
does); a redirect takes it no further than its own origin. Looking where the service is
(`/.well-known/caldav`) is done without it.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import unquote, urljoin, urlsplit

from aiohttp import ClientResponse, ClientSession, encode_basic_auth

from server.core.outward import Outward
from server.scheduling.busyreader import Unread
from server.scheduling.fetching import MOST_TURNS, Fetched, body_of, leads_to, naming_troubles
from server.scheduling.model import BusyTrouble
from server.scheduling.model.calendars import LONGEST_NAME
from server.scheduling.multistatus import (
    CALDAV,
    CALENDARSERVER,
    DAV,
    Answer,
    NoMultistatus,
    answers,
)
from server.scheduling.zones import time_of

MOST_BYTES = 8 * 1024 * 1024
"""Of a year of entries: a server repeats in each which zone it is in."""
MOST_BYTES_OF_PROPERTIES = 512 * 1024
WAIT_S = 10.0
PATIENCE_S = 30.0
"""For all requests of one look; less than the lease of a source."""
MOST_CALENDARS = 100
_WELL_KNOWN = "/.well-known/caldav"
_NO_REPORT = frozenset({403, 405, 415, 501})
_HEADERS = {
    "Accept": "text/xml, application/xml, text/calendar",
    "Accept-Encoding": "identity",
    "Content-Type": 'application/xml; charset="utf-8"',
    "User-Agent": "Ithaca",
}
_XML = '<?xml version="1.0" encoding="utf-8"?>'
_XMLNS = f'xmlns="{DAV}" xmlns:C="{CALDAV}" xmlns:S="{CALENDARSERVER}"'


def _propfind(*names: str) -> str:
    inside = "".join(f"<{name}/>" for name in names)
    return f"{_XML}<propfind {_XMLNS}><prop>{inside}</prop></propfind>"


_WHO = _propfind("resourcetype", "current-user-principal", "C:calendar-home-set", "displayname")
_HOME = _propfind("C:calendar-home-set")
_LIST = _propfind("resourcetype", "displayname", "C:supported-calendar-component-set")
_STATE = _propfind("resourcetype", "sync-token", "S:getctag")


@dataclass(frozen=True, slots=True)
class Account:
    """Whose calendars are asked for; the password is for the request alone."""

    user_name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """One that the account has."""

    address: str
    name: str


class CalDav:
    """Three questions; `outward` and `tls` are others in tests, never by a setting."""

    def __init__(self, outward: Outward | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._outward = outward or Outward(timeout_s=WAIT_S)
        self._tls = tls

    async def calendars(self, address: str, account: Account) -> list[Calendar]:
        """Those with entries that the account has, at a server or below it. Raises: Unread."""
        with naming_troubles():
            async with asyncio.timeout(PATIENCE_S), self._outward.session() as client:
                asking = _Asking(self._outward, client, account, self._tls)
                return await _Discovery(asking).run(address)

    async def fetch(
        self, address: str, account: Account, known: str, span: tuple[int, int]
    ) -> Fetched | None:
        """Entries in [first, last), minutes of UTC, as the server packs them; None: as before.

        Raises: Unread.
        """
        with naming_troubles():
            async with asyncio.timeout(PATIENCE_S), self._outward.session() as client:
                asking = _Asking(self._outward, client, account, self._tls)
                state = await _state(asking, address)
                if known and known == state:
                    return None
                raw, is_multistatus = await _entries(asking, address, span)
                return Fetched(raw, state, is_multistatus)


class _Asking:
    """Requests with one account's password."""

    def __init__(
        self, outward: Outward, client: ClientSession, account: Account, tls: ssl.SSLContext | None
    ) -> None:
        self._outward = outward
        self._client = client
        self._login = encode_basic_auth(account.user_name, account.password, encoding="utf-8")
        self._tls = tls

    async def propfind(self, address: str, body: str, depth: int = 0) -> list[Answer]:
        """Raises: Unread."""
        status, raw, at = await self.ask("PROPFIND", address, body, depth, MOST_BYTES_OF_PROPERTIES)
        _require(status)
        try:
            return [Answer(urljoin(at, one.href), one.prop) for one in answers(raw)]
        except NoMultistatus:
            raise Unread(BusyTrouble.NO_CALENDAR) from None

    async def ask(
        self, method: str, address: str, body: str, depth: int, most_bytes: int
    ) -> tuple[int, bytes, str]:
        """Status, body, and the address it came from. Raises: Unread."""
        origin = _origin(address)
        for _ in range(MOST_TURNS + 1):
            async with self._request(method, address, body, depth, self._login) as answer:
                further = leads_to(answer, address)
                if further is None:
                    is_read = answer.status in {200, 207}
                    raw = await body_of(answer, most_bytes) if is_read else b""
                    return answer.status, raw, address
            self._outward.check(further)
            if _origin(further) != origin:
                raise Unread(BusyTrouble.LEADS_AWAY)
            address = further
        raise Unread(BusyTrouble.TOO_MANY_TURNS)

    async def service_at(self, address: str) -> str:
        """Where a server says that its calendars are; asked without the password."""
        address = urljoin(address, _WELL_KNOWN)
        for _ in range(MOST_TURNS + 1):
            async with self._request("PROPFIND", address, _WHO, 0, None) as answer:
                further = leads_to(answer, address)
            if further is None:
                return address
            address = further
        raise Unread(BusyTrouble.TOO_MANY_TURNS)

    def _request(
        self, method: str, address: str, body: str, depth: int, login: str | None
    ) -> AbstractAsyncContextManager[ClientResponse]:
        self._outward.check(address)
        authorised = {"Authorization": login} if login else {}
        return self._client.request(
            method,
            address,
            data=body.encode(),
            headers=_HEADERS | {"Depth": str(depth)} | authorised,
            allow_redirects=False,
            auto_decompress=False,
            ssl=self._tls or True,
        )


class _Discovery:
    """From the name of a server to the calendars of an account (RFC 6764 §6)."""

    def __init__(self, asking: _Asking) -> None:
        self._asking = asking

    async def run(self, address: str) -> list[Calendar]:
        """Raises: Unread."""
        is_whole = urlsplit(address).path not in {"", "/"}
        if is_whole and (found := await self._found_at(address)) is not None:
            return found
        service = await self._asking.service_at(address)
        if may_have_password(address, service):
            for start in (service, urljoin(address, "/")):
                if (found := await self._found_at(start)) is not None:
                    return found
            raise Unread(BusyTrouble.NO_CALENDAR)
        raise Unread(BusyTrouble.LEADS_AWAY)

    async def _found_at(self, start: str) -> list[Calendar] | None:
        """None: nothing of the kind is there. Raises: Unread."""
        try:
            said = await self._asking.propfind(start, _WHO)
        except Unread as unread:
            if unread.trouble in {BusyTrouble.GONE, BusyTrouble.REFUSED, BusyTrouble.NO_CALENDAR}:
                return None
            raise
        if not said:
            return None
        first = said[0]
        if _is_calendar(first):
            return [_calendar(first)]
        homes = first.hrefs(CALDAV, "calendar-home-set")
        for who in first.hrefs(DAV, "current-user-principal") if not homes else ():
            principal = _lead(start, urljoin(first.href, who))
            for one in await self._asking.propfind(principal, _HOME):
                homes += [
                    urljoin(principal, home) for home in one.hrefs(CALDAV, "calendar-home-set")
                ]
        listed = [await self._listed(start, urljoin(first.href, home)) for home in homes]
        return [one for some in listed for one in some][:MOST_CALENDARS] if homes else None

    async def _listed(self, start: str, home: str) -> list[Calendar]:
        found = await self._asking.propfind(_lead(start, home), _LIST, depth=1)
        return [
            _calendar(one)
            for one in found
            if _is_calendar(one) and _has_entries(one) and may_have_password(home, one.href)
        ]


async def _state(asking: _Asking, address: str) -> str:
    """A digest of what the server says about the version of a calendar; nothing if nothing."""
    for one in await asking.propfind(address, _STATE):
        if _is_calendar(one):
            said = one.text(DAV, "sync-token") or one.text(CALENDARSERVER, "getctag")
            return sha256(said.encode()).hexdigest() if said else ""
    raise Unread(BusyTrouble.GONE)


async def _entries(asking: _Asking, address: str, span: tuple[int, int]) -> tuple[bytes, bool]:
    """Entries where they may be read, else busy times alone; whether they are entries."""
    first, last = (f"{time_of(one):%Y%m%dT%H%M%SZ}" for one in span)
    within = f'<C:time-range start="{first}" end="{last}"/>'
    events = f'<C:comp-filter name="VEVENT">{within}</C:comp-filter>'
    query = (
        f"{_XML}<C:calendar-query {_XMLNS}><prop><getetag/><C:calendar-data/></prop><C:filter>"
        f'<C:comp-filter name="VCALENDAR">{events}</C:comp-filter></C:filter></C:calendar-query>'
    )
    status, raw, _ = await asking.ask("REPORT", address, query, 1, MOST_BYTES)
    if status in _NO_REPORT:
        query = f"{_XML}<C:free-busy-query {_XMLNS}>{within}</C:free-busy-query>"
        status, raw, _ = await asking.ask("REPORT", address, query, 1, MOST_BYTES)
    _require(status)
    return raw, status == 207


def may_have_password(named: str, other: str) -> bool:
    """Whether what a server says may take its password to another address.

    The same origin, or over TLS a name below it or below its own parent: `caldav.example.org` and
    `p42.example.org`, never `example.com`; of addresses that are numbers only the same.
    """
    here, there = urlsplit(named), urlsplit(other)
    if _origin(named) == _origin(other):
        return True
    if there.scheme != "https" or here.port != there.port or _is_number(here.hostname or ""):
        return False
    host = here.hostname or ""
    parent = host.partition(".")[2]
    above = [host, parent] if "." in parent else [host]
    name = there.hostname or ""
    return name == parent or any(name.endswith(f".{one}") for one in above)


def _lead(start: str, address: str) -> str:
    """The address, when the password may go there. Raises: Unread."""
    if not may_have_password(start, address):
        raise Unread(BusyTrouble.LEADS_AWAY)
    return address


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname, port


def _require(status: int) -> None:
    """Raises: Unread."""
    if status in {200, 207}:
        return
    named = {
        401: BusyTrouble.LOGIN,
        404: BusyTrouble.GONE,
        410: BusyTrouble.GONE,
        429: BusyTrouble.NOT_REACHED,
    }
    other = BusyTrouble.REFUSED if status < 500 else BusyTrouble.NOT_REACHED
    raise Unread(named.get(status, other))


def _is_calendar(one: Answer) -> bool:
    kind = one.prop.first(DAV, "resourcetype")
    return kind is not None and kind.has(CALDAV, "calendar")


def _has_entries(one: Answer) -> bool:
    """Some hold tasks or notes only; one that does not say may hold all."""
    held = one.prop.first(CALDAV, "supported-calendar-component-set")
    if held is None:
        return True
    return any(part.attributes.get("name", "").upper() == "VEVENT" for part in held.parts)


def _calendar(one: Answer) -> Calendar:
    said = "".join(sign if sign.isprintable() else " " for sign in one.text(DAV, "displayname"))
    last = unquote(urlsplit(one.href).path.rstrip("/").rpartition("/")[2])
    return Calendar(one.href, " ".join((said.strip() or last or "?").split())[:LONGEST_NAME])
