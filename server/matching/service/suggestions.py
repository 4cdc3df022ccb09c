"""Suggestions and search: what a mentee sees of the mentors of a programme, with the reasons.

Whoever is shown was looked up in the database a moment before: nobody full, paused or hidden gets
through, however late the news are. Refuses anybody who does not look for a mentor there.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.core.clock import Clock
from server.core.db import Database
from server.core.errors import Invalid, NotFound
from server.core.ids import new_id
from server.matching.browse import Found, Narrowing, browse, too_dear
from server.matching.cards import Card
from server.matching.features import rarities
from server.matching.model import EncoderUnusable, NotLoadedYet, ShownItem, ShownList
from server.matching.obstacles import Obstacles, obstacles
from server.matching.people import is_shown
from server.matching.phrase import typed
from server.matching.rating import Rating, rating_of
from server.matching.service.explaining import Explaining, Measure
from server.matching.service.indexes import NEW, Held, Indexes
from server.matching.service.keeper import Keeper, day_of
from server.matching.service.looks import Looks
from server.matching.service.meanings import Meanings, stamp_of
from server.matching.service.seekers import Seeker, Seekers
from server.matching.shortlist import LENGTH, Shortlisted, shortlist
from server.matching.store import prices, words
from server.profiles.model import Entry, MentorChange, Missing, Offer, Skill
from server.profiles.service import Profiles

T = TypeVar("T")
PATIENCE_S = 10.0
"""How long somebody waits for a server that has just begun."""
PAGE = 20
_LOOKS = 3
_WITHOUT_CHANCE = 1.0
"""Nothing is drawn by lot: whoever is on a list is there for certain."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A list, or why there is none."""

    cards: tuple[Card, ...]
    missing: tuple[Missing, ...] = ()
    """Of the profile, where it tells too little to compare."""
    obstacles: Obstacles | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for."""

    words: str = ""
    languages: frozenset[str] = frozenset()
    skills: tuple[Skill, ...] = ()
    industries: frozenset[str] = frozenset()
    least_hours: float = 0.0
    is_free_only: bool = False
    most: tuple[str, int] | None = None
    """Currency and minor units."""
    is_favourites_only: bool = False
    least_stars: float = 0.0
    """Rated so well, by enough people that it is told."""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Searched:
    """A page of mentors, of `total`."""

    cards: tuple[Card, ...]
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class _Answer(Generic[T]):
    """What an index said at one moment, in the order of what was found."""

    found: tuple[T, ...]
    ids: tuple[str, ...]
    versions: tuple[int | None, ...]
    ratings: tuple[Rating | None, ...]
    by: Measure


@dataclass(frozen=True, slots=True, eq=False)
class _Fresh(Generic[T]):
    """What is left of it when the database was asked, too: each with who it is now."""

    shown: tuple[tuple[T, Entry, Rating | None], ...]
    by: Measure


class Suggestions:
    """Use cases of mentees on mentors."""

    def __init__(  # noqa: PLR0913 - one line for each part it stands on
        self,
        *,
        database: Database,
        clock: Clock,
        profiles: Profiles,
        seekers: Seekers,
        keeper: Keeper,
        indexes: Indexes,
        meanings: Meanings,
    ) -> None:
        self._database = database
        self._clock = clock
        self._profiles = profiles
        self._seekers = seekers
        self._keeper = keeper
        self._indexes = indexes
        self._meanings = meanings
        self._explaining = Explaining(clock=clock, meanings=meanings)
        self._looks = Looks(database)

    async def run(self) -> None:
        """Keeps the indexes until cancelled."""
        try:
            await self._keeper.run()
        finally:
            self.leave()

    async def warm(self) -> None:
        """Reads encoder and skills in now, in a thread, so that nobody waits for them."""
        with suppress(EncoderUnusable):
            await self._meanings.warm()

    async def is_usable(self) -> bool:
        """Whether texts can be compared: for whoever asks how the server is."""
        return self._meanings.is_usable

    async def load(self) -> None:
        """Reads everybody in now; `run` does so at its start and when it is due again."""
        await self._keeper.walk()

    async def set_prices(self, programme: str, found: Mapping[str, float]) -> None:
        """What places of mentors cost from now on, as a run over the programme found it."""
        async with self._database.write() as tx:
            await prices.put(tx, programme, found, self._clock.now())
        if programme in self._indexes:
            await self._indexes.set_prices(programme, found)

    def leave(self) -> None:
        """Ends the thread of the indexes."""
        self._indexes.close()

    async def suggest(self, mentee: str, programme: str, *, limit: int = LENGTH) -> Suggested:
        """The list that fits now, best first, and noted. Raises: NotFound, NotForYou, …"""
        seeker = await self._seekers.find(mentee, programme)
        if not seeker.completeness.is_ready:
            return Suggested((), seeker.completeness.missing)

        def make(held: Held) -> tuple[Shortlisted, ...]:
            traits, rules = seeker.traits, held.rules
            return shortlist(
                held.index, traits, rules, barred=seeker.barred, sigma=held.sigma, length=limit
            )

        fresh = await self._fresh(seeker, make, lambda one: one.listed.mentor_id)
        chosen = [one for one, _, _ in fresh.shown]
        pairs = await self._explaining.pairs(seeker, [e for _, e, _ in fresh.shown], fresh.by)
        await self._note(seeker, chosen)
        cards = tuple(
            Card(
                entry=pair.mentor,
                level=one.listed.level,
                reasons=pair.reasons(),
                caveat=pair.caveat(),
                words=met,
                common=pair.common(seeker.monday),
                rating=rating,
                is_newcomer=one.is_newcomer,
                is_guest=one.is_guest,
                is_in_demand=one.is_in_demand,
                is_favourite=one.listed.mentor_id in seeker.favourites,
            )
            for (one, _, rating), (pair, met) in zip(fresh.shown, pairs, strict=True)
        )
        return Suggested(cards, (), None if cards else await self._obstacles(seeker))

    async def search(self, mentee: str, programme: str, query: Query) -> Searched:
        """Mentors with these words and properties. Raises: NotFound, NotForYou, …"""
        seeker = await self._seekers.find(mentee, programme)
        among = await self._among(seeker, query)
        skills = await self._known(query.skills)
        meant = await self._meanings.of_skills(skills)
        page, total = slice(query.page * PAGE, (query.page + 1) * PAGE), 0

        def make(held: Held) -> tuple[Found, ...]:
            nonlocal total
            dear = too_dear(held.charges, is_free_only=query.is_free_only, most=query.most)
            narrowing = Narrowing(
                languages=query.languages,
                skills=meant.skills(skills),
                industries=query.industries,
                least_hours=query.least_hours,
                without=dear | _too_low(held, query.least_stars),
                among=among,
            )
            found, total = browse(
                held.index,
                seeker.traits,
                held.rules,
                narrowing,
                barred=seeker.barred,
                page=page,
            )
            return found

        fresh = await self._fresh(seeker, make, lambda one: one.mentor_id)
        pairs = await self._explaining.pairs(seeker, [e for _, e, _ in fresh.shown], fresh.by)
        is_ready = seeker.completeness.is_ready
        cards = tuple(
            Card(
                entry=pair.mentor,
                level=one.level if is_ready else None,
                reasons=pair.reasons(),
                words=met,
                common=pair.common(seeker.monday),
                told=one.told,
                rating=rating,
                is_newcomer=pair.explained.is_newcomer,
                is_favourite=one.mentor_id in seeker.favourites,
            )
            for (one, _, rating), (pair, met) in zip(fresh.shown, pairs, strict=True)
        )
        return Searched(cards, total)

    async def _known(self, skills: tuple[Skill, ...]) -> tuple[Skill, ...]:
        """The same as profiles keep them. Raises: Invalid for an unknown concept."""
        try:
            made = await self._profiles.skills.of_mentor(MentorChange(offer=Offer((), skills)))
        except Invalid as error:
            raise Invalid(error.detail, fields={"concept": error.detail}) from None
        return made.offer.skills if made.offer else ()

    async def _among(self, seeker: Seeker, query: Query) -> list[str] | None:
        """The only ones who can be meant, in their order; None for everybody by fit."""
        looked_for = typed(query.words)
        if query.words.strip() and not looked_for:
            return []
        found: list[str] | None = None
        if looked_for:
            async with self._database.read() as tx:
                found = await words.find(tx, looked_for)
        if not query.is_favourites_only:
            return found
        return [one for one in seeker.favourites if found is None or one in set(found)]

    async def _fresh(
        self,
        seeker: Seeker,
        make: Callable[[Held], tuple[T, ...]],
        id_of: Callable[[T], str],
    ) -> _Fresh[T]:
        """What is made of the index, when all who are in it are so in the database, too."""

        def question(held: Held) -> _Answer[T]:
            found = make(held)
            ids = tuple(id_of(one) for one in found)
            return _answer(held, found, ids, rarities(held.index, seeker.traits))

        for _ in range(_LOOKS):
            said = await self._ask(seeker.programme.id, question)
            entries = await self._profiles.several(said.ids)
            stale = {
                one
                for one, version in zip(said.ids, said.versions, strict=True)
                if not self._is_current(entries.get(one), version)
            }
            if not stale:
                break
            await self._keeper.look_again(stale)
        each = zip(said.found, said.ids, said.ratings, strict=True)
        shown = tuple((one, entries[id_], stars) for one, id_, stars in each if id_ not in stale)
        return _Fresh(shown, said.by)

    def _is_current(self, entry: Entry | None, version: int | None) -> bool:
        if entry is None:
            return False
        profile = entry.profile
        is_open = profile.mentor.pause.is_open(day_of(entry, self._clock.now()))
        takes_somebody = is_open and profile.places_left > 0 and is_shown(entry)
        return takes_somebody and version == profile.mentor_version

    async def _ask(self, programme: str, question: Callable[[Held], T]) -> T:
        """Raises: NotLoadedYet, NotFound."""
        try:
            await asyncio.wait_for(self._keeper.is_ready.wait(), PATIENCE_S)
        except TimeoutError:
            raise NotLoadedYet from None
        if programme not in self._indexes:
            await self._keeper.reload(programme)
        try:
            return await self._indexes.ask(programme, question)
        except KeyError:
            raise NotFound("This programme is over, or has not begun.") from None

    async def _obstacles(self, seeker: Seeker) -> Obstacles:
        return await self._ask(
            seeker.programme.id,
            lambda held: obstacles(held.index, seeker.traits, held.rules, barred=seeker.barred),
        )

    async def _note(self, seeker: Seeker, chosen: Sequence[Shortlisted]) -> None:
        """Keep what is shown; the same look again is not another list."""
        if not chosen:
            return
        encoder, settings = await self._meanings.encoder(), seeker.programme.settings
        version = f"{sorted(settings.weights.as_shares().items())}{stamp_of(encoder)}"
        one = ShownList(
            id=new_id(),
            programme=seeker.programme.id,
            mentee=seeker.entry.person.id,
            shown_at=self._clock.now(),
            seed=0,
            weights=hashlib.sha256(version.encode()).hexdigest()[:16],
            items=tuple(
                ShownItem(
                    each.listed.mentor_id,
                    rank,
                    each.listed.score,
                    each.listed.standing,
                    _WITHOUT_CHANCE,
                )
                for rank, each in enumerate(chosen, 1)
            ),
        )
        await self._looks.note(one)


def _answer(
    held: Held, found: tuple[T, ...], ids: tuple[str, ...], rare: tuple[float, ...]
) -> _Answer[T]:
    records = {one: record for one in ids if (record := held.records.get(one)) is not None}
    return _Answer(
        found,
        ids,
        tuple(held.index.version(one) for one in ids),
        tuple(rating_of(records.get(one, NEW), held.mean_stars) for one in ids),
        Measure(held.rules, rare, records),
    )


def _too_low(held: Held, least_stars: float) -> frozenset[str]:
    """Whoever is not known to be rated so well."""
    if least_stars <= 0:
        return frozenset()
    ratings = {one: rating_of(record, held.mean_stars) for one, record in held.records.items()}
    good = {one for one, rating in ratings.items() if rating and rating.stars >= least_stars}
    return frozenset(one for one in held.index.ids if one) - good
