"""A letter of each kind, with something for each of its places."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

from server.notifications.letters import PARAMS, Letters
from server.notifications.model import RULES, Kind, Letter

BY_MAIL = [kind for kind, rule in RULES.items() if rule.has_letter]
LETTERS = Letters(sender="Ithaca <ithaca@example.org>", public_url="https://ithaca.example.org")
LINK = "https://ithaca.example.org/s/abc?a=1&b=2"
INVITATION = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Zoë 🌊\r\nEND:VCALENDAR\r\n"
ITEMS = f'[["agreement_signed", {{"name": "Ana", "other": "<b>Noam", "link": "{LINK}"}}]]'
NUDGES = '[["unbooked","Ana","/mentors/0/book"],["overdue","Bo","/mentorships/0/goals"]]'
GIVEN = {
    "link": LINK,
    "starts_at": "2026-11-23T09:00:00+00:00",
    "ends_at": "2026-11-23T10:00:00+00:00",
    "before": "2026-11-23T08:00:00+00:00",
    "since": "2026-11-16T08:00:00+00:00",
    "due": "2026-12-05",
    "zone": "Europe/Athens",
    "lead": "10",
    "items": ITEMS,
    "nudges": NUDGES,
}


def letter(kind: Kind, *, locale: str = "en", **changes: str) -> EmailMessage:
    params = {name: GIVEN.get(name, f"the {name}") for name in PARAMS[kind]} | changes
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    return LETTERS.email(Letter("0" * 26, kind, "ana@example.org", locale, params, 1, now))


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())
