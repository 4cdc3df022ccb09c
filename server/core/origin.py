"""Where a request really comes from; refuses cross-site writes and forged proxy headers."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from server.core.errors import Forbidden, Malformed
from server.core.keys import SETTINGS

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SCHEMES = frozenset({"http", "https"})


class CrossSite(Forbidden):
    """Another site made the browser ask."""

    code = "cross_site"
    title = "This came from another site"


def trust_proxies(trusted: tuple[str, ...]) -> Middleware:
    """A middleware that believes X-Forwarded-* from these addresses only, hop by hop."""
    networks = [ipaddress.ip_network(name) for name in trusted]

    def is_trusted(name: str | None) -> bool:
        try:
            address = ipaddress.ip_address(name or "")
        except ValueError:
            return False
        return any(address in network for network in networks)

    @web.middleware
    async def see_through(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not networks or not is_trusted(request.remote):
            return await handler(request)
        remote = request.remote or ""
        for hop in reversed(_hops(request)):
            if not is_trusted(remote):
                break  # whatever stands further left was written by a stranger
            remote = hop
        scheme = request.headers.get("X-Forwarded-Proto", request.scheme)
        if scheme not in _SCHEMES:
            raise Malformed("The proxy named an unknown scheme.")
        return await handler(request.clone(remote=remote, scheme=scheme))

    return see_through


def _hops(request: web.Request) -> list[str]:
    names = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    hops = [name.strip() for name in names if name.strip()]
    for hop in hops:
        try:
            ipaddress.ip_address(hop)
        except ValueError:
            raise Malformed("The proxy named a hop that is no address.") from None
    return hops


@web.middleware
async def refuse_cross_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lets unsafe methods through only from our own pages or with an Authorization header."""
    if request.method not in SAFE_METHODS and "Authorization" not in request.headers:
        check_same_origin(request)
    return await handler(request)


def check_same_origin(request: web.Request) -> None:
    """Raises: CrossSite, when a browser says that another site asks, or hides who does."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        is_ours = site in {"same-origin", "none"}
    elif origin is not None:
        is_ours = is_own_origin(request, origin)
    else:
        is_ours = not request.cookies
    if not is_ours:
        raise CrossSite("Open Ithaca itself and try again there.")


def is_own_origin(request: web.Request, origin: str) -> bool:
    """Whether an Origin header names this server, by its public or by its requested address."""
    if origin == request.app[SETTINGS].effective_public_url:
        return True
    parts = urlsplit(origin)
    return parts.scheme in _SCHEMES and parts.netloc == request.host
