"""Writes the list of skills that ships, and the texts that only judge: `python -m bench.encoder.lists`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from bench.encoder.sources import Cache, Concept, gzipped, held_out

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "server/meaning/data/esco.tsv.gz"
JUDGED = ROOT / "bench/matching"
MOST_WORDS = 40
"""Of a description; the teacher reads no more of it either."""


def main(folder: Path) -> None:
    """Everything from the cache in this folder."""
    cache = Cache(folder)
    cache.fill()
    skills = clear(cache.skills())
    SHIPPED.write_bytes(gzipped(["# ESCO's skills, changed: see NOTICE.md", *shipped(skills)]))
    judges = held_out(skills)
    esco = [f"{one.label}\t{cut(one.description)}" for one in skills if one.id in judges]
    onet = [f"{row['Title']}\t{cut(row['Description'])}" for row in cache.onet()]
    (JUDGED / "esco.tsv.gz").write_bytes(gzipped(["label\tdescription", *esco]))
    (JUDGED / "onet.tsv.gz").write_bytes(gzipped(["label\tdescription", *onet]))


def clear(skills: list[Concept]) -> list[Concept]:
    """Without those whose label could not be told from what follows it."""
    used = Counter(skill.label.lower() for skill in skills)
    return [
        skill
        for skill in skills
        if skill.label
        and (skill.spanish or (used[skill.label.lower()] == 1 and len(skill.label.split()) <= 8))
    ]


def shipped(skills: list[Concept]) -> list[str]:
    """Id, label, names in other languages, broader concept."""
    listed = {skill.id for skill in skills}
    return [
        "\t".join(
            (skill.id, skill.label, "|".join(translated(skill)),
             skill.broader if skill.broader in listed else "")
        )
        for skill in skills
    ]  # fmt: skip


def translated(skill: Concept) -> list[str]:
    """The Spanish and the French label."""
    told = [*skill.spanish[:1], *skill.french[:1]]
    return [name for name in dict.fromkeys(told) if name and name != skill.label]


def cut(text: str) -> str:
    """The first words."""
    return " ".join(text.split()[:MOST_WORDS])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
