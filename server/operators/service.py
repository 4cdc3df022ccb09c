"""The operators' overview of this process and of how sessions carried; nothing of anybody.

Every number is of this process, but what is stored: with several nodes each shows its own.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from server.accounts.service import Accounts
from server.core.about import VERSION
from server.core.clock import Clock
from server.core.db import Database
from server.core.lag import Lag
from server.core.redis.link import RedisLink
from server.core.settings import Settings
from server.notifications.service import Notifications
from server.operators.model import (
    Health,
    Moment,
    NotAnOperator,
    Sample,
    State,
    WorkerRates,
    counters_of,
    rates,
    trend,
)
from server.quality.model import Summary
from server.quality.service import Quality
from server.rooms.service import Rooms
from server.signaling.service import Signaling

log = structlog.get_logger()

SAMPLE_EVERY_S = 10.0
KEPT_SAMPLES = 361
"""An hour of trends."""
CHECK_S = 3.0
CHECKED_FOR_S = 30.0
"""A page that looks every few seconds does not ask the mail server as often."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows."""

    node: str | None
    version: str
    up_s: float
    sessions: int
    people: int
    checks: int
    lag_ms: float
    workers: tuple[WorkerRates, ...]
    health: tuple[Health, ...]
    grades: dict[str, int]
    day: Summary
    week: Summary
    moments: tuple[Moment, ...]


class Operators:
    """Samples the process while it runs, and shows it to the people named in the settings."""

    def __init__(  # noqa: PLR0913 - it looks at everything
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        redis: RedisLink | None,
        lag: Lag,
        notifications: Notifications,
        accounts: Accounts,
        rooms: Rooms,
        quality: Quality,
        signaling: Signaling,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._redis = redis
        self._lag = lag
        self._notifications = notifications
        self._accounts = accounts
        self._rooms = rooms
        self._quality = quality
        self._signaling = signaling
        self._started_at = clock.now()
        self._samples: deque[Sample] = deque(maxlen=KEPT_SAMPLES)
        self._health: tuple[Health, ...] = ()
        self._checked_at_s = float("-inf")
        self._checking = asyncio.Lock()

    async def run(self) -> None:
        """Keeps the trends until cancelled."""
        while True:
            try:
                self._samples.append(await self._sample())
            except TimeoutError:
                log.warning("operators.no_sample")
            await asyncio.sleep(SAMPLE_EVERY_S)

    async def overview(self, person: str) -> Overview:
        """Everything at once. Raises: NotAnOperator, TimeoutError."""
        if not self._accounts.is_operator(await self._accounts.person(person)):
            raise NotAnOperator("Ask whoever runs this server (ITHACA_OPERATORS).")
        now, counts = await self._sample(), self._signaling.counts()
        before = self._samples[-1] if self._samples else now
        moment = self._clock.now()
        return Overview(
            node=self._settings.node_name,
            version=VERSION,
            up_s=(moment - self._started_at).total_seconds(),
            sessions=now.sessions,
            people=now.people,
            checks=counts["checks"],
            lag_ms=1000 * now.lag_s,
            workers=rates(before, now),
            health=await self._checked(),
            grades=self._quality.grades(),
            day=await self._quality.summary(moment - DAY),
            week=await self._quality.summary(moment - WEEK),
            moments=trend(self._samples),
        )

    async def _sample(self) -> Sample:
        workers = await self._rooms.sfu.worker_stats()
        counts = self._signaling.counts()
        return Sample(
            at_s=self._clock.monotonic(),
            sessions=counts["rooms"],
            people=counts["peers"],
            lag_s=self._lag.worst_s,
            workers=tuple(counters_of(one) for one in workers),
        )

    async def _checked(self) -> tuple[Health, ...]:
        async with self._checking:
            now_s = self._clock.monotonic()
            if now_s - self._checked_at_s >= CHECKED_FOR_S:
                self._health, self._checked_at_s = await self._look(), now_s
            return self._health

    async def _look(self) -> tuple[Health, ...]:
        redis = self._redis.is_up() if self._redis else None
        mail = self._notifications.mail_answers() if self._settings.smtp_url else None
        relays = self._rooms.relay_answers()
        states = await asyncio.gather(
            *(_state(check) for check in (self._database.is_up(), redis, mail, *relays.values()))
        )
        database, told_redis, told_mail, *told_relays = states
        return (
            Health("database", "", database),
            Health("redis", "", told_redis),
            Health("mail", "", told_mail),
            *(Health("relay", way, state) for way, state in zip(relays, told_relays, strict=True)),
        )


async def _state(check: Awaitable[bool] | None) -> State:
    if check is None:
        return "off"
    try:
        async with asyncio.timeout(CHECK_S):
            return "up" if await check else "down"
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it does not work
        return "down"
