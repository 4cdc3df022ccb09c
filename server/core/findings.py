"""Collects what is wrong with several fields, so that all of it is said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from server.core.errors import Invalid

T = TypeVar("T")
U = TypeVar("U")


class Findings:
    """The bad fields found so far, each with its sentence."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def take(self, rule: Callable[[], T]) -> T | None:
        """What the rule makes; None when it refuses, which is kept for `settle`."""
        try:
            return rule()
        except Invalid as refusal:
            self.fields |= refusal.fields
            return None

    def of(self, value: T | None, rule: Callable[[T], U]) -> U | None:
        """What the rule makes of a value; None for none, and when it refuses."""
        return None if value is None else self.take(lambda: rule(value))

    def each(self, values: Iterable[T], rule: Callable[[T, int], U]) -> tuple[U, ...]:
        """What the rule makes of each value at its place; refused ones are left out."""
        made: list[U] = []
        for at, value in enumerate(values):
            try:
                made.append(rule(value, at))
            except Invalid as refusal:
                self.fields |= refusal.fields
        return tuple(made)

    def refuse(self, field: str, sentence: str) -> None:
        """Notes a bad field."""
        self.fields[field] = sentence

    def settle(self) -> None:
        """Raises: Invalid, with every bad field, if there is one."""
        if self.fields:
            raise Invalid(next(iter(self.fields.values())), fields=self.fields)
