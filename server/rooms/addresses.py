"""The addresses under which browsers reach this host's media: announced ones, or the host's own.

Names are looked up once, at the start. It opens no socket, and leaves out what a remote browser
cannot use: link-local addresses need a zone that only this host knows.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import ifaddr

from server.core.settings import Settings

LOOKUP_TIMEOUT_S = 5.0

Address = IPv4Address | IPv6Address


async def media_addresses(settings: Settings) -> tuple[str, ...]:
    """In order of preference. Raises: OSError when an announced name leads nowhere."""
    if not settings.media_announced:
        return host_addresses(settings.media_listen)
    versions: set[int] = {ip_address(listen).version for listen in settings.media_listen}
    found: list[str] = []
    for name in settings.media_announced:
        found += await _look_up(name, versions)
    return tuple(dict.fromkeys(found))


def host_addresses(listen: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses on which a browser may reach this host, routable ones first."""
    found: list[Address] = []
    for address in (ip_address(text) for text in listen):
        if address.is_unspecified:
            found += [own for own in _own_addresses() if own.version == address.version]
        else:
            found.append(address)
    found.sort(key=_is_loopback)
    return tuple(dict.fromkeys(str(address) for address in found))


async def _look_up(name: str, versions: set[int]) -> list[str]:
    """What is announced as an address stays one: NAT may translate it."""
    try:
        return [str(ip_address(name))]
    except ValueError:
        pass
    problem = f"ITHACA_MEDIA_ANNOUNCED: {name} has no address that can be announced"
    loop = asyncio.get_running_loop()
    try:
        answers = await asyncio.wait_for(
            loop.getaddrinfo(name, None, type=socket.SOCK_DGRAM), LOOKUP_TIMEOUT_S
        )
    except (TimeoutError, OSError) as error:
        raise OSError(problem) from error
    addresses = [ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]
    usable = [str(a) for a in addresses if a.version in versions and not a.is_link_local]
    if not usable:
        raise OSError(problem)
    return usable


def _own_addresses() -> list[Address]:
    addresses: list[Address] = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            address = ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])
            if not address.is_link_local:
                addresses.append(address)
    return addresses


def _is_loopback(address: Address) -> bool:
    return address.is_loopback
