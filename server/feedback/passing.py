"""What matching learns of feedback: answers as it knows them, and how mentors stand. Pure.

Refuses to pass on any text. Its callers hand it only what is revealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from server.feedback.chances import Tally, chances_of, rate_of
from server.feedback.instruments import Instrument, alliance_of
from server.feedback.model import Answers, Card, Survey
from server.feedback.score import Rating, standings_of
from server.matching.model import PairFeedback, Standing
from server.mentorships.model import EndReason, FitReason, Mentorship, MentorshipState, Side

AGAIN = {"yes": 5, "unsure": 3, "no": 1}
OUTCOMES = 0.15
"""What it weighs how often things come off for a mentor: fit, met again, completed."""
WEIGHTS = (("useful", 0.5), ("progress", 0.25), ("heard", 0.25))
FAILED = frozenset({EndReason.NOT_THE_FIT, EndReason.SILENT})
_DAY = timedelta(days=1)


def content_of(said: Answers) -> float | None:
    """The scales of a card as one number from 0 to 1; None: nothing was rated."""
    given = [(weight, getattr(said, name)) for name, weight in WEIGHTS]
    there = [(weight, answer) for weight, answer in given if answer is not None]
    whole = sum(weight for weight, _ in there)
    return (sum(weight * answer for weight, answer in there) / whole - 1) / 4 if there else None


def of_card(card: Card) -> PairFeedback | None:
    """A card for learning; None: nothing was rated, or it is of no programme any more."""
    said = card.answers
    if said is None or card.programme is None or content_of(said) is None:
        return None
    mentor, mentee = _sides(card)
    return PairFeedback(
        programme=card.programme,
        mentorship=card.mentorship,
        mentor=mentor,
        mentee=mentee,
        rater=card.person,
        occasion=f"session:{card.booking}",
        usefulness=said.useful if said.useful is not None else said.progress,
        rapport=said.heard,
        at=card.session_at,
    )


def of_survey(survey: Survey) -> PairFeedback | None:
    """A survey for learning; None: nothing in it is on its scales."""
    given = survey.answers or {}
    usefulness, rapport, again = None, None, None
    misfit = frozenset[FitReason]()
    match survey.instrument:
        case Instrument.FIT:
            again = AGAIN[str(given["fit"])]
            if given["fit"] != "yes":
                misfit = frozenset(FitReason(one) for one in _several(given.get("misfit")))
        case Instrument.ALLIANCE:
            alliance = alliance_of(given)
            rapport, usefulness = round(alliance.relation), round(alliance.effect)
        case Instrument.PULSE:
            rapport, again = _number(given, "going"), _number(given, "again")
        case Instrument.CLOSING:
            usefulness, again = _number(given, "useful"), _number(given, "again")
    if (usefulness, rapport, again) == (None, None, None):
        return None
    mentor, mentee = _sides(survey)
    return PairFeedback(
        programme=survey.programme,
        mentorship=survey.mentorship,
        mentor=mentor,
        mentee=mentee,
        rater=survey.person,
        occasion=f"survey:{survey.id}",
        usefulness=usefulness,
        rapport=rapport,
        again=again,
        misfit=misfit,
        at=survey.answered_at or survey.due_at,
    )


def standing(
    cards: Sequence[Card], fits: Iterable[Survey], pairs: Iterable[Mentorship], now: datetime
) -> dict[str, Standing]:
    """Of each mentor somebody has rated, from settled cards of a programme's mentees."""
    ratings = [
        Rating(
            one.other,
            one.person,
            content_of(one.answers) if one.answers is not None else None,
            (now - one.session_at) / _DAY,
        )
        for one in cards
    ]
    found = standings_of(ratings)
    outcomes = _outcomes(cards, fits, pairs)
    extra = {mentor: OUTCOMES * by for mentor, by in outcomes.items()}
    return {
        mentor: Standing(
            one.effect + extra.get(mentor, 0.0), one.lower + extra.get(mentor, 0.0), one.raters
        )
        for mentor, one in found.items()
        if one.raters > 0
    }


def _outcomes(
    cards: Sequence[Card], fits: Iterable[Survey], pairs: Iterable[Mentorship]
) -> dict[str, float]:
    """How much oftener things come off for a mentor than for others, -1 to 1."""
    found: dict[str, float] = {}
    kinds = (_fit(fits), _met_again(cards), _completed(pairs))
    for tallies in kinds:
        rate = rate_of(tallies)
        for mentor, chance in chances_of(tallies).items():
            found[mentor] = found.get(mentor, 0.0) + (chance.mean - rate) / len(kinds)
    return found


def _fit(fits: Iterable[Survey]) -> dict[str, Tally]:
    said = ((one.other, (one.answers or {}).get("fit")) for one in fits)
    return _tallied((mentor, fit == "yes") for mentor, fit in said if fit in {"yes", "no"})


def _met_again(cards: Iterable[Card]) -> dict[str, Tally]:
    met: dict[tuple[str, str], int] = {}
    for one in cards:
        met[one.other, one.person] = met.get((one.other, one.person), 0) + 1
    return _tallied((mentor, times > 1) for (mentor, _), times in met.items())


def _completed(pairs: Iterable[Mentorship]) -> dict[str, Tally]:
    over = [one for one in pairs if not one.is_running]
    return _tallied(
        (one.mentor, one.state is MentorshipState.COMPLETED)
        for one in over
        if one.state is MentorshipState.COMPLETED or one.reason in FAILED
    )


def _tallied(outcomes: Iterable[tuple[str, bool]]) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for mentor, is_good in outcomes:
        found[mentor] = found.get(mentor, Tally()) + Tally(int(is_good), 1)
    return found


def _sides(one: Card | Survey) -> tuple[str, str]:
    """Mentor and mentee."""
    return (one.other, one.person) if one.side is Side.MENTEE else (one.person, one.other)


def _several(given: object) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list) else []


def _number(given: Mapping[str, object], key: str) -> int | None:
    return one if isinstance(one := given.get(key), int) else None
