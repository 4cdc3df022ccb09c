"""Requests to addresses that strangers choose; refuses every host that is not on the open internet.

A name is looked up once, each address it has is judged, and the connection goes to those very
addresses: a name that answers otherwise a moment later leads nowhere else. Redirects are never
followed here; who wants to follow one asks again with the new address.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

Address = IPv4Address | IPv6Address
_LOOKUP_S = 5.0
_NAT64_WELL_KNOWN = 0x0064FF9B << 96  # RFC 6052: an IPv4 address in the last 32 bits


class Inward(OSError):  # noqa: N818 - an answer to whoever asks
    """The address leads into this machine, its network, or nowhere."""


def is_outside(address: Address) -> bool:
    """Whether an address is on the open internet: no private, local, shared or reserved one."""
    if isinstance(address, IPv6Address) and (inner := _inner(address)) is not None:
        return is_outside(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


class Outward:
    """How such requests are made; `allows` is another judge for tests, never a setting."""

    def __init__(
        self,
        *,
        allows: Callable[[Address], bool] = is_outside,
        schemes: frozenset[str] = frozenset({"https"}),
        timeout_s: float = 10.0,
    ) -> None:
        self._allows = allows
        self.schemes = schemes
        self._timeout_s = timeout_s

    def check(self, url: str) -> None:
        """Raises: Inward for a scheme or a numeric address that is refused."""
        parts = urlsplit(url)
        if parts.scheme not in self.schemes or not parts.hostname:
            raise Inward("this kind of address is not asked")
        literal = _literal(parts.hostname)
        if literal is not None and not self._allows(literal):
            raise Inward("this address is not on the open internet")

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ClientSession]:
        """A client that reaches only what is allowed; `check` every address before it is asked."""
        connector = TCPConnector(
            resolver=_Judging(self._allows), use_dns_cache=False, force_close=True
        )
        async with ClientSession(
            connector=connector,
            timeout=ClientTimeout(total=self._timeout_s),
            cookie_jar=DummyCookieJar(),
            trust_env=False,
        ) as client:
            yield client


class _Judging(AbstractResolver):
    """Looks names up and leaves out what is refused."""

    def __init__(self, allows: Callable[[Address], bool]) -> None:
        self._allows = allows

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises: Inward when nothing that may be reached is left."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(_LOOKUP_S):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        allowed = [
            ResolveResult(
                hostname=host,
                host=str(where[0]),
                port=port,
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, proto, _, where in found
            if self._allows(ip_address(str(where[0]).partition("%")[0]))
        ]
        if not allowed:
            raise Inward(f"{host} is not on the open internet")
        return allowed

    async def close(self) -> None:
        """Nothing is kept."""


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return _old_notation(host)


def _old_notation(host: str) -> Address | None:
    """`127.1`, `0x7f000001` and `2130706433`, which the system would take for an address."""
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if int(address) >> 32 == _NAT64_WELL_KNOWN >> 32:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
