"""What mentors have answered and how often they met mentees, for many mentors at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, batches
from server.mentorships.model.history import Answered, History, history_of
from server.mentorships.model.request import DeclineReason, RequestState
from server.mentorships.store.mentorships import meeting, mentorship
from server.mentorships.store.requests import request

_ENDS = (RequestState.ACCEPTED, RequestState.DECLINED, RequestState.EXPIRED)
_ANSWERS = sa.and_(
    request.c.state.in_([one.value for one in _ENDS]),
    request.c.sent_at.is_not(None),
    # Settled the moment it was sent: nobody was asked.
    request.c.ended_at > request.c.sent_at,
    sa.or_(request.c.reason.is_(None), request.c.reason != DeclineReason.FULL.value),
    # What a run proposed and the mentee never wanted did not fail by the mentor.
    request.c.mentee_agreed,
)


async def of_mentors(tx: Tx, mentors: Sequence[str], since: datetime) -> dict[str, History]:
    """By mentor; answers since a moment, sessions of all time."""
    answers: dict[str, list[Answered]] = {one: [] for one in mentors}
    met: dict[str, int] = {}
    for wanted in batches(mentors):
        query = sa.select(
            request.c.mentor_id, request.c.state, request.c.sent_at, request.c.ended_at
        ).where(request.c.mentor_id.in_(wanted), request.c.ended_at >= since, _ANSWERS)
        for row in await tx.execute(query):
            hours = (row.ended_at - row.sent_at).total_seconds() / 3600
            answers[row.mentor_id].append(Answered(RequestState(row.state), hours))
        counted = (
            sa.select(mentorship.c.mentor_id, sa.func.count().label("sessions"))
            .join(meeting, meeting.c.mentorship_id == mentorship.c.id)
            .where(mentorship.c.mentor_id.in_(wanted))
            .group_by(mentorship.c.mentor_id)
        )
        met |= {row.mentor_id: row.sessions for row in await tx.execute(counted)}
    return {one: history_of(answers[one], met.get(one, 0)) for one in mentors}
