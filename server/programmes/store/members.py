"""Memberships and links as rows; refuses to count one use of a link twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from server.accounts.model import Role
from server.core.db import Tx, UtcDateTime, batches, metadata
from server.programmes.model import Answer, Link, Membership, Standing
from server.programmes.store.programmes import OF_PROGRAMME

member = Table(
    "programme_member",
    metadata,
    Column(
        "programme_id", String(26), ForeignKey(OF_PROGRAMME, ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "person_id",
        String(26),
        ForeignKey("person.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("is_mentor", Boolean, nullable=False),
    Column("is_mentee", Boolean, nullable=False),
    Column("standing", String(8), nullable=False),
    Column("answers", Text, nullable=False),
    Column("invited_at", UtcDateTime()),
    Column("letter_at", UtcDateTime()),
    Column("joined_at", UtcDateTime()),
    Column("left_at", UtcDateTime()),
    Column("manager_key", String(254)),
    Index("ix_programme_member_manager", "programme_id", "manager_key"),
)
link = Table(
    "programme_link",
    metadata,
    Column("id", String(26), primary_key=True),
    Column(
        "programme_id",
        String(26),
        ForeignKey(OF_PROGRAMME, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("digest", String(64), nullable=False, unique=True),
    Column("label", String(320), nullable=False),
    Column("is_mentor", Boolean, nullable=False),
    Column("is_mentee", Boolean, nullable=False),
    Column("created_at", UtcDateTime(), nullable=False),
    Column("expires_at", UtcDateTime(), nullable=False),
    Column("most_uses", Integer),
    Column("uses", Integer, nullable=False),
    Column("revoked_at", UtcDateTime()),
)


async def get(
    tx: Tx, programme_id: str, person: str, *, is_to_change: bool = False
) -> Membership | None:
    """Where a person stands with a programme."""
    query = select(member).where(
        member.c.programme_id == programme_id, member.c.person_id == person
    )
    if is_to_change:
        query = query.with_for_update()
    row = (await tx.execute(query)).first()
    return _membership(row) if row else None


async def of_person(tx: Tx, person: str, standings: Iterable[Standing]) -> list[Membership]:
    """All that a person takes part in or is asked to, the newest programme first."""
    query = (
        select(member)
        .where(member.c.person_id == person, member.c.standing.in_(list(standings)))
        .order_by(member.c.programme_id.desc())
    )
    return [_membership(row) for row in await tx.execute(query)]


async def page(tx: Tx, programme_id: str, after: str, *, limit: int) -> list[Membership]:
    """Those who have joined in the order of their ids, from behind `after`."""
    query = (
        select(member)
        .where(
            member.c.programme_id == programme_id,
            member.c.standing == Standing.JOINED.value,
            member.c.person_id > after,
        )
        .order_by(member.c.person_id)
        .limit(limit)
    )
    return [_membership(row) for row in await tx.execute(query)]


async def every(
    tx: Tx, programme_id: str, standings: Iterable[Standing], role: Role | None
) -> list[Membership]:
    """All of a programme in these standings and, if one is given, in this role."""
    query = select(member).where(
        member.c.programme_id == programme_id, member.c.standing.in_(list(standings))
    )
    if role is not None:
        query = query.where(member.c.is_mentor if role is Role.MENTOR else member.c.is_mentee)
    return [_membership(row) for row in await tx.execute(query)]


async def several(tx: Tx, programme_id: str, people: Sequence[str]) -> dict[str, Membership]:
    """Where these people stand; whoever has nothing to do with the programme is left out."""
    found: dict[str, Membership] = {}
    for some in batches(people):
        rows = await tx.execute(
            select(member).where(
                member.c.programme_id == programme_id, member.c.person_id.in_(some)
            )
        )
        found |= {row.person_id: _membership(row) for row in rows}
    return found


async def waiting_for_a_letter(
    tx: Tx, programme_id: str, before: datetime, *, limit: int
) -> list[Membership]:
    """Who was brought into a programme before a moment and has had no letter since."""
    query = (
        select(member)
        .where(
            member.c.programme_id == programme_id,
            member.c.standing.in_([Standing.INVITED.value, Standing.JOINED.value]),
            member.c.invited_at <= before,
            or_(member.c.letter_at.is_(None), member.c.letter_at < member.c.invited_at),
        )
        .order_by(member.c.person_id)
        .limit(limit)
    )
    return [_membership(row) for row in await tx.execute(query)]


async def count(tx: Tx, programme_id: str) -> dict[tuple[Standing, frozenset[Role]], int]:
    """How many there are in each standing, by roles."""
    query = (
        select(member.c.standing, member.c.is_mentor, member.c.is_mentee, func.count())
        .where(member.c.programme_id == programme_id)
        .group_by(member.c.standing, member.c.is_mentor, member.c.is_mentee)
    )
    return {
        (Standing(standing), _roles(is_mentor, is_mentee)): number
        for standing, is_mentor, is_mentee, number in await tx.execute(query)
    }


async def add(tx: Tx, memberships: Sequence[Membership]) -> None:
    """Adds people who have nothing to do with the programme yet."""
    if memberships:
        rows = [
            {"programme_id": one.programme, "person_id": one.person, **_values(one)}
            for one in memberships
        ]
        await tx.execute(insert(member), rows)


async def begin(tx: Tx, one: Membership) -> bool:
    """Whether this is somebody's first membership here; false when there is one to write onto."""
    values = {"programme_id": one.programme, "person_id": one.person, **_values(one)}
    try:
        async with tx.begin_nested():
            await tx.execute(insert(member).values(values))
    except IntegrityError:
        return False
    return True


async def put(tx: Tx, one: Membership) -> None:
    """Writes a membership that is there."""
    await tx.execute(
        update(member)
        .where(member.c.programme_id == one.programme, member.c.person_id == one.person)
        .values(**_values(one))
    )


async def set_managers(tx: Tx, programme_id: str, managers: Mapping[str, str]) -> None:
    """Writes whom these people report to, by the address."""
    if managers:
        await tx.execute(
            update(member)
            .where(member.c.programme_id == programme_id, member.c.person_id == bindparam("person"))
            .values(manager_key=bindparam("manager")),
            [{"person": person, "manager": key} for person, key in managers.items()],
        )


async def managers(tx: Tx, programme_id: str) -> dict[str, str]:
    """Whom those report to of whom it is known, by the address."""
    query = select(member.c.person_id, member.c.manager_key).where(
        member.c.programme_id == programme_id, member.c.manager_key.is_not(None)
    )
    return {row.person_id: row.manager_key for row in await tx.execute(query)}


async def manager_of(tx: Tx, programme_id: str, person: str) -> str | None:
    """The address of whom somebody reports to."""
    query = select(member.c.manager_key).where(
        member.c.programme_id == programme_id, member.c.person_id == person
    )
    found: str | None = (await tx.execute(query)).scalar()
    return found


async def reporting_to(tx: Tx, programme_id: str, manager_keys: Sequence[str]) -> list[str]:
    """Who reports to the holders of these addresses."""
    query = select(member.c.person_id).where(
        member.c.programme_id == programme_id, member.c.manager_key.in_(manager_keys)
    )
    return list((await tx.execute(query)).scalars())


async def set_letter(tx: Tx, programme_id: str, people: Sequence[str], now: datetime) -> None:
    """Notes that a letter is on its way to these people."""
    for some in batches(people):
        await tx.execute(
            update(member)
            .where(member.c.programme_id == programme_id, member.c.person_id.in_(some))
            .values(letter_at=now)
        )


async def add_link(tx: Tx, one: Link, digest: str) -> None:
    await tx.execute(
        insert(link).values(
            id=one.id,
            programme_id=one.programme,
            digest=digest,
            label=one.label,
            is_mentor=Role.MENTOR in one.roles,
            is_mentee=Role.MENTEE in one.roles,
            created_at=one.created_at,
            expires_at=one.expires_at,
            most_uses=one.most_uses,
            uses=one.uses,
        )
    )


async def links(tx: Tx, programme_id: str) -> list[Link]:
    """Links that were not withdrawn, the newest first."""
    query = (
        select(link)
        .where(link.c.programme_id == programme_id, link.c.revoked_at.is_(None))
        .order_by(link.c.id.desc())
    )
    return [_link(row) for row in await tx.execute(query)]


async def link_of(tx: Tx, digest: str) -> Link | None:
    """The link of a secret."""
    row = (await tx.execute(select(link).where(link.c.digest == digest))).first()
    return _link(row) if row else None


async def use_link(tx: Tx, link_id: str, now: datetime) -> bool:
    """Whether the link had this one use left."""
    used = await tx.execute(
        update(link)
        .where(
            link.c.id == link_id,
            link.c.revoked_at.is_(None),
            link.c.expires_at > now,
            or_(link.c.most_uses.is_(None), link.c.uses < link.c.most_uses),
        )
        .values(uses=link.c.uses + 1)
    )
    return used.rowcount == 1


async def revoke_link(tx: Tx, programme_id: str, link_id: str, now: datetime) -> bool:
    """Whether there was such a link, which lets nobody in from now on."""
    gone = await tx.execute(
        update(link)
        .where(
            link.c.id == link_id,
            link.c.programme_id == programme_id,
            link.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return gone.rowcount == 1


def _values(one: Membership) -> dict[str, Any]:
    return {
        "is_mentor": Role.MENTOR in one.roles,
        "is_mentee": Role.MENTEE in one.roles,
        "standing": one.standing.value,
        "answers": msgspec.json.encode(dict(one.answers)).decode(),
        "invited_at": one.invited_at,
        "letter_at": one.letter_at,
        "joined_at": one.joined_at,
        "left_at": one.left_at,
    }


def _membership(row: Row[Any]) -> Membership:
    answers: Mapping[str, Answer] = msgspec.json.decode(row.answers, type=dict[str, str | int])
    return Membership(
        programme=row.programme_id,
        person=row.person_id,
        roles=_roles(row.is_mentor, row.is_mentee),
        standing=Standing(row.standing),
        answers=answers,
        invited_at=row.invited_at,
        letter_at=row.letter_at,
        joined_at=row.joined_at,
        left_at=row.left_at,
    )


def _link(row: Row[Any]) -> Link:
    return Link(
        id=row.id,
        programme=row.programme_id,
        label=row.label,
        roles=_roles(row.is_mentor, row.is_mentee),
        created_at=row.created_at,
        expires_at=row.expires_at,
        most_uses=row.most_uses,
        uses=row.uses,
        revoked_at=row.revoked_at,
    )


def _roles(is_mentor: bool, is_mentee: bool) -> frozenset[Role]:
    return frozenset([Role.MENTOR] * is_mentor + [Role.MENTEE] * is_mentee)
