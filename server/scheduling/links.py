"""Links that copy a session into a calendar on the web; no change ever reaches the copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.live.com/calendar/0/action/compose"
_OFFICE = "https://outlook.office.com/calendar/0/action/compose"
_YAHOO = "https://calendar.yahoo.com/"


@dataclass(frozen=True, slots=True)
class Copy:
    """What is copied."""

    title: str
    note: str
    link: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Links:
    """One for each calendar on the web."""

    google: str
    outlook: str
    office365: str
    yahoo: str


def links_of(copy: Copy) -> Links:
    """All of them."""
    return Links(_google(copy), _microsoft(_OUTLOOK, copy), _microsoft(_OFFICE, copy), _yahoo(copy))


def _google(copy: Copy) -> str:
    return _address(
        _GOOGLE,
        action="TEMPLATE",
        text=copy.title,
        details=_details(copy),
        location=copy.link,
        dates=f"{_compact(copy.starts_at)}/{_compact(copy.ends_at)}",
    )


def _microsoft(base: str, copy: Copy) -> str:
    return _address(
        base,
        path="/calendar/action/compose",
        rru="addevent",
        startdt=_extended(copy.starts_at),
        enddt=_extended(copy.ends_at),
        subject=copy.title,
        body=_details(copy),
        location=copy.link,
    )


def _yahoo(copy: Copy) -> str:
    return _address(
        _YAHOO,
        v="60",
        title=copy.title,
        st=_compact(copy.starts_at),
        et=_compact(copy.ends_at),
        desc=_details(copy),
        in_loc=copy.link,
    )


def _details(copy: Copy) -> str:
    return f"{copy.note}\n\n{copy.link}".strip()


def _compact(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _extended(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _address(base: str, **values: str) -> str:
    """A space is %20: a plus sign would be shown as one."""
    return f"{base}?{urlencode(values, quote_via=quote, safe='')}"
