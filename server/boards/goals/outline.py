"""Goals with what belongs to them, and how far they are; refuses to lose a row without a parent.

Progress is derived from the action items by their weights, unless somebody set it by hand: two
people who count the same thing at once would count it twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from server.boards.goals.items import OPEN, Item, Kind, Status


@dataclass(frozen=True, slots=True)
class Branch:
    """A milestone and its action items, in order."""

    milestone: Item
    actions: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A goal and all that leads there, in order."""

    goal: Item
    branches: tuple[Branch, ...]
    actions: tuple[Item, ...]
    """Those without a milestone."""
    percent: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything of one mentorship."""

    trees: tuple[Tree, ...]
    lost_branches: tuple[Branch, ...]
    """Milestones whose goal is gone: somebody wrote in them while the other deleted it."""
    lost_actions: tuple[Item, ...]


def outline_of(items: Iterable[Item]) -> Outline:
    """The rows in their places; those of one place by id."""
    below: dict[str | None, list[Item]] = defaultdict(list)
    known: dict[str, Kind] = {}
    for one in sorted(items, key=lambda one: (one.order, one.id)):
        below[one.parent if one.kind is not Kind.GOAL else None].append(one)
        known[one.id] = one.kind
    goals = [one for one in below[None] if one.kind is Kind.GOAL]
    trees = tuple(_tree(goal, below) for goal in goals)
    lost = [
        one
        for rows in below.values()
        for one in rows
        if one.kind is not Kind.GOAL and not _has_parent(one, known)
    ]
    lost.sort(key=lambda one: (one.order, one.id))
    milestones = tuple(_branch(one, below) for one in lost if one.kind is Kind.MILESTONE)
    return Outline(trees, milestones, tuple(one for one in lost if one.kind is Kind.ACTION))


def progress_of(actions: Iterable[Item], milestones: Iterable[Branch] = ()) -> int:
    """Per cent, by weight; what was dropped does not count, an empty milestone as one item."""
    counted = [*actions]
    for branch in milestones:
        counted += branch.actions or (branch.milestone,)
    live = [one for one in counted if one.status is not Status.DROPPED]
    whole = sum(one.weight for one in live)
    done = sum(one.weight for one in live if one.status is Status.DONE)
    return 100 * done // whole if whole else 0


def hints_of(tree: Tree, today: date) -> list[str]:
    """What could make a goal easier to reach, as words' keys: gentle, never in the way."""
    goal, hints = tree.goal, []
    if goal.status not in OPEN:
        return []
    if len(goal.title.split()) < 3 and not goal.specific:
        hints.append("vague")
    if not goal.measure:
        hints.append("noMeasure")
    if goal.due is None:
        hints.append("noDate")
    elif goal.due < today:
        hints.append("datePast")
    if not goal.why and not goal.relevant:
        hints.append("noWhy")
    if not tree.actions and not any(branch.actions for branch in tree.branches):
        hints.append("noAction")
    return hints


def _tree(goal: Item, below: dict[str | None, list[Item]]) -> Tree:
    rows = below.get(goal.id, [])
    branches = tuple(_branch(one, below) for one in rows if one.kind is Kind.MILESTONE)
    actions = tuple(one for one in rows if one.kind is Kind.ACTION)
    percent = goal.percent if goal.percent is not None else progress_of(actions, branches)
    return Tree(goal, branches, actions, percent)


def _branch(milestone: Item, below: dict[str | None, list[Item]]) -> Branch:
    rows = below.get(milestone.id, [])
    return Branch(milestone, tuple(one for one in rows if one.kind is Kind.ACTION))


def _has_parent(one: Item, known: dict[str, Kind]) -> bool:
    kind = known.get(one.parent or "")
    if one.kind is Kind.MILESTONE:
        return kind is Kind.GOAL
    return kind in {Kind.GOAL, Kind.MILESTONE}
