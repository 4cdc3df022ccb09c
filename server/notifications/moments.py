"""Times in letters, as the reader's clock on the wall shows them, in their language.

The zone is always said, by the name its people have for it and by its distance from UTC. What a
language's region does not say is for `_USUAL` to say.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_name,
)

_FALLBACK = "en"
_USUAL = {"en": "en-GB"}
"""Where a language alone would mean the habits of one country: days before months, 24 hours."""


def moment(at: str, zone: str, locale: str) -> str:
    """`Monday 23 November 2026, 11:00 (Eastern European …, UTC+02:00)`; `at` is an ISO time."""
    shown, where = _local(at, zone), _locale(locale)
    return f"{_date(shown, where)}{_comma(where)}{_time(shown, where)} ({_place(shown, where)})"


def span(starts: str, ends: str, zone: str, locale: str) -> str:
    """`Monday 23 November 2026, 11:00\u201312:00 (…)`; the offset is that of the beginning."""
    first, last, where = _local(starts, zone), _local(ends, zone), _locale(locale)
    until = _time(last, where)
    if last.date() != first.date():
        until = f"{_date(last, where)}{_comma(where)}{until}"
    begins = f"{_date(first, where)}{_comma(where)}{_time(first, where)}"
    return f"{begins}\u2013{until} ({_place(first, where)})"


def day(due: str, locale: str) -> str:
    """`Monday 23 November 2026` of an ISO day, which is the same in all zones."""
    return _date(datetime.fromisoformat(due), _locale(locale))


def shortly(at: str, zone: str, locale: str) -> str:
    """`Mon 23 Nov, 11:00`, where there is little room."""
    shown, where = _local(at, zone), _locale(locale)
    day = format_skeleton("MMMEd", shown, tzinfo=shown.tzinfo, locale=where)
    return f"{day}{_comma(where)}{_time(shown, where)}"


def ahead(minutes: str, locale: str) -> str:
    """`in 10 minutes`, in the largest unit that is full."""
    left = timedelta(minutes=int(minutes))
    return format_timedelta(left, threshold=1, add_direction=True, locale=_locale(locale))


def direction_of(language: str) -> str:
    """`ltr` or `rtl`."""
    return _locale(language).text_direction


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale:
    """With the habits of its region, where that is known. Never refuses: letters must leave."""
    language = tag.partition("-")[0].lower()
    for one in (_USUAL.get(tag.lower(), tag), _USUAL.get(language, language)):
        try:
            return Locale.parse(one, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_USUAL[_FALLBACK], sep="-")


def _local(at: str, zone: str) -> datetime:
    """On the reader's wall; the times come with an offset, whichever it is."""
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone))


def _date(at: datetime, locale: Locale) -> str:
    return format_date(at, "full", locale=locale)


def _time(at: datetime, locale: Locale) -> str:
    return format_time(at, "short", tzinfo=at.tzinfo, locale=locale)


def _comma(locale: Locale) -> str:
    return "\u060c " if locale.language == "ar" else ", "


def _is_ahead(at: datetime) -> bool:
    """Whether the clock is ahead of the year's other half: `dst()` has it reversed for Dublin."""
    halves = (at.replace(month=month, day=1).utcoffset() or timedelta() for month in (1, 7))
    return (at.utcoffset() or timedelta()) > min(halves)


def _place(at: datetime, locale: Locale) -> str:
    variant: Literal["daylight", "standard"] = "daylight" if _is_ahead(at) else "standard"
    name = get_timezone_name(at, width="long", locale=locale, zone_variant=variant)
    return f"{name}{_comma(locale)}UTC{at.isoformat()[-6:]}"
