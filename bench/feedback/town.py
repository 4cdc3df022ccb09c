"""A town in which it is known how good each mentor is, and how its people rate all the same.

Four ways of rating: everybody at the top of the scale, one in five answering, one in revenge, and a
ring of friends. Answers are what a card's scales give: steps of a quarter, from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from scipy.stats import kendalltau

from server.feedback.score import Rating, standings_of

MENTORS, MENTEES, MENTORS_EACH, SESSIONS = 40, 160, 3, 4
RING_MENTORS, RING_MENTEES = 4, 10


@dataclass
class Town:
    """Who is how good, how mild, and who met whom how often."""

    dice: Random
    quality: list[float] = field(default_factory=list)
    mild: list[float] = field(default_factory=list)
    met: list[tuple[int, int]] = field(default_factory=list)
    """(mentee, mentor), once a session."""

    @classmethod
    def of(cls, seed: int) -> Town:
        dice = Random(seed)
        town = cls(dice)
        town.quality = [dice.gauss(0.0, 0.12) for _ in range(MENTORS)]
        town.mild = [dice.gauss(0.0, 0.15) for _ in range(MENTEES)]
        for mentee in range(MENTEES):
            for mentor in dice.sample(range(MENTORS), MENTORS_EACH):
                town.met += [(mentee, mentor)] * dice.randint(1, SESSIONS)
        return town

    def felt(self, mentee: int, mentor: int) -> float:
        """What somebody would say of a session."""
        return 0.6 + self.quality[mentor] + self.mild[mentee] + self.dice.gauss(0.0, 0.15)

    def rating(self, mentee: int, mentor: int, content: float | None) -> Rating:
        """As the score gets it."""
        age = self.dice.uniform(0, 360)
        given = None if content is None else _on_scale(content)
        return Rating(f"mentor {mentor:02}", f"mentee {mentee:03}", given, age)


def _on_scale(content: float) -> float:
    return round(4 * min(max(content, 0.0), 1.0)) / 4


def inflation(town: Town) -> list[Rating]:
    """Most say 5 stars, whatever it was; some of the mild ones never say anything else."""
    return [
        town.rating(mentee, mentor, town.felt(mentee, mentor) + 0.25) for mentee, mentor in town.met
    ]


def response20(town: Town) -> list[Rating]:
    """One in five answers, the delighted oftener than others."""
    found = []
    for mentee, mentor in town.met:
        felt = town.felt(mentee, mentor)
        is_said = town.dice.random() < min(max(0.2 + 0.6 * (felt - 0.6), 0.04), 0.6)
        found.append(town.rating(mentee, mentor, felt if is_said else None))
    return found


def revenge(town: Town) -> list[Rating]:
    """The best mentors have each an enemy, who rates them as low as can be, and often."""
    found = [town.rating(mentee, mentor, town.felt(mentee, mentor)) for mentee, mentor in town.met]
    best = sorted(range(MENTORS), key=lambda one: -town.quality[one])[:6]
    for number, mentor in enumerate(best):
        found += [town.rating(MENTEES + number, mentor, 0.0) for _ in range(10)]
    return found


def collusion(town: Town) -> list[Rating]:
    """Friends of the worst mentors praise these, often, and run all others down whom they meet."""
    found = [town.rating(mentee, mentor, town.felt(mentee, mentor)) for mentee, mentor in town.met]
    worst = sorted(range(MENTORS), key=lambda one: town.quality[one])[:RING_MENTORS]
    rivals = [one for one in range(MENTORS) if one not in worst]
    for friend in range(RING_MENTEES):
        mentee = MENTEES + friend
        for mentor in worst:
            found += [town.rating(mentee, mentor, 1.0) for _ in range(4)]
        for mentor in town.dice.sample(rivals, 4):
            found.append(town.rating(mentee, mentor, 0.0))
    return found


WAYS: dict[str, Callable[[Town], list[Rating]]] = {
    "inflation": inflation,
    "response20": response20,
    "revenge": revenge,
    "collusion": collusion,
}


def taus(way: str, seed: int) -> tuple[float, float]:
    """Kendall's tau with the truth: of our order, and of the plain mean's."""
    town = Town.of(seed)
    ratings = WAYS[way](town)
    standings, plain = standings_of(ratings), plain_means(ratings)
    names = [f"mentor {one:02}" for one in range(MENTORS)]
    middle = sum(plain.values()) / len(plain)
    floor = min(one.lower for one in standings.values())
    ours = [standings[one].lower if one in standings else floor for one in names]
    return _tau(ours, town), _tau([plain.get(one, middle) for one in names], town)


def plain_means(ratings: Sequence[Rating]) -> dict[str, float]:
    """What most sites show."""
    said: dict[str, list[float]] = {}
    for one in ratings:
        if one.content is not None:
            said.setdefault(one.mentor, []).append(one.content)
    return {mentor: sum(all_) / len(all_) for mentor, all_ in said.items()}


def _tau(found: Sequence[float], town: Town) -> float:
    return float(kendalltau(found, town.quality).statistic)
