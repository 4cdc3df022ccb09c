"""The shipped model reads, and knows what belongs together; a broken file is refused."""

from __future__ import annotations

import io
import json
import zlib

import numpy as np
import pytest

from server.meaning.static import Static, packed, unpacked

ABOUT = {"name": "static", "version": "t", "dim": 4, "calibration": {"match": 0.5}}


def _file(told: str, vectors: np.ndarray) -> io.BytesIO:
    file = io.BytesIO()
    np.savez(
        file,
        about=np.frombuffer(json.dumps(ABOUT).encode(), np.uint8),
        words=np.frombuffer(zlib.compress(told.encode()), np.uint8),
        vectors=packed(vectors.astype(np.int8)),
        scales=np.full(len(vectors), 0.5, np.float16),
    )
    file.seek(0)
    return file


def test_a_model_sums_its_rows() -> None:
    model = Static.read(_file("red\nblue", np.array([[2, 0, 0, 0], [0, 2, 0, 0]])))
    np.testing.assert_allclose(
        model.encode(["Red!", "red blue", "green"]),
        [[1, 0, 0, 0], [0.5**0.5, 0.5**0.5, 0, 0], [0, 0, 0, 0]],
        atol=1e-6,
    )
    assert model.calibration.match == 0.5


def test_two_numbers_fit_a_byte() -> None:
    numbers = np.random.default_rng(0).integers(-8, 8, (50, 6)).astype(np.int8)
    assert np.array_equal(unpacked(packed(numbers)), numbers)


def test_words_and_vectors_must_fit() -> None:
    with pytest.raises(ValueError, match="3 words do not fit"):
        Static.read(_file("a\nb\nc", np.ones((2, 4))))


@pytest.mark.parametrize(
    ("goal", "right", "wrong"),
    [
        ("I am afraid of giving talks", "public speaking", "warehouse logistics"),
        ("earn more", "salary negotiation", "pastry and baking"),
        ("become a programmer", "software development", "midwifery"),
        ("Programmieren lernen", "software development", "midwifery"),
    ],
)
def test_the_shipped_model_tells_near_from_far(goal: str, right: str, wrong: str) -> None:
    asked, near, far = Static.shipped().encode([goal, right, wrong])
    assert asked @ near > asked @ far + 0.1


@pytest.mark.parametrize(
    ("goal", "expertise"),
    [("save for old age", "retirement planning"), ("my team argues a lot", "conflict management")],
)
def test_the_shipped_model_counts_a_true_pair_as_match_and_no_other(
    goal: str, expertise: str
) -> None:
    model = Static.shipped()
    asked, near, far = model.encode([goal, expertise, "beekeeping"])
    assert asked @ near >= model.calibration.match > asked @ far
