"""Every set of weights that a programme had, and why; refuses a change of what is no longer so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from server.core.errors import Conflict
from server.programmes.model.settings import Weights


class WeightsMoved(Conflict):
    """Somebody else was faster."""

    code = "weights_moved"
    title = "The weights have been changed meanwhile"


class Author(StrEnum):
    """Where weights come from."""

    START = "start"
    """The programme began with them."""
    COORDINATOR = "coordinator"
    LEARNING = "learning"
    """From feedback, and accepted by a coordinator."""
    AUTOMATIC = "automatic"
    """From feedback, by itself."""
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Why:
    """Why weights are set; `evidence` are figures, whatever their author calls them."""

    author: Author
    person: str | None = None
    evidence: Mapping[str, float] = field(default_factory=dict)
    restores: int | None = None
    """The number of the version that is in use again."""


@dataclass(frozen=True, slots=True)
class WeightsVersion:
    """The weights from `set_at` until the next number."""

    programme: str
    number: int
    weights: Weights
    set_at: datetime
    why: Why
