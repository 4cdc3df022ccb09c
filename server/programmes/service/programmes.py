"""Programmes: opened by operators, looked after by coordinators, asked about by other domains."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from server.accounts.model import PersonCard, Role
from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.ids import new_id
from server.core.redis.changes import Changes
from server.programmes.model import (
    MOST_COORDINATORS,
    OPEN_STATES,
    Author,
    LastCoordinator,
    MembersChanged,
    Membership,
    Programme,
    ProgrammeChange,
    Rules,
    Standing,
    State,
    WeightsVersion,
    Why,
    clean_description,
    clean_name,
    moves,
    require_move,
    require_role,
)
from server.programmes.service import lines
from server.programmes.service.views import Desk, Headcount, Mine, Overview
from server.programmes.store import members, programmes, weights

MOST_LISTED = 500
MOST_UNDER_WAY = 10_000
OPEN_NAME = "Open to everyone"
OPEN_DESCRIPTION = """\
Everybody on this server who mentors or looks for a mentor. Ask whom you like; \
they say yes or no."""
GONE = "There is no such programme."
_EVER_IN = (Standing.JOINED, Standing.LEFT, Standing.REMOVED)


class Programmes:
    """Use cases on programmes. Who takes part is `Enrolment`'s, files of people are `Imports`'."""

    def __init__(
        self, *, clock: Clock, database: Database, accounts: Accounts, changes: Changes
    ) -> None:
        self._clock = clock
        self._changes = changes
        self._database = database
        self._accounts = accounts

    async def rules(self, tx: Tx, programme_id: str) -> Rules:
        """What requests and mentorships go by. Raises: NotFound."""
        return _there(await programmes.find(tx, programme_id)).rules

    async def require_member(
        self, tx: Tx, programme_id: str, person_id: str, role: Role
    ) -> Programme:
        """The programme, for who is in it so. Raises: NotFound for strangers, NotForYou."""
        programme = await programmes.find(tx, programme_id)
        require_role(await self._roles(tx, programme, person_id), role)
        return _there(programme)

    async def require_coordinator(self, person_id: str, programme_id: str) -> Programme:
        """The programme, for whoever looks after it. Raises: NotFound for anybody else."""
        async with self._database.read() as tx:
            return await self.coordinated(tx, person_id, programme_id)

    async def coordinated(
        self, tx: Tx, person_id: str, programme_id: str, *, is_to_change: bool = False
    ) -> Programme:
        """The same in the caller's transaction; locked if it is to change. Raises: NotFound."""
        found = await programmes.find(tx, programme_id, is_to_change=is_to_change)
        if found is None or not await self._looks_after(tx, found, person_id):
            raise NotFound(GONE)
        return found

    async def programme(self, programme_id: str) -> Programme:
        """For our own domains, whoever asks. Raises: NotFound."""
        async with self._database.read() as tx:
            return _there(await programmes.find(tx, programme_id))

    async def members(
        self, programme_id: str, after: str = "", limit: int = 500
    ) -> list[Membership]:
        """Who takes part, in the order of their ids, from behind `after`. Raises: NotFound."""
        programme = await self.programme(programme_id)
        if programme.is_open:
            people = await self._accounts.page(after, limit=limit)
            return [_implicit(programme, one.id, one.roles) for one in people]
        async with self._database.read() as tx:
            return await members.page(tx, programme_id, after, limit=limit)

    async def ever_in(self, programme_id: str) -> list[Membership]:
        """Who takes part, and who did and has gone. Raises: NotFound.

        Whoever has given up the role, or the account, is not in the open programme any more.
        """
        programme = await self.programme(programme_id)
        async with self._database.read() as tx:
            if programme.is_open:
                roles = await self._accounts.every_role(tx)
                return [_implicit(programme, one, of) for one, of in roles.items()]
            found = await members.every(tx, programme_id, _EVER_IN, None)
        return [one for one in found if one.joined_at is not None]

    async def reporting_lines(self, programme_id: str) -> set[tuple[str, str]]:
        """Who reports to whom, directly or through others: pairs (below, above)."""
        async with self._database.read() as tx:
            return await lines.every(tx, self._accounts, programme_id)

    async def line_of(self, tx: Tx, programme_id: str, person: str) -> set[str]:
        """Whom somebody reports to and who reports to them, directly or through others."""
        return await lines.around(tx, self._accounts, programme_id, person)

    async def of_person(self, person_id: str) -> list[tuple[Programme, frozenset[Role]]]:
        """What somebody takes part in and as what, newest first, the open one last."""
        found = await self._memberships(person_id, (Standing.JOINED,))
        return [(programme, one.roles) for programme, one in found]

    async def under_way(self) -> list[Programme]:
        """All that people take part in now, the open one too; for our own domains."""
        async with self._database.read() as tx:
            found = await programmes.every(tx, limit=MOST_UNDER_WAY)
        return [one for one in found if one.state in OPEN_STATES]

    async def open_programme(self) -> Programme:
        """The one that everybody belongs to; made when it is asked for first."""
        async with self._database.read() as tx:
            found = await programmes.find_open(tx)
        if found is None:
            async with self._database.write() as tx:
                await programmes.add(tx, self._new(OPEN_NAME, OPEN_DESCRIPTION, is_open=True))
                found = await programmes.find_open(tx)
        return _there(found)

    async def put(self, tx: Tx, before: Programme, after: Programme, why: Why) -> None:
        """Writes a programme that is locked; other weights are a version of their own."""
        await programmes.put(tx, after)
        if after.settings.weights != before.settings.weights:
            number = (await weights.of_programme(tx, before))[0].number + 1
            now, shares = self._clock.now(), after.settings.weights
            one = WeightsVersion(after.id, number, shares, now, why)
            await weights.add(tx, one, before)

    async def looked_after_by(self, tx: Tx, programme_id: str) -> list[str]:
        """Its coordinators, for letters of our own domains."""
        return await programmes.coordinators(tx, programme_id)

    async def changes(self) -> AsyncIterator[MembersChanged]:
        """Who takes part in what from now on, and what has other rules, here and on other nodes.

        Hints, as all news are: whoever keeps an index also looks into the database at times.
        """
        async for name in self._changes.read():
            programme, _, person = name.partition(":")
            yield MembersChanged(programme, person or None)

    async def tell(self, programme_id: str, person: str | None = None) -> None:
        """Makes a change news, once it is committed."""
        await self._changes.tell(f"{programme_id}:{person or ''}")

    async def overview(self, person_id: str) -> Overview:
        """Everything that has to do with somebody."""
        person = await self._accounts.person(person_id)
        is_operator = self._accounts.is_operator(person)
        standings = (Standing.JOINED, Standing.INVITED)
        mine = await self._memberships(person_id, standings)
        async with self._database.read() as tx:
            looked_after = await programmes.of_coordinator(tx, person_id, limit=MOST_LISTED)
            others = await programmes.every(tx, limit=MOST_LISTED) if is_operator else []
        theirs = {one.id for one in looked_after}
        looked_after += [one for one in others if one.is_open and one.id not in theirs]
        return Overview(
            mine=tuple(mine),
            looked_after=tuple(looked_after),
            others=tuple(one for one in others if not one.is_open and one.id not in theirs),
            is_operator=is_operator,
        )

    async def open(self, operator: str, name: str, description: str = "") -> Programme:
        """A new draft, which its maker looks after. Raises: Forbidden, Invalid."""
        if not self._accounts.is_operator(await self._accounts.person(operator)):
            raise Forbidden("Ask whoever runs this server (ITHACA_OPERATORS) to open a programme.")
        made = self._new(clean_name(name), clean_description(description))
        async with self._database.write() as tx:
            await programmes.add(tx, made)
            await programmes.appoint(tx, made.id, [operator], self._clock.now())
        return made

    async def seen(self, person_id: str, programme_id: str) -> Mine:
        """A programme for somebody whom it concerns. Raises: NotFound."""
        async with self._database.read() as tx:
            found = await programmes.find(tx, programme_id)
            one = _there(found)
            looks_after = await self._looks_after(tx, one, person_id)
            membership = await self.membership(tx, one, person_id)
            theirs = await programmes.coordinators(tx, one.id)
        if not looks_after and (membership is None or one.is_draft):
            raise NotFound(GONE)
        cards = await self._accounts.people(theirs)
        return Mine(one, membership, looks_after, tuple(cards[p] for p in theirs if p in cards))

    async def desk(self, coordinator: str, programme_id: str) -> Desk:
        """A programme with all that its coordinators decide by. Raises: NotFound."""
        async with self._database.read() as tx:
            found = await self.coordinated(tx, coordinator, programme_id)
            return await self._desk(tx, found)

    async def change(self, coordinator: str, programme_id: str, change: ProgrammeChange) -> Desk:
        """Raises: NotFound, Invalid with every bad field."""
        async with self._database.write() as tx:
            found = await self.coordinated(tx, coordinator, programme_id, is_to_change=True)
            made = change.onto(found)
            await self.put(tx, found, made, Why(Author.COORDINATOR, coordinator))
            desk = await self._desk(tx, made)
        await self.tell(programme_id)
        return desk

    async def move(self, coordinator: str, programme_id: str, to: State) -> Desk:
        """A step on or back. Raises: NotFound, ProgrammeFixed, WrongState."""
        async with self._database.write() as tx:
            found = await self.coordinated(tx, coordinator, programme_id, is_to_change=True)
            require_move(found, to, has_joined=await self._has_joined(tx, found))
            made = replace(found, state=to)
            await programmes.put(tx, made)
            desk = await self._desk(tx, made)
        await self.tell(programme_id)
        return desk

    async def coordinators(self, person_id: str, programme_id: str) -> list[PersonCard]:
        """For coordinators, and for operators, who may appoint some. Raises: NotFound."""
        async with self._database.read() as tx:
            await self._appointing(tx, person_id, programme_id)
            theirs = await programmes.coordinators(tx, programme_id)
        cards = await self._accounts.people(theirs)
        return [cards[one] for one in theirs if one in cards]

    async def appoint(self, person_id: str, programme_id: str, email: str) -> None:
        """Let somebody with an account look after it, too. Raises: NotFound, Invalid, Conflict."""
        found = await self._accounts.find_by_email(email)
        async with self._database.write() as tx:
            programme = await self._appointing(tx, person_id, programme_id, is_to_change=True)
            if found is None:
                sentence = "Nobody has an account with this address yet."
                raise Invalid(sentence, fields={"email": sentence})
            theirs = await programmes.coordinators(tx, programme.id)
            if len(theirs) >= MOST_COORDINATORS:
                raise Conflict(f"At most {MOST_COORDINATORS} coordinators.")
            if found.id not in theirs:
                await programmes.appoint(tx, programme.id, [found.id], self._clock.now())

    async def dismiss(self, person_id: str, programme_id: str, other: str) -> None:
        """Somebody, oneself too, looks after it no longer. Raises: NotFound, LastCoordinator."""
        async with self._database.write() as tx:
            programme = await self._appointing(tx, person_id, programme_id, is_to_change=True)
            theirs = await programmes.coordinators(tx, programme.id)
            if other not in theirs:
                raise NotFound("This person is no coordinator of the programme.")
            if len(theirs) == 1 and not programme.is_open:
                raise LastCoordinator("Appoint somebody else first.")
            await programmes.dismiss(tx, programme.id, other)

    async def _appointing(
        self, tx: Tx, person_id: str, programme_id: str, *, is_to_change: bool = False
    ) -> Programme:
        found = await programmes.find(tx, programme_id, is_to_change=is_to_change)
        if found is None or not (
            await programmes.is_coordinator(tx, programme_id, person_id)
            or await self._is_operator(person_id)
        ):
            raise NotFound(GONE)
        return found

    async def _looks_after(self, tx: Tx, programme: Programme, person_id: str) -> bool:
        """Operators look after the open programme, which nobody else may ever have made."""
        if await programmes.is_coordinator(tx, programme.id, person_id):
            return True
        return programme.is_open and await self._is_operator(person_id)

    async def _is_operator(self, person_id: str) -> bool:
        people = await self._accounts.several([person_id])
        return person_id in people and self._accounts.is_operator(people[person_id])

    async def _roles(
        self, tx: Tx, programme: Programme | None, person_id: str
    ) -> frozenset[Role] | None:
        if programme is None or programme.is_draft:
            return None
        membership = await self.membership(tx, programme, person_id)
        return membership.roles if membership is not None and membership.is_in else None

    async def membership(self, tx: Tx, programme: Programme, person_id: str) -> Membership | None:
        """Where somebody stands who takes part or is asked to."""
        if programme.is_open:
            roles = await self._accounts.roles_of(tx, person_id)
            answers = await members.get(tx, programme.id, person_id)
            one = _implicit(programme, person_id, roles) if roles else None
            return replace(one, answers=answers.answers) if one and answers else one
        found = await members.get(tx, programme.id, person_id)
        is_current = found is not None and found.standing in {Standing.JOINED, Standing.INVITED}
        return found if is_current else None

    async def _memberships(
        self, person_id: str, standings: tuple[Standing, ...]
    ) -> list[tuple[Programme, Membership]]:
        everybodys = await self.open_programme()
        async with self._database.read() as tx:
            theirs = await members.of_person(tx, person_id, standings)
            known = await programmes.several(tx, [one.programme for one in theirs])
            implicit = await self.membership(tx, everybodys, person_id)
        found = [
            (known[one.programme], one)
            for one in theirs
            if not (known[one.programme].is_draft or known[one.programme].is_open)
        ]
        return found + ([(everybodys, implicit)] if implicit else [])

    async def _desk(self, tx: Tx, programme: Programme) -> Desk:
        has_joined = await self._has_joined(tx, programme)
        headcount = await self._headcount(tx, programme)
        return Desk(programme, headcount, moves(programme, has_joined=has_joined))

    async def _headcount(self, tx: Tx, programme: Programme) -> Headcount:
        if programme.is_open:
            roles = await self._accounts.count_roles(tx)
            counted = {(Standing.JOINED, role): number for role, number in roles.items()}
        else:
            counted = await members.count(tx, programme.id)
        joined = {
            roles: number
            for (standing, roles), number in counted.items()
            if standing is Standing.JOINED
        }
        return Headcount(
            mentors=sum(n for roles, n in joined.items() if Role.MENTOR in roles),
            mentees=sum(n for roles, n in joined.items() if Role.MENTEE in roles),
            both=sum(n for roles, n in joined.items() if len(roles) == len(Role)),
            invited=sum(n for (s, _), n in counted.items() if s is Standing.INVITED),
        )

    async def _has_joined(self, tx: Tx, programme: Programme) -> bool:
        return bool(await members.page(tx, programme.id, "", limit=1))

    def _new(self, name: str, description: str, *, is_open: bool = False) -> Programme:
        return Programme(
            id=new_id(),
            name=name,
            description=description,
            state=State.RUNNING if is_open else State.DRAFT,
            is_open=is_open,
            created_at=self._clock.now(),
        )


def _implicit(programme: Programme, person: str, roles: frozenset[Role]) -> Membership:
    return Membership(programme.id, person, roles, Standing.JOINED)


def _there(found: Programme | None) -> Programme:
    if found is None:
        raise NotFound(GONE)
    return found
