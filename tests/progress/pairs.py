"""Facts of a pair as a test wants them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from server.mentorships.model import Mentorship, MentorshipState, Plan
from server.progress.model import Facts, Met

TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""In the morning in Greenwich."""
DAY = timedelta(days=1)


def pair(
    started_at: datetime, state: MentorshipState = MentorshipState.ACTIVE, name: str = "pair"
) -> Mentorship:
    return Mentorship(
        id=name,
        programme="programme",
        mentor="mentor",
        mentee="mentee",
        request=None,
        plan=Plan("Sail home", 2, 12),
        state=state,
        started_at=started_at,
        ends_at=started_at + timedelta(weeks=30),
    )


def facts(
    now: datetime = TUESDAY,
    *,
    days: float = 60,
    met: tuple[float, ...] = (),
    state: MentorshipState = MentorshipState.ACTIVE,
    name: str = "pair",
    **more: Any,
) -> Facts:
    """`days`: how long ago it began; `met`: how many days ago they met, the longest first."""
    known = {"sessions_a_month": 2, "is_agreement_signed": True, **more}
    return Facts(
        mentorship=pair(now - days * DAY, state, name),
        met=tuple(Met(now - one * DAY, 45) for one in met),
        **known,
    )
