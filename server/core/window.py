"""A sliding-window counter in memory; refuses to grow: what has passed is dropped."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

SWEEP_EVERY = 4096  # hits between two looks for entries that have passed

_UNITS_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_RULE = re.compile(r"^(?P<amount>[1-9]\d*)/(?:(?P<count>[1-9]\d*) )?(?P<unit>\w+?)s?$")


@dataclass(frozen=True, slots=True)
class Rule:
    """At most `amount` asks in any `per_s` seconds."""

    amount: int
    per_s: int


@lru_cache(maxsize=512)
def rule(text: str) -> Rule:
    """The rule written as `10/minute` or `10/5 minutes`. Raises: ValueError."""
    match = _RULE.match(text)
    if match is None or match["unit"] not in _UNITS_S:
        raise ValueError(f"a limit looks like 10/minute or 10/5 minutes, not {text!r}")
    return Rule(int(match["amount"]), int(match["count"] or 1) * _UNITS_S[match["unit"]])


class Window:
    """Counts asks by key: this window's, plus the share of the last one that still overlaps."""

    def __init__(self) -> None:
        # key → (end of its window, asks in the last window, asks in this window)
        self._counts: dict[str, tuple[float, int, int]] = {}
        self._until_sweep = SWEEP_EVERY

    def hit(self, key: str, rule: Rule, now: float) -> float:
        """Counts one ask at `now` (seconds); returns 0 or the seconds to wait until one fits."""
        self._sweep(now)
        start = math.floor(now / rule.per_s) * rule.per_s
        end = float(start + rule.per_s)
        last, current = self._at(key, end, rule)
        overlap = (end - now) / rule.per_s
        if last * overlap + current + 1 > rule.amount:
            return _wait_s(rule, last, current, end - now)
        self._counts[key] = (end, last, current + 1)
        return 0.0

    def __len__(self) -> int:
        return len(self._counts)

    def _at(self, key: str, end: float, rule: Rule) -> tuple[int, int]:
        known_end, last, current = self._counts.get(key, (end, 0, 0))
        if known_end == end:
            return last, current
        return (current, 0) if known_end == end - rule.per_s else (0, 0)

    def _sweep(self, now: float) -> None:
        self._until_sweep -= 1
        if self._until_sweep <= 0:
            self._until_sweep = SWEEP_EVERY
            # A day is the longest rule, so nothing older can still count.
            self._counts = {k: v for k, v in self._counts.items() if v[0] + 86400 > now}


def _wait_s(rule: Rule, last: int, current: int, left_s: float) -> float:
    if current + 1 > rule.amount or last == 0:
        return max(left_s, 0.001)
    # The last window's share shrinks evenly; wait until the new ask fits beside it.
    return max(left_s - (rule.amount - current - 1) * rule.per_s / last, 0.001)
