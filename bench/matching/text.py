"""How well texts find each other, and how fast; with the multilingual model too where installed.

`text_…` is the encoder that ships. Times are processor seconds of one core, medians of rounds.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from importlib import resources

import numpy as np

from bench.matching.judged import esco, hand, languages, languages_fresh, onet, recall
from server.meaning.encoder import Encoder
from server.meaning.multilingual import Multilingual, is_installed
from server.meaning.skills import Skills
from server.meaning.static import Static
from server.meaning.tfidf import Tfidf

WORDS_OF_A_TEXT = 27
Figures = dict[str, float]


def measure(*, texts: int = 4096, rounds: int = 3) -> Figures:
    """Every figure on text, by its stable name."""
    load_cpu_ms = middle_s(Static.shipped, rounds) * 1e3
    encoder = Static.shipped()
    figures = quality("text", encoder) | thresholds("text", encoder)
    figures |= {"onet_recall5": recall(onet().ranks(encoder), 5)}
    figures |= {"esco_recall5": recall(esco().ranks(encoder), 5)}
    figures |= {"onet_recall1": recall(onet().ranks(encoder), 1)}
    figures |= {"esco_recall1": recall(esco().ranks(encoder), 1)}
    figures |= speed(encoder, texts, rounds)
    figures |= {"encoder_load_cpu_ms": round(load_cpu_ms, 1), "encoder_bytes": shipped_bytes()}
    figures |= suggestions(Skills(encoder), rounds)
    figures |= quality("tfidf", Tfidf())
    if is_installed():
        figures |= quality("multilingual", Multilingual.installed())
    return figures


def quality(name: str, encoder: Encoder) -> Figures:
    """Recall on the hand-written goals, by tier, and on those in other languages."""
    task, abroad, fresh = hand(), languages(), languages_fresh()
    ranks, others = task.ranks(encoder), abroad.ranks(encoder)
    figures = {
        f"{name}_hand_recall1": recall(ranks, 1),
        f"{name}_hand_recall5": recall(ranks, 5),
        f"{name}_languages_recall1": recall(others, 1),
        f"{name}_languages_recall5": recall(others, 5),
        f"{name}_languages_fresh_recall1": recall(fresh.ranks(encoder), 1),
        f"{name}_languages_fresh_recall5": recall(fresh.ranks(encoder), 5),
    }
    for tier in "ABC":
        chosen = np.array([kind == tier for kind in task.kinds])
        figures[f"{name}_tier_{tier.lower()}_recall1"] = recall(ranks[chosen], 1)
    return figures


def thresholds(name: str, encoder: Encoder) -> Figures:
    """How many right and wrong pairs pass for a match, and how well the cosine tells them apart."""
    right, wrong = hand().cosines(encoder)
    least = encoder.calibration.match
    above = (right[:, None] > wrong[None, :]).mean() + (right[:, None] == wrong[None, :]).mean() / 2
    return {
        f"{name}_match_right": round(float((right >= least).mean()), 3),
        f"{name}_match_wrong": round(float((wrong >= least).mean()), 4),
        f"{name}_auc": round(float(above), 4),
    }


def speed(encoder: Encoder, texts: int, rounds: int) -> Figures:
    """Texts a second of so many words, and one goal of usual length."""
    many = texts_of(texts)
    goals = hand().questions
    whole_s = middle_s(lambda: encoder.encode(many), rounds)
    one_s = middle_s(lambda: [encoder.encode([goal]) for goal in goals], rounds) / len(goals)
    return {
        "encode_texts_per_cpu_s": round(texts / whole_s),
        "encode_query_cpu_ms": round(one_s * 1e3, 3),
    }


def texts_of(count: int) -> list[str]:
    """Texts of 27 words, cut from the descriptions one after the other."""
    told = " ".join(onet().answers).split()
    starts = [start * WORDS_OF_A_TEXT % (len(told) - WORDS_OF_A_TEXT) for start in range(count)]
    return [" ".join(told[start : start + WORDS_OF_A_TEXT]) for start in starts]


def suggestions(skills: Skills, rounds: int) -> Figures:
    """What a key press in the field for skills costs, and a text that is no skill's name."""
    skills.warm()
    typed = ["p", "pro", "project m", "s", "c", "man comp", "javascript", "ma"]
    unknown = ["looking after bees in the city", "explain science to kids", "fix bicycles"]
    typed_s = middle_s(lambda: [skills.suggest(each) for each in typed], rounds) / len(typed)
    found_s = middle_s(lambda: [skills.find(each) for each in unknown], rounds) / len(unknown)
    return {
        "skill_suggest_cpu_ms": round(typed_s * 1e3, 3),
        "skill_find_cpu_ms": round(found_s * 1e3, 3),
    }


def shipped_bytes() -> int:
    """All data files of the encoder and the skills."""
    data = resources.files("server.meaning") / "data"
    return sum(len(file.read_bytes()) for file in data.iterdir() if file.is_file())


def middle_s(work: Callable[[], object], rounds: int) -> float:
    """The median processor time of some work, in seconds."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken)
