"""Becoming and staying the holder of an account: sign-up, proofs by mail, passwords."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.accounts.model import (
    PROOF_LIFETIME,
    EmailTaken,
    LinkExpired,
    Person,
    ProfileChange,
    Purpose,
    Role,
    SignUpClosed,
)
from server.accounts.passwords import Passwords
from server.accounts.service.sign_ins import Granted, SignIns
from server.accounts.store import people, proofs
from server.accounts.store.proofs import Proof
from server.accounts.strength import check_password
from server.core.caller import Caller
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Invalid, NotFound
from server.core.findings import Findings
from server.core.ids import digest, new_id, new_secret
from server.core.settings import Settings
from server.notifications.model import Address, Kind
from server.notifications.service import About, Notifications


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says about themselves when they sign up."""

    email: str
    password: str = field(repr=False)
    name: str
    roles: frozenset[Role]
    time_zone: str
    locale: str = "en"


class Registration:
    """Accounts from their first form on. Methods that sign devices out return their ids."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        passwords: Passwords,
        sign_ins: SignIns,
        notifications: Notifications,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._sign_ins = sign_ins
        self._notifications = notifications

    async def sign_up(self, newcomer: Newcomer, *, device: str) -> tuple[Person, Granted]:
        """Makes an account and signs its device in. Raises: Invalid, EmailTaken, SignUpClosed."""
        if self._settings.sign_up == "closed":
            raise SignUpClosed
        person = self._checked(newcomer)
        async with self._database.read() as tx:
            if await people.by_email(tx, person.email_key):
                raise EmailTaken(fields={"email": EmailTaken.title + "."})
        hashed = await self._passwords.hash(newcomer.password)
        granted = await self._sign_ins.prepare(person.id)
        async with self._database.write() as tx:
            await self._add(tx, person, hashed)
            await self._sign_ins.begin(tx, person.id, granted, device=device)
            await self._send_proof(tx, person, Purpose.VERIFY)
        return person, granted

    async def seed(self, newcomer: Newcomer, *, change: ProfileChange | None = None) -> Person:
        """An account with a confirmed address and a filled profile, without any letter."""
        person = self._checked(newcomer)
        if change is not None:
            person = change.checked().onto(person)
        hashed = await self._passwords.hash(newcomer.password)
        async with self._database.write() as tx:
            await self._add(tx, person, hashed)
            await people.set_verified(tx, person.id, now=self._clock.now())
            added = await people.get(tx, person.id)
        if added is None:
            raise NotFound
        return added

    async def verify(self, token: str) -> None:
        """Confirms an address; the same link once more changes nothing. Raises: LinkExpired."""
        now = self._clock.now()
        async with self._database.write() as tx:
            known = await proofs.get(tx, digest(token), Purpose.VERIFY)
            if known is None or known.expires_at <= now:
                raise LinkExpired
            if known.used_at is None:
                await proofs.use(tx, digest(token), now=now)
                await people.set_verified(tx, known.person_id, now=now)

    async def send_verification(self, caller: Caller) -> None:
        """Mails another link, unless the address is confirmed already."""
        async with self._database.write() as tx:
            person = await people.get(tx, caller.person)
            if person is not None and not person.is_email_verified:
                await self._send_proof(tx, person, Purpose.VERIFY)

    async def ask_reset(self, email: str) -> None:
        """Mails a link to choose a new password, if there is such an account; never tells."""
        address = Address.parse(email)
        async with self._database.write() as tx:
            person = await people.by_email(tx, address.key)
            if person is not None:
                await self._send_proof(tx, person, Purpose.RESET)

    async def reset(self, token: str, password: str, *, device: str) -> list[str]:
        """Sets a password, the first one too, by a mailed link.

        Raises: LinkExpired, Invalid (the link stays good).
        """
        async with self._database.read() as tx:
            known = await self._password_proof(tx, token)
            person = await people.get(tx, known.person_id) if known else None
        if (
            known is None
            or person is None
            or known.used_at
            or known.expires_at <= self._clock.now()
        ):
            raise LinkExpired
        self._check_password(password, person, field="password")
        hashed = await self._passwords.hash(password)
        now = self._clock.now()
        async with self._database.write() as tx:
            if not await proofs.use(tx, digest(token), now=now):
                raise LinkExpired
            # Whoever opened the link reads the mailbox.
            await people.set_verified(tx, person.id, now=now)
            return await self._set_password(tx, person, hashed, but=None, device=device)

    def invitee(self, email: str, profile: ProfileChange) -> Person:
        """The account that others make for somebody; it is not kept yet.

        Raises: Invalid with every bad field.
        """
        findings = Findings()
        address = findings.take(lambda: Address.parse(email))
        checked = findings.take(profile.checked)
        findings.settle()
        return self._new_person(address or Address("", "", ""), checked or profile)

    async def invite(self, tx: Tx, invitees: Sequence[Person]) -> dict[str, Person]:
        """Who holds the invitees' addresses, by `email_key`, each address given once.

        Those without an account get the one they were made, without a password; an account that
        is there stays as it is. The new ones are those that come back with their invitee's id.
        """
        keys = [one.email_key for one in invitees]
        known = await people.by_emails(tx, keys)
        fresh = [one for one in invitees if one.email_key not in known]
        if not await people.add_many(tx, fresh):
            for one in fresh:  # somebody has signed up this very moment
                await people.add(tx, one, password_hash=people.NO_PASSWORD)
        return await people.by_emails(tx, keys)

    async def first_links(self, tx: Tx, person_ids: Sequence[str]) -> dict[str, str]:
        """Links, by person, with which those without a password choose their first one."""
        now, links = self._clock.now(), dict[str, str]()
        expires_at = now + PROOF_LIFETIME[Purpose.INVITE]
        for person_id in sorted(await people.without_password(tx, person_ids)):
            token = new_secret()
            await proofs.add(tx, digest(token), person_id, Purpose.INVITE, expires_at=expires_at)
            links[person_id] = self._link(Purpose.INVITE, token)
        return links

    async def change_password(
        self, caller: Caller, current: str, new: str, *, device: str
    ) -> list[str]:
        """Changes the password and signs every other device out. Raises: Invalid."""
        async with self._database.read() as tx:
            person = await people.get(tx, caller.person)
            known = await people.password_of(tx, caller.person)
        if person is None or not await self._passwords.is_right(known, current):
            sentence = "This is not your current password."
            raise Invalid(sentence, fields={"current": sentence})
        self._check_password(new, person, field="new")
        hashed = await self._passwords.hash(new)
        async with self._database.write() as tx:
            return await self._set_password(tx, person, hashed, but=caller.sign_in, device=device)

    async def sweep(self) -> None:
        """Forgets proofs nobody can use any more."""
        async with self._database.write() as tx:
            await proofs.sweep(tx, expired_before=self._clock.now())

    def _checked(self, newcomer: Newcomer) -> Person:
        """The person to be. Raises: Invalid with every bad field at once."""
        problems: dict[str, str] = {}
        address = Address("", "", "")
        profile = ProfileChange(
            name=newcomer.name,
            roles=newcomer.roles,
            time_zone=newcomer.time_zone,
            locale=newcomer.locale,
        )
        try:
            address = Address.parse(newcomer.email)
        except Invalid as refusal:
            problems |= refusal.fields
        try:
            profile = profile.checked()
        except Invalid as refusal:
            problems |= refusal.fields
        try:
            personal = (newcomer.email, newcomer.name)
            check_password(newcomer.password, field="password", personal=personal)
        except Invalid as refusal:
            problems |= refusal.fields
        if problems:
            raise Invalid(next(iter(problems.values())), fields=problems)
        return self._new_person(address, profile)

    def _new_person(self, address: Address, profile: ProfileChange) -> Person:
        blank = Person(
            id=new_id(),
            email=address.text,
            email_key=address.key,
            email_verified_at=None,
            name="",
            headline="",
            languages=(),
            time_zone="UTC",
            locale="en",
            roles=frozenset(),
            photo=None,
            created_at=self._clock.now(),
        )
        return profile.onto(blank)

    async def _add(self, tx: Tx, person: Person, hashed: str) -> None:
        if not await people.add(tx, person, password_hash=hashed):
            raise EmailTaken(fields={"email": EmailTaken.title + "."})

    def _check_password(self, password: str, person: Person, *, field: str) -> None:
        check_password(password, field=field, personal=(person.email, person.name))

    async def _set_password(
        self, tx: Tx, person: Person, hashed: str, *, but: str | None, device: str
    ) -> list[str]:
        is_first = await people.password_of(tx, person.id) is None
        await people.set_password(tx, person.id, hashed)
        for purpose in (Purpose.RESET, Purpose.INVITE):
            await proofs.use_up(tx, person.id, purpose, now=self._clock.now())
        if is_first:
            return []  # nothing of theirs has changed, and nobody was signed in
        about = About("/forgot", {"event": "password_changed", "device": device})
        await self._notifications.tell(tx, Kind.SECURITY_ALERT, person.receiver, about)
        return await self._sign_ins.end_of_person(tx, person.id, but=but)

    async def _send_proof(self, tx: Tx, person: Person, purpose: Purpose) -> None:
        token = new_secret()
        expires_at = self._clock.now() + PROOF_LIFETIME[purpose]
        await proofs.add(tx, digest(token), person.id, purpose, expires_at=expires_at)
        is_verify = purpose is Purpose.VERIFY
        await self._notifications.enqueue(
            tx,
            Kind.CONFIRM_EMAIL if is_verify else Kind.RESET_PASSWORD,
            to=person.email,
            locale=person.locale,
            name=person.name,
            link=self._link(purpose, token),
        )

    async def _password_proof(self, tx: Tx, token: str) -> Proof | None:
        for purpose in (Purpose.RESET, Purpose.INVITE):
            if known := await proofs.get(tx, digest(token), purpose):
                return known
        return None

    def _link(self, purpose: Purpose, token: str) -> str:
        return f"{self._settings.effective_public_url}/{purpose.value}?token={token}"
