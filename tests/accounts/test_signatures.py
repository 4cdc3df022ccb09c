"""Tokens for every domain, over the life of the keys and on several nodes."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AbstractContextManager
from datetime import timedelta

import jwt
import pytest

from server.accounts.service import Signatures
from server.accounts.store import keys
from server.accounts.tokens import KeyState, SigningKey, new_private, sign
from server.core.db import Database
from server.core.errors import Expired, Unauthenticated
from tests.support.clock import FixedClock
from tests.support.statements import statements

HOUR = timedelta(hours=1)


@pytest.fixture
def signatures(database: Database, clock: FixedClock) -> Signatures:
    """One node's."""
    return Signatures(database, clock)


async def states(database: Database) -> Counter[KeyState]:
    async with database.read() as tx:
        return Counter(key.state for key in await keys.all_keys(tx))


def questions(database: Database) -> AbstractContextManager[list[str]]:
    """Every look at the keys in the meantime."""
    return statements(database, "FROM signing_key")


async def test_any_domain_signs_and_reads_for_its_audience(signatures: Signatures) -> None:
    token = await signatures.sign("room", {"room": "r1", "name": "Zoë"}, timedelta(minutes=5))
    claims = await signatures.read("room", token)
    assert (claims["room"], claims["name"]) == ("r1", "Zoë")


async def test_a_token_is_refused_by_every_other_audience(signatures: Signatures) -> None:
    token = await signatures.sign("room", {}, HOUR)
    with pytest.raises(Unauthenticated):
        await signatures.read("access", token)


async def test_claims_cannot_overrule_audience_or_times(
    signatures: Signatures, clock: FixedClock
) -> None:
    token = await signatures.sign("room", {"aud": "access", "exp": 2**40, "iat": 1}, HOUR)
    with pytest.raises(Unauthenticated):
        await signatures.read("access", token)
    clock.forward(hours=1)
    with pytest.raises(Expired):
        await signatures.read("room", token)


@pytest.mark.parametrize("lifetime", [timedelta(), timedelta(seconds=-1), timedelta(hours=25)])
async def test_no_token_lives_longer_than_its_key_is_kept(
    signatures: Signatures, lifetime: timedelta
) -> None:
    with pytest.raises(ValueError, match="lives at most"):
        await signatures.sign("room", {}, lifetime)


async def test_a_token_of_a_key_that_is_not_ours_is_refused(
    signatures: Signatures, clock: FixedClock
) -> None:
    now = clock.now()
    theirs = SigningKey.load(
        "theirs", KeyState.ACTIVE, new_private(), created_at=now, changed_at=now
    )
    at = int(now.timestamp())
    token = sign(theirs, {"aud": "room", "iat": at, "exp": at + 60})
    with pytest.raises(Unauthenticated):
        await signatures.read("room", token)


async def test_unknown_keys_do_not_make_us_ask_the_database_each_time(
    signatures: Signatures, database: Database, clock: FixedClock
) -> None:
    await signatures.sign("room", {}, HOUR)
    clock.forward(seconds=10)
    with questions(database) as asked:
        for number in range(50):
            forged = jwt.encode({}, "x" * 32, headers={"kid": f"k{number}"})
            with pytest.raises(Unauthenticated):
                await signatures.read("room", forged)
    assert len(asked) == 1


async def test_the_first_nodes_to_start_agree_on_one_key(
    database: Database, clock: FixedClock
) -> None:
    nodes = [Signatures(database, clock) for _ in range(5)]
    tokens = await asyncio.gather(*(node.sign("room", {}, HOUR) for node in nodes))
    for node in nodes:
        for token in tokens:
            assert await node.read("room", token)
    assert await states(database) == {KeyState.ACTIVE: 1, KeyState.NEXT: 1}


async def test_a_key_is_replaced_after_a_month_by_one_everybody_knew_before(
    signatures: Signatures, database: Database, clock: FixedClock
) -> None:
    other = Signatures(database, clock)
    before = jwt.get_unverified_header(await signatures.sign("room", {}, HOUR))["kid"]
    published = {key["kid"] for key in await other.published()}
    clock.forward(days=29)
    await signatures.rotate()
    assert jwt.get_unverified_header(await signatures.sign("room", {}, HOUR))["kid"] == before
    clock.forward(days=1)
    await signatures.rotate()
    token = await signatures.sign("room", {}, HOUR)
    after = jwt.get_unverified_header(token)["kid"]
    assert after != before
    assert after in published
    assert await other.read("room", token)
    assert await states(database) == {
        KeyState.ACTIVE: 1,
        KeyState.NEXT: 1,
        KeyState.RETIRED: 1,
    }


async def test_a_retired_key_reads_until_its_last_token_is_over(
    signatures: Signatures, database: Database, clock: FixedClock
) -> None:
    await signatures.rotate()
    clock.forward(days=30)
    token = await signatures.sign("room", {}, timedelta(hours=24))
    await signatures.rotate()
    clock.forward(hours=23)
    await signatures.rotate()
    assert await signatures.read("room", token)
    clock.forward(days=2)
    await signatures.rotate()
    assert (await states(database))[KeyState.RETIRED] == 0


async def test_a_missing_next_key_is_made_and_not_used_before_it_was_known(
    signatures: Signatures, database: Database, clock: FixedClock
) -> None:
    await signatures.rotate()
    async with database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM signing_key WHERE state = 'next'")
    clock.forward(days=31)
    await signatures.rotate()
    assert await states(database) == {KeyState.ACTIVE: 1, KeyState.NEXT: 1}
    clock.forward(hours=1)
    await signatures.rotate()
    assert (await states(database))[KeyState.RETIRED] == 1


async def test_signing_and_reading_ask_the_database_once_in_five_minutes(
    signatures: Signatures, database: Database, clock: FixedClock
) -> None:
    token = await signatures.sign("room", {}, HOUR)
    with questions(database) as asked:
        for _ in range(20):
            assert await signatures.read("room", token)
            assert await signatures.sign("room", {}, HOUR)
        clock.forward(minutes=5)
        assert await signatures.read("room", token)
    assert len(asked) == 1
