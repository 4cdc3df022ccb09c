"""People and their photos as rows; refuses a second person with the same address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from server.accounts.model import (
    Language,
    Level,
    Person,
    PersonCard,
    Role,
    RollEntry,
    photo_url,
)
from server.core.db import Tx, UtcDateTime, batches, metadata

photo = Table(
    "photo",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("email_key", String(254), nullable=False, unique=True),
    Column("email_verified_at", UtcDateTime()),
    Column("password_hash", String(200), nullable=False),
    Column("name", String(320), nullable=False),
    Column("headline", String(640), nullable=False),
    Column("languages", Text, nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("locale", String(35), nullable=False),
    Column("is_mentor", Boolean, nullable=False),
    Column("is_mentee", Boolean, nullable=False),
    Column("photo", String(64), ForeignKey("photo.name"), index=True),
    Column("created_at", UtcDateTime(), nullable=False),
)

# Everything but the hash, which only sign-in asks for.
_SHOWN = [column for column in person.c if column.name != "password_hash"]
_LANGUAGES = msgspec.json.Decoder(list[tuple[str, Level]])
_MOST_LIGHT_IDS = 5000  # where the rows are short and many; both databases bind 32,767
NO_PASSWORD = ""  # the hash of an account whose holder has not chosen one: nothing fits it


async def add(tx: Tx, one: Person, *, password_hash: str) -> bool:
    """Whether the person was added; false when the address already has an account."""
    values = _profile(one) | {
        "id": one.id,
        "email": one.email,
        "email_key": one.email_key,
        "email_verified_at": one.email_verified_at,
        "password_hash": password_hash,
        "created_at": one.created_at,
    }
    try:
        async with tx.begin_nested():
            await tx.execute(insert(person).values(values))
    except IntegrityError:
        return False
    return True


async def get(tx: Tx, person_id: str, *, is_to_change: bool = False) -> Person | None:
    """The person of this id; locked until the transaction ends if it is to change them."""
    query = select(*_SHOWN).where(person.c.id == person_id)
    if is_to_change:
        query = query.with_for_update()
    return _person((await tx.execute(query)).first())


async def by_email(tx: Tx, email_key: str) -> Person | None:
    """The person of this address."""
    query = select(*_SHOWN).where(person.c.email_key == email_key)
    return _person((await tx.execute(query)).first())


async def password_of(tx: Tx, person_id: str) -> str | None:
    """The hash of a person's password; None for nobody and for whoever has not chosen one yet."""
    query = select(person.c.password_hash).where(person.c.id == person_id)
    row = (await tx.execute(query)).first()
    return row.password_hash or None if row else None


async def cards(tx: Tx, person_ids: Iterable[str]) -> dict[str, PersonCard]:
    """What others see of these people; unknown ids are left out."""
    found = await several(tx, person_ids)
    return {one.id: PersonCard(one.id, one.name, one.photo_url) for one in found.values()}


async def several(tx: Tx, person_ids: Iterable[str]) -> dict[str, Person]:
    """These people; unknown ids are left out."""
    found: dict[str, Person] = {}
    for some in batches(person_ids):
        rows = await tx.execute(select(*_SHOWN).where(person.c.id.in_(some)))
        found |= {one.id: one for one in map(_full, rows)}
    return found


async def add_many(tx: Tx, many: Sequence[Person]) -> bool:
    """Adds people without a password, all or none; false when an address has an account."""
    rows = [
        _profile(one)
        | {
            "id": one.id,
            "email": one.email,
            "email_key": one.email_key,
            "email_verified_at": one.email_verified_at,
            "password_hash": NO_PASSWORD,
            "created_at": one.created_at,
        }
        for one in many
    ]
    if not rows:
        return True
    try:
        async with tx.begin_nested():
            await tx.execute(insert(person), rows)
    except IntegrityError:
        return False
    return True


async def by_emails(tx: Tx, email_keys: Sequence[str]) -> dict[str, Person]:
    """The people of these addresses, by address; those without an account are left out."""
    found: dict[str, Person] = {}
    for some in batches(email_keys):
        rows = await tx.execute(select(*_SHOWN).where(person.c.email_key.in_(some)))
        found |= {row.email_key: _full(row) for row in rows}
    return found


async def entries(tx: Tx, person_ids: Sequence[str]) -> list[RollEntry]:
    """What a list of people shows of these, in no order; whoever is gone is left out."""
    found: list[RollEntry] = []
    columns = (person.c.id, person.c.name, person.c.email, person.c.password_hash, person.c.photo)
    for start in range(0, len(person_ids), _MOST_LIGHT_IDS):
        query = select(*columns).where(person.c.id.in_(person_ids[start : start + _MOST_LIGHT_IDS]))
        found += [
            RollEntry(
                row.id,
                row.name,
                row.email,
                photo_url(row.id, row.photo),
                row.password_hash != NO_PASSWORD,
            )
            for row in await tx.execute(query)
        ]
    return found


async def after(tx: Tx, person_id: str, *, limit: int) -> list[Person]:
    """People with a role in the order of their ids, from behind one."""
    query = (
        select(*_SHOWN)
        .where(person.c.id > person_id, or_(person.c.is_mentor, person.c.is_mentee))
        .order_by(person.c.id)
        .limit(limit)
    )
    return [_full(row) for row in await tx.execute(query)]


async def set_profile(tx: Tx, one: Person) -> None:
    """Writes what a person says about themselves."""
    await tx.execute(update(person).where(person.c.id == one.id).values(_profile(one)))


async def count_roles(tx: Tx) -> dict[frozenset[Role], int]:
    """How many people have which roles."""
    both = (person.c.is_mentor, person.c.is_mentee)
    rows = await tx.execute(select(*both, func.count()).group_by(*both))
    return {
        frozenset([Role.MENTOR] * is_mentor + [Role.MENTEE] * is_mentee): number
        for is_mentor, is_mentee, number in rows
    }


async def every_role(tx: Tx) -> dict[str, frozenset[Role]]:
    """The roles of everybody who has any, by id."""
    query = select(person.c.id, person.c.is_mentor, person.c.is_mentee).where(
        or_(person.c.is_mentor, person.c.is_mentee)
    )
    return {
        person_id: frozenset([Role.MENTOR] * is_mentor + [Role.MENTEE] * is_mentee)
        for person_id, is_mentor, is_mentee in await tx.execute(query)
    }


async def set_roles(tx: Tx, person_id: str, roles: Iterable[Role]) -> None:
    """Writes what a person takes part as."""
    chosen = frozenset(roles)
    values = {"is_mentor": Role.MENTOR in chosen, "is_mentee": Role.MENTEE in chosen}
    await tx.execute(update(person).where(person.c.id == person_id).values(values))


async def without_password(tx: Tx, person_ids: Sequence[str]) -> set[str]:
    """Who of these has not chosen a password yet."""
    query = select(person.c.id).where(
        person.c.id.in_(person_ids), person.c.password_hash == NO_PASSWORD
    )
    return set((await tx.execute(query)).scalars())


async def set_password(tx: Tx, person_id: str, password_hash: str) -> None:
    """Writes another password hash."""
    values = {"password_hash": password_hash}
    await tx.execute(update(person).where(person.c.id == person_id).values(values))


async def set_verified(tx: Tx, person_id: str, *, now: datetime) -> None:
    """Notes that the address is theirs, once."""
    await tx.execute(
        update(person)
        .where(person.c.id == person_id, person.c.email_verified_at.is_(None))
        .values(email_verified_at=now)
    )


async def set_photo(
    tx: Tx, person_id: str, name: str | None, content: bytes, *, now: datetime
) -> None:
    """Gives a person this photo (or none) and forgets the one that nobody shows any more."""
    before = (
        await tx.execute(select(person.c.photo).where(person.c.id == person_id).with_for_update())
    ).scalar_one_or_none()
    if name is not None:
        await _keep_photo(tx, name, content, now)
    await tx.execute(update(person).where(person.c.id == person_id).values(photo=name))
    if before is not None and before != name:
        shown = exists().where(person.c.photo == before)
        await tx.execute(delete(photo).where(photo.c.name == before, ~shown))


async def photo_of(tx: Tx, person_id: str) -> tuple[str, bytes] | None:
    """The name and content of a person's photo."""
    row = (
        await tx.execute(
            select(photo.c.name, photo.c.content)
            .join(person, person.c.photo == photo.c.name)
            .where(person.c.id == person_id)
        )
    ).first()
    return (row.name, row.content) if row else None


async def _keep_photo(tx: Tx, name: str, content: bytes, now: datetime) -> None:
    known = select(photo.c.name).where(photo.c.name == name).with_for_update()
    if (await tx.execute(known)).first() is not None:
        return
    try:
        async with tx.begin_nested():
            await tx.execute(insert(photo).values(name=name, content=content, created_at=now))
    except IntegrityError:
        return  # somebody else has just kept the same picture


def _profile(one: Person) -> dict[str, Any]:
    return {
        "name": one.name,
        "headline": one.headline,
        "languages": msgspec.json.encode([(x.tag, x.level) for x in one.languages]).decode(),
        "time_zone": one.time_zone,
        "locale": one.locale,
        "is_mentor": Role.MENTOR in one.roles,
        "is_mentee": Role.MENTEE in one.roles,
    }


def _person(row: Row[Any] | None) -> Person | None:
    return _full(row) if row else None


def _full(row: Row[Any]) -> Person:
    languages = _LANGUAGES.decode(row.languages)
    roles = {Role.MENTOR: row.is_mentor, Role.MENTEE: row.is_mentee}
    return Person(
        id=row.id,
        email=row.email,
        email_key=row.email_key,
        email_verified_at=row.email_verified_at,
        name=row.name,
        headline=row.headline,
        languages=tuple(Language(tag, level) for tag, level in languages),
        time_zone=row.time_zone,
        locale=row.locale,
        roles=frozenset(role for role, is_one in roles.items() if is_one),
        photo=row.photo,
        created_at=row.created_at,
    )
