"""Hashing and checking of passwords."""

from __future__ import annotations

import asyncio
import time

import pytest
from argon2 import PasswordHasher

from server.accounts.passwords import Passwords


@pytest.fixture
def quick_passwords() -> None:
    """They take as long here as for everybody else."""


async def test_the_right_password_is_right_and_another_is_not() -> None:
    passwords = Passwords()
    known = await passwords.hash("purple lanterns")
    assert known.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.is_right(known, "purple lanterns")
    assert not await passwords.is_right(known, "purple lantern")


async def test_an_unknown_person_costs_as_much_work_as_a_wrong_password() -> None:
    passwords = Passwords()
    known = await passwords.hash("purple lanterns")
    await passwords.is_right(None, "warm up")

    async def cost(hashed: str | None) -> float:
        times = []
        for _ in range(5):
            started = time.process_time()
            assert not await passwords.is_right(hashed, "not the password")
            times.append(time.process_time() - started)
        return min(times)

    unknown, wrong = await cost(None), await cost(known)
    assert unknown > wrong / 2


async def test_a_hash_made_with_other_parameters_is_outdated() -> None:
    passwords = Passwords()
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash("purple lanterns")
    assert await passwords.is_right(weak, "purple lanterns")
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(await passwords.hash("purple lanterns"))


async def test_a_hash_that_cannot_be_read_is_never_right() -> None:
    assert not await Passwords().is_right("not a hash", "purple lanterns")


async def test_the_event_loop_stays_awake_while_many_hash() -> None:
    passwords = Passwords()
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.process_time()
            await asyncio.sleep(0.005)
            longest = max(longest, time.process_time() - before)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(passwords.hash("purple lanterns") for _ in range(8)))
    watching.cancel()
    assert longest < 0.25
