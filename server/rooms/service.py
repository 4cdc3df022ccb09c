"""Rooms: opened by a host, entered by the people who were invited or let in.

The link to a room opens nothing by itself; whoever is no participant must be admitted by
the host, which happens in the live session and therefore in `signaling`.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from server.accounts.service import Accounts
from server.core.clock import Clock
from server.core.db import Database, Tx, after_commit
from server.core.errors import Conflict, NotFound
from server.core.ids import new_id
from server.core.settings import Settings
from server.notifications.service import About, Notifications
from server.rooms import relay_probe, store
from server.rooms.announcer import Announcer
from server.rooms.attendance import Attendance
from server.rooms.model import (
    ENTRY_LIFETIME,
    MAX_PARTICIPANTS,
    DoorView,
    IceServer,
    NotAParticipant,
    ParticipantRemoved,
    Pass,
    PassAsked,
    Protection,
    Role,
    Room,
    RoomClosed,
    RoomNews,
    RoomView,
    clean_title,
    first_protection,
    require_begun,
    require_host,
    require_open,
    require_participant,
)
from server.rooms.passes import Passes
from server.rooms.relays import check_servers, ice_servers
from server.rooms.sfu import Sfu
from server.rooms.taps import Tap

__all__ = ["Rooms", "Tap"]

MAX_LISTED = 100


class Rooms:
    """Use cases on rooms. The live media are `sfu`'s, who is present is `attendance`'s."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        settings: Settings,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        notifications: Notifications,
        passes: Passes,
        attendance: Attendance,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._notifications = notifications
        self._news: asyncio.Queue[RoomNews] = asyncio.Queue()
        self.passes = passes
        self.attendance = attendance
        self.sfu = Sfu(settings, self._news)
        self.announcer = Announcer(self.sfu.taps, clock, self._news)

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Hold the media port open. Raises: OSError when it is taken."""
        async with self.sfu.run():
            try:
                yield
            finally:
                await self.announcer.close()

    async def news(self) -> AsyncIterator[RoomNews]:
        """What happened in rooms, for one reader."""
        while True:
            yield await self._news.get()

    async def open_room(
        self,
        host: str,
        title: str,
        invite: Sequence[str] = (),
        protection: Protection | None = None,
    ) -> RoomView:
        """A new room; each address in `invite` becomes a participant and gets a mail."""
        await self._accounts.require_verified(host)
        chosen = protection or first_protection(len(set(invite)))
        room = Room(new_id(), clean_title(title), host, self._clock.now(), None, (), chosen)
        async with self._database.write() as tx:
            await store.add(tx, room)
            for email in invite:
                room = await self._invite(tx, room, email)
            invited = await store.invited(tx, room.id)
        return RoomView(room, Role.HOST, (), invited)

    async def open_between(
        self, tx: Tx, host: str, title: str, people: Sequence[str], opens_at: datetime
    ) -> str:
        """A room for people who have agreed on a time; who opens it tells them. Its id."""
        now, chosen = self._clock.now(), first_protection(len(people))
        room = Room(new_id(), clean_title(title), host, now, None, (), chosen, opens_at)
        await store.add(tx, room)
        for person in people:
            await store.add_participant(tx, room.id, person, now)
        return room.id

    async def open_from(self, tx: Tx, room: str, opens_at: datetime) -> None:
        """Nobody is let in before another moment than before."""
        await store.set_opens_at(tx, room, opens_at)

    async def let_take_part(self, tx: Tx, room: str, person: str) -> None:
        """One more, who has a seat in what takes place there. Idempotent."""
        found = await store.find(tx, room)
        if found is not None and found.role_of(person) is Role.STRANGER:
            await self._add(tx, found, person)

    async def let_go(self, tx: Tx, room: str, person: str) -> None:
        """One less, who has given that seat back. Idempotent."""
        await store.remove_participant(tx, room, person)
        after_commit(tx, lambda: self._news.put_nowait(ParticipantRemoved(room, person)))

    async def close(self, tx: Tx, room: str) -> None:
        """What was to take place there does not, or is over."""
        await store.set_ended(tx, room, self._clock.now())
        after_commit(tx, lambda: self._news.put_nowait(RoomClosed(room)))

    async def rooms_of(self, person: str) -> list[RoomView]:
        """The rooms a person hosts or takes part in, newest first, at most 100."""
        await self._claim_invitations(person)
        async with self._database.read() as tx:
            rooms = await store.of_person(tx, person, limit=MAX_LISTED)
        return [await self._view(room, person) for room in rooms]

    async def room(self, person: str, room: str) -> RoomView:
        """Raises: NotFound for anybody it does not concern."""
        found = await self._find(room)
        require_participant(found, person)
        return await self._view(found, person)

    async def titles(self, ids: Sequence[str]) -> dict[str, str]:
        """What these rooms are called; who asks has seen to it that the caller may know."""
        async with self._database.read() as tx:
            return await store.titles(tx, ids)

    async def rename(self, person: str, room: str, title: str) -> RoomView:
        """Raises: NotFound, NotTheHost, RoomEnded, Invalid."""
        async with self._database.write() as tx:
            found = await self._hosted(tx, room, person)
            await store.set_title(tx, found.id, clean_title(title))
        return await self.room(person, room)

    async def set_protection(self, person: str, room: str, protection: Protection) -> None:
        """How its sessions are encrypted from now on. Raises: NotFound, NotTheHost, RoomEnded."""
        async with self._database.write() as tx:
            found = await self._hosted(tx, room, person)
            await store.set_protection(tx, found.id, protection)

    async def invite(self, person: str, room: str, email: str) -> RoomView:
        """Make the owner of an address a participant, now or once they sign up."""
        await self._accounts.require_verified(person)
        async with self._database.write() as tx:
            await self._invite(tx, await self._hosted(tx, room, person), email)
        return await self.room(person, room)

    async def remove_participant(self, person: str, room: str, other: str) -> RoomView:
        """Raises: NotFound, NotTheHost, RoomEnded."""
        async with self._database.write() as tx:
            found = await self._hosted(tx, room, person)
            if other not in found.participants:
                raise NotFound("This person does not take part in the session.")
            await store.remove_participant(tx, room, other)
        self._news.put_nowait(ParticipantRemoved(room, other))
        return await self.room(person, room)

    async def end(self, person: str, room: str) -> RoomView:
        """End it for everybody, for good. Raises: NotFound, NotTheHost, RoomEnded."""
        async with self._database.write() as tx:
            found = await self._hosted(tx, room, person)
            await store.set_ended(tx, found.id, self._clock.now())
        self._news.put_nowait(RoomClosed(room))
        return await self.room(person, room)

    async def door(self, person: str | None, room: str) -> DoorView:
        """What the link tells: to strangers, hardly more than who invites. Raises: NotFound."""
        if person is not None:
            await self._claim_invitations(person)
        found = await self._find(room)
        role = found.role_of(person)
        present = None if role is Role.STRANGER else await self.attendance.of(room)
        return DoorView(found, role, None if present is None else len(present))

    async def enter(self, person: str, room: str) -> tuple[str, datetime]:
        """A room token and when it ends. Raises: NotAParticipant, RoomEnded, NotFound."""
        found = await self._find(room)
        require_open(found)
        if not found.may_enter(person):
            raise NotAParticipant("Ask the host to let you in.")
        require_begun(found, self._clock.now())
        name = (await self._accounts.person(person)).name
        entry = Pass(room, name, found.role_of(person), person, None)
        self._news.put_nowait(PassAsked(room, person))
        expires_at = self._clock.now() + ENTRY_LIFETIME
        return await self.passes.issue(entry), expires_at

    async def admit(self, host: str | None, room: str, person: str | None, name: str) -> str:
        """Let somebody in who knocked: a token. Who is signed in stays a participant."""
        async with self._database.write() as tx:
            found = await self._hosted(tx, room, host)
            if person is not None and found.role_of(person) is Role.STRANGER:
                await self._add(tx, found, person)
        role = Role.GUEST if person is None else Role.PARTICIPANT
        return await self.passes.issue(Pass(room, name, role, person, None))

    def relays(self, seat: str) -> tuple[IceServer, ...]:
        """TURN servers with credentials for one seat."""
        return ice_servers(self._settings, seat, self._clock.now())

    def relays_for_a_check(self, seat: str) -> tuple[IceServer, ...]:
        """The same one by one, with credentials for a minute."""
        return check_servers(self._settings, seat, self._clock.now())

    def relay_answers(self) -> dict[str, Awaitable[bool]]:
        """For each way to the relay a question whether it works, to be awaited once."""
        servers = self.relays_for_a_check(new_id())
        return {relay_probe.way(one.urls[0]): relay_probe.answers(one) for one in servers}

    async def refuse(self, host: str | None, room: str) -> None:
        """Check that somebody may say no at this door. Raises: NotFound, NotTheHost."""
        require_host(await self._find(room), host)

    async def check(self, entry: Pass) -> Room:
        """The room a token opens, if it still may. Raises: NotFound, RoomEnded, Forbidden."""
        found = await self._find(entry.room)
        require_open(found)
        if entry.person is not None and not found.may_enter(entry.person):
            raise NotAParticipant("You no longer take part in this session.")
        return found

    async def _view(self, room: Room, person: str) -> RoomView:
        role, invited = room.role_of(person), tuple[str, ...]()
        if role is Role.HOST:
            async with self._database.read() as tx:
                invited = await store.invited(tx, room.id)
        return RoomView(room, role, tuple(await self.attendance.of(room.id)), invited)

    async def _find(self, room: str) -> Room:
        async with self._database.read() as tx:
            found = await store.find(tx, room)
        if found is None:
            raise NotFound("There is no such session. Check the link.")
        return found

    async def _hosted(self, tx: Tx, room: str, person: str | None) -> Room:
        found = await store.find(tx, room)
        if found is None:
            raise NotFound("There is no such session.")
        require_host(found, person)
        require_open(found)
        return found

    async def _invite(self, tx: Tx, room: Room, email: str) -> Room:
        address = self._accounts.check_email(email)
        guest = await self._accounts.find_by_email(address)
        if guest is not None and guest.id == room.host:
            raise Conflict("You are the host of this session already.")
        if guest is not None and guest.id not in room.participants:
            room = await self._add(tx, room, guest.id)
        elif guest is None:
            await store.add_invitation(tx, room.id, address, self._clock.now())
        host = await self._accounts.person(room.host)
        path, facts = f"/s/{room.id}", {"host": host.name, "title": room.title}
        if guest is not None:
            await self._notifications.tell(tx, "room_invite", guest.receiver, About(path, facts))
            return room
        await self._notifications.enqueue(
            tx,
            kind="room_invite",
            to=address,
            locale=host.locale,
            link=self._settings.effective_public_url + path,
            **facts,
        )
        return room

    async def _add(self, tx: Tx, room: Room, person: str) -> Room:
        if len(room.participants) >= MAX_PARTICIPANTS:
            raise Conflict(f"A session can have at most {MAX_PARTICIPANTS} participants.")
        await store.add_participant(tx, room.id, person, self._clock.now())
        return await store.find(tx, room.id) or room

    async def _claim_invitations(self, person: str) -> None:
        """Turn invitations to a person's confirmed address into participation."""
        account = await self._accounts.person(person)
        if not account.is_email_verified:
            return
        async with self._database.read() as tx:
            waiting = await store.invitations_to(tx, account.email_key)
        if waiting:
            async with self._database.write() as tx:
                await store.claim_invitations(tx, account.email_key, person, self._clock.now())
