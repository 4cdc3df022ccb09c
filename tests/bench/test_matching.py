"""The benchmark of texts ranks fairly and measures every key; its figures are not judged here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.encoder.corpus import content, is_near, topics
from bench.matching import text
from bench.matching.judged import Task, esco, hand, languages, onet
from server.meaning.encoder import Calibration, Matrix, Word
from server.meaning.tfidf import Tfidf


class Blind:
    """Finds everything alike."""

    name = version = "blind"
    dim = 2
    calibration = Calibration()

    def encode(self, texts: Sequence[str]) -> Matrix:
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    def words(self, text: str) -> list[Word]:
        return []


def test_who_finds_all_alike_finds_nothing_first() -> None:
    task = Task(questions=["a", "b"], answers=["a", "b", "c"], truth=[0, 1], kinds=["", ""])
    assert task.ranks(Blind()).tolist() == [2, 2]
    assert task.ranks(Tfidf()).tolist() == [1, 1]


def test_the_hand_written_texts_are_as_they_say() -> None:
    task, abroad = hand(), languages()
    assert (len(task.questions), len(task.answers)) == (30, 60)
    assert len(set(task.answers)) == 60
    assert (len(abroad.questions), len(set(abroad.kinds))) == (20, 18)
    for question, right, kind in zip(task.questions, task.truth, task.kinds, strict=True):
        shared = content(question) & content(task.answers[right])
        assert bool(shared) == (kind != "C"), (question, task.answers[right])


def test_the_other_judging_texts_are_whole() -> None:
    assert (len(esco().questions), len(onet().questions)) == (2000, 1016)


def test_no_training_topic_is_near_a_judging_text() -> None:
    judging = [content(each) for each in {*hand().questions, *hand().answers}]
    assert topics()
    assert [one for topic in topics() for one in topic if is_near(content(one), judging)] == []


def test_every_key_is_measured() -> None:
    figures = text.measure(texts=64, rounds=1)
    keys = {"text_hand_recall1", "text_hand_recall5", "text_languages_recall1", "onet_recall5"}
    keys |= {"text_tier_a_recall1", "text_tier_b_recall1", "text_tier_c_recall1", "esco_recall5"}
    keys |= {"encode_texts_per_cpu_s", "encode_query_cpu_ms", "encoder_bytes"}
    assert keys <= figures.keys()
    assert all(value >= 0 for value in figures.values())
