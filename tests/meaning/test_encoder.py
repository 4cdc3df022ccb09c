"""Every encoder keeps the same promises; what matched can be shown word by word."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.meaning.encoder import Calibration, Encoder, matched_words
from server.meaning.static import Static
from server.meaning.tfidf import Tfidf

ENCODERS = ["static", "tfidf"]


@cache
def _encoder(name: str) -> Encoder:
    return Static.shipped() if name == "static" else Tfidf()


@pytest.mark.parametrize("name", ENCODERS)
@given(texts=st.lists(st.text(), max_size=6))
@settings(deadline=None)
def test_a_row_a_text_of_length_one_or_zero(name: str, texts: list[str]) -> None:
    encoder = _encoder(name)
    rows = encoder.encode(texts)
    assert rows.shape == (len(texts), encoder.dim)
    assert rows.dtype == np.float32
    lengths = np.linalg.norm(rows, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))


@pytest.mark.parametrize("name", ENCODERS)
def test_texts_do_not_change_each_other(name: str) -> None:
    encoder = _encoder(name)
    texts = ["learn Python", "", "speak in public", "!!!", "lernen", "面接の練習"] * 100
    alone = np.vstack([encoder.encode([text]) for text in texts[:6]])
    np.testing.assert_allclose(encoder.encode(texts)[-6:], alone, atol=1e-6)
    assert not encoder.encode(["", "  ", "?!"]).any()


@pytest.mark.parametrize("name", ENCODERS)
@given(one=st.text(), other=st.text())
@settings(deadline=None)
def test_the_parts_of_words_sum_to_the_cosine(name: str, one: str, other: str) -> None:
    encoder = _encoder(name)
    cosine = float(encoder.encode([one])[0] @ encoder.encode([other])[0])
    parts = sum(float(a.part @ b.part) for a in encoder.words(one) for b in encoder.words(other))
    assert parts == pytest.approx(cosine, abs=1e-4)


def test_words_that_matched_are_whole_and_strongest_first() -> None:
    shown = matched_words(
        _encoder("static"), "find seed money for my bakery", "fundraising and pastry"
    )
    assert {(pair.word, pair.other) for pair in shown} == {
        ("money", "fundraising"),
        ("bakery", "pastry"),
    }
    assert [pair.share for pair in shown] == sorted((p.share for p in shown), reverse=True)


def test_stop_words_are_no_reason() -> None:
    shown = matched_words(_encoder("tfidf"), "how to be the best at chess", "the chess of how")
    assert [(pair.word, pair.other) for pair in shown] == [("chess", "chess")]


def test_no_word_is_shown_twice() -> None:
    shown = matched_words(_encoder("tfidf"), "python python", "python pythons pythonic", most=9)
    assert len({pair.word for pair in shown}) == len(shown)
    assert len({pair.other for pair in shown}) == len(shown)


def test_likeness_runs_from_unrelated_to_the_same() -> None:
    scale = Calibration(unrelated=0.1, same=0.45)
    cosines = np.array([-0.3, 0.1, 0.275, 0.45, 1.0], np.float32)
    np.testing.assert_allclose(scale.likeness(cosines), [0, 0, 0.5, 1, 1], atol=1e-6)
