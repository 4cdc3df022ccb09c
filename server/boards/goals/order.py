"""Places in a list as words that sort: a row moves by one key and no other row is touched.

Each place is a fraction of base 62 without its leading "0."; mirrored in web/src/boards/order.ts.
"""

from __future__ import annotations

import re

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALID = re.compile(r"[0-9A-Za-z]{0,63}[1-9A-Za-z]", re.ASCII)
FIRST = "V"
"""The middle of everything."""


def is_place(value: object) -> bool:
    """Whether this is a place; a trailing zero would leave no room before it."""
    return isinstance(value, str) and _VALID.fullmatch(value) is not None


def between(before: str, after: str | None) -> str:
    """A place after `before` ("": the beginning) and before `after` (None: the end).

    Two rows that were put at one place at once have the same one; then it is after both.
    """
    if after is not None and before >= after:
        after = None
    if after is not None:
        shared = _shared(before, after)
        if shared:
            return after[:shared] + between(before[shared:], after[shared:])
    low = DIGITS.index(before[0]) if before else -1 if after is None else 0
    if after is None:
        return _beyond(before, low)
    high = DIGITS.index(after[0])
    if high - low > 1:
        return DIGITS[(low + high) // 2]
    if len(after) > 1:
        return after[0]
    return DIGITS[low] + between(before[1:], None)


def _beyond(before: str, low: int) -> str:
    if not before:
        return FIRST
    if low + 1 < len(DIGITS):
        return DIGITS[low + 1]  # a step, not a half: lists grow at their end
    return before[0] + between(before[1:], None)


def _shared(before: str, after: str) -> int:
    count = 0
    while (before[count] if count < len(before) else "0") == after[count]:
        count += 1
    return count
