"""Fetches calendars from addresses that people give; refuses what is large, slow, or inside.

Each address on the way is judged anew (`core/outward`), at most three lead on to another.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

from aiohttp import ClientError, ClientResponse, ClientSession
from aiohttp.client_exceptions import ClientConnectorDNSError

from server.core.outward import Inward, Outward
from server.scheduling.busyreader import Unread
from server.scheduling.model import BusyTrouble

MOST_BYTES = 2 * 1024 * 1024
MOST_TURNS = 3
WAIT_S = 5.0
_LEADING_ON = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "text/calendar, */*;q=0.1",
    "Accept-Encoding": "identity",
    "User-Agent": "Ithaca",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A calendar as it is now, and what to compare with next time."""

    raw: bytes
    etag: str
    is_multistatus: bool = False
    """Calendars in a CalDAV server's answer, not a calendar."""


class Fetcher:
    """One at a time for each call; `outward` and `tls` are others in tests, never by a setting."""

    def __init__(self, outward: Outward | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._outward = outward or Outward(timeout_s=WAIT_S)
        self._tls = tls

    async def fetch(self, address: str, etag: str) -> Fetched | None:
        """None: as before. Raises: Unread."""
        with naming_troubles():
            async with self._outward.session() as client:
                return await self._fetch(client, address, etag)

    async def _fetch(self, client: ClientSession, address: str, etag: str) -> Fetched | None:
        headers = _HEADERS | ({"If-None-Match": etag} if etag else {})
        for _ in range(MOST_TURNS + 1):
            self._outward.check(address)
            async with client.get(
                address,
                headers=headers,
                allow_redirects=False,
                auto_decompress=False,
                ssl=self._tls or True,
            ) as answer:
                if (further := leads_to(answer, address)) is not None:
                    address = further
                    continue
                return await _taken(answer, etag)
        raise Unread(BusyTrouble.TOO_MANY_TURNS)


@contextmanager
def naming_troubles() -> Iterator[None]:
    """What goes wrong on the way, by the name its owner is told. Raises: Unread."""
    try:
        yield
    except Inward:
        raise Unread(BusyTrouble.NOT_ALLOWED) from None
    except ClientConnectorDNSError as error:
        is_inward = isinstance(error.os_error, Inward)
        raise Unread(BusyTrouble.NOT_ALLOWED if is_inward else BusyTrouble.NOT_FOUND) from None
    except TimeoutError:
        raise Unread(BusyTrouble.TOO_SLOW) from None
    except (ClientError, OSError, ValueError, zlib.error):
        raise Unread(BusyTrouble.NOT_REACHED) from None


def leads_to(answer: ClientResponse, address: str) -> str | None:
    """The whole address to ask instead; None when this is an answer."""
    if answer.status in _LEADING_ON and "Location" in answer.headers:
        return urljoin(address, answer.headers["Location"])
    return None


async def _taken(answer: ClientResponse, etag: str) -> Fetched | None:
    if answer.status == 304 and etag:
        return None
    if answer.status != 200:
        raise Unread(BusyTrouble.REFUSED if answer.status < 500 else BusyTrouble.NOT_REACHED)
    return Fetched(await body_of(answer, MOST_BYTES), answer.headers.get("ETag", "")[:200])


async def body_of(answer: ClientResponse, most_bytes: int) -> bytes:
    """All of it, unpacked. Raises: Unread, when it is larger."""
    raw = await _bounded(answer, most_bytes)
    return _unpacked(raw, answer.headers.get("Content-Encoding", ""), most_bytes)


async def _bounded(answer: ClientResponse, most_bytes: int) -> bytes:
    if (answer.content_length or 0) > most_bytes:
        raise Unread(BusyTrouble.TOO_LARGE)
    parts, size = [], 0
    async for part in answer.content.iter_any():
        size += len(part)
        if size > most_bytes:
            raise Unread(BusyTrouble.TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def _unpacked(raw: bytes, encoding: str, most_bytes: int) -> bytes:
    """Some pack whatever they are asked for; nothing is unpacked beyond what is read at all."""
    if encoding.casefold() in {"", "identity"}:
        return raw
    if encoding.casefold() not in {"gzip", "x-gzip", "deflate"}:
        raise Unread(BusyTrouble.NO_CALENDAR)
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    done = unpacking.decompress(raw, most_bytes + 1)
    if len(done) > most_bytes:
        raise Unread(BusyTrouble.TOO_LARGE)
    return done
