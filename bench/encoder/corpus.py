"""The training texts: which say the same, which are just texts; none that judges is among them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bench.encoder.sources import Cache, Concept, held_out
from bench.matching.judged import hand, languages
from server.meaning.words import STOP_WORDS, words

HERE = Path(__file__).parent
MOST_WORDS = 32
"""Of a text that is trained on."""
GLOSSES = 30_000
"""So many of WordNet's meanings are also read by the teacher: those of the most usual words."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Texts in English, and what is known of other languages."""

    pairs: list[Pair]
    """The same said twice: a name and its explanation, two wordings of a topic."""
    topics: list[list[str]]
    texts: list[str]
    """What the teacher reads."""
    glossary: list[Pair]
    """Another language, then English."""
    counts: Counter[str]
    """Words of all English texts."""
    couples: Counter[str]
    """Words that stand together, of names only."""


def gather(cache: Cache, chance: random.Random) -> Corpus:
    """Everything, always in the same order."""
    judges = held_out(cache.skills())
    skills = [skill for skill in cache.skills() if skill.id not in judges]
    occupations = cache.occupations()
    told = topics()
    explained = [pair for one in [*skills, *occupations] for pair in explained_by(one)]
    wordnet = [(", ".join(names), meaning) for names, meaning in glosses(cache)]
    usual = Counter(word for pair in explained for text in pair for word in words(text))
    pairs = [*explained, *wordnet, *topic_pairs(told, chance)]
    texts = [text for pair in explained for text in pair] + [text for each in told for text in each]
    texts += most_usual([f"{name}: {meaning}" for name, meaning in wordnet], usual)
    names = [one.label for one in [*skills, *occupations]] + [name for name, _ in wordnet]
    return Corpus(
        pairs=[(cut(one), cut(other)) for one, other in pairs if words(one) and words(other)],
        topics=told,
        texts=sorted({cut(text) for text in texts if words(text)}),
        glossary=[*glossary(), *translations([*skills, *occupations])],
        counts=Counter(word for pair in pairs for text in pair for word in words(text)),
        couples=couples([*names, *(text for each in told for text in each)]),
    )


def explained_by(one: Concept) -> Iterator[Pair]:
    """Its name with its meaning, its name with its other names, and these with the meaning."""
    if one.label and one.description:
        yield one.label, one.description
    if one.label and one.others:
        yield one.label, one.others
    if one.others and one.description:
        yield one.others, one.description


def glosses(cache: Cache) -> Iterator[tuple[list[str], str]]:
    """WordNet's words with their meaning, and with each sentence that uses them."""
    for names, meaning, examples in cache.glosses():
        common = [name for name in names if not name[:1].isupper()] or names
        yield common, meaning
        if len(common) > 1:
            yield common[:1], ", ".join(common[1:])
        for example in examples:
            yield common, example


def topics() -> list[list[str]]:
    """Our own topics without the wordings that are near a text which judges."""
    lines = (HERE / "topics.txt").read_text("utf-8").splitlines()
    told = [[one.strip() for one in line.split("|")] for line in lines if not line.startswith("#")]
    judging = [content(text) for text in {*hand().questions, *hand().answers, *languages().questions}]
    return [[text for text in topic if not is_near(content(text), judging)] for topic in told]


def is_near(text: frozenset[str], judging: Iterable[frozenset[str]]) -> bool:
    """Whether most words are those of one judging text, of more words than one."""
    return any(len(text & other) >= 2 and len(text & other) > len(text) / 2 for other in judging)


def content(text: str) -> frozenset[str]:
    """The beginnings of its words, without those that say nothing."""
    return frozenset(word[:6] for word in words(text) if word not in STOP_WORDS)


def topic_pairs(told: Sequence[Sequence[str]], chance: random.Random) -> Iterator[Pair]:
    """Each two wordings of a topic, and each with a few of the others together."""
    for topic in told:
        yield from combinations(topic, 2)
        for text in topic:
            rest = [other for other in topic if other != text]
            yield text, ", ".join(chance.sample(rest, min(4, len(rest))))


def glossary() -> Iterator[Pair]:
    """Each form in each language with the English one."""
    lines = (HERE / "glossary.tsv").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith(("#", "en\t")):
            english, *others = line.split("\t")
            for forms in others:
                for form in forms.split("|"):
                    yield form, english


def translations(concepts: Sequence[Concept]) -> Iterator[Pair]:
    """The Spanish and French names of ESCO with the English ones."""
    for one in concepts:
        for name in (*one.spanish[:2], *one.french[:2]):
            if one.label:
                yield name, one.label


def couples(names: Iterable[str]) -> Counter[str]:
    """Neighbours that both say something, within names."""
    found: Counter[str] = Counter()
    for name in names:
        told = words(name)
        found.update(
            f"{one} {other}"
            for one, other in zip(told, told[1:], strict=False)
            if one not in STOP_WORDS and other not in STOP_WORDS
        )
    return found


def most_usual(texts: Sequence[str], usual: Counter[str]) -> list[str]:
    """Those whose words ESCO uses most."""

    def use(text: str) -> float:
        told = [word for word in words(text) if word not in STOP_WORDS]
        return sum(usual[word] > 3 for word in told) / (len(told) + 2)

    return sorted(set(texts), key=lambda text: (-use(text), text))[:GLOSSES]


def cut(text: str) -> str:
    """The first words."""
    return " ".join(text.split()[:MOST_WORDS])
