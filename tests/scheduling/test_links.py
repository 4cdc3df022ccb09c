"""Links for calendars on the web: instants in UTC, spaces as %20, every sign escaped."""

# ruff: noqa: RUF001
from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from server.scheduling.links import Copy, links_of

NEW_YORK = ZoneInfo("America/New_York")
COPY = Copy(
    title='Ana & Zoë: "1+1"',
    note="Bring it, please.\nשלום #1",
    link="https://ithaca.example.org/s/1",
    starts_at=datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=1),
    ends_at=datetime(2026, 11, 1, 2, 30, tzinfo=NEW_YORK),
)
TIMES = {
    "google": {"dates": "20261101T063000Z/20261101T073000Z"},
    "yahoo": {"st": "20261101T063000Z", "et": "20261101T073000Z"},
    "outlook": {"startdt": "2026-11-01T06:30:00+00:00", "enddt": "2026-11-01T07:30:00+00:00"},
}
TIMES["office365"] = TIMES["outlook"]
NAMES = {"google": "text", "yahoo": "title", "outlook": "subject", "office365": "subject"}
HOSTS = {
    "google": "calendar.google.com",
    "yahoo": "calendar.yahoo.com",
    "outlook": "outlook.live.com",
    "office365": "outlook.office.com",
}


@pytest.mark.parametrize("name", sorted(HOSTS))
def test_a_link_carries_the_instant_and_the_words(name: str) -> None:
    link: str = asdict(links_of(COPY))[name]
    assert "+" not in link.partition("?")[2]
    assert link.isascii()
    parts = urlsplit(link)
    assert (parts.scheme, parts.hostname) == ("https", HOSTS[name])
    given = {key: value for key, [value] in parse_qs(parts.query, strict_parsing=True).items()}
    assert given.items() >= TIMES[name].items()
    assert given[NAMES[name]] == COPY.title
    assert any(value == f"{COPY.note}\n\n{COPY.link}" for value in given.values())
