"""A card of a session, as it is when the session is over."""

from __future__ import annotations

from datetime import UTC, datetime

from server.feedback.model import WINDOW, Card
from server.mentorships.model import Side

START = datetime(2026, 5, 3, 12, tzinfo=UTC)


def card(person: str, other: str) -> Card:
    return Card(
        id=person,
        booking="booking",
        programme=None,
        mentorship=None,
        person=person,
        other=other,
        side=Side(person),
        is_held=True,
        session_at=START,
        closes_at=START + WINDOW,
    )
