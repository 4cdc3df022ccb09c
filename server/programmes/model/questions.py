"""A programme's own questions and the answers to them; refuses answers that fit no question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.accounts.model import Role
from server.core.errors import Invalid
from server.core.findings import Findings
from server.core.line import clean_line, clean_text

MOST_QUESTIONS = 20
LONGEST_QUESTION = 300
FEWEST_CHOICES, MOST_CHOICES = 2, 12
LONGEST_CHOICE = 120
LONGEST_ANSWER = 2000
LOWEST, HIGHEST = 1, 7
"""Of a scale."""

Answer = str | int
Answers = Mapping[str, Answer]
"""By the question's id."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    CHOICE = "choice"
    """One of its choices."""
    SCALE = "scale"
    """A whole number from 1 to 7."""


@dataclass(frozen=True, slots=True)
class Question:
    """`choices`: of a choice; of a scale the words at 1 and at 7, or none."""

    id: str
    text: str
    kind: QuestionKind
    roles: frozenset[Role]
    choices: tuple[str, ...] = ()
    is_required: bool = False


def clean_questions(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The same in normal form. Raises: Invalid naming every bad part."""
    findings = Findings()
    if len(questions) > MOST_QUESTIONS:
        findings.refuse("questions", f"At most {MOST_QUESTIONS} questions.")
    clean = findings.each(questions, _clean_question)
    if len({one.id for one in questions}) < len(questions):
        findings.refuse("questions", "Each question once, please.")
    findings.settle()
    return clean


def clean_answers(
    questions: Iterable[Question], roles: Iterable[Role], answers: Answers
) -> dict[str, Answer]:
    """Answers to the questions of these roles; empty ones are left out.

    Raises: Invalid naming each bad, unknown or missing answer (`answers.<question>`).
    """
    findings, asked = Findings(), _asked(questions, roles)
    for unknown in set(answers) - set(asked):
        findings.refuse(f"answers.{unknown}", "This is not asked.")
    clean: dict[str, Answer] = {}
    for one in asked.values():
        answer = findings.take(lambda one=one: _clean_answer(one, answers.get(one.id)))  # type: ignore[misc]
        if answer is not None:
            clean[one.id] = answer
        elif one.is_required and f"answers.{one.id}" not in findings.fields:
            findings.refuse(f"answers.{one.id}", "Please answer this.")
    findings.settle()
    return clean


def is_answered(questions: Iterable[Question], roles: Iterable[Role], answers: Answers) -> bool:
    """Whether every required question of these roles has an answer."""
    asked = _asked(questions, roles).values()
    return all(one.id in answers for one in asked if one.is_required)


def _asked(questions: Iterable[Question], roles: Iterable[Role]) -> dict[str, Question]:
    taken = frozenset(roles)
    return {one.id: one for one in questions if one.roles & taken}


def clean_wording(
    findings: Findings, where: str, text: str, choices: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """A question's words and those of its choices in normal form; what is bad is in `findings`."""
    clean = findings.take(
        lambda: clean_line(text, field=f"{where}.text", at_least=1, at_most=LONGEST_QUESTION)
    )
    return clean or "", findings.each(
        choices,
        lambda raw, place: clean_line(
            raw, field=f"{where}.choices[{place}]", at_least=1, at_most=LONGEST_CHOICE
        ),
    )


def _clean_question(one: Question, at: int) -> Question:
    findings, where = Findings(), f"questions[{at}]"
    text, choices = clean_wording(findings, where, one.text, one.choices)
    if not one.roles:
        findings.refuse(f"{where}.roles", "Say whom it is for: mentors, mentees or both.")
    if complaint := _wrong_choices(one.kind, choices):
        findings.refuse(f"{where}.choices", complaint)
    findings.settle()
    return Question(one.id, text, one.kind, one.roles, choices, one.is_required)


def _wrong_choices(kind: QuestionKind, choices: tuple[str, ...]) -> str:
    if kind is QuestionKind.TEXT and choices:
        return "A text has no choices."
    if kind is QuestionKind.SCALE and len(choices) not in {0, 2}:
        return "A scale has words for both ends, or none."
    if kind is not QuestionKind.CHOICE:
        return ""
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        return f"Give {FEWEST_CHOICES} to {MOST_CHOICES} choices."
    return "Each choice once, please." if len(set(choices)) < len(choices) else ""


def _clean_answer(one: Question, answer: Answer | None) -> Answer | None:
    field = f"answers.{one.id}"
    if answer is None or answer == "":
        return None
    if one.kind is QuestionKind.SCALE:
        if not isinstance(answer, int) or not LOWEST <= answer <= HIGHEST:
            raise _no(field, f"A whole number from {LOWEST} to {HIGHEST}.")
        return answer
    if not isinstance(answer, str):
        raise _no(field, "This is answered in words.")
    if one.kind is QuestionKind.CHOICE:
        if answer not in one.choices:
            raise _no(field, "Choose one of the answers given.")
        return answer
    return clean_text(answer, field=field, at_most=LONGEST_ANSWER) or None


def _no(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
