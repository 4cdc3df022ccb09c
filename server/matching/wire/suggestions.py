"""Suggestions, search and choices as HTTP speaks of them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from server.accounts.model import Level as Fluency
from server.core.wire import In, Out
from server.matching.cards import Card, Told
from server.matching.explain import Code, Level
from server.matching.gates import Gate
from server.matching.hours import SLOT_MINUTES
from server.matching.obstacles import Obstacles
from server.profiles.model import Entry, Industry, Missing, Seniority, Skill

GateName = Literal[
    "absent",
    "closed",
    "full",
    "self",
    "forbidden",
    "blocked",
    "reporting_line",
    "past_pair",
    "language",
    "hours",
    "wished_language",
    "charges",
    "gap",
    "levels",
    "asked",
    "dismissed",
]
LevelName = Literal["strong", "good", "possible"]
Tag = Annotated[str, Meta(max_length=35)]
Text = Annotated[str, Meta(max_length=320)]
Few = Meta(max_length=10)


class SuggestionsQuery(In):
    """How long a list is wanted."""

    limit: Annotated[int, Meta(ge=1, le=30)] = 10


class SearchQuery(In):
    """What is looked for; everything that is given must be so."""

    q: Annotated[str, Meta(max_length=200)] = ""
    language: Annotated[tuple[Tag, ...], Few] = ()
    """One of these is spoken."""
    concept: Annotated[tuple[Text, ...], Few] = ()
    """Skills of the list, by id; all of them."""
    skill: Annotated[tuple[Text, ...], Few] = ()
    """Skills in one's own words; all of them."""
    industry: Annotated[tuple[Industry, ...], Few] = ()
    """One of these."""
    least_hours: Annotated[float, Meta(ge=0, le=168)] = 0.0
    """Shared a week."""
    is_free_only: bool = False
    most_minor: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None
    """Asked for a session at most, in minor units of `currency`."""
    currency: Annotated[str, Meta(max_length=3)] = ""
    is_favourites_only: bool = False
    least_stars: Annotated[float, Meta(ge=0, le=5)] = 0.0
    """Rated so well by five people or more."""
    page: Annotated[int, Meta(ge=0, le=5000)] = 0

    def skills(self) -> tuple[Skill, ...]:
        """As profiles have them."""
        known = tuple(Skill(one, one) for one in self.concept)
        return known + tuple(Skill(None, one) for one in self.skill if one.strip())


class SaidOut(Out):
    """A reason or a caveat: a code, and what fills its sentence; what it needs not is empty."""

    code: Code
    covered: int | None
    of: int | None
    hours: float | None
    steps: int | None
    percent: int | None
    sessions: int | None
    goals: list[str]
    """The mentee's words."""
    lines: list[str]
    """The mentor's words, one for each of `goals` where they are covered."""
    skills: list[str]
    industries: list[str]
    interests: list[str]
    languages: list[str]
    styles: list[str]

    @staticmethod
    def of_told(one: Told) -> SaidOut:
        """For the wire."""
        return SaidOut(
            code=one.code,
            covered=one.covered,
            of=one.of,
            hours=one.hours,
            steps=one.steps,
            percent=one.percent,
            sessions=one.sessions,
            goals=list(one.goals),
            lines=list(one.lines),
            skills=list(one.skills),
            industries=list(one.industries),
            interests=list(one.interests),
            languages=list(one.languages),
            styles=list(one.styles),
        )


class WordsOut(Out):
    """A word of a goal and the word of the mentor that it met."""

    mine: str
    theirs: str


class SharedWindow(Out):
    """Free for both, by the mentee's clock; `weekday` 0 is Monday."""

    weekday: int
    start_minute: int
    end_minute: int


class SpokenHere(Out):
    """A language and how well it is spoken."""

    tag: str
    level: Fluency


class ChargeOut(Out):
    """What a session costs, in minor units."""

    amount_minor: int
    currency: str


class RatingOut(Out):
    """How mentees found a mentor, drawn towards the mean: few ratings say little."""

    stars: float
    """1 to 5."""
    raters: int


class MentorCard(Out):
    """Who a mentor is, in short."""

    id: str
    name: str
    headline: str
    photo_url: str | None
    languages: list[SpokenHere]
    industries: list[Industry]
    seniority: Seniority | None
    expertise: list[str]
    charge: ChargeOut | None
    """None: free."""

    @staticmethod
    def of(entry: Entry) -> MentorCard:
        """For the wire."""
        person, about, mentor = entry.person, entry.profile.common.about, entry.profile.mentor
        charge = mentor.price.charge
        return MentorCard(
            id=person.id,
            name=person.name,
            headline=person.headline,
            photo_url=person.photo_url,
            languages=[SpokenHere(tag=one.tag, level=one.level) for one in person.languages],
            industries=list(about.industries),
            seniority=about.seniority,
            expertise=list(mentor.offer.expertise),
            charge=None
            if charge is None
            else ChargeOut(amount_minor=charge.amount_minor, currency=charge.currency),
        )


class FoundMentor(Out):
    """A mentor for the caller, with what speaks for them."""

    mentor: MentorCard
    level: LevelName | None
    """Null while the caller's profile tells too little to compare."""
    reasons: list[SaidOut]
    caveat: SaidOut | None
    words: list[WordsOut]
    common: list[SharedWindow]
    told: list[GateName]
    """What stands between the two all the same: found by search, not suggested."""
    rating: RatingOut | None
    """Null with fewer than five raters."""
    is_newcomer: bool
    is_guest: bool
    """Holds the place that is kept for somebody new."""
    is_in_demand: bool
    is_favourite: bool

    @staticmethod
    def of(card: Card) -> FoundMentor:
        """For the wire."""
        return FoundMentor(
            mentor=MentorCard.of(card.entry),
            level=None if card.level is None else level_name(card.level),
            reasons=[SaidOut.of_told(one) for one in card.reasons],
            caveat=None if card.caveat is None else SaidOut.of_told(card.caveat),
            words=[WordsOut(mine=one.word, theirs=one.other) for one in card.words],
            common=[
                SharedWindow(
                    weekday=one.weekday, start_minute=one.start_minute, end_minute=one.end_minute
                )
                for one in card.common
            ],
            told=[gate_name(one) for one in card.told],
            rating=None
            if card.rating is None
            else RatingOut(stars=card.rating.stars, raters=card.rating.raters),
            is_newcomer=card.is_newcomer,
            is_guest=card.is_guest,
            is_in_demand=card.is_in_demand,
            is_favourite=card.is_favourite,
        )


class MissingHere(Out):
    """A field of the profile that tells too little."""

    field: str
    is_needed: bool

    @staticmethod
    def of(one: Missing) -> MissingHere:
        """For the wire."""
        return MissingHere(field=one.field, is_needed=one.is_needed)


class GateCount(Out):
    """How many mentors a gate keeps away: the first that each of them fails."""

    gate: GateName
    mentors: int


class ChangeOut(Out):
    """The smallest change that would let somebody through."""

    gate: GateName
    opens: int
    """So many mentors."""
    start_minute: int | None
    """Of `hours`: where two more would begin, in minutes of the week in UTC from Monday."""
    language: str | None


class ObstaclesOut(Out):
    """Why nobody is left."""

    removed: list[GateCount]
    """Most first; gates that kept nobody away are left out."""
    change: ChangeOut | None

    @staticmethod
    def of(one: Obstacles) -> ObstaclesOut:
        """For the wire."""
        counted = sorted(one.removed.items(), key=lambda pair: -pair[1])
        change = one.change
        return ObstaclesOut(
            removed=[
                GateCount(gate=gate_name(gate), mentors=number)
                for gate, number in counted
                # Who blocked whom is nobody's business, and everybody knows themselves.
                if number and gate not in {Gate.SELF, Gate.BLOCKED}
            ],
            change=None
            if change is None
            else ChangeOut(
                gate=gate_name(change.gate),
                opens=change.opens,
                start_minute=None if change.slot is None else change.slot * SLOT_MINUTES,
                language=change.language,
            ),
        )


class SuggestionsOut(Out):
    """A list, best first; or what is missing for one, or what stands in its way."""

    mentors: list[FoundMentor]
    missing: list[MissingHere]
    obstacles: ObstaclesOut | None


class SearchOut(Out):
    """A page of mentors: by the words that were typed, else by how well they fit."""

    mentors: list[FoundMentor]
    total: int
    page_size: int


class ChosenMentors(Out):
    """Mentors that the caller chose, the latest first."""

    mentors: list[MentorCard]


def gate_name(gate: Gate) -> GateName:
    """As the wire has it."""
    name: GateName = (gate.name or "").lower()  # type: ignore[assignment]
    return name


def level_name(level: Level) -> LevelName:
    """As the wire has it: a language has levels, too, and the two are not to share a name."""
    name: LevelName = level.value
    return name
