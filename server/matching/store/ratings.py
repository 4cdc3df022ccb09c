"""How content mentees of a programme are on the whole, in stars: what a rating is measured from."""

from __future__ import annotations

import sqlalchemy as sa

from server.core.db import Tx
from server.matching.store.feedback import feedback

_ANSWERS = ((feedback.c.usefulness, 0.5), (feedback.c.rapport, 0.2), (feedback.c.again, 0.3))
"""What each answer weighs; what was not answered weighs nothing."""


async def mean_stars(tx: Tx, programme: str) -> float | None:
    """The mean answer of mentees, 1 to 5; None before there is any."""
    given = sum(sa.case((answer.is_not(None), weight), else_=0.0) for answer, weight in _ANSWERS)
    told = sum(sa.func.coalesce(answer, 0) * weight for answer, weight in _ANSWERS)
    query = sa.select(sa.func.avg(told / given)).where(
        feedback.c.programme_id == programme,
        feedback.c.rater_id == feedback.c.mentee_id,
        sa.or_(*(answer.is_not(None) for answer, _ in _ANSWERS)),
    )
    found = (await tx.execute(query)).scalar()
    return None if found is None else float(found)
