"""What a session is called when nobody says: the names of its people, never cut within a word."""

from __future__ import annotations

from collections.abc import Sequence

BETWEEN = " · "
_LEFT_OUT = " …"


def called_after(names: Sequence[str], at_most: int) -> str:
    """All names in one line of `at_most` characters; what short ones do not need, long ones get."""
    left = at_most - len(BETWEEN) * (len(names) - 1)
    shown: dict[int, str] = {}
    by_length = sorted(range(len(names)), key=lambda place: len(names[place]))
    for rank, place in enumerate(by_length):
        shown[place] = _fitting(names[place], left // (len(names) - rank))
        left -= len(shown[place])
    return BETWEEN.join(shown[place] for place in range(len(names)))


def _fitting(name: str, at_most: int) -> str:
    """Whole words of it, and a sign for the others; a word alone that is too long is cut."""
    if len(name) <= at_most:
        return name
    room = at_most - len(_LEFT_OUT)
    whole = name[: room + 1].rpartition(" ")[0].rstrip()
    return (whole or name[:room]) + _LEFT_OUT
