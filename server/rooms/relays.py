"""TURN servers for browsers behind strict firewalls, with credentials that run out. Pure.

The scheme is coturn's `use-auth-secret` (draft-uberti-behave-turn-rest): the user name is the
time of expiry, the password its HMAC under the shared secret.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from server.core.settings import Settings
from server.rooms.model import SEAT_LIFETIME, IceServer

LIFETIME = SEAT_LIFETIME
"""As long as a seat: an allocation is refreshed under the same credentials."""


CHECK_LIFETIME = timedelta(minutes=1)
"""A connection test may be made by whoever has a link: no relay to keep for them."""


def ice_servers(
    settings: Settings, seat: str, now: datetime, lifetime: timedelta = LIFETIME
) -> tuple[IceServer, ...]:
    """The relays for one seat; empty when none is configured."""
    if not settings.turn_urls or settings.turn_secret is None:
        return ()
    username = f"{int((now + lifetime).timestamp())}:{seat}"
    digest = hmac.new(settings.turn_secret.encode(), username.encode(), hashlib.sha1).digest()
    credential = base64.b64encode(digest).decode()
    return (IceServer(urls=settings.turn_urls, username=username, credential=credential),)


def check_servers(settings: Settings, seat: str, now: datetime) -> tuple[IceServer, ...]:
    """The same for a connection test: each address by itself, and only for a moment."""
    return tuple(
        IceServer(urls=(url,), username=server.username, credential=server.credential)
        for server in ice_servers(settings, seat, now, CHECK_LIFETIME)
        for url in server.urls
    )
