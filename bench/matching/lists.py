"""Exact lists: one mentee against every mentor at once, and a billion pairs. Asserts nothing.

Mentors have three lines of expertise in the mean (one to five), mentees three goals, if the key
does not say otherwise; a third of the mentors has wishes; a third to a half passes the gates.
"""

from __future__ import annotations

import time
from itertools import islice

import numpy as np

from bench.matching.apart import apart, peak_mb
from bench.matching.people import INDUSTRY_GROUPS, Population, Shape
from server.matching.index import MentorIndex
from server.matching.ranking import top, top_lists
from server.matching.rules import Rules

RULES = Rules(industry_groups=INDUSTRY_GROUPS)
LENGTH = 50
_CHUNK = 2000


def measure() -> dict[str, float]:
    """Each in processes of their own."""
    figures = apart(single, [(100_000, 3, 3)])[0]
    figures |= apart(single, [(10_000, 3, 3)])[0]
    figures |= {f"{k}_1_line": v for k, v in apart(single, [(100_000, 1, 1)])[0].items()}
    figures |= _pairs("pairs_1e9", 100_000, 1)
    figures |= _pairs("pairs_1e8_3x3", 10_000, 3)
    return figures


def single(mentors: int, lines: int, goals: int) -> dict[str, float]:
    """Of 60 mentees, whose texts are encoded already; each list is made for the first time."""
    people = Population(1, Shape(lines=lines, goals=goals, skills=3000))
    index = MentorIndex(people.shape.dim, people.mentors(mentors))
    mentees = list(people.mentees(61))
    top(index, mentees[0], RULES, LENGTH)
    spent_ms = []
    for mentee in mentees[1:]:
        begin = time.process_time()
        top(index, mentee, RULES, LENGTH)
        spent_ms.append((time.process_time() - begin) * 1000)
    name = f"top50_{mentors // 1000}k"
    return {
        f"{name}_cpu_ms": round(float(np.median(spent_ms)), 2),
        f"{name}_cpu_ms_p95": round(float(np.percentile(spent_ms, 95)), 2),
        **({"index_bytes_per_mentor": round(index.nbytes / mentors)} if mentors > 10_000 else {}),
    }


def lists(mentees: int, half: int, texts: int, mentors: int = 10_000) -> tuple[float, float, float]:
    """Half of the mentees against all mentors: wall and CPU seconds of that alone, and memory.

    People are made up in between, which is not counted.
    """
    people = Population(1, Shape(lines=texts, goals=texts, skills=3000))
    index = MentorIndex(people.shape.dim, people.mentors(mentors))
    rest = islice(people.mentees(mentees), half * mentees // 2, (half + 1) * mentees // 2)
    wall_s = cpu_s = 0.0
    held = []
    while chunk := list(islice(rest, _CHUNK)):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        held += list(top_lists(index, chunk, RULES, LENGTH))
        wall_s += time.perf_counter() - begin
        cpu_s += time.process_time() - begin_cpu
    return wall_s, cpu_s, peak_mb()


def _pairs(name: str, mentees: int, texts: int) -> dict[str, float]:
    both = apart(lists, [(mentees, 0, texts), (mentees, 1, texts)])
    return {
        f"{name}_wall_s": round(max(wall for wall, _, _ in both), 1),
        f"{name}_cpu_s": round(sum(cpu for _, cpu, _ in both), 1),
        f"{name}_peak_mb": round(sum(mb for _, _, mb in both)),
    }
