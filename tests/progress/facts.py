"""Facts of mentorships that never were, for pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from server.mentorships.model import EndReason, Mentorship, MentorshipState, Plan, Side
from server.progress.model import Facts, Met
from tests.support.clock import NOON


def facts(name: str, *, days_ago: float = 60, met: tuple[float, ...] = (), **more: Any) -> Facts:
    """A pair `mentee-<name>` and `mentor-<name>`; times in days before noon.

    `state`, `reason`, `ended`, `mentee`, `mentor` are of the mentorship, the rest of the facts.
    """
    state = more.pop("state", MentorshipState.ACTIVE)
    ended = more.pop("ended", None)
    one = Mentorship(
        id=name,
        programme="programme",
        mentor=more.pop("mentor", f"mentor-{name}"),
        mentee=more.pop("mentee", f"mentee-{name}"),
        request=None,
        plan=Plan("A secret goal", 2, 12),
        state=state,
        started_at=ago(days_ago),
        ends_at=ago(days_ago) + timedelta(weeks=26),
        ended_at=None if ended is None else ago(ended),
        ended_by=Side.MENTEE if state is MentorshipState.ENDED else None,
        reason=more.pop("reason", EndReason.OTHER if state is MentorshipState.ENDED else None),
    )
    times = tuple(Met(ago(at), 45) for at in met)
    return Facts(mentorship=one, sessions_a_month=2, is_agreement_signed=False, met=times, **more)


def ago(days: float) -> datetime:
    return NOON - timedelta(days=days)
