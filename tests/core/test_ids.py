"""Ids sort by time and never meet; secrets are kept as digests."""

from __future__ import annotations

import re
import time

from server.core.ids import ID_PATTERN, digest, new_id, new_secret


def test_an_id_has_its_form() -> None:
    assert re.fullmatch(ID_PATTERN, new_id())


def test_ids_sort_by_time() -> None:
    early = new_id()
    time.sleep(0.002)
    assert early < new_id()


def test_ids_are_all_different() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_secrets_are_long_and_different() -> None:
    assert new_secret() != new_secret()
    assert len(new_secret(32)) >= 43


def test_a_digest_is_sha_256() -> None:
    assert digest("abc").startswith("ba7816bf")
