"""Goals and check-ins as HTTP speaks of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from server.boards.goals.items import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_WEIGHT,
    Kind,
    Owner,
    Status,
)
from server.boards.goals.templates import Template
from server.boards.model.checkin import LONGEST_ANSWER
from server.boards.wire.live import AccessName
from server.core.wire import Id, In, Out

# Bounds of what is read at all; what a reader counts as letters is judged by the model.
Title = Annotated[str, Meta(max_length=4 * LONGEST_TITLE)]
Words = Annotated[str, Meta(max_length=4 * LONGEST_WORDS)]
Answer = Annotated[str, Meta(max_length=4 * LONGEST_ANSWER)]
Weight = Annotated[int, Meta(ge=1, le=MOST_WEIGHT)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Query = Annotated[str, Meta(min_length=1, max_length=200)]


class ItemChange(In):
    """What differs from now on; what is not named stays, null takes away."""

    title: Title | UnsetType = UNSET
    parent: Id | UnsetType = UNSET
    owner: Owner | UnsetType | None = UNSET
    due: date | UnsetType | None = UNSET
    status: Status | UnsetType = UNSET
    weight: Weight | UnsetType = UNSET
    percent: Percent | UnsetType | None = UNSET
    """Of a goal: progress by hand; null: from its action items."""
    why: Words | UnsetType = UNSET
    specific: Words | UnsetType = UNSET
    measure: Words | UnsetType = UNSET
    achievable: Words | UnsetType = UNSET
    relevant: Words | UnsetType = UNSET


class ItemIn(In):
    """A goal, or a milestone or action item with its parent."""

    kind: Kind
    title: Title
    parent: Id | None = None
    owner: Owner | None = None
    due: date | None = None


class ItemMade(Out):
    id: str


class ItemOut(Out):
    """One row. Its notes are plain text here; who edits them opens the document."""

    id: str
    kind: Kind
    parent: str | None
    title: str
    owner: Owner | None
    due: date | None
    status: Status
    weight: int
    notes: str


class BranchOut(Out):
    """A milestone and its action items, in order."""

    milestone: ItemOut
    actions: list[ItemOut]


class TreeOut(Out):
    """A goal and all that leads there, in order."""

    goal: ItemOut
    why: str
    specific: str
    measure: str
    achievable: str
    relevant: str
    is_percent_by_hand: bool
    percent: int
    hints: list[str]
    """What could make it easier to reach: vague, noMeasure, noDate, datePast, noWhy, noAction."""
    milestones: list[BranchOut]
    actions: list[ItemOut]


class GoalsOut(Out):
    """Everything of one mentorship."""

    doc: str
    """The document to open for editing it live."""
    access: AccessName
    trees: list[TreeOut]
    unsorted_milestones: list[BranchOut]
    """Their goal is gone."""
    unsorted_actions: list[ItemOut]
    templates: list[Template]
    """Those that were not taken yet."""


class TemplateIn(In):
    template: Template


class CheckInIn(In):
    """How this week is; at least one of the three."""

    went_well: Answer = ""
    is_hard: Answer = ""
    comes_next: Answer = ""


class CheckInOut(Out):
    person: str
    week: date
    """Its Monday."""
    went_well: str
    is_hard: str
    comes_next: str
    written_at: datetime
    changed_at: datetime


class CheckInList(Out):
    """Those of both, newest first."""

    week: date
    """The reader's own, in which they may still write."""
    check_ins: list[CheckInOut]


class FoundOut(Out):
    """A row in one of the caller's mentorships."""

    mentorship: str
    item: ItemOut


class FoundList(Out):
    found: list[FoundOut]


class SearchQuery(In):
    text: Query
