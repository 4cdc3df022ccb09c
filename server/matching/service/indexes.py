"""The indexes of all programmes, touched by one thread alone; refuses to know where people are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from server.matching.index import MentorIndex
from server.matching.proposal import MentorEffect
from server.matching.rules import Rules
from server.matching.traits import MentorTraits, Record

T = TypeVar("T")
NEW = Record()
Charge = tuple[str, int]
"""Currency and minor units."""


@dataclass(slots=True, eq=False)
class Held:
    """One programme's index. Only the thread of `Indexes` looks into it."""

    index: MentorIndex
    rules: Rules
    monday: date
    """From which on hours are worked out."""
    charges: dict[str, Charge] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    """Of those who are not new."""
    sigma: float = 0.0
    mean_stars: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """A mentor as an index keeps them, but for the record, and in which programmes."""

    traits: MentorTraits
    version: int
    charge: Charge | None
    records: Mapping[str, Record]
    """By programme: those that they are to be found in."""


class Indexes:
    """By programme."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="matching")

    def __contains__(self, programme: object) -> bool:
        return programme in self._held

    @property
    def programmes(self) -> list[str]:
        """Those that have an index."""
        return list(self._held)

    async def ask(self, programme: str, question: Callable[[Held], T]) -> T:
        """What the question makes of an index. Raises: KeyError."""
        return await self._run(lambda: question(self._held[programme]))

    async def open(self, programme: str, rules: Rules, *, dim: int, monday: date) -> None:
        """An index by these rules; mentors that are in it stay."""
        await self._run(lambda: self._open(programme, rules, dim, monday))

    async def close_all_but(self, programmes: Collection[str]) -> None:
        """Forget the indexes of other programmes."""
        await self._run(lambda: self._keep(programmes))

    async def put(self, offered: Sequence[Offered]) -> None:
        """Put mentors where they belong, and take them away elsewhere."""
        await self._run(lambda: self._put(offered))

    async def remove(self, mentors: Iterable[str]) -> None:
        """Take mentors away everywhere."""
        wanted = list(mentors)
        if wanted:
            await self._run(lambda: self._remove(wanted))

    async def remove_all_but(self, mentors: Collection[str]) -> None:
        """Take away who was seen nowhere on a walk through everybody."""
        await self._run(lambda: self._remove_all_but(mentors))

    async def set_prices(self, programme: str, prices: Mapping[str, float]) -> None:
        """What places cost now."""
        await self.ask(programme, lambda held: held.index.set_prices(prices))

    async def set_tenor(self, programme: str, sigma: float, mean_stars: float | None) -> None:
        """How mentees find sessions on the whole."""
        await self.ask(programme, lambda held: _set_tenor(held, sigma, mean_stars))

    async def set_effects(self, programme: str, found: Mapping[str, MentorEffect]) -> None:
        """What was learned of mentors; of others nothing was."""
        await self.ask(programme, lambda held: _set_effects(held, found))

    def close(self) -> None:
        """Ends the thread, when it has finished what it does."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _open(self, programme: str, rules: Rules, dim: int, monday: date) -> None:
        held = self._held.get(programme)
        if held is None:
            self._held[programme] = Held(MentorIndex(dim), rules, monday)
        else:
            held.rules, held.monday = rules, monday

    def _keep(self, programmes: Collection[str]) -> None:
        for one in [one for one in self._held if one not in programmes]:
            del self._held[one]

    def _put(self, offered: Sequence[Offered]) -> None:
        for one in offered:
            mentor = one.traits.id
            for programme, held in self._held.items():
                record = one.records.get(programme)
                if record is None:
                    _take_out(held, mentor)
                    continue
                held.index.put(replace(one.traits, record=record), one.version)
                _keep(held.records, mentor, None if record == NEW else record)
                _keep(held.charges, mentor, one.charge)

    def _remove(self, mentors: Iterable[str]) -> None:
        for held in self._held.values():
            for one in mentors:
                _take_out(held, one)

    def _remove_all_but(self, mentors: Collection[str]) -> None:
        for held in self._held.values():
            for one in [one for one in held.index.ids if one and one not in mentors]:
                _take_out(held, one)


def _take_out(held: Held, mentor: str) -> None:
    held.index.remove(mentor)
    held.charges.pop(mentor, None)
    held.records.pop(mentor, None)


def _keep(kept: dict[str, T], mentor: str, value: T | None) -> None:
    if value is None:
        kept.pop(mentor, None)
    else:
        kept[mentor] = value


def _set_tenor(held: Held, sigma: float, mean_stars: float | None) -> None:
    held.sigma, held.mean_stars = sigma, mean_stars


def _set_effects(held: Held, found: Mapping[str, MentorEffect]) -> None:
    rated = {mentor for mentor, one in held.records.items() if one.raters}
    for mentor in (one for one in {*rated, *found} if one in held.index):
        now = found.get(mentor, MentorEffect(0.0, 0))
        record = replace(
            held.records.get(mentor, NEW), effect=now.effect, raters=now.raters, lower=now.lower
        )
        held.index.set_record(mentor, record)
        _keep(held.records, mentor, None if record == NEW else record)
