"""The rules of programmes, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.model import Role
from server.core.errors import Invalid
from server.profiles.model import Criterion
from server.programmes.model import (
    Gates,
    Pace,
    Programme,
    ProgrammeChange,
    ProgrammeFixed,
    Question,
    QuestionKind,
    State,
    Weights,
    WrongState,
    clean_answers,
    clean_questions,
    moves,
    require_move,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROGRAMME = Programme("p" * 26, "Voyages", "", State.DRAFT, False, NOON)
BOTH = frozenset(Role)
TEXT, CHOICE, SCALE = QuestionKind.TEXT, QuestionKind.CHOICE, QuestionKind.SCALE


def refused(change: ProgrammeChange) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        change.onto(PROGRAMME)
    return refusal.value.fields


def test_the_weights_of_a_new_programme_sum_to_a_hundred_percent() -> None:
    assert Weights().checked() == Weights()


def test_weights_that_do_not_sum_are_refused_with_their_sum() -> None:
    fields = refused(ProgrammeChange(weights=replace(Weights(), goals=0.25)))
    assert fields == {"weights": "The weights sum to 95 %, and must sum to 100 %."}


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_weight_that_is_no_share_is_named(share: float) -> None:
    assert "weights.goals" in refused(ProgrammeChange(weights=replace(Weights(), goals=share)))


@given(st.lists(st.floats(0, 1e6), min_size=8, max_size=8))
def test_shares_of_any_sum_become_weights_that_pass(shares: list[float]) -> None:
    if sum(shares) <= 0:
        return
    weights = Weights.of_shares(dict(zip(Weights().as_shares(), shares, strict=True)))
    weights.checked()
    whole = sum(shares)
    for made, given_share in zip(weights.as_shares().values(), shares, strict=True):
        assert abs(made - given_share / whole) <= 0.001 + 1e-9


def test_everything_that_is_wrong_is_said_at_once() -> None:
    change = ProgrammeChange(
        name="  ",
        description="x" * 5000,
        pace=Pace(answer_days=0, most_open_requests=11, mentors_a_mentee=6),
        gates=Gates(shared_minutes=45),
        ends_at=NOON,
        enrolment_ends_at=NOON,
    )
    assert set(refused(change)) == {
        "name",
        "description",
        "pace.answerDays",
        "pace.mostOpenRequests",
        "pace.mentorsAMentee",
        "gates.sharedMinutes",
        "endsAt",
    }


def test_control_characters_are_refused_and_markup_is_text() -> None:
    assert "name" in refused(ProgrammeChange(name="Voy\u0007ages"))
    assert "description" in refused(ProgrammeChange(description="a\u202eb"))
    made = ProgrammeChange(name="<b>Voyages</b>", description="One\n\ntwo").onto(PROGRAMME)
    assert (made.name, made.description) == ("<b>Voyages</b>", "One\n\ntwo")


def test_a_date_can_be_taken_away_and_others_stay() -> None:
    dated = ProgrammeChange(enrolment_ends_at=NOON, ends_at=NOON + timedelta(days=9))
    made = dated.onto(PROGRAMME)
    bare = ProgrammeChange(clears=frozenset({"enrolment_ends_at"})).onto(made)
    assert (bare.enrolment_ends_at, bare.ends_at) == (None, made.ends_at)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("to", list(State))
@pytest.mark.parametrize("has_joined", [False, True])
def test_a_programme_moves_where_it_says_it_may(state: State, to: State, has_joined: bool) -> None:
    one = replace(PROGRAMME, state=state)
    if to in moves(one, has_joined=has_joined):
        require_move(one, to, has_joined=has_joined)
    else:
        with pytest.raises(WrongState):
            require_move(one, to, has_joined=has_joined)


def test_the_open_programme_never_moves() -> None:
    one = replace(PROGRAMME, state=State.RUNNING, is_open=True)
    assert moves(one, has_joined=True) == ()
    with pytest.raises(ProgrammeFixed):
        require_move(one, State.CLOSED, has_joined=True)


def test_people_come_until_the_enrolment_ends_and_never_into_a_draft() -> None:
    one = replace(PROGRAMME, state=State.MATCHING, enrolment_ends_at=NOON)
    assert one.is_enrolling(NOON - timedelta(seconds=1))
    assert not one.is_enrolling(NOON)
    assert not replace(one, state=State.DRAFT).is_enrolling(NOON - timedelta(days=1))
    assert not replace(one, state=State.CLOSED).is_enrolling(NOON - timedelta(days=1))


QUESTIONS = (
    Question("a" * 26, "Why now?", TEXT, BOTH, is_required=True),
    Question("b" * 26, "Which port?", CHOICE, frozenset({Role.MENTEE}), ("Pylos", "Sparta")),
    Question("c" * 26, "How rough a sea?", SCALE, frozenset({Role.MENTOR}), ("calm", "storm")),
)
A, B, C = (one.id for one in QUESTIONS)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (replace(QUESTIONS[0], text=""), "questions[0].text"),
        (replace(QUESTIONS[0], choices=("a",)), "questions[0].choices"),
        (replace(QUESTIONS[0], roles=frozenset()), "questions[0].roles"),
        (replace(QUESTIONS[1], choices=("one",)), "questions[0].choices"),
        (replace(QUESTIONS[1], choices=("one", "one")), "questions[0].choices"),
        (replace(QUESTIONS[1], choices=("one", "t\u0000wo")), "questions[0].choices[1]"),
        (replace(QUESTIONS[2], choices=("one",)), "questions[0].choices"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(question: Question, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_questions((question,))
    assert field in refusal.value.fields


def test_at_most_twenty_questions_are_asked() -> None:
    many = tuple(replace(QUESTIONS[0], id=f"{n:026}") for n in range(21))
    with pytest.raises(Invalid, match="20"):
        clean_questions(many)
    assert len(clean_questions(many[:20])) == 20


def test_answers_are_taken_as_they_are_meant() -> None:
    answers: dict[str, str | int] = {A: "  Because\tof  him. ", B: "Pylos", C: 7}
    assert clean_answers(QUESTIONS, BOTH, answers) == {A: "Because of him.", B: "Pylos", C: 7}
    assert clean_answers(QUESTIONS, [Role.MENTEE], {A: "x", B: ""}) == {A: "x"}


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, A),
        ({A: "  "}, A),
        ({A: 3}, A),
        ({A: "x" * 2001}, A),
        ({A: "x", B: "Troy"}, B),
        ({A: "x", C: 8}, C),
        ({A: "x", C: "calm"}, C),
        ({A: "x", "d" * 26: "x"}, "d" * 26),
    ],
)
def test_an_answer_that_does_not_fit_is_named(answers: dict[str, str | int], wrong: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_answers(QUESTIONS, BOTH, answers)
    assert list(refusal.value.fields) == [f"answers.{wrong}"]


def test_weights_and_profiles_speak_of_the_same_criteria() -> None:
    assert list(Weights().as_shares()) == [one.value for one in Criterion]
