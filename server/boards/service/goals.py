"""Goals as people and programs ask for them: read from rows, written through the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pycrdt import Doc

from server.accounts.service import Accounts
from server.boards.goals import document
from server.boards.goals.items import Found, Kind
from server.boards.goals.outline import Outline, outline_of
from server.boards.goals.standing import Standing, standing_of
from server.boards.goals.templates import SEEDS, Seed, Template, walk
from server.boards.model import Access, goals_of
from server.boards.service.boards import Boards
from server.boards.service.histories import Histories
from server.boards.service.projector import Projector, Row
from server.boards.store import goals as store
from server.core.clock import Clock
from server.core.db import Database, Tx
from server.core.errors import Conflict, Invalid, NotFound
from server.core.ids import new_id
from server.mentorships.service import Mentorships

MOST_FOUND = 50
MOST_ROWS = 1_500
Values = Mapping[str, str | int | None]
T = TypeVar("T")


class NoRow(NotFound):
    """It was never there, or somebody has taken it away."""

    title = "This goal or action item is gone"


class TemplateTaken(Conflict):
    """A template fills a document once: twice would look like a mistake."""

    code = "template_taken"
    title = "This template was used here already"


@dataclass(frozen=True, slots=True)
class GoalsView:
    """Everything of one mentorship, for one of the two."""

    outline: Outline
    access: Access
    templates: frozenset[Template]
    """Those that can still be taken."""
    today: date
    """By the person's own clock."""


class Goals:
    """Use cases on goals."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        boards: Boards,
        histories: Histories,
        projector: Projector,
        mentorships: Mentorships,
        accounts: Accounts,
    ) -> None:
        self._database = database
        self._clock = clock
        self._boards = boards
        self._histories = histories
        self._projector = projector
        self._mentorships = mentorships
        self._accounts = accounts

    async def show(self, person: str, mentorship: str) -> GoalsView:
        """Raises: NoDocument."""
        access = await self._boards.access(person, goals_of(mentorship))
        async with self._database.read() as tx:
            items = await store.items_of(tx, mentorship)
            taken = await store.templates_of(tx, mentorship)
        left = frozenset(one for one in Template if one.value not in taken)
        return GoalsView(outline_of(items), access, left, await self._today(person))

    async def add(self, person: str, mentorship: str, kind: Kind, values: Values) -> str:
        """A new row at the end of its list; its id. Raises: NoDocument, ReadOnly, Invalid."""

        def change(doc: Doc[Any]) -> Row:
            _require_parent(doc, kind, values.get("parent"))
            if sum(1 for _ in document.rows_in(doc)) >= MOST_ROWS:
                raise Invalid("There is too much in here. Take something away first.")
            row = new_id()
            document.add(doc, kind, row, values)
            return kind, row

        _, row = await self._write(person, mentorship, change, lambda row: {row})
        return row

    async def change(self, person: str, mentorship: str, row: str, values: Values) -> None:
        """Raises: NoDocument, ReadOnly, NoRow, Invalid."""

        def change(doc: Doc[Any]) -> Row:
            kind = _kind_of(doc, row)
            if "parent" in values:
                _require_parent(doc, kind, values["parent"])
            document.change(doc, kind, row, values)
            return kind, row

        await self._write(person, mentorship, change, lambda row: {row})

    async def remove(self, person: str, mentorship: str, row: str) -> None:
        """With all that is below it. Raises: NoDocument, ReadOnly, NoRow."""

        def change(doc: Doc[Any]) -> set[Row]:
            before = set(document.rows_in(doc))
            document.remove(doc, _kind_of(doc, row), row)
            return before - set(document.rows_in(doc))

        await self._write(person, mentorship, change, lambda rows: rows)

    async def take(self, person: str, mentorship: str, template: Template) -> None:
        """Fills the document by a template, once. Raises: NoDocument, ReadOnly, TemplateTaken."""
        (await self._boards.access(person, goals_of(mentorship))).require_write()
        async with self._database.write() as tx:
            if not await store.take_template(tx, mentorship, template.value):
                raise TemplateTaken
        today = await self._today(person)

        def change(doc: Doc[Any]) -> set[Row]:
            return _plant(doc, SEEDS[template], today)

        try:
            await self._write(person, mentorship, change, lambda rows: rows)
        except Exception:
            async with self._database.write() as tx:
                await store.give_template_back(tx, mentorship, template.value)
            raise

    async def search(self, person: str, text: str) -> list[Found]:
        """Rows of the person's own mentorships with every word of `text`."""
        if not text.split():
            return []
        own = await self._own(person)
        async with self._database.read() as tx:
            return await store.search(tx, own, text, MOST_FOUND)

    async def open_actions(self, person: str) -> list[Found]:
        """What the person has still to do in running mentorships, the nearest day first."""
        own = await self._own(person, is_running=True)
        async with self._database.read() as tx:
            found = await store.open_actions(tx, list(own), 4 * MOST_FOUND)
        theirs = [one for one in found if one.item.owner in {None, own[one.mentorship]}]
        return theirs[:MOST_FOUND]

    async def standings_in(self, tx: Tx, mentorships: Collection[str]) -> dict[str, Standing]:
        """How far the goals of each of these are, in numbers alone, for our own domains."""
        items = await store.counted(tx, mentorships)
        changed = await store.changed(tx, mentorships)
        return {one: standing_of(items.get(one, ()), changed.get(one)) for one in mentorships}

    async def past(self, mentorship: str) -> list[tuple[datetime, Standing]]:
        """How far they were in each version that was kept, oldest first, for our own domains.

        Raises: NotSaved.
        """
        name = goals_of(mentorship)
        return await self._histories.looks(name, lambda doc: standing_of(document.items_of(doc)))

    async def _own(self, person: str, *, is_running: bool = False) -> dict[str, str]:
        """The person's side by mentorship."""
        async with self._database.read() as tx:
            pairs = await self._mentorships.pairs_in(tx, person)
        kept = [one for one in pairs if one.is_running or not is_running]
        return {one.id: one.side_of(person).value for one in kept}

    async def _write(
        self,
        person: str,
        mentorship: str,
        change: Callable[[Doc[Any]], T],
        touched: Callable[[T], set[Row]],
    ) -> T:
        name = goals_of(mentorship)
        (await self._boards.access(person, name)).require_write()
        done = await self._boards.edit(name, person, change)
        # At once, so that whoever asked reads what they wrote; the news of it comes, too.
        await self._projector.project(mentorship, touched(done))
        return done

    async def _today(self, person: str) -> date:
        zone = (await self._accounts.person(person)).time_zone
        return self._clock.now().astimezone(ZoneInfo(zone)).date()


def _kind_of(doc: Doc[Any], row: str) -> Kind:
    kind = document.kind_of(doc, row)
    if kind is None:
        raise NoRow
    return kind


def _require_parent(doc: Doc[Any], kind: Kind, parent: object) -> None:
    if kind is Kind.GOAL:
        allowed = parent is None
    else:
        above = document.kind_of(doc, parent) if isinstance(parent, str) else None
        allowed = above is Kind.GOAL or (above is Kind.MILESTONE and kind is Kind.ACTION)
    if not allowed:
        sentence = "It belongs to a goal, an action item also to a milestone."
        raise Invalid(sentence, fields={"parent": sentence})


def _plant(doc: Doc[Any], seed: Seed, today: date) -> set[Row]:
    ids: dict[int, str] = {}
    planted: set[Row] = set()
    for one, parent in walk(seed):
        ids[id(one)] = row = new_id()
        above = None if parent is None else ids[id(parent)]
        document.add(doc, one.kind, row, {**one.values(today), "parent": above})
        planted.add((one.kind, row))
    return planted
