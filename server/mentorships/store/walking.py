"""Walks over everybody who is in a mentorship that goes on, a bounded number at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, batches
from server.mentorships.model.mentorship import MentorshipState
from server.mentorships.store.mentorships import mentorship

_IS_ACTIVE = mentorship.c.state == MentorshipState.ACTIVE.value


async def active_people(tx: Tx, after: str, *, limit: int) -> list[str]:
    """People with an active mentorship, behind an id, in the order of their ids."""
    sides = (_side(one, after, limit) for one in (mentorship.c.mentor_id, mentorship.c.mentee_id))
    both = sa.union(*sides).subquery()
    query = sa.select(both.c.person_id).order_by(both.c.person_id).limit(limit)
    return list((await tx.execute(query)).scalars())


async def active_of(tx: Tx, people: Iterable[str]) -> list[str]:
    """Ids of active mentorships in which one of these people is."""
    found: dict[str, None] = {}
    for some in batches(people):
        is_in = sa.or_(mentorship.c.mentor_id.in_(some), mentorship.c.mentee_id.in_(some))
        query = sa.select(mentorship.c.id).where(_IS_ACTIVE, is_in).order_by(mentorship.c.id)
        found |= dict.fromkeys((await tx.execute(query)).scalars())
    return list(found)


def _side(column: sa.Column[Any], after: str, limit: int) -> sa.Select[Any]:
    """A select of its own: SQLite takes no order inside a union."""
    some = sa.select(column.label("person_id")).where(_IS_ACTIVE, column > after)
    first = some.distinct().order_by(column).limit(limit).subquery()
    return sa.select(first.c.person_id)
