"""Files of people: taken in at once, read by a worker in batches, reported on line by line.

Each batch is one transaction that also moves the import on; a worker that dies in the middle has
done all of a batch or nothing, and the next one goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from server.accounts.model import Role
from server.accounts.service import Accounts, Registration
from server.core.clock import Clock
from server.core.csvlines import csv_line
from server.core.db import Database, Tx
from server.core.errors import NotFound
from server.core.ids import new_id
from server.core.line import clean_line
from server.profiles.service import Profiles
from server.programmes.columns import Defaults, Refused, Sides
from server.programmes.model import (
    BATCH_ROWS,
    SHOWN_REMARKS,
    Brought,
    Counts,
    Import,
    ImportOver,
    ImportRunning,
    ImportState,
    Remark,
    require_closed_circle,
)
from server.programmes.people import Arrival, People, examined
from server.programmes.service.programmes import Programmes
from server.programmes.service.rolls import Rolls, require_letters
from server.programmes.store import imports, members, programmes

LONGEST_FILE_NAME = 200
LISTED = 20
_REPORT_PIECE = 1000
Rows = Sequence[Arrival | Refused]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Report:
    """An import and the first of its remarks."""

    one: Import
    remarks: tuple[Remark, ...]


class Imports:
    """Use cases on imports."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        registration: Registration,
        profiles: Profiles,
        programmes: Programmes,
        rolls: Rolls,
    ) -> None:
        self._clock = clock
        self._database = database
        self._accounts = accounts
        self._registration = registration
        self._profiles = profiles
        self._programmes = programmes
        self._rolls = rolls

    async def upload(
        self,
        coordinator: str,
        programme_id: str,
        content: bytes,
        *,
        file_name: str,
        sends_letters: bool,
    ) -> Import:
        """An import that waits for a worker.

        Raises: NotFound, Invalid for a file that is no table of people, ProgrammeFixed,
        WrongState for letters from a draft, ImportRunning.
        """
        programme = await self._programmes.require_coordinator(coordinator, programme_id)
        require_closed_circle(programme)
        if sends_letters:
            require_letters(programme)
        name = clean_line(file_name, field="fileName", at_most=LONGEST_FILE_NAME)
        unknown, total = await asyncio.to_thread(examined, content)
        one = Import(
            id=new_id(),
            programme=programme.id,
            by=coordinator,
            file_name=name,
            sends_letters=sends_letters,
            state=ImportState.WAITING,
            created_at=self._clock.now(),
            finished_at=None,
            counts=Counts(),
            total=total,
            unknown_columns=unknown,
        )
        async with self._database.write() as tx:
            await programmes.find(tx, programme.id, is_to_change=True)
            if await imports.is_any_going_on(tx, programme.id):
                raise ImportRunning("Wait for it to end, or cancel it.")
            await imports.add(tx, one, content)
        log.info("import.waiting", one=one.id, rows=total)
        return one

    async def of_programme(self, coordinator: str, programme_id: str) -> list[Import]:
        """The last ones, newest first. Raises: NotFound."""
        async with self._database.read() as tx:
            await self._programmes.coordinated(tx, coordinator, programme_id)
            return await imports.of_programme(tx, programme_id, limit=LISTED)

    async def report(self, coordinator: str, programme_id: str, import_id: str) -> Report:
        """How far one is. Raises: NotFound."""
        async with self._database.read() as tx:
            one = await self._find(tx, coordinator, programme_id, import_id)
            remarks = await imports.remarks(tx, one.id, limit=SHOWN_REMARKS)
        return Report(one, tuple(remark for _, remark in remarks))

    async def report_file(
        self, coordinator: str, programme_id: str, import_id: str
    ) -> AsyncIterator[str]:
        """Every remark as CSV, in pieces. Raises: NotFound, before the first piece."""
        async with self._database.read() as tx:
            one = await self._find(tx, coordinator, programme_id, import_id)
        return self._pieces(one.id)

    async def cancel(self, coordinator: str, programme_id: str, import_id: str) -> Import:
        """Stop it; what was imported stays. Raises: NotFound, ImportOver."""
        async with self._database.write() as tx:
            one = await self._find(tx, coordinator, programme_id, import_id)
            state = ImportState.CANCELLED
            if not await imports.finish(tx, one.id, state, self._clock.now()):
                raise ImportOver("It has ended by itself already.")
            return await self._find(tx, coordinator, programme_id, import_id)

    async def work(self) -> bool:
        """Bring the oldest import that is not over to its end; whether there was one."""
        async with self._database.read() as tx:
            found = await imports.next_unfinished(tx)
        if found is None:
            return False
        one, content = found
        people = await self._reading(one, content)
        while rows := await asyncio.to_thread(people.take, BATCH_ROWS):
            moved = await self._import(one, rows)
            if moved is None:
                return True  # cancelled, or another worker has it
            one = moved
        await self._finish(one, ImportState.DONE)
        return True

    async def _reading(self, one: Import, content: bytes) -> People:
        now = self._clock.now()
        by = (await self._accounts.several([one.by] if one.by else [])).get(one.by or "")
        defaults = Defaults(by.time_zone, by.locale) if by else Defaults("UTC", "en")

        def begin() -> People:
            people = People(content, defaults, now.date(), self._registration.invitee)
            people.skip(one.counts.read)
            return people

        return await asyncio.to_thread(begin)

    async def _import(self, one: Import, rows: Rows) -> Import | None:
        """The import moved on by these rows; None when it is not ours to move."""
        arrivals = [row for row in rows if isinstance(row, Arrival)]
        today = self._clock.now().date()
        sides = await self._profiles.recognised([one.row.sides for one in arrivals], today)
        known = {a.person.id: side for a, side in zip(arrivals, sides, strict=True)}
        try:
            async with self._database.write() as tx:
                moved = await self._write(tx, one, rows, known)
        except imports.ROW_ERRORS as error:
            log.warning("import.batch_refused", one=one.id, error=type(error).__name__)
            return await self._import_singly(one, rows)
        if moved is not None:
            await self._programmes.tell(one.programme)
            for person in moved.fresh:
                for role in Role:
                    await self._profiles.tell(person, role)
        return moved.one if moved else None

    async def _import_singly(self, one: Import, rows: Rows) -> Import | None:
        """The same row by row, to leave out the one that the database does not take."""
        moved: Import | None = one
        if len(rows) == 1:
            sentence = "This line could not be written. Look for unusual characters in it."
            line = _line_of(rows[0])
            return await self._import(one, [Refused(line, (Remark(line, "", sentence),))])
        for row in rows:
            if moved is not None:
                moved = await self._import(moved, [row])
        return moved

    async def _write(
        self, tx: Tx, one: Import, rows: Rows, sides: Mapping[str, Sides]
    ) -> _Moved | None:
        programme = await programmes.find(tx, one.programme)
        if programme is None or not await imports.hold(tx, one.id, read=one.counts.read):
            return None
        arrivals = [row for row in rows if isinstance(row, Arrival)]
        holders = await self._registration.invite(tx, [arrival.person for arrival in arrivals])
        ids = {a.person.id: holders[a.person.email_key].id for a in arrivals}
        fresh = {made for made, held in ids.items() if made == held}
        await self._profiles.fill_many(tx, {person: sides[person] for person in fresh})
        roles = {ids[a.person.id]: a.row.roles for a in arrivals}
        became = await self._rolls.bring(tx, programme, roles, fresh)
        managers = {ids[a.person.id]: a.row.manager for a in arrivals if a.row.manager}
        await members.set_managers(tx, programme.id, managers)
        if one.sends_letters:
            written = [p for p, b in became.items() if b in {Brought.TAKEN, Brought.ASKED}]
            await self._rolls.write_to(tx, programme, one.by, written)
        remarks = [
            remark
            for row in rows
            for remark in (
                row.remarks
                if isinstance(row, Refused)
                else (*row.row.notes, *_said_of(row, became[ids[row.person.id]]))
            )
        ]
        await imports.add_remarks(tx, one.id, remarks)
        counts = _counted(one.counts, len(rows), list(became.values()))
        await imports.advance(tx, one.id, counts)
        return _Moved(replace(one, state=ImportState.RUNNING, counts=counts), tuple(fresh))

    async def _finish(self, one: Import, state: ImportState) -> None:
        async with self._database.write() as tx:
            await imports.finish(tx, one.id, state, self._clock.now())
        log.info("import.over", one=one.id, state=state.value)

    async def _find(self, tx: Tx, coordinator: str, programme_id: str, import_id: str) -> Import:
        await self._programmes.coordinated(tx, coordinator, programme_id)
        found = await imports.find(tx, programme_id, import_id)
        if found is None:
            raise NotFound("There is no such import.")
        return found

    async def _pieces(self, import_id: str) -> AsyncIterator[str]:
        yield csv_line("line", "column", "kind", "what")
        after = 0
        while True:
            async with self._database.read() as tx:
                piece = await imports.remarks(tx, import_id, after=after, limit=_REPORT_PIECE)
            if not piece:
                return
            after = piece[-1][0]
            yield "".join(
                csv_line(one.line, one.column, "error" if one.is_error else "note", one.sentence)
                for _, one in piece
            )


@dataclass(frozen=True, slots=True)
class _Moved:
    one: Import
    fresh: tuple[str, ...]
    """Accounts that this batch made."""


def _line_of(row: Arrival | Refused) -> int:
    return row.row.line if isinstance(row, Arrival) else row.line


def _said_of(arrival: Arrival, became: Brought) -> tuple[Remark, ...]:
    sentence = _SENTENCES.get(became)
    return (Remark(arrival.row.line, "email", sentence, is_error=False),) if sentence else ()


_SENTENCES = {
    Brought.ASKED: "Has an account already: asked to take part, their profile stays as it is.",
    Brought.GONE: "Has left the programme, and can come back by a link.",
}


def _counted(before: Counts, rows: int, became: Sequence[Brought]) -> Counts:
    asked, taken = became.count(Brought.ASKED), became.count(Brought.TAKEN)
    return Counts(
        read=before.read + rows,
        created=before.created + taken,
        invited=before.invited + asked,
        unchanged=before.unchanged + len(became) - asked - taken,
        refused=before.refused + rows - len(became),
    )
