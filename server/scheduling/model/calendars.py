"""Calendars from elsewhere and how each does; refuses addresses that are none of a calendar."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

import idna

from server.core.errors import Conflict, Invalid
from server.core.line import clean_line

MOST_SOURCES = 10
EVERY = timedelta(minutes=30)
"""How often a source is read."""
LEASE = timedelta(minutes=2)
"""Longer than reading one may take."""
TRUSTED_FOR = timedelta(days=7)
"""How long the last known busy times count when a source cannot be read."""
WORKED_OUT_FOR = timedelta(days=7)
KNOWN_BEFORE = timedelta(days=2)
KNOWN_AHEAD = timedelta(days=430)
"""Which times are kept: a year, and what the weeks between two looks add."""
_LONGEST_ADDRESS = 2000
LONGEST_NAME = 60
_LONGEST_USER_NAME = 200
_LONGEST_PASSWORD = 500


class TooManySources(Conflict):
    """Each is read every half-hour."""

    code = "too_many_sources"
    title = "You have as many calendars here as fit"


class SourceThere(Conflict):
    """Once is enough."""

    code = "source_there"
    title = "This calendar is here already"


class AccountUnread(Invalid):
    """An account elsewhere whose calendars cannot be listed; says which field to look at."""

    code = "account_unread"
    title = "This account could not be opened"


class BusyTrouble(StrEnum):
    """Why a source could not be read; the words for it are the reader's."""

    NONE = ""
    NOT_FOUND = "not_found"
    """The name of its server is not known."""
    NOT_REACHED = "not_reached"
    NOT_ALLOWED = "not_allowed"
    """It leads to a machine that is not on the open internet."""
    REFUSED = "refused"
    """Its server says no: the address is no longer right, perhaps."""
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY_TURNS = "too_many_turns"
    """One address led to another, and on."""
    NO_CALENDAR = "no_calendar"
    TOO_HARD = "too_hard"
    """It takes too long, or too much memory, to be worked out."""
    LOGIN = "login"
    """The user name or the password is not taken."""
    GONE = "gone"
    """The account is there, this calendar of it no longer."""
    LEADS_AWAY = "leads_away"
    """It leads to another server, to which the password is not sent."""
    SEALED = "sealed"
    """The password was sealed with a key that this server no longer has."""


@dataclass(frozen=True, slots=True)
class Login:
    """How an account elsewhere is opened; the password is sealed and never shown again."""

    user_name: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BusySource:
    """A calendar elsewhere from which nothing but busy times is kept."""

    id: str
    person: str
    name: str
    address: str
    """Private: whoever has it reads the calendar. Never shown whole, never logged."""
    created_at: datetime
    etag: str = ""
    worked_out_at: datetime | None = None
    """When its times were last worked out: what repeats goes on, even if nothing changes."""
    read_at: datetime | None = None
    """When it was last there."""
    failing_since: datetime | None = None
    trouble: BusyTrouble = BusyTrouble.NONE
    skipped: int = 0
    """Entries that could not be understood."""
    is_counting: bool = False
    """Whether its busy times keep people from booking."""
    login: Login | None = None
    """Of a calendar in a CalDAV account; a feed has none."""

    @property
    def where(self) -> str:
        """The server alone: what may be shown of the address."""
        return urlsplit(self.address).hostname or ""

    @property
    def counts_until(self) -> datetime | None:
        """When its last known times will stop to count; None while it can be read."""
        if self.failing_since is None or not self.is_counting:
            return None
        return self.failing_since + TRUSTED_FOR

    def was_read(self, now: datetime, etag: str, skipped: int) -> Self:
        """It was there."""
        return replace(
            self,
            etag=etag,
            worked_out_at=now,
            read_at=now,
            failing_since=None,
            trouble=BusyTrouble.NONE,
            skipped=skipped,
            is_counting=True,
        )

    def was_unchanged(self, now: datetime) -> Self:
        """It was there, and as before."""
        same = self.was_read(now, self.etag, self.skipped)
        return replace(same, worked_out_at=self.worked_out_at)

    def etag_for(self, now: datetime) -> str:
        """What to compare with; nothing when all must be worked out again."""
        is_fresh = self.worked_out_at is not None and now - self.worked_out_at < WORKED_OUT_FOR
        return self.etag if is_fresh else ""

    def failed(self, now: datetime, trouble: BusyTrouble) -> Self:
        """It could not be read; after a week what was known counts no more."""
        since = self.failing_since or now
        is_counting = self.is_counting and now - since < TRUSTED_FOR
        # Once its times are dropped, an unchanged answer would not bring them back.
        etag = self.etag if is_counting else ""
        return replace(
            self, failing_since=since, trouble=trouble, is_counting=is_counting, etag=etag
        )


def clean_source(name: str, address: str) -> tuple[str, str]:
    """Both as they are kept. Raises: Invalid."""
    return clean_name(name), clean_address(address)


def clean_name(name: str) -> str:
    """Raises: Invalid."""
    return clean_line(name, field="name", at_least=1, at_most=LONGEST_NAME)


def clean_server(address: str) -> str:
    """Of a CalDAV server; a name alone, as people write it, is enough. Raises: Invalid."""
    scheme, separator, rest = address.strip().partition("://")
    if separator and scheme.casefold() in {"caldavs", "davs"}:
        return clean_address(f"https://{rest}")
    return clean_address(address if separator else f"https://{address.strip()}")


def clean_login(user_name: str, password: str) -> tuple[str, str]:
    """Both as they are sent. Raises: Invalid."""
    cleaned = clean_line(user_name, field="userName", at_least=1, at_most=_LONGEST_USER_NAME)
    if ":" in cleaned:
        raise _no("A user name with a colon cannot be sent.", field="userName")
    if not 0 < len(password) <= _LONGEST_PASSWORD or not password.isprintable():
        raise _no("Please give the app password.", field="password")
    return cleaned, password


def clean_address(address: str) -> str:
    """`webcal:` is `https:`. Raises: Invalid."""
    address = address.strip()
    if len(address) > _LONGEST_ADDRESS or not address.isprintable() or " " in address:
        raise _no("This address is too long, or holds signs that none has.")
    scheme, separator, rest = address.partition("://")
    if not separator or scheme.casefold() not in {"https", "webcal", "webcals"}:
        raise _no("The address of a calendar begins with https:// or webcal://.")
    try:
        parts = urlsplit(f"https://{rest}")
        host, port = parts.hostname or "", parts.port
        ascii_host = host if ":" in host else idna.encode(host, uts46=True).decode("ascii")
    except (ValueError, idna.IDNAError):
        raise _no("This is no address.") from None
    if parts.username is not None or parts.password is not None:
        raise _no("An address with a name and a password in it is not taken.")
    if "." not in ascii_host and ":" not in ascii_host:
        raise _no("This address leads to no server on the internet.")
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    where = shown if port in {None, 443} else f"{shown}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{where}{parts.path or '/'}{query}"


def _no(sentence: str, field: str = "address") -> Invalid:
    return Invalid(sentence, fields={field: sentence})


_ACCOUNT_WORDS = {
    BusyTrouble.NOT_FOUND: "No server of this name is known.",
    BusyTrouble.NOT_REACHED: "This server does not answer.",
    BusyTrouble.NOT_ALLOWED: "This address leads to a machine that is not on the open internet.",
    BusyTrouble.TOO_LARGE: "This account has more calendars than can be listed.",
    BusyTrouble.TOO_SLOW: "This server takes too long to answer.",
    BusyTrouble.TOO_MANY_TURNS: "One address leads to another, and on.",
    BusyTrouble.LEADS_AWAY: "It leads to another server, to which the password is not sent. "
    "Please give the address of that one, if it is yours.",
}


def unread_account(trouble: BusyTrouble) -> AccountUnread:
    """Why its calendars cannot be listed, by the field that is to be looked at."""
    if trouble is BusyTrouble.LOGIN:
        sentence = (
            "The server does not take this user name and password. "
            "Many want an app password, not the one you sign in with."
        )
        return AccountUnread(sentence, fields={"password": sentence})
    sentence = _ACCOUNT_WORDS.get(trouble, "No calendars were found at this address.")
    return AccountUnread(sentence, fields={"address": sentence})
