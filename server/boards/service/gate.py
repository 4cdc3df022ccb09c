"""Who may do what with which document, as the domains below say now; remembers nothing."""

from __future__ import annotations

from server.boards.model import Access, Board, DocName, Kind, NoDocument, Place
from server.boards.model.access import to_board, to_booking, to_mentorship
from server.boards.store import boards as store
from server.core.db import Database
from server.core.errors import Forbidden, NotFound
from server.mentorships.service import Mentorships
from server.programmes.model import OPEN_STATES
from server.programmes.service import Programmes
from server.scheduling.service import Bookings


class Gate:
    """Looks up, and asks the rules."""

    def __init__(
        self,
        database: Database,
        mentorships: Mentorships,
        programmes: Programmes,
        bookings: Bookings,
    ) -> None:
        self._database = database
        self._mentorships = mentorships
        self._programmes = programmes
        self._bookings = bookings

    async def access(self, person: str, name: DocName) -> Access:
        """Raises: NoDocument, for what is not there and for what is others' alike."""
        try:
            return await self._access(person, name)
        except NotFound:
            raise NoDocument from None

    async def board(self, person: str, board_id: str) -> tuple[Board, Access]:
        """Raises: NoDocument."""
        async with self._database.read() as tx:
            found = await store.find(tx, board_id)
        if found is None:
            raise NoDocument
        return found, to_board(found, await self.place(person, found.place))

    async def place(self, person: str, place: Place) -> Access:
        """What somebody may do on the boards of a mentorship or programme. Raises: NoDocument."""
        try:
            if place.mentorship is not None:
                return to_mentorship(await self._mentorships.one(person, place.mentorship), person)
            return await self._in_programme(person, place.programme or "")
        except NotFound:
            raise NoDocument from None

    async def keep(self, person: str, place: Place) -> None:
        """Whether somebody may make boards there, name them and put them away.

        Either of two may; in a programme its coordinators. Raises: NoDocument, ReadOnly, Forbidden.
        """
        (await self.place(person, place)).require_write()
        if place.programme is None:
            return
        if not (await self._programmes.seen(person, place.programme)).is_coordinator:
            raise Forbidden("Ask a coordinator of the programme.")

    async def _access(self, person: str, name: DocName) -> Access:
        if name.kind is Kind.GOALS:
            return to_mentorship(await self._mentorships.one(person, name.subject), person)
        if name.kind is Kind.BOARD:
            return (await self.board(person, name.subject))[1]
        return to_booking(await self._bookings.show(person, name.subject), name, person)

    async def _in_programme(self, person: str, programme: str) -> Access:
        """The one that everybody belongs to has no boards: nobody would know who writes there."""
        mine = await self._programmes.seen(person, programme)
        is_in = mine.membership is not None and mine.membership.is_in
        if mine.programme.is_open or not (is_in or mine.is_coordinator):
            raise NoDocument
        is_going_on = mine.programme.state in OPEN_STATES or mine.is_coordinator
        return Access.WRITE if is_going_on else Access.READ
