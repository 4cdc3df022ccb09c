"""How often accounts may be tried; refuses guessing, locks no honest person out for long."""

from __future__ import annotations

from aiohttp import web

from server.core.errors import Invalid, TooMany
from server.core.ids import digest
from server.core.limits import LIMITS, network_of
from server.notifications.model import Address

# Per network, as options of the doors: a school or an office signs in and up together.
SIGN_UP = "60/hour"
SIGN_IN = "100/10 minutes"
REFRESH = "600/minute"
LINKS = "30/10 minutes"
RESET = "20/hour"
# Per signed-in person.
PASSWORD = "10/10 minutes"  # noqa: S105 - a rate
PHOTO = "30/10 minutes"

_SIGN_IN_HERE = "20/10 minutes"  # one account from one network
_SIGN_IN_ANYWHERE = "100/hour"  # one account from everywhere: slow even for a botnet
_LETTERS = ("1/minute", "5/hour")
_TAKEN_COSTS = 11  # more sign-ups: who asks for taken addresses gets five answers an hour


async def before_sign_in(request: web.Request, email: str) -> None:
    """Counts a try at one account. Raises: TooMany."""
    account = _account(email)
    limits = request.app[LIMITS]
    await limits.hit(_SIGN_IN_HERE, "sign_in", account, network_of(request.remote))
    await limits.hit(_SIGN_IN_ANYWHERE, "sign_in", account)


async def after_taken(request: web.Request, operation: str) -> None:
    """Makes the answer that an address is taken expensive (docs/decisions/0005)."""
    try:
        for _ in range(_TAKEN_COSTS):
            await request.app[LIMITS].hit(SIGN_UP, operation, network_of(request.remote))
    except TooMany:
        return  # the next one is refused at the door


async def before_letter(request: web.Request, kind: str, whom: str) -> None:
    """Counts a letter somebody asks for. Raises: TooMany."""
    for limit in _LETTERS:
        await request.app[LIMITS].hit(limit, "letter", kind, whom)


async def may_send_reset(request: web.Request, email: str) -> bool:
    """Whether another letter may go to this address; nobody is told when it may not."""
    try:
        await before_letter(request, "reset", _account(email))
    except TooMany:
        return False
    return True


def _account(email: str) -> str:
    """One key for all spellings of an address, without keeping the address."""
    try:
        return digest(Address.parse(email).key)
    except Invalid:
        return digest(email)
