"""A programme as its different people see it; values only."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.model import PersonCard
from server.programmes.model import Membership, Programme, State


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people a programme has."""

    mentors: int
    mentees: int
    both: int
    """Of these, in both roles; counted among mentors and mentees, too."""
    invited: int


@dataclass(frozen=True, slots=True)
class Desk:
    """A programme as its coordinators see it."""

    programme: Programme
    headcount: Headcount
    moves: tuple[State, ...]
    """Where it may move, the way forward first."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A programme as somebody sees who takes part, is asked to, or looks after it."""

    programme: Programme
    membership: Membership | None
    """None for whoever only looks after it."""
    is_coordinator: bool
    coordinators: tuple[PersonCard, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that has to do with somebody."""

    mine: tuple[tuple[Programme, Membership], ...]
    """Taken part in, or asked to; newest first, the open one last."""
    looked_after: tuple[Programme, ...]
    others: tuple[Programme, ...]
    """Those an operator may appoint coordinators of."""
    is_operator: bool
