"""The emulated link itself: what it is told to do to packets, it does."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator

import pytest

from tests.support.namespaces import Link, Namespace, Shape, link, namespace, require_namespaces

ECHO = (sys.executable, "-m", "tests.support.echo")


@pytest.fixture
async def hosts() -> AsyncIterator[tuple[Namespace, Link]]:
    """A host whose link leads to 10.99.1.1, where an echo answers."""
    require_namespaces()
    with namespace("near") as near, namespace("far") as far:
        async with link((near, "10.99.1.2"), (far, "10.99.1.1"), "wire") as wire:
            echo = await asyncio.create_subprocess_exec(
                *(*far.words, *ECHO, "answer", "10.99.1.1"), stdout=asyncio.subprocess.PIPE
            )
            assert echo.stdout is not None
            await asyncio.wait_for(echo.stdout.readline(), 20)
            yield near, wire
            echo.kill()
            await echo.wait()


async def _ask(near: Namespace) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        *(*near.words, *ECHO, "ask", "10.99.1.1", "200"), stdout=asyncio.subprocess.PIPE
    )
    said: dict[str, float] = json.loads((await process.communicate())[0])
    return said


async def test_a_link_delays_and_loses_as_told(hosts: tuple[Namespace, Link]) -> None:
    near, wire = hosts
    before = await _ask(near)
    assert before["lost"] == 0
    wire.shape(up=Shape(delay_ms=40), down=Shape(delay_ms=40, loss=0.3))
    after = await _ask(near)
    assert after["trip_ms"] >= before["trip_ms"] + 70
    assert 0.2 < after["lost"] < 0.4


async def test_a_cut_link_carries_nothing(hosts: tuple[Namespace, Link]) -> None:
    near, wire = hosts
    wire.shape(down=Shape(is_cut=True))
    assert (await _ask(near))["lost"] == 1
