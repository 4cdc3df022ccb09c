"""Pauses of mentorships as rows; one at most goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, inserting, metadata
from server.mentorships.model.mentorship import Mentorship, MentorshipState
from server.mentorships.model.pause import Pause

pause = sa.Table(
    "mentorship_pause",
    metadata,
    sa.Column(
        "mentorship_id",
        sa.String(26),
        sa.ForeignKey("mentorship.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("began_at", UtcDateTime, primary_key=True),
    sa.Column("ended_at", UtcDateTime),
)


async def note(tx: Tx, before: Mentorship, after: Mentorship, now: datetime) -> None:
    """What a step makes of its pauses."""
    was, is_now = (one.state is MentorshipState.PAUSED for one in (before, after))
    if is_now and not was:
        await _begin(tx, after.id, now)
    if was and not is_now:
        await _end(tx, after.id, now)


async def _begin(tx: Tx, mentorship: str, now: datetime) -> None:
    """From now on."""
    begun = inserting(tx, pause).values(mentorship_id=mentorship, began_at=now)
    # Ended and begun again within one moment: it goes on.
    keys = [pause.c.mentorship_id, pause.c.began_at]
    await tx.execute(begun.on_conflict_do_update(index_elements=keys, set_={"ended_at": None}))


async def _end(tx: Tx, mentorship: str, now: datetime) -> None:
    """What went on ends; one whose beginning nobody noted is known by its end."""
    goes_on = sa.and_(pause.c.mentorship_id == mentorship, pause.c.ended_at.is_(None))
    ended = await tx.execute(pause.update().where(goes_on).values(ended_at=now))
    if ended.rowcount == 0:
        values = {"mentorship_id": mentorship, "began_at": now, "ended_at": now}
        await tx.execute(inserting(tx, pause).values(values).on_conflict_do_nothing())


async def several(tx: Tx, mentorships: Iterable[str]) -> dict[str, tuple[Pause, ...]]:
    """Those of each, oldest first, where there are any."""
    found: dict[str, list[Pause]] = {}
    for some in batches(mentorships):
        query = sa.select(pause).where(pause.c.mentorship_id.in_(some)).order_by(pause.c.began_at)
        for row in await tx.execute(query):
            found.setdefault(row.mentorship_id, []).append(Pause(row.began_at, row.ended_at))
    return {one: tuple(theirs) for one, theirs in found.items()}
