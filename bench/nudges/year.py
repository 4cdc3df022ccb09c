"""A cohort over half a year, with nudges and without: how many come, and whether they help.

What people do is made up, with these chances written down; what is measured is our own pacing.
Half of the pairs keep their rhythm by themselves, a third drift, the others fall silent. A nudge
makes somebody act the same day with the chance that their kind has; whoever never acts shows how
few they get all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import fmean

from server.mentorships.model import Mentorship, MentorshipState, Plan, Side
from server.programmes.model import Nudging
from server.progress.model import Action, Facts, Met
from server.progress.model.nudges import Key, Matter, Nudge, Reader, Said, Wishes
from server.progress.nudging import batch, due

MENTORS, DAYS = 60, 180
BEGIN = datetime(2026, 1, 6, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Manner:
    """Chances: of booking by oneself each day once it is due, of acting on a nudge, of writing."""

    books: float
    acts: float
    writes: float
    ticks: float


MANNERS = {
    "steady": Manner(0.4, 0.6, 0.9, 0.5),
    "drifting": Manner(0.04, 0.35, 0.5, 0.1),
    "silent": Manner(0.0, 0.05, 0.05, 0.0),
}
SHARES = ("steady", "steady", "steady", "drifting", "drifting", "silent")


@dataclass
class Couple:
    """A pair as it goes."""

    facts: Facts
    manner: str
    ahead: datetime | None = None
    told: int = 0


@dataclass
class Cohort:
    """Everybody, and what they were told."""

    dice: Random
    is_nudged: bool
    couples: list[Couple] = field(default_factory=list)
    told: dict[str, dict[Key, Said]] = field(default_factory=dict)
    letters: dict[str, list[datetime]] = field(default_factory=dict)
    lines: int = 0

    @classmethod
    def of(cls, seed: int, *, is_nudged: bool) -> Cohort:
        made = cls(Random(seed), is_nudged)
        for mentor in range(MENTORS):
            for mentee in range(made.dice.choice((1, 1, 2, 2, 3, 8))):
                name = f"{mentor:03} {mentee:02}"
                pair = Mentorship(
                    id=name,
                    programme="one",
                    mentor=f"mentor {mentor:03}",
                    mentee=f"mentee {name}",
                    request=None,
                    plan=Plan("Sail", 2, 26),
                    state=MentorshipState.ACTIVE,
                    started_at=BEGIN,
                    ends_at=BEGIN + (DAYS + 30) * DAY,
                )
                first = Facts(
                    mentorship=pair,
                    sessions_a_month=2,
                    is_agreement_signed=True,
                    check_ins={Side.MENTEE: frozenset({BEGIN.date() - DAY})},
                )
                made.couples.append(Couple(first, made.dice.choice(SHARES)))
        return made

    def live(self, now: datetime) -> None:
        """One day of everybody, and its nudges."""
        for one in self.couples:
            self._day(one, now)
        if self.is_nudged:
            for person, nudges in self._by_person(now):
                self._tell(person, nudges, now)

    def _day(self, one: Couple, now: datetime) -> None:
        manner, facts = MANNERS[one.manner], one.facts
        if one.ahead and one.ahead <= now:
            met = (*facts.met, Met(one.ahead, 50))
            late = Action(f"item {len(met)}", Side.MENTEE, now.date() + timedelta(days=10))
            one.facts = replace(facts, met=met, booked=(), open_actions=(*facts.open_actions, late))
            one.ahead = None
        last = one.facts.met[-1].at if one.facts.met else facts.mentorship.started_at
        if one.ahead is None and now - last >= 9 * DAY and self.dice.random() < manner.books:
            self._book(one, now)
        if one.facts.open_actions and self.dice.random() < manner.ticks / 5:
            self._tick(one, now)
        if now.weekday() == 4 and self.dice.random() < manner.writes:
            self._write(one, now)
        if self.dice.random() < 0.03:
            wrote = {**one.facts.wrote_at, Side.MENTEE: now}
            waits = {Side.MENTEE: (*one.facts.unanswered.get(Side.MENTEE, ()), now)}
            one.facts = replace(one.facts, wrote_at=wrote, unanswered=waits)
        if Side.MENTEE in one.facts.wrote_at and self.dice.random() < manner.acts / 2:
            wrote = {**one.facts.wrote_at, Side.MENTOR: now}
            one.facts = replace(one.facts, wrote_at=wrote, unanswered={})

    def _by_person(self, now: datetime) -> Iterator[tuple[str, list[tuple[Couple, Nudge]]]]:
        found: dict[str, list[tuple[Couple, Nudge]]] = {}
        for one in self.couples:
            for side in Side:
                for nudge in due(one.facts, side, "UTC", now, Nudging()):
                    found.setdefault(nudge.person, []).append((one, nudge))
        yield from found.items()

    def _tell(self, person: str, nudges: list[tuple[Couple, Nudge]], now: datetime) -> None:
        before = self.letters.setdefault(person, [])
        wishes = Wishes(said_at=before[-1] if before else None)
        told = self.told.setdefault(person, {})
        reader = Reader(person=person, zone="UTC", wishes=wishes)
        lines = batch(reader, [nudge for _, nudge in nudges], told, now)
        if not lines:
            return
        before.append(now)
        self.lines += len(lines)
        couples = {nudge.key: one for one, nudge in nudges}
        for nudge in lines:
            told[nudge.key] = told.get(nudge.key, Said()).again(nudge, now)
            couple = couples[nudge.key]
            if self.dice.random() < MANNERS[couple.manner].acts:
                self._act(couple, nudge.matter, now)

    def _act(self, one: Couple, matter: Matter, now: datetime) -> None:
        if matter is Matter.OVERDUE:
            self._tick(one, now)
        elif matter is Matter.CHECK_INS:
            self._write(one, now)
        elif one.ahead is None:
            self._book(one, now)

    def _book(self, one: Couple, now: datetime) -> None:
        one.ahead = now + self.dice.randint(2, 6) * DAY
        one.facts = replace(one.facts, booked=(one.ahead,))

    def _tick(self, one: Couple, now: datetime) -> None:
        left, done = one.facts.open_actions[1:], one.facts.done_actions + 1
        one.facts = replace(one.facts, open_actions=left, done_actions=done, goals_changed_at=now)

    def _write(self, one: Couple, now: datetime) -> None:
        week: date = now.date() - timedelta(days=now.weekday())
        known = one.facts.check_ins.get(Side.MENTEE, frozenset())
        one.facts = replace(one.facts, check_ins={Side.MENTEE: known | {week}})


def measure() -> dict[str, float]:
    """Letters a person and month by manner and side; sessions a month with nudges and without."""
    nudged, left_alone = (Cohort.of(7, is_nudged=is_nudged) for is_nudged in (True, False))
    for day in range(DAYS):
        for cohort in (nudged, left_alone):
            cohort.live(BEGIN + day * DAY)
    months = DAYS / 30
    figures: dict[str, float] = {}
    for manner in MANNERS:
        theirs = [one for one in nudged.couples if one.manner == manner]
        mine = [len(nudged.letters.get(one.facts.mentorship.mentee, ())) for one in theirs]
        figures[f"letters_a_month_{manner}_mentee"] = round(fmean(mine) / months, 2)
        figures[f"letters_at_most_{manner}_mentee"] = max(mine)
        for name, cohort in (("nudged", nudged), ("left_alone", left_alone)):
            met = [len(one.facts.met) for one in cohort.couples if one.manner == manner]
            figures[f"sessions_a_month_{manner}_{name}"] = round(fmean(met) / months, 2)
    mentors = {one.facts.mentorship.mentor for one in nudged.couples}
    counts = [len(nudged.letters.get(one, ())) for one in mentors]
    figures["letters_a_month_mentor"] = round(fmean(counts) / months, 2)
    figures["letters_a_month_mentor_most"] = round(max(counts) / months, 2)
    letters = sum(len(one) for one in nudged.letters.values())
    figures["lines_a_letter"] = round(nudged.lines / max(letters, 1), 2)
    end = BEGIN + DAYS * DAY
    late = [
        at
        for one in nudged.couples
        if one.manner == "silent"
        for at in nudged.letters.get(one.facts.mentorship.mentee, ())
        if end - at < 60 * DAY
    ]
    figures["letters_to_silent_mentees_in_last_60_days"] = len(late)
    return figures
