"""The outbox: takes letters in the transaction of their cause, sends them until they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from functools import partial

import msgspec
import structlog

from server.core.clock import Clock
from server.core.db import Database, Tx, after_commit
from server.core.errors import Invalid
from server.core.ids import new_id
from server.core.redis.changes import Changes
from server.notifications.letters import Letters, check_params
from server.notifications.mail import Carrier, Undeliverable, Unreachable
from server.notifications.model import Address, Kind, Letter, Receiver, next_try_at
from server.notifications.service.pushes import Pushes
from server.notifications.service.secrets import UNSUBSCRIBING, Secrets
from server.notifications.service.telling import About, Teller, Telling, params_of
from server.notifications.store import letters as store
from server.notifications.store import notices
from server.notifications.unsubscribing import token_of

_DIGESTS = 100  # people looked up at a time
_AT_ONCE = 8  # letters claimed and sent side by side
_KEEP_FINISHED = timedelta(days=30)
log = structlog.get_logger()


class Notifications:
    """Letters and notices to people: exactly once into the outbox, at least once out of it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        letters: Letters,
        carrier: Carrier,
        pushes: Pushes,
        changes: Changes,
    ) -> None:
        self._database = database
        self._clock = clock
        self._letters = letters
        self._carrier = carrier
        self._pushes = pushes
        self._changes = changes
        self._secrets = Secrets(database, clock)
        self._awake = asyncio.Event()
        self._desk = asyncio.Lock()  # one letter is written at a time

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
        await self._put(tx, [letter])
        return letter.id

    @property
    def sender(self) -> tuple[str, str]:
        """The name and address that every letter comes from."""
        return self._letters.sender

    async def tell(self, tx: Tx, kind: Kind | str, to: Receiver, about: About) -> str:
        """Tells somebody with an account by every way they wish; returns the notice's id.

        All of it is written with the caller's transaction, once. Raises: Invalid, for a text that
        could carry a second header.
        """
        wishes = await notices.preferences_of(tx, [to.person])
        teller = Teller(self._letters, Kind(kind), self._clock.now())
        telling = teller.telling(to, about, wishes[to.person])
        await self._write(tx, [telling])
        return telling.notice.id if telling.notice else ""

    async def tell_many(
        self, tx: Tx, kind: Kind | str, told: Sequence[tuple[Receiver, About]]
    ) -> None:
        """As `tell`, in as many statements for hundreds as for one.

        Whoever cannot be written to, for their name or address, does not keep the others waiting.
        """
        wishes = await notices.preferences_of(tx, [to.person for to, _ in told])
        teller, tellings = Teller(self._letters, Kind(kind), self._clock.now()), []
        for to, about in told:
            try:
                tellings.append(teller.telling(to, about, wishes[to.person]))
            except Invalid as refusal:
                log.warning("notice.refused", kind=kind, person=to.person, complaint=refusal.code)
        await self._write(tx, tellings)

    async def digest(self) -> int:
        """Writes the digests that are due, one a person; returns how many."""
        written = 0
        while True:
            async with self._database.read() as tx:
                waiting = await notices.waiting_for_digest(tx, self._clock.now(), limit=_DIGESTS)
            for person in waiting:
                written += await self._digest_of(person)
            if len(waiting) < _DIGESTS:
                return written

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
                await self._pushes.deliver()
            except Exception:
                log.exception("letters.delivery_failed")  # the job tries again

    async def sweep(self) -> int:
        """Forgets letters that were finished a month ago; returns how many."""
        async with self._database.write() as tx:
            return await store.sweep(tx, finished_before=self._clock.now() - _KEEP_FINISHED)

    async def _write(self, tx: Tx, tellings: Sequence[Telling]) -> None:
        rows = [(one.notice, one.digest_at, one.receiver) for one in tellings if one.notice]
        await notices.add(tx, rows)
        await self._put(tx, [one.letter for one in tellings if one.letter])
        if pushed := [one.push for one in tellings if one.push]:
            await self._pushes.add(tx, pushed)
            after_commit(tx, self._awake.set)
        for notice, _, _ in rows:
            after_commit(tx, partial(self._changes.tell_soon, notice.person))

    async def _put(self, tx: Tx, letters: Sequence[Letter]) -> None:
        if letters:
            await store.add(tx, letters)
            after_commit(tx, self._awake.set)

    async def _digest_of(self, person: str) -> bool:
        async with self._database.write() as tx:
            taken = await notices.take_for_digest(tx, person, self._clock.now())
            if not taken:
                return False
            to = taken[-1][1]
            told = [
                [one.kind, params_of(self._letters, one.kind, to, About(one.path, one.facts))]
                for one, _ in taken
            ]
            params = {
                "name": to.name,
                "items": msgspec.json.encode(told).decode(),
                "link": self._letters.at("/notices"),
            }
            teller = Teller(self._letters, Kind.DIGEST, self._clock.now())
            await self._put(tx, [teller.letter(to, params, None)])
            return True

    async def _token(self, letter: Letter) -> str | None:
        if letter.person is None:
            return None
        return token_of(await self._secrets.get(UNSUBSCRIBING), letter.person, letter.kind)

    async def _claim(self) -> tuple[str, list[Letter]] | None:
        async with self._database.read() as tx:
            if not await store.is_any_due(tx, self._clock.now()):
                return None
        lease = new_id()
        async with self._database.write() as tx:
            letters = await store.claim(tx, lease, now=self._clock.now(), at_most=_AT_ONCE)
        return (lease, letters) if letters else None

    async def _send(self, letter: Letter, lease: str) -> bool:
        try:
            await self._carrier.carry(await self._written(letter))
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

    async def _written(self, letter: Letter) -> EmailMessage:
        """Its message, made aside: whoever uses the site meanwhile must not wait for eight."""
        token = await self._token(letter)
        async with self._desk:
            return await asyncio.to_thread(self._letters.email, letter, token)

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
