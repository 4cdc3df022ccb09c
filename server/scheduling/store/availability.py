"""Hosts' availability as rows; rules are JSON, for they are read as a whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

import msgspec
import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, metadata
from server.scheduling.model import Availability
from server.scheduling.slots import Rules

availability = sa.Table(
    "availability",
    metadata,
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("durations", sa.Text, nullable=False),
    sa.Column("is_confirmed_first", sa.Boolean, nullable=False),
    sa.Column("is_pending_blocking", sa.Boolean, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("share", sa.Integer, nullable=False),
)
_RULES = msgspec.json.Decoder(Rules)


@lru_cache(maxsize=4096)
def _rules(text: str) -> Rules:
    """Rules are values: the same text is the same rules, and many hosts are asked about often."""
    return _RULES.decode(text)


async def several(tx: Tx, people: Collection[str]) -> dict[str, Availability]:
    """What these hosts have saved; who has saved nothing is left out."""
    found: dict[str, Availability] = {}
    for some in batches(people):
        query = sa.select(availability).where(availability.c.person_id.in_(some))
        for row in await tx.execute(query):
            found[row.person_id] = Availability(
                rules=_rules(row.rules),
                durations=tuple(int(one) for one in row.durations.split()),
                is_confirmed_first=row.is_confirmed_first,
                is_pending_blocking=row.is_pending_blocking,
                version=row.version,
                share=row.share,
            )
    return found


async def put(tx: Tx, person: str, one: Availability, now: datetime) -> bool:
    """Writes the next version, `one.version + 1`; false if somebody else wrote meanwhile."""
    values = {
        "rules": msgspec.json.encode(one.rules).decode(),
        "durations": " ".join(str(minutes) for minutes in one.durations),
        "is_confirmed_first": one.is_confirmed_first,
        "is_pending_blocking": one.is_pending_blocking,
        "share": one.share,
        "updated_at": now,
        "version": one.version + 1,
    }
    if one.version == 0:
        known = sa.select(availability.c.version).where(availability.c.person_id == person)
        if (await tx.execute(known)).first() is not None:
            return False
        await tx.execute(availability.insert().values(person_id=person, **values))
        return True
    changed = await tx.execute(
        availability.update()
        .where(availability.c.person_id == person, availability.c.version == one.version)
        .values(**values)
    )
    return changed.rowcount == 1
