"""The fixtures every folder may use."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.web_app import _cached_build_middleware
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from server.accounts import passwords
from server.app import create_app
from server.core import db
from server.core.settings import Settings
from tests.support.clock import FixedClock
from tests.support.databases import (
    database,
    database_url,
    postgres,
    sqlite_template,
    sqlite_url,
)
from tests.support.servers import LiveServer, browsing, serving

__all__ = ["database", "database_url", "postgres", "sqlite_template", "sqlite_url"]


MANY_FILES = 200

# A busy machine is slow, which is nobody's fault: no test asserts a time.
hypothesis_settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def frozen_modules() -> None:
    """What was imported stays: collectors need not walk through it after each few tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def few_open_files() -> Iterator[None]:
    """aiohttp remembers the handlers of its last thousand routes, and with them whole applications
    and their media workers: a run of hundreds would be out of descriptors.
    """
    yield
    if len(os.listdir("/proc/self/fd")) > MANY_FILES:
        _cached_build_middleware.cache_clear()
        gc.collect()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash takes 28 ms of a processor on purpose, and a test of something else has many people.

    The tests of passwords themselves override this.
    """
    monkeypatch.setattr(passwords, "_TIME_COST", 1)
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 8)


@pytest.fixture(autouse=True)
def quick_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test cuts the power: a database in a file need not wait for the disk."""
    monkeypatch.setattr(db, "_ON_CONNECT", (*db._ON_CONNECT, "PRAGMA synchronous=OFF"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that are given minutes come first: nobody waits for one alone at the end."""
    items.sort(key=_patience_s, reverse=True)


def _patience_s(item: pytest.Item) -> float:
    given = item.get_closest_marker("timeout")
    return float(given.args[0]) if given and given.args else 0.0


@pytest.fixture
def clock() -> FixedClock:
    """Noon, until the test moves it."""
    return FixedClock()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a small server on a fresh database; the test runs once on each kind."""
    return test_settings(tmp_path, database_url)


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[LiveServer]:
    """The whole application on a loopback port, by the machine's clock."""
    async with serving(create_app(settings)) as live:
        yield live


@pytest.fixture
async def client(server: LiveServer) -> AsyncIterator[ClientSession]:
    """A signed-out browser on `server`."""
    async with browsing(server) as session:
        yield session


def test_settings(data_dir: Path, database_url: str) -> Settings:
    """Settings for tests: a folder of their own and free ports."""
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        port=0,
        media_listen=("127.0.0.1",),
        media_port=0,
        media_announced=("127.0.0.1",),
        encoder="tfidf",
    )


test_settings.__test__ = False  # type: ignore[attr-defined]
