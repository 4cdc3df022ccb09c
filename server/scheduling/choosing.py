"""Which of several mentors a session goes to when any of them would do; chance has no part in it.

Whoever has had least for their weight comes first (Sainte-Laguë's divisors 1, 3, 5 …), so that
shares follow the weights and nobody's turn depends on their place in a list. Of equals it is
whoever was booked longest ago; at last the id decides: the same question has one answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

NEVER = -(10**12)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor who has time then: `booked` sessions of late, the last of them made at a minute."""

    host: str
    weight: int
    booked: int = 0
    last_booked: int = NEVER


def in_turn(candidates: Iterable[Candidate]) -> list[str]:
    """Hosts, whoever's turn it is first. Weights are 1 or more."""
    ranked = sorted(
        candidates,
        key=lambda one: (Fraction(2 * one.booked + 1, one.weight), one.last_booked, one.host),
    )
    return [one.host for one in ranked]
