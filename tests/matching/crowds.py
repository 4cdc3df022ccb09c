"""Small made-up programmes for the tests of matching."""

from __future__ import annotations

from bench.matching.people import INDUSTRY_GROUPS, Population, Shape
from server.matching.index import MentorIndex
from server.matching.rules import Rules
from server.matching.traits import MenteeTraits, MentorTraits

DIM = 64
RULES = Rules(industry_groups=INDUSTRY_GROUPS)


def crowd(seed: int, mentees: int, mentors: int) -> tuple[list[MenteeTraits], list[MentorTraits]]:
    """So many of each."""
    people = Population(seed, Shape(dim=DIM, skills=80))
    return list(people.mentees(mentees)), list(people.mentors(mentors))


def indexed(mentors: list[MentorTraits]) -> MentorIndex:
    """An index of them."""
    return MentorIndex(DIM, mentors)
