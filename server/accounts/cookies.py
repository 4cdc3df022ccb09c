"""The two cookies of a signed-in browser; refuses them to scripts, other sites, other hosts.

The `__Host-` and `__Secure-` prefixes (RFC 6265bis §4.1.3) need https; on plain http, as on one's
own machine, the names go without.
"""

from __future__ import annotations

from aiohttp import web

from server.accounts.model import SIGN_IN_LIFETIME
from server.core.errors import Unauthenticated
from server.core.keys import SETTINGS

REFRESH_PATH = "/api/auth"
# Both stay as long as a sign-in can: an access token that has run out tells the browser to
# refresh, where a missing one would say that nobody is signed in.
_MAX_AGE_S = int(SIGN_IN_LIFETIME.total_seconds())


def access_token(request: web.Request) -> str | None:
    """What the caller shows: the Authorization header alone if there is one, else the cookie."""
    header = request.headers.get("Authorization")
    if header is None:
        return request.cookies.get(_access_name(request)) or None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("Authorization should be: Bearer, then an access token.")
    return token.strip()


def refresh_token(request: web.Request) -> str | None:
    """What keeps this browser signed in."""
    return request.cookies.get(_refresh_name(request)) or None


def give(request: web.Request, response: web.StreamResponse, access: str, refresh: str) -> None:
    """Signs the browser in with this response."""
    _set(request, response, _access_name(request), access, path="/")
    _set(request, response, _refresh_name(request), refresh, path=REFRESH_PATH)


def take(request: web.Request, response: web.StreamResponse) -> None:
    """Signs the browser out with this response."""
    _set(request, response, _access_name(request), "", path="/")
    _set(request, response, _refresh_name(request), "", path=REFRESH_PATH)


def _set(
    request: web.Request, response: web.StreamResponse, name: str, value: str, *, path: str
) -> None:
    response.set_cookie(
        name,
        value,
        path=path,
        max_age=_MAX_AGE_S if value else 0,
        httponly=True,
        secure=_is_secure(request),
        samesite="Lax",
    )


def _is_secure(request: web.Request) -> bool:
    return request.secure or request.app[SETTINGS].is_https


def _access_name(request: web.Request) -> str:
    return "__Host-at" if _is_secure(request) else "at"


def _refresh_name(request: web.Request) -> str:
    return "__Secure-rt" if _is_secure(request) else "rt"
