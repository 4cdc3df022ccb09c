"""Who is signed in where, by rotating tokens; refuses a refresh token's second use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from server.accounts.model import (
    SIGN_IN_IDLE,
    SIGN_IN_LIFETIME,
    Person,
    SignedOut,
    SignIn,
    Use,
    WrongCredentials,
    may_end,
    use_of,
)
from server.accounts.passwords import Passwords
from server.accounts.service.signatures import Signatures
from server.accounts.store import people
from server.accounts.store import sign_ins as store
from server.core.caller import Caller
from server.core.clock import Clock
from server.core.db import Database, Tx, after_commit
from server.core.errors import Invalid, NotFound
from server.core.ids import digest, new_id, new_secret
from server.notifications.model import Address, Kind
from server.notifications.service import About, Notifications

AUDIENCE = "access"
ACCESS_LIFETIME = timedelta(minutes=10)
_TRUSTED_S = 5.0  # how long a sign-in ended on another node may still be believed here
_MOST_TRUSTED = 20_000
_FORGET_USED = timedelta(days=14)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Granted:
    """What a device is given to stay signed in."""

    sign_in: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """New tokens, or none and the sign-ins that were ended because an old one came back."""

    granted: Granted | None
    ended: tuple[str, ...] = ()


class SignIns:
    """Signed-in devices. Methods that end some return their ids, for whoever holds sockets."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        passwords: Passwords,
        signatures: Signatures,
        notifications: Notifications,
        public_url: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._signatures = signatures
        self._notifications = notifications
        self._public_url = public_url
        self._trusted: dict[str, float] = {}

    async def sign_in(self, email: str, password: str, *, device: str) -> tuple[Person, Granted]:
        """Signs a device in. Raises: WrongCredentials, as slowly for an unknown address."""
        person, known = await self._find(email)
        if not await self._passwords.is_right(known, password) or person is None or known is None:
            raise WrongCredentials
        fresh = await self._passwords.hash(password) if self._passwords.is_outdated(known) else None
        granted = await self.prepare(person.id)
        async with self._database.write() as tx:
            # The password may have been changed while the old one was being checked.
            if await people.password_of(tx, person.id) != known:
                raise WrongCredentials
            if fresh is not None:
                await people.set_password(tx, person.id, fresh)
            await self.begin(tx, person.id, granted, device=device)
        return person, granted

    async def prepare(self, person_id: str) -> Granted:
        """Tokens for a sign-in that `begin` then makes true."""
        sign_in_id = new_id()
        access = await self._access(person_id, sign_in_id)
        return Granted(sign_in_id, access, new_secret())

    async def begin(self, tx: Tx, person_id: str, granted: Granted, *, device: str) -> None:
        """Signs a device in as part of the caller's transaction."""
        now = self._clock.now()
        one = SignIn(
            id=granted.sign_in,
            person_id=person_id,
            device=device,
            created_at=now,
            last_seen_at=now,
            ended_at=None,
        )
        await store.add(tx, one)
        await store.give_token(tx, digest(granted.refresh), one.id, now=now)

    async def refresh(self, token: str, *, device: str) -> Refreshed:
        """New tokens for a refresh token. Raises: SignedOut, for one that is unknown or over."""
        now, fresh = self._clock.now(), new_secret()
        async with self._database.write() as tx:
            found = await store.token(tx, digest(token))
            one = await store.get(tx, found[0]) if found else None
            if found is None or one is None or not one.is_live(now):
                raise SignedOut
            if use_of(found[1], now) is Use.AGAIN:
                return Refreshed(None, tuple(await self._end_copied(tx, one, device)))
            await store.use_token(tx, digest(token), now=now)
            await store.give_token(tx, digest(fresh), one.id, now=now)
            await store.see(tx, one.id, now=now, device=device)
        access = await self._access(one.person_id, one.id)
        return Refreshed(Granted(one.id, access, fresh))

    async def identify(self, token: str) -> Caller:
        """Whose access token this is. Raises: Unauthenticated."""
        claims = await self._signatures.read(AUDIENCE, token)
        caller = Caller(person=str(claims["sub"]), sign_in=str(claims["sid"]))
        if self._trusted.get(caller.sign_in, 0.0) <= self._clock.monotonic():
            await self._check(caller)
        return caller

    async def of(self, caller: Caller) -> list[SignIn]:
        """The caller's signed-in devices, the one last seen first."""
        async with self._database.read() as tx:
            every = await store.of_person(tx, caller.person)
        now = self._clock.now()
        return [one for one in every if one.is_live(now)]

    async def end(self, caller: Caller, sign_in_id: str) -> list[str]:
        """Signs one of the caller's devices out. Raises: NotFound."""
        async with self._database.write() as tx:
            one = await store.get(tx, sign_in_id)
            if one is None or one.ended_at is not None or not may_end(caller.person, one):
                raise NotFound("This device is not signed in.")
            return await self._end(tx, [one.id])

    async def sign_out(self, caller: Caller | None, refresh: str | None) -> list[str]:
        """Signs this device out by whatever it still holds; does nothing when that is nothing."""
        async with self._database.write() as tx:
            found = await store.token(tx, digest(refresh)) if refresh else None
            held = {caller.sign_in} if caller else set()
            return await self._end(tx, sorted(held | ({found[0]} if found else set())))

    async def end_of_person(self, tx: Tx, person_id: str, *, but: str | None) -> list[str]:
        """Signs every device of a person out, all but one if it is named."""
        every = await store.of_person(tx, person_id)
        return await self._end(tx, [one.id for one in every if one.id != but])

    async def sweep(self) -> None:
        """Forgets sign-ins that are over and tokens used long ago."""
        now = self._clock.now()
        async with self._database.write() as tx:
            await store.sweep(
                tx,
                idle_before=now - SIGN_IN_IDLE,
                created_before=now - SIGN_IN_LIFETIME,
                used_before=now - _FORGET_USED,
            )

    async def _find(self, email: str) -> tuple[Person | None, str | None]:
        try:
            key = Address.parse(email).key
        except Invalid:
            return None, None
        async with self._database.read() as tx:
            person = await people.by_email(tx, key)
            return person, await people.password_of(tx, person.id) if person else None

    async def _access(self, person_id: str, sign_in_id: str) -> str:
        claims = {"sub": person_id, "sid": sign_in_id}
        return await self._signatures.sign(AUDIENCE, claims, ACCESS_LIFETIME)

    async def _check(self, caller: Caller) -> None:
        async with self._database.read() as tx:
            one = await store.get(tx, caller.sign_in)
        if one is None or one.person_id != caller.person or not one.is_live(self._clock.now()):
            raise SignedOut
        if len(self._trusted) >= _MOST_TRUSTED:
            self._trusted.clear()
        self._trusted[caller.sign_in] = self._clock.monotonic() + _TRUSTED_S

    async def _end(self, tx: Tx, sign_in_ids: Sequence[str]) -> list[str]:
        await store.end(tx, sign_in_ids, now=self._clock.now())
        after_commit(tx, lambda: self._distrust(sign_in_ids))
        return list(sign_in_ids)

    def _distrust(self, sign_in_ids: Sequence[str]) -> None:
        for sign_in_id in sign_in_ids:
            self._trusted.pop(sign_in_id, None)

    async def _end_copied(self, tx: Tx, one: SignIn, device: str) -> list[str]:
        log.warning("sign_in.token_used_twice", person=one.person_id, sign_in=one.id)
        if person := await people.get(tx, one.person_id):
            about = About("/security", {"event": "token_used_twice", "device": device})
            await self._notifications.tell(tx, Kind.SECURITY_ALERT, person.receiver, about)
        return await self._end(tx, [one.id])
