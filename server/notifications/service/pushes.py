"""Browsers that take pushes: subscribed, written to until it arrives, forgotten at their end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, NotFound
from server.core.ids import new_id
from server.notifications.model import (
    MOST_DEVICES,
    Push,
    Subscription,
    clean_subscription,
    next_try_at,
)
from server.notifications.service.secrets import VAPID, Secrets
from server.notifications.service.telling import Pushed
from server.notifications.store import pushes as store
from server.notifications.webpush import Gone, NotNow, Pusher, Refused, VapidKey

_AT_ONCE = 16
_LIVES = timedelta(days=1)  # a phone that was off for longer shows the centre instead
_LONGEST_TITLE = 240
_LONGEST_DEVICE = 80
log = structlog.get_logger()


class Pushes:
    """Web pushes of this server."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        pusher: Pusher,
        schemes: frozenset[str] = frozenset({"https"}),
    ) -> None:
        self._database = database
        self._clock = clock
        self._pusher = pusher
        self._schemes = schemes
        self._secrets = Secrets(database, clock)

    async def public_key(self) -> str:
        """What a browser subscribes with."""
        return (await self._key()).public

    async def subscribe(
        self, person: str, endpoint: str, keys: tuple[str, str], device: str
    ) -> Subscription:
        """One more browser of somebody; its keys are p256dh and auth. Raises: Invalid, Conflict."""
        clean_subscription(endpoint, *keys, schemes=self._schemes)
        name = device.strip()[:_LONGEST_DEVICE]
        one = Subscription(new_id(), person, endpoint, *keys, name, self._clock.now())
        async with self._database.write() as tx:
            known = await store.of_person(tx, person)
            if len(known) >= MOST_DEVICES and all(known.endpoint != endpoint for known in known):
                raise Conflict(f"At most {MOST_DEVICES} devices. Remove one that you do not use.")
            await store.subscribe(tx, one)
        return one

    async def of_person(self, person: str) -> list[Subscription]:
        """The browsers of somebody, the oldest first."""
        async with self._database.read() as tx:
            return await store.of_person(tx, person)

    async def unsubscribe(self, person: str, subscription: str) -> None:
        """Raises: NotFound."""
        async with self._database.write() as tx:
            if not await store.unsubscribe(tx, subscription, person):
                raise NotFound("There is no such device.")

    async def add(self, tx: Tx, many: Sequence[Pushed]) -> None:
        """One push to each browser of each notice's person, in the caller's transaction."""
        known = await store.of_people(tx, [one.notice.person for one in many])
        await store.add(
            tx,
            [
                (Push(new_id(), browser, _payload(one), 0, _expires_at(one)), one.due_at)
                for one in many
                for browser in known.get(one.notice.person, ())
            ],
        )

    async def deliver(self) -> int:
        """Sends everything that is due; returns how many arrived."""
        arrived = 0
        while True:
            async with self._database.read() as tx:
                if not await store.is_any_due(tx, self._clock.now()):
                    return arrived
            lease = new_id()
            async with self._database.write() as tx:
                batch = await store.claim(tx, lease, now=self._clock.now(), at_most=_AT_ONCE)
            if not batch:
                return arrived
            key = await self._key()
            async with asyncio.TaskGroup() as tasks:
                sending = [tasks.create_task(self._send(one, lease, key)) for one in batch]
            arrived += sum(task.result() for task in sending)

    async def _send(self, push: Push, lease: str, key: VapidKey) -> bool:
        now = self._clock.now()
        if push.expires_at < now:
            await self._finish(push, lease)
            return False
        try:
            await self._pusher.push(push, key, now)
        except Gone as gone:
            log.info("push.subscription_ended", subscription=push.subscription.id, why=str(gone))
            async with self._database.write() as tx:
                await store.unsubscribe(tx, push.subscription.id)
            return False
        except Refused as refused:
            log.warning("push.refused", push=push.id, complaint=str(refused))
            await self._finish(push, lease)
            return False
        except NotNow as later:
            await self._try_again(push, lease, later)
            return False
        except Exception as error:
            # One that cannot even be written must not hold up the others.
            log.exception("push.failed", push=push.id)
            await self._try_again(push, lease, NotNow(type(error).__name__))
            return False
        await self._finish(push, lease)
        return True

    async def _finish(self, push: Push, lease: str) -> None:
        async with self._database.write() as tx:
            await store.finish(tx, push.id, lease)

    async def _try_again(self, push: Push, lease: str, later: NotNow) -> None:
        now = self._clock.now()
        due_at = next_try_at(push.attempts, now)
        if due_at is not None:
            due_at = max(due_at, now + timedelta(seconds=min(later.wait_s, _LIVES.total_seconds())))
        if due_at is None or due_at > push.expires_at:
            log.warning("push.dropped", push=push.id, complaint=str(later))
            await self._finish(push, lease)
            return
        async with self._database.write() as tx:
            await store.put_back(tx, push.id, lease, due_at)

    async def _key(self) -> VapidKey:
        return VapidKey.load(await self._secrets.get(VAPID))


def _payload(one: Pushed) -> str:
    notice = one.notice
    told = {"id": notice.id, "title": one.title[:_LONGEST_TITLE], "path": notice.path}
    return msgspec.json.encode(told).decode()


def _expires_at(one: Pushed) -> datetime:
    latest = one.due_at + _LIVES
    return max(one.due_at, min(latest, one.happens_at or latest))
