"""Questions about groups that people may answer for a fairness report; refuses to tell of anybody.

Figures come out in editions. A next one is made when at least ten people have said or done
something else since the last: the difference of two editions is a sum over ten people, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.core.errors import Invalid, NotFound
from server.core.findings import Findings
from server.programmes.model.questions import FEWEST_CHOICES, MOST_CHOICES, clean_wording
from server.progress.model.fairness import Fate, SideReport
from server.progress.model.suppress import LEAST_GROUP

MOST_QUESTIONS = 5


class NoGroupQuestion(NotFound):
    """Also for whoever does not take part in its programme."""

    title = "This is not asked of you"


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """What a programme asks; "I would rather not say" is always among the answers."""

    id: str
    programme: str
    text: str
    choices: tuple[str, ...]

    def require(self, choice: int | None) -> None:
        """None: would rather not say. Raises: Invalid."""
        if choice is not None and not 0 <= choice < len(self.choices):
            sentence = "Choose one of the answers given."
            raise Invalid(sentence, fields={"choice": sentence})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a coordinator writes it."""

    text: str
    choices: tuple[str, ...]


def checked(asked: Sequence[Asked]) -> list[Asked]:
    """The same in normal form. Raises: Invalid with every bad field."""
    findings = Findings()
    if len(asked) > MOST_QUESTIONS:
        findings.refuse("questions", f"At most {MOST_QUESTIONS} questions.")
    clean = findings.each(asked, _checked)
    if len({one.text for one in clean}) < len(clean):
        findings.refuse("questions", "Each question once, please.")
    findings.settle()
    return list(clean)


def _checked(one: Asked, at: int) -> Asked:
    findings, where = Findings(), f"questions[{at}]"
    text, choices = clean_wording(findings, where, one.text, one.choices)
    if not FEWEST_CHOICES <= len(one.choices) <= MOST_CHOICES:
        findings.refuse(f"{where}.choices", f"Give {FEWEST_CHOICES} to {MOST_CHOICES} choices.")
    elif len(set(choices)) < len(choices):
        findings.refuse(f"{where}.choices", "Each choice once, please.")
    findings.settle()
    return Asked(text, choices)


@dataclass(frozen=True, slots=True)
class Edition:
    """The figures of a question for one side, as they were made at a moment."""

    made_at: datetime
    report: SideReport


@dataclass(frozen=True, slots=True)
class Counted:
    """Whom an edition counts as what; `gone`: of how many it knows nothing any more."""

    marks: Mapping[str, str]
    gone: int


def mark_of(choice: int, fate: Fate) -> str:
    """What a figure may tell of somebody; with another mark they count as somebody else."""
    return f"{choice}{fate.mark}"


def is_next_due(before: Counted, now: Mapping[str, str]) -> bool:
    """Whether at least ten people would be counted otherwise than they are."""
    people = before.marks.keys() | now.keys()
    moved = sum(1 for one in people if before.marks.get(one) != now.get(one))
    return moved + before.gone >= LEAST_GROUP
