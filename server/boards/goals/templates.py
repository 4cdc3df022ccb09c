"""Ways to begin, as rows with their words: SMART, GROW, OKR and the first ninety days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from server.boards.goals.items import Kind


class Template(StrEnum):
    """A way to begin."""

    SMART = "smart"
    GROW = "grow"
    OKR = "okr"
    DAYS = "days"
    """Thirty, sixty, ninety days."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A row to be and what is below it."""

    kind: Kind
    title: str
    words: dict[str, str] = field(default_factory=dict)
    due_days: int | None = None
    """From the day on which the template is taken."""
    below: tuple[Seed, ...] = ()

    def values(self, today: date) -> dict[str, str | int | None]:
        """As the document holds them."""
        due = None if self.due_days is None else today + timedelta(days=self.due_days)
        return {"title": self.title, **self.words, "due": due.isoformat() if due else None}


def _milestone(title: str, *actions: str, due_days: int | None = None) -> Seed:
    below = tuple(Seed(Kind.ACTION, action) for action in actions)
    return Seed(Kind.MILESTONE, title, due_days=due_days, below=below)


_SMART = Seed(
    Kind.GOAL,
    "One thing to reach in this mentorship",
    {
        "specific": "What exactly will be different? Who is part of it?",
        "measure": "How will both of you see that it is reached?",
        "achievable": "What makes it possible with the time there is?",
        "relevant": "Why does it matter now?",
    },
    due_days=84,
    below=(Seed(Kind.ACTION, "Replace the questions in this goal by answers"),),
)
_GROW = Seed(
    Kind.GOAL,
    "Where we want to be",
    {"why": "What would reaching this make possible?"},
    below=(
        _milestone("Goal: what do you want?", "Write the goal in one sentence"),
        _milestone("Reality: where are you now?", "Name three facts", "Name what was tried"),
        _milestone("Options: what could you do?", "List five ways, also unlikely ones"),
        _milestone("Will: what will you do?", "Choose the first step and its day"),
    ),
)
_OKR = Seed(
    Kind.GOAL,
    "Objective: a change worth a quarter",
    {"measure": "Each key result is a number that is true or not on the last day."},
    due_days=91,
    below=(
        _milestone("Key result 1: from … to …", "First step"),
        _milestone("Key result 2: from … to …", "First step"),
        _milestone("Key result 3: from … to …", "First step"),
    ),
)
_DAYS = Seed(
    Kind.GOAL,
    "My first ninety days",
    {"why": "To arrive well, and to be useful soon."},
    due_days=90,
    below=(
        _milestone("30 days: learn", "Meet who matters", "Ask what good looks like", due_days=30),
        _milestone("60 days: contribute", "Take one thing over", "Ask for feedback", due_days=60),
        _milestone("90 days: lead", "Propose a change", "Plan the next quarter", due_days=90),
    ),
)
SEEDS = {Template.SMART: _SMART, Template.GROW: _GROW, Template.OKR: _OKR, Template.DAYS: _DAYS}


def walk(seed: Seed) -> Iterator[tuple[Seed, Seed | None]]:
    """A seed and all below it, each with its parent, parents first."""
    yield seed, None
    for child in seed.below:
        for one, parent in walk(child):
            yield one, seed if parent is None else parent
