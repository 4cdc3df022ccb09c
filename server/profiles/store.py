"""Profiles and skill aliases as rows; a profile's parts are JSON, for they are read as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from server.core.db import Tx, UtcDateTime, batches, metadata
from server.profiles.model import Alias, Common, Mentee, Mentor, Profile

profile = Table(
    "profile",
    metadata,
    Column("person_id", String(26), ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("common", Text, nullable=False),
    Column("mentee", Text, nullable=False),
    Column("mentor", Text, nullable=False),
    Column("mentee_version", Integer, nullable=False),
    Column("mentor_version", Integer, nullable=False),
    Column("places_taken", Integer, nullable=False),
    Column("updated_at", UtcDateTime(), nullable=False, index=True),
)

alias = Table(
    "skill_alias",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("key", String(320), nullable=False, unique=True),
    Column("text", String(320), nullable=False),
    Column("concept", String(200), nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
)


async def get(tx: Tx, person_id: str) -> Profile:
    """What this person has told; all empty when they have told nothing."""
    row = (await tx.execute(select(profile).where(profile.c.person_id == person_id))).first()
    return _profile(row) if row else Profile(person_id)


async def lock(tx: Tx, person_id: str, *, now: datetime) -> Profile | None:
    """The same, and nobody else changes it until the transaction ends; None: no such person."""
    query = select(profile).where(profile.c.person_id == person_id).with_for_update()
    row = (await tx.execute(query)).first()
    if row is None:
        if not await _begin(tx, person_id, now):
            return None
        row = (await tx.execute(query)).one()
    return _profile(row)


async def add(tx: Tx, one: Profile) -> bool:
    """Whether it was added; false when this person has told something, or does not exist."""
    return await _added(tx, profile, _values(one) | {"person_id": one.person_id})


async def add_many(tx: Tx, many: Sequence[Profile]) -> None:
    """Adds profiles of people who have told nothing yet."""
    if many:
        await tx.execute(
            insert(profile), [_values(one) | {"person_id": one.person_id} for one in many]
        )


async def put(tx: Tx, one: Profile) -> None:
    """Writes a profile that was locked."""
    await tx.execute(
        update(profile).where(profile.c.person_id == one.person_id).values(_values(one))
    )


async def after(tx: Tx, person_id: str, *, limit: int) -> list[Profile]:
    """Profiles in the order of their ids, those after this one."""
    query = select(profile).where(profile.c.person_id > person_id)
    return await _profiles(tx, query.order_by(profile.c.person_id).limit(limit))


async def changed_since(tx: Tx, moment: datetime, *, limit: int) -> list[Profile]:
    """Profiles that changed at or after a moment, the oldest change first."""
    query = select(profile).where(profile.c.updated_at >= moment)
    in_order = query.order_by(profile.c.updated_at, profile.c.person_id)
    return await _profiles(tx, in_order.limit(limit))


async def several(tx: Tx, person_ids: Iterable[str]) -> dict[str, Profile]:
    """The profiles of these people; whoever told nothing is left out."""
    found: dict[str, Profile] = {}
    for some in batches(person_ids):
        query = select(profile).where(profile.c.person_id.in_(some))
        found |= {one.person_id: one for one in await _profiles(tx, query)}
    return found


async def add_alias(tx: Tx, one: Alias) -> bool:
    """Whether it was added; false when the spelling is taken."""
    values = {
        "id": one.id,
        "key": one.key,
        "text": one.text,
        "concept": one.concept,
        "created_at": one.created_at,
    }
    return await _added(tx, alias, values)


async def aliases(tx: Tx, *, limit: int) -> list[Alias]:
    """Every alias, by spelling."""
    return _aliases((await tx.execute(select(alias).order_by(alias.c.key).limit(limit))).all())


async def aliases_of(tx: Tx, keys: Iterable[str]) -> dict[str, str]:
    """The concepts that these spellings (as compared) mean here."""
    found: dict[str, str] = {}
    for some in batches(keys):
        query = select(alias.c.key, alias.c.concept).where(alias.c.key.in_(some))
        found |= {row.key: row.concept for row in await tx.execute(query)}
    return found


async def aliases_starting(tx: Tx, prefix: str, *, limit: int) -> list[Alias]:
    """Aliases whose spelling (as compared) begins so, the shortest first by order of letters."""
    query = select(alias).where(alias.c.key.startswith(prefix, autoescape=True))
    return _aliases((await tx.execute(query.order_by(alias.c.key).limit(limit))).all())


async def remove_alias(tx: Tx, alias_id: str) -> bool:
    """Whether there was one."""
    return (await tx.execute(delete(alias).where(alias.c.id == alias_id))).rowcount > 0


async def _begin(tx: Tx, person_id: str, now: datetime) -> bool:
    """An empty row; false when there is no such person."""
    if await add(tx, Profile(person_id, updated_at=now)):
        return True
    query = select(profile.c.person_id).where(profile.c.person_id == person_id)
    return (await tx.execute(query)).first() is not None  # somebody was quicker


async def _added(tx: Tx, table: Table, values: dict[str, Any]) -> bool:
    try:
        async with tx.begin_nested():
            await tx.execute(insert(table).values(values))
    except IntegrityError:
        return False
    return True


async def _profiles(tx: Tx, query: Select[Any]) -> list[Profile]:
    return [_profile(row) for row in await tx.execute(query)]


def _values(one: Profile) -> dict[str, Any]:
    return {
        "common": msgspec.json.encode(one.common).decode(),
        "mentee": msgspec.json.encode(one.mentee).decode(),
        "mentor": msgspec.json.encode(one.mentor).decode(),
        "mentee_version": one.mentee_version,
        "mentor_version": one.mentor_version,
        "places_taken": one.places_taken,
        "updated_at": one.updated_at,
    }


_COMMON = msgspec.json.Decoder(Common)
_MENTEE = msgspec.json.Decoder(Mentee)
_MENTOR = msgspec.json.Decoder(Mentor)


def _profile(row: Row[Any]) -> Profile:
    return Profile(
        person_id=row.person_id,
        common=_COMMON.decode(row.common),
        mentee=_MENTEE.decode(row.mentee),
        mentor=_MENTOR.decode(row.mentor),
        mentee_version=row.mentee_version,
        mentor_version=row.mentor_version,
        places_taken=row.places_taken,
        updated_at=row.updated_at,
    )


def _aliases(rows: Sequence[Row[Any]]) -> list[Alias]:
    return [Alias(row.id, row.text, row.concept, row.created_at) for row in rows]
