"""Browsers that take pushes, and pushes on their way; refuses to hand one to two senders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.core.db import Tx, UtcDateTime, batches, free_rows, is_any_free, metadata
from server.core.ids import digest
from server.notifications.model import LEASE, Push, Subscription

subscription = sa.Table(
    "push_subscription",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "person_id",
        sa.String(26),
        sa.ForeignKey("person.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("endpoint", sa.Text, nullable=False),
    sa.Column("endpoint_digest", sa.String(64), nullable=False, unique=True),
    sa.Column("p256dh", sa.String(100), nullable=False),
    sa.Column("auth", sa.String(40), nullable=False),
    sa.Column("device", sa.String(80), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)
push = sa.Table(
    "push",
    metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column(
        "subscription_id",
        sa.String(26),
        sa.ForeignKey("push_subscription.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    sa.Column("leased_by", sa.String(26)),
    sa.Column("leased_until", UtcDateTime),
)


async def subscribe(tx: Tx, one: Subscription) -> None:
    """One browser is one row: whoever used it before no longer gets anything there."""
    key = digest(one.endpoint)
    await tx.execute(subscription.delete().where(subscription.c.endpoint_digest == key))
    await tx.execute(
        subscription.insert().values(
            id=one.id,
            person_id=one.person,
            endpoint=one.endpoint,
            endpoint_digest=key,
            p256dh=one.p256dh,
            auth=one.auth,
            device=one.device,
            created_at=one.created_at,
        )
    )


async def of_person(tx: Tx, person: str) -> list[Subscription]:
    """The browsers of somebody, the oldest first."""
    return (await of_people(tx, [person])).get(person, [])


async def of_people(tx: Tx, people: Iterable[str]) -> dict[str, list[Subscription]]:
    """The browsers of each of these who has one, the oldest first."""
    found = defaultdict[str, list[Subscription]](list)
    for some in batches(people):
        query = sa.select(subscription).where(subscription.c.person_id.in_(some))
        for row in await tx.execute(query.order_by(subscription.c.id)):
            found[row.person_id].append(_subscription(row))
    return found


async def unsubscribe(tx: Tx, subscription_id: str, person: str | None = None) -> bool:
    """Whether it was there (and theirs); what was on its way to it goes with it."""
    gone = subscription.delete().where(subscription.c.id == subscription_id)
    if person is not None:
        gone = gone.where(subscription.c.person_id == person)
    return (await tx.execute(gone)).rowcount == 1


async def add(tx: Tx, many: Iterable[tuple[Push, datetime]]) -> None:
    """On their way, each from its moment on."""
    rows = [
        {
            "id": one.id,
            "subscription_id": one.subscription.id,
            "payload": one.payload,
            "attempts": 0,
            "due_at": due_at,
            "expires_at": one.expires_at,
        }
        for one, due_at in many
    ]
    if rows:
        await tx.execute(push.insert(), rows)


async def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether `claim` would find any."""
    return await is_any_free(tx, push, now)


async def claim(tx: Tx, lease: str, *, now: datetime, at_most: int) -> list[Push]:
    """Takes due pushes for `lease`; each counts one more attempt, even if the sender then dies."""
    taken = await tx.execute(
        push.update()
        .where(push.c.id.in_(free_rows(push, now, at_most)))
        .values(leased_by=lease, leased_until=now + LEASE, attempts=push.c.attempts + 1)
        .returning(push.c.id)
    )
    ids = list(taken.scalars())
    if not ids:
        return []
    query = (
        sa.select(
            push.c.id.label("push_id"),
            push.c.payload,
            push.c.attempts,
            push.c.expires_at,
            subscription,
        )
        .join(subscription, push.c.subscription_id == subscription.c.id)
        .where(push.c.id.in_(ids))
        .order_by(push.c.id)
    )
    return [
        Push(row.push_id, _subscription(row), row.payload, row.attempts, row.expires_at)
        for row in await tx.execute(query)
    ]


async def finish(tx: Tx, push_id: str, lease: str) -> bool:
    """Whether the lease was still ours; nothing of it is kept."""
    own = sa.and_(push.c.id == push_id, push.c.leased_by == lease)
    return (await tx.execute(push.delete().where(own))).rowcount == 1


async def put_back(tx: Tx, push_id: str, lease: str, due_at: datetime) -> bool:
    """Whether the lease was still ours; it waits until `due_at`."""
    done = await tx.execute(
        push.update()
        .where(push.c.id == push_id, push.c.leased_by == lease)
        .values(leased_by=None, leased_until=None, due_at=due_at)
    )
    return done.rowcount == 1


def _subscription(row: sa.Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        person=row.person_id,
        endpoint=row.endpoint,
        p256dh=row.p256dh,
        auth=row.auth,
        device=row.device,
        created_at=row.created_at,
    )
