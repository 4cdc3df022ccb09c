"""Ties are broken by a hash of seed, mentee and mentor: not by who came first, alike everywhere.

Refuses Python's own hash, which differs by process.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
_STEP = 0x9E3779B97F4A7C15
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def hash_of(identifier: str) -> int:
    """64 bits of an id."""
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "little")


def hashes_of(identifiers: list[str]) -> Hashes:
    """64 bits of each."""
    return np.array([hash_of(one) for one in identifiers], np.uint64)


def mixed(seed: int, mentees: Hashes, mentors: Hashes) -> Hashes:
    """One number for each pair, by the rules of broadcasting."""
    start = np.uint64((seed * _STEP + _STEP) % 2**64)
    return _mix(_mix(mentees ^ start) + mentors)


def _mix(numbers: Hashes) -> Hashes:
    """SplitMix64's finish (Steele, Lea, Flood 2014); whole numbers wrap."""
    z = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))
