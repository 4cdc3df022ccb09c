"""The outbox: takes letters in the transaction of their cause, sends them until they arrive."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from server.core.clock import Clock
from server.core.db import Database, Tx, after_commit
from server.core.ids import new_id
from server.notifications import store
from server.notifications.letters import Letters, check_params
from server.notifications.mail import Carrier, Undeliverable, Unreachable
from server.notifications.model import Address, Kind, Letter, next_try_at

_AT_ONCE = 8  # letters claimed and sent side by side
_KEEP_FINISHED = timedelta(days=30)
log = structlog.get_logger()


class Notifications:
    """Letters to people: exactly once into the outbox, at least once out of it."""

    def __init__(
        self, database: Database, clock: Clock, *, letters: Letters, carrier: Carrier
    ) -> None:
        self._database = database
        self._clock = clock
        self._letters = letters
        self._carrier = carrier
        self._awake = asyncio.Event()

    async def enqueue(
        self, tx: Tx, kind: Kind | str, *, to: str, locale: str, calendar: str = "", **params: str
    ) -> str:
        """Writes a letter with the caller's transaction and returns its id; sent once committed.

        params: exactly those `letters.PARAMS` names for the kind; calendar: an iTIP object that
        goes with it. Raises: Invalid, for an address or a text that could carry a second header.
        """
        address = Address.parse(to)
        check_params(Kind(kind), params)
        letter = Letter(
            id=new_id(),
            kind=Kind(kind),
            to=address.ascii,
            locale=locale,
            params=params,
            attempts=0,
            created_at=self._clock.now(),
            calendar=calendar,
        )
        await store.add(tx, letter)
        after_commit(tx, self._awake.set)
        return letter.id

    @property
    def sender(self) -> tuple[str, str]:
        """The name and address that every letter comes from."""
        return self._letters.sender

    async def mail_answers(self) -> bool:
        """Whether the mail server takes us in. Raises what went wrong."""
        return await self._carrier.answers()

    async def deliver(self) -> int:
        """Sends everything that is due; returns how many letters arrived."""
        arrived = 0
        while batch := await self._claim():
            lease, letters = batch
            async with asyncio.TaskGroup() as tasks:
                sending = [tasks.create_task(self._send(one, lease)) for one in letters]
            arrived += sum(task.result() for task in sending)
        return arrived

    async def deliver_when_woken(self) -> None:
        """Runs until cancelled: sends what this process has just written, at once."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            try:
                await self.deliver()
            except Exception:
                log.exception("letters.delivery_failed")  # the job tries again

    async def sweep(self) -> int:
        """Forgets letters that were finished a month ago; returns how many."""
        async with self._database.write() as tx:
            return await store.sweep(tx, finished_before=self._clock.now() - _KEEP_FINISHED)

    async def _claim(self) -> tuple[str, list[Letter]] | None:
        lease = new_id()
        async with self._database.write() as tx:
            letters = await store.claim(tx, lease, now=self._clock.now(), at_most=_AT_ONCE)
        return (lease, letters) if letters else None

    async def _send(self, letter: Letter, lease: str) -> bool:
        try:
            await self._carrier.carry(self._letters.email(letter))
        except Unreachable as error:
            await self._try_again(letter, lease, str(error))
            return False
        except Undeliverable as error:
            await self._give_up(letter, lease, str(error))
            return False
        except Exception as error:
            # A letter that cannot even be written must not hold up the others.
            log.exception("letter.failed", letter=letter.id, kind=letter.kind)
            await self._try_again(letter, lease, type(error).__name__)
            return False
        async with self._database.write() as tx:
            is_ours = await store.mark_sent(tx, letter.id, lease, now=self._clock.now())
        log.info("letter.sent", letter=letter.id, kind=letter.kind, is_ours=is_ours)
        return True

    async def _try_again(self, letter: Letter, lease: str, complaint: str) -> None:
        due_at = next_try_at(letter.attempts, self._clock.now())
        if due_at is None:
            await self._give_up(letter, lease, complaint)
            return
        async with self._database.write() as tx:
            await store.put_back(tx, letter.id, lease, due_at=due_at, complaint=complaint)
        log.warning(
            "letter.delayed", letter=letter.id, attempts=letter.attempts, complaint=complaint
        )

    async def _give_up(self, letter: Letter, lease: str, complaint: str) -> None:
        async with self._database.write() as tx:
            await store.mark_dead(tx, letter.id, lease, now=self._clock.now(), complaint=complaint)
        log.error("letter.dead", letter=letter.id, attempts=letter.attempts, complaint=complaint)
