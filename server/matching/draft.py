"""A match run, its draft and what a coordinator changes in it, as values.

Refuses edits that contradict each other, and steps a run cannot take.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from server.core.errors import Conflict, Invalid
from server.matching.assign import Mode
from server.matching.cohort import MOST_BOOST
from server.matching.outcome import Figures

MOST_EDITS = 2000
MOST_PLACES = 50
HIGHEST_SEED = 2**31 - 1


class RunState(StrEnum):
    """Where a run stands; the last three are its ends."""

    WAITING = "waiting"
    RUNNING = "running"
    DRAFTED = "drafted"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNFINISHED = (RunState.WAITING, RunState.RUNNING)
"""Those a worker matches."""
BUSY = (*UNFINISHED, RunState.PUBLISHING)
"""One at a time in a programme."""


class RunGoesOn(Conflict):
    code = "run_goes_on"
    title = "Another match run of this programme is going on"


class RunOver(Conflict):
    code = "run_over"
    title = "This match run has gone on meanwhile"


@dataclass(frozen=True, slots=True)
class Boosted:
    """A pair that is seen better or worse than its numbers."""

    mentee: str
    mentor: str
    by: float


@dataclass(frozen=True, slots=True)
class DraftEdits:
    """All that a coordinator has laid down, as ids; a draft follows from these and its cohort."""

    locks: tuple[tuple[str, str], ...] = ()
    """(mentee, mentor), also of pairs made by hand."""
    forbids: tuple[tuple[str, str], ...] = ()
    boosts: tuple[Boosted, ...] = ()
    places: dict[str, int] = field(default_factory=dict)

    def checked(self) -> DraftEdits:
        """The same in one order, each once. Raises: Invalid."""
        if len(self.locks) + len(self.forbids) + len(self.boosts) + len(self.places) > MOST_EDITS:
            raise _no("edits", f"At most {MOST_EDITS} changes to a draft.")
        locked = dict(self.locks)
        if len(locked) < len(set(self.locks)):
            raise _no("locks", "A mentee can be kept with one mentor only.")
        if set(self.locks) & set(self.forbids):
            raise _no("forbids", "The same pair is both kept and forbidden.")
        for one in self.boosts:
            if not math.isfinite(one.by) or abs(one.by) > MOST_BOOST:
                raise _no("boosts", f"From -{MOST_BOOST} to {MOST_BOOST}.")
        if any(not 0 <= places <= MOST_PLACES for places in self.places.values()):
            raise _no("places", f"From 0 to {MOST_PLACES} places.")
        boosts = {(one.mentee, one.mentor): one for one in self.boosts}
        return DraftEdits(
            locks=tuple(sorted(set(self.locks))),
            forbids=tuple(sorted(set(self.forbids))),
            boosts=tuple(boosts[pair] for pair in sorted(boosts)),
            places=dict(sorted(self.places.items())),
        )


def _no(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={name: sentence})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run over a programme."""

    id: str
    programme: str
    by: str | None
    mode: Mode
    seed: int
    state: RunState
    created_at: datetime
    finished_at: datetime | None = None
    done: int = 0
    total: int = 0
    edition: int = 0
    """One more each time the draft becomes another."""
    weights: dict[str, float] = field(default_factory=dict)
    encoder: str = ""
    input_hash: str = ""
    figures: Figures | None = None
    edits: DraftEdits = field(default_factory=DraftEdits)
    problem: str = ""

    def require(self, *states: RunState) -> None:
        """Raises: RunOver."""
        if self.state not in states:
            raise RunOver(_WHERE[self.state])

    def require_edition(self, edition: int) -> None:
        """Raises: RunOver, when somebody else has changed the draft."""
        self.require(RunState.DRAFTED)
        if edition != self.edition:
            raise RunOver("The draft was changed meanwhile. Please look at it again.")


_WHERE = {
    RunState.WAITING: "It waits to begin.",
    RunState.RUNNING: "It is being worked out.",
    RunState.DRAFTED: "Its draft is there.",
    RunState.PUBLISHING: "Its draft is being published.",
    RunState.PUBLISHED: "Its draft has been published.",
    RunState.CANCELLED: "It was cancelled.",
    RunState.FAILED: "It could not be worked out.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPair:
    """A pair of a draft. Ranks are from 1, on the other's list; None: on none."""

    mentee: str
    mentor: str
    score: float
    mentee_rank: int | None
    mentor_rank: int | None
    is_locked: bool
    price: float
    """Of a place of this mentor, on the scale of scores."""
    published_at: datetime | None = None
    problem: str = ""


class Why(StrEnum):
    """What keeps somebody without a mentor, beside the gates' own names."""

    UNREADY = "unready"
    """Their profile does not say enough."""
    TAKEN = "taken"
    """Mentors would fit, all of whom went to others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A mentee without a mentor."""

    mentee: str
    listed: int = 0
    """Mentors who would have fit."""
    why: str = Why.TAKEN
    """The gate that removed most, in small letters, or one of `Why`."""
    change: str | None = None
    """The gate whose opening helps most."""
    opens: int = 0
    slot: int | None = None
    """Half-hour of the week in UTC at which two more hours would begin."""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What came out."""

    pairs: tuple[DraftPair, ...]
    left: tuple[Left, ...]
    figures: Figures

    def among(self, there: Collection[str]) -> Draft:
        """Without whoever has deleted their account meanwhile."""
        pairs = tuple(p for p in self.pairs if p.mentee in there and p.mentor in there)
        return replace(self, pairs=pairs, left=tuple(p for p in self.left if p.mentee in there))


def hash_of_input(parts: tuple[bytes, ...], told: dict[str, Any]) -> str:
    """Of all that decides what comes out."""
    found = hashlib.sha256(msgspec.json.encode(told, order="sorted"))
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def edits_as_json(edits: DraftEdits) -> str:
    """For the table."""
    return msgspec.json.encode(asdict(edits), order="sorted").decode()


def edits_of_json(text: str) -> DraftEdits:
    """From it."""
    return msgspec.json.decode(text, type=DraftEdits)
