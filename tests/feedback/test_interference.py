"""Whoever looks at sums of surveys learns of nobody what they answered: one answer made another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.feedback.instruments import EFFECT, FITS, RELATION, Given, Instrument
from server.feedback.model import Measured, Survey
from server.feedback.sums import LEAST_PEOPLE, Sum, Sums, sums_of
from server.mentorships.model import Side
from tests.feedback.test_blind import START

Said = tuple[int, str, Instrument, int]
"""By whom, in which cohort, to what, and which of five answers."""
Cells = dict[tuple[str, Measured], Sum]
SPANS = {Measured.FIT: 1.0} | dict.fromkeys(set(Measured) - {Measured.FIT}, 4.0)
ROUNDING = 0.011
"""Two means of two digits each."""
EVERYBODY = "everybody"
SAID = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.sampled_from(["May", "June"]),
        st.sampled_from([Instrument.FIT, Instrument.PULSE, Instrument.ALLIANCE]),
        st.integers(1, 5),
    ),
    max_size=90,
)


def answers(instrument: Instrument, step: int) -> dict[str, Given]:
    match instrument:
        case Instrument.FIT:
            return {"fit": FITS[step // 2]}
        case Instrument.PULSE:
            return {"going": step, "again": 6 - step}
        case Instrument.ALLIANCE:
            return dict.fromkeys(RELATION + EFFECT, step)
        case Instrument.CLOSING:
            return {"reason": "no_time", "useful": step, "recommend": 2 * step}


def surveys(said: Sequence[Said]) -> list[Survey]:
    """Answered one after the other."""
    return [
        Survey(
            id=str(at),
            mentorship=f"{month} {person}",
            programme="voyages",
            person=str(person),
            other="mentor",
            side=Side.MENTEE,
            instrument=instrument,
            occasion=str(at),
            due_at=START,
            closes_at=START + timedelta(days=300),
            answered_at=START + timedelta(hours=at),
            answers=answers(instrument, step),
        )
        for at, (person, month, instrument, step) in enumerate(said)
    ]


def told(said: Sequence[Said]) -> Cells:
    """All that is told of them: by cohort and measure, and of everybody."""
    found: Sums = sums_of(surveys(said), {f"{month} {person}": month for person, month, *_ in said})
    cells = {(month, one): of for month, row in found.cohorts.items() for one, of in row.items()}
    return cells | {(EVERYBODY, one): of for one, of in found.whole.items()}


def turned(said: Sequence[Said], person: int) -> list[Said]:
    """The same, but that one person answered the contrary everywhere."""
    return [
        (who, month, what, 6 - step if who == person else step) for who, month, what, step in said
    ]


@given(SAID, st.integers(0, 11))
def test_one_persons_answers_move_a_mean_by_a_fifth_of_its_scale_at_most_and_nothing_else(
    said: list[Said], person: int
) -> None:
    before, after = told(said), told(turned(said, person))
    assert {cell: of.people for cell, of in before.items()} == {
        cell: of.people for cell, of in after.items()
    }
    for (month, measured), of in before.items():
        assert of.people >= LEAST_PEOPLE
        moved = abs(of.mean - after[month, measured].mean)
        assert moved <= SPANS[measured] / LEAST_PEOPLE + ROUNDING


@given(SAID, st.integers(0, 11))
def test_where_fewer_than_five_have_answered_an_answer_moves_nothing(
    said: list[Said], person: int
) -> None:
    few = [one for one in said if one[0] < LEAST_PEOPLE - 1]
    assert told(few) == told(turned(few, person)) == {}
    # Nor does it where others have, in another month or to another question.
    before, after = told(said), told(turned(said, person))
    for cell in before:
        month, measured = cell
        if month != EVERYBODY and not any(
            who == person and where == month and measured in measures(what)
            for who, where, what, _ in said
        ):
            assert before[cell] == after[cell]


@given(SAID)
def test_who_looks_after_each_answer_sees_five_people_move_at_once(said: list[Said]) -> None:
    waiting: dict[tuple[str, Measured], set[int]] = {}
    seen: Cells = {}
    for at, (person, month, instrument, _) in enumerate(said):
        for measured in measures(instrument):
            waiting.setdefault((month, measured), set()).add(person)
        now = told(said[: at + 1])
        for cell in {one for one in now if now[one] != seen.get(one)} - {
            (EVERYBODY, one) for one in Measured
        }:
            assert len(waiting.pop(cell)) >= LEAST_PEOPLE
        seen = now


@given(SAID, st.integers(0, 11))
def test_everybody_together_tells_nothing_that_the_months_do_not(
    said: list[Said], person: int
) -> None:
    """What is told of all moves only where a month that is told does."""
    before, after = told(said), told(turned(said, person))
    for measured in Measured:
        months = [cell for cell in before if cell[1] is measured and cell[0] != EVERYBODY]
        if all(before[cell] == after[cell] for cell in months):
            assert before.get((EVERYBODY, measured)) == after.get((EVERYBODY, measured))


@given(
    st.lists(
        st.tuples(
            st.integers(0, 11), st.just("May"), st.just(Instrument.CLOSING), st.integers(1, 5)
        )
    )
)
def test_why_somebody_left_is_in_no_sum(said: list[Said]) -> None:
    assert told(said) == {}


def measures(instrument: Instrument) -> set[Measured]:
    return {
        Instrument.FIT: {Measured.FIT},
        Instrument.PULSE: {Measured.GOING},
        Instrument.ALLIANCE: {Measured.RELATION, Measured.EFFECT},
        Instrument.CLOSING: set[Measured](),
    }[instrument]
