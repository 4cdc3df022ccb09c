"""How far the rows of a mentorship are together; refuses to look at their words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from server.boards.goals.items import OPEN, Item, Kind, Status
from server.boards.goals.outline import Tree, outline_of
from server.mentorships.model import Side


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action item still to be done."""

    id: str
    owner: Side | None
    """None: both."""
    due: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one mentorship."""

    goals: int = 0
    """Not dropped."""
    percent: int | None = None
    """Of all of these by their weights, a done one as a whole; None without any."""
    open: tuple[OpenAction, ...] = ()
    done: int = 0
    """Action items."""
    changed_at: datetime | None = None
    """When anybody last wrote in the document."""


def standing_of(items: Collection[Item], changed_at: datetime | None = None) -> Standing:
    """Counts and per cent; dropped goals do not count."""
    trees = [one for one in outline_of(items).trees if one.goal.status is not Status.DROPPED]
    actions = [one for one in items if one.kind is Kind.ACTION]
    waiting = sorted(one.id for one in actions if one.status in OPEN)
    by_id = {one.id: one for one in actions}
    return Standing(
        goals=len(trees),
        percent=_percent(trees),
        open=tuple(_action(by_id[one]) for one in waiting),
        done=sum(one.status is Status.DONE for one in actions),
        changed_at=changed_at,
    )


def _percent(trees: Collection[Tree]) -> int | None:
    whole = sum(one.goal.weight for one in trees)
    reached = sum(one.goal.weight * _reached(one) for one in trees)
    return reached // whole if whole else None


def _reached(tree: Tree) -> int:
    return 100 if tree.goal.status is Status.DONE else tree.percent


def _action(one: Item) -> OpenAction:
    return OpenAction(one.id, Side(one.owner.value) if one.owner else None, one.due)
