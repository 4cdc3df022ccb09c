"""What is told of answers in sums."""

from __future__ import annotations

from enum import StrEnum


class Measured(StrEnum):
    """`fit`: the share who said yes, 0 to 1; the others are means of 1 to 5."""

    FIT = "fit"
    GOING = "going"
    RELATION = "relation"
    EFFECT = "effect"
