"""The questions that are asked beside sessions, each with its scale; refuses answers outside it.

The wording is the web app's. The alliance form follows the idea of a mentorship working alliance
(relational quality, relational effectiveness), with items and words of our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.core.findings import Findings
from server.mentorships.model import EndReason, FitReason

Given = int | str | list[str]


class Instrument(StrEnum):
    """What is asked."""

    FIT = "fit"
    PULSE = "pulse"
    ALLIANCE = "alliance"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Item:
    """One question: a whole number from `least` to `most`, or one or several of `options`."""

    key: str
    least: int = 1
    most: int = 5
    options: tuple[str, ...] = ()
    is_several: bool = False
    is_needed: bool = False

    def problem(self, given: Given) -> str | None:
        """What is wrong with an answer."""
        if not self.options:
            is_on_scale = type(given) is int and self.least <= given <= self.most
            return None if is_on_scale else f"A whole number from {self.least} to {self.most}."
        chosen = given if self.is_several and isinstance(given, list) else [given]
        if any(one not in self.options for one in chosen) or len(set(map(str, chosen))) < len(
            chosen
        ):
            return "Please choose among the answers that are offered."
        return None


RELATION = ("trust", "candour", "respect", "at_ease", "care", "listening")
EFFECT = ("goals_clear", "plan", "advice", "movement", "stretch", "doors")
"""The two subscales of the alliance form."""
FITS = ("yes", "unsure", "no")
RHYTHMS = ("too_rare", "right", "too_often")

INSTRUMENTS: Mapping[Instrument, tuple[Item, ...]] = {
    Instrument.FIT: (
        Item("fit", options=FITS, is_needed=True),
        Item("misfit", options=tuple(FitReason), is_several=True),
    ),
    Instrument.PULSE: (
        Item("going", is_needed=True),
        Item("again"),
        Item("rhythm", options=RHYTHMS),
    ),
    Instrument.ALLIANCE: tuple(Item(key, is_needed=True) for key in RELATION + EFFECT),
    # Nobody has to say why they leave, or anything at all.
    Instrument.CLOSING: (
        Item("reason", options=(*EndReason, "time_over")),
        Item("useful"),
        Item("again"),
        Item("recommend", least=0, most=10),
    ),
}


@dataclass(frozen=True, slots=True)
class Alliance:
    """Means of the two subscales, 1 to 5."""

    relation: float
    effect: float


def checked(instrument: Instrument, given: Mapping[str, Given]) -> dict[str, Given]:
    """The same. Raises: Invalid with every bad field."""
    findings, items = Findings(), {one.key: one for one in INSTRUMENTS[instrument]}
    for key, answer in given.items():
        if key not in items:
            findings.refuse(key, "This was not asked.")
        elif problem := items[key].problem(answer):
            findings.refuse(key, problem)
    for item in items.values():
        if item.is_needed and item.key not in given:
            findings.refuse(item.key, "Please answer this one.")
    if not given:
        findings.refuse(next(iter(items)), "Please answer at least one of the questions.")
    findings.settle()
    return dict(given)


def alliance_of(given: Mapping[str, Given]) -> Alliance:
    """Of a complete form."""
    return Alliance(_mean(given, RELATION), _mean(given, EFFECT))


def _mean(given: Mapping[str, Given], keys: Sequence[str]) -> float:
    return sum(one for key in keys if isinstance(one := given[key], int)) / len(keys)
