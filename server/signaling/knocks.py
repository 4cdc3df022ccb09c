"""The waiting room: people without a right to enter ask, the host answers."""

from server.accounts.service import Accounts
from server.core.errors import Conflict, TooMany
from server.core.ids import new_id
from server.core.line import clean_line
from server.rooms.model import Role, require_open
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.homes import Homes
from server.signaling.model import (
    MAX_KNOCKS_PER_ROOM,
    Knock,
    KnockAnswered,
    Knocked,
    KnockEnded,
)

LONGEST_NAME = 80


class Knocks:
    """Knocking works without an account; only a host of the very room answers."""

    def __init__(self, hall: Hall, rooms: Rooms, accounts: Accounts, homes: Homes) -> None:
        self._homes = homes
        self._hall = hall
        self._rooms = rooms
        self._accounts = accounts

    async def knock(self, socket: str, person: str | None, room: str, name: str) -> Knock:
        """Ask to be let in. Raises: NotFound, RoomEnded, Invalid, TooMany."""
        await self._homes.check(room)
        door = await self._rooms.door(person, room)
        require_open(door.room)
        if door.role is not Role.STRANGER:
            raise Conflict("You can enter without asking.")
        # Who is signed in cannot borrow another's name.
        known = None if person is None else (await self._accounts.person(person)).name
        cleaned = known or clean_line(name, field="name", at_least=1, at_most=LONGEST_NAME)
        self.withdraw(socket)
        if len(self._hall.knocks_at(room)) >= MAX_KNOCKS_PER_ROOM:
            raise TooMany("Too many people are waiting already.", retry_after_s=30)
        knock = Knock(new_id(), room, cleaned, person, socket)
        self._hall.knocks[knock.id] = knock
        view = knock.view()
        self._hall.tell_hosts(
            room, Knocked(knock_id=view.knock_id, name=view.name, is_guest=view.is_guest)
        )
        return knock

    async def answer(self, socket: str, knock: str, *, is_admitted: bool) -> None:
        """Let somebody in or not. Raises: NotInRoom, NotTheHost, KnockGone, RoomEnded."""
        host = self._hall.at(socket)
        asked = self._hall.knock_at(host.room, knock)
        token = None
        if is_admitted:
            token = await self._rooms.admit(host.person, host.room, asked.person, asked.name)
        else:
            await self._rooms.refuse(host.person, host.room)
        if self._hall.knocks.pop(knock, None) is None:
            return  # withdrawn, or answered by another host's page meanwhile
        self._hall.tell_socket(asked.socket, KnockAnswered(is_admitted=is_admitted, token=token))
        self._hall.tell_hosts(host.room, KnockEnded(knock_id=knock))

    def withdraw(self, socket: str) -> None:
        """Stop waiting."""
        for knock in [k for k in self._hall.knocks.values() if k.socket == socket]:
            del self._hall.knocks[knock.id]
            self._hall.tell_hosts(knock.room, KnockEnded(knock_id=knock.id))

    def end(self, room: str) -> None:
        """The room is over: nobody waits for it any more."""
        for knock in self._hall.knocks_at(room):
            del self._hall.knocks[knock.id]
            self._hall.tell_socket(knock.socket, KnockAnswered(is_admitted=False, token=None))
