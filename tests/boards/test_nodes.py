"""Several servers on one database: a document is on one of them, and no other writes to its log."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Map

from server.boards.model import Displaced, Elsewhere
from server.boards.service import Boarding, vault
from server.boards.service.boards import Boards
from server.core.settings import Settings
from server.services import Services, assemble
from tests.boards.scribes import account, pair, put
from tests.support.clock import FixedClock

Node = Callable[[str], Boards]


@pytest.fixture
async def services(settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    assembled = assemble(settings, clock)
    yield assembled
    await assembled.close()


@pytest.fixture
def node(services: Services, settings: Settings, tmp_path: Path) -> Node:
    """Another server of this name on the same database."""

    def make(name: str) -> Boards:
        own = Settings(data_dir=tmp_path, node_name=name)
        return Boarding.on(
            own,
            services.clock,
            services.database,
            services.accounts,
            services.mentorships,
            services.programmes,
            services.bookings,
        ).live

    return make


@pytest.fixture
async def name(services: Services) -> str:
    mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
    return f"goals:{await pair(services, mentee, mentor)}"


def keys(doc: Doc[Any]) -> set[str]:
    return set(doc.get("goals", type=Map).keys())


async def test_a_document_is_on_one_server_and_others_say_on_which(node: Node, name: str) -> None:
    first, second = node("first"), node("second")
    async with first.run(), second.run():
        await first.edit(name, None, put("a", 1.0, "goals"))
        with pytest.raises(Elsewhere) as elsewhere:
            await second.edit(name, None, put("b", 1.0, "goals"))
        assert elsewhere.value.fields == {"url": "/node/first"}
        assert await second.read(name, keys) == {"a"}


async def test_a_server_that_stops_hands_its_documents_on_at_once(node: Node, name: str) -> None:
    first, second = node("first"), node("second")
    async with first.run():
        await first.edit(name, None, put("a", 1.0, "goals"))
    async with second.run():
        await second.edit(name, None, put("b", 1.0, "goals"))
        assert await second.read(name, keys) == {"a", "b"}


async def test_what_a_dead_server_had_is_taken_over_and_it_writes_no_more(
    node: Node, name: str, clock: FixedClock
) -> None:
    """It was only away for longer than its leases: what it still wants to write is refused."""
    first, second = node("first"), node("second")
    async with first.run(), second.run():
        await first.edit(name, None, put("a", 1.0, "goals"))
        clock.forward(seconds=vault.HELD_S + 1)
        await second.edit(name, None, put("b", 1.0, "goals"))
        with pytest.raises(Displaced):
            await first.edit(name, None, put("lost", 1.0, "goals"))
        assert await first.read(name, keys) == {"a", "b"}
        clock.forward(seconds=1)
        with pytest.raises(Elsewhere):
            await first.edit(name, None, put("lost", 1.0, "goals"))


async def test_one_that_starts_again_takes_over_what_it_had_at_once(node: Node, name: str) -> None:
    before, after = node("only"), node("only")
    async with before.run(), after.run():
        await before.edit(name, None, put("a", 1.0, "goals"))
        await after.edit(name, None, put("b", 1.0, "goals"))
        with pytest.raises(Displaced):
            await before.edit(name, None, put("lost", 1.0, "goals"))
        assert await after.read(name, keys) == {"a", "b"}


async def test_a_document_goes_with_its_mentorship(
    node: Node, name: str, services: Services
) -> None:
    boards = node("only")
    async with boards.run():
        await boards.edit(name, None, put("a", 1.0, "goals"))
        async with services.database.write() as tx:
            await tx.exec_driver_sql("DELETE FROM mentorship")
        with pytest.raises(Displaced):
            await boards.edit(name, None, put("b", 1.0, "goals"))
        assert await boards.read(name, keys) == set()
