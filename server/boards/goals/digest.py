"""What differs between two states of the goals of a mentorship; refuses to say who did it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.boards.goals.items import OPEN, Item, Kind, Owner, Status

MOST_NEXT = 3


class What(StrEnum):
    """What became of a row."""

    ADDED = "added"
    DONE = "done"
    REOPENED = "reopened"
    DROPPED = "dropped"
    MOVED = "moved"
    """Its day is another one."""
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was called at the end, or when it went."""

    kind: Kind
    id: str
    title: str
    owner: Owner | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that became of a row; one that was added and done has two."""

    what: What
    line: Line
    due_before: date | None = None
    """Of one that was moved."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What became of the rows, and what is to be done next."""

    steps: tuple[Step, ...] = ()
    next: tuple[Line, ...] = ()
    """Action items still to be done, those with the nearest day first."""

    def count(self, what: Collection[What], kinds: Collection[Kind] = tuple(Kind)) -> int:
        """How many steps of these."""
        return sum(one.what in what and one.line.kind in kinds for one in self.steps)


UNCHANGED = Digest()


def digest_of(before: Iterable[Item], after: Iterable[Item]) -> Digest:
    """From the rows of an earlier state to those of a later one, in the later one's order."""
    then, now = _by_key(before), _by_key(after)
    steps = [step for key, one in now.items() for step in _steps(then.get(key), one)]
    steps += [Step(What.REMOVED, _line(one)) for key, one in then.items() if key not in now]
    waiting = (
        one
        for one in now.values()
        if one.kind is Kind.ACTION and one.status in OPEN and one.due is not None
    )
    nearest = sorted(waiting, key=lambda one: (one.due or date.max, one.id))
    return Digest(tuple(steps), tuple(_line(one) for one in nearest[:MOST_NEXT]))


def _by_key(items: Iterable[Item]) -> Mapping[tuple[Kind, str], Item]:
    in_order = sorted(items, key=lambda one: (list(Kind).index(one.kind), one.order, one.id))
    return {(one.kind, one.id): one for one in in_order}


def _steps(then: Item | None, now: Item) -> Iterator[Step]:
    line = _line(now)
    if then is None:
        yield Step(What.ADDED, line)
    was, status = then.status if then else Status.TODO, now.status
    if status is Status.DONE and was is not Status.DONE:
        yield Step(What.DONE, line)
    elif status is Status.DROPPED and was is not Status.DROPPED:
        yield Step(What.DROPPED, line)
    elif status in OPEN and was not in OPEN:
        yield Step(What.REOPENED, line)
    if then is not None and then.due != now.due:
        yield Step(What.MOVED, line, then.due)


def _line(one: Item) -> Line:
    return Line(one.kind, one.id, one.title, one.owner, one.due)
