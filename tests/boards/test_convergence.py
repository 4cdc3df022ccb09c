"""Yjs in the browser and pycrdt on the server come to the same, whatever people do at once."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Map

from server.boards.crdt import Document
from server.boards.guard import admit
from server.boards.model import ROOTS, Kind
from server.boards.ownership import Ownership
from server.boards.scan import client_clocks

SCRIPT = Path(__file__).parent / "replica.mjs"
pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


class Replicas:
    """Documents in a process of Node."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, deed: str, **order: object) -> Any:
        """One deed; its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"deed": deed, **order}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@pytest.fixture(scope="module")
def replicas() -> Iterator[Replicas]:
    with subprocess.Popen(
        ["node", SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Replicas(process)
        process.kill()


class Server:
    """One document as a room has it: guarded, in one order."""

    def __init__(self) -> None:
        self.document = Document(Kind.BOARD)
        self.owners = Ownership({})
        self.clocks: dict[int, int] = {}
        self.log: list[tuple[str, bytes]] = []

    def take(self, person: str, update: bytes) -> None:
        found = admit(
            update, person, clocks=self.clocks, owners=self.owners, roots=ROOTS[Kind.BOARD]
        )
        self.document.apply(update)
        for client, (_, end) in found.clocks.items():
            self.clocks[client] = max(end, self.clocks.get(client, 0))
        self.log.append((person, update))


def session(replicas: Replicas, seed: int) -> None:
    """Three people edit at once, some of them offline for a while; then all have everything."""
    chance = random.Random(seed)
    server = Server()
    people = {f"{seed}-{n}": 0 for n in range(3)}
    for name in people:
        replicas.ask("new", name=name, clientId=chance.randrange(1, 2**32))
    for _ in range(6):
        name = chance.choice(sorted(people))
        edits = {"seed": chance.randrange(2**32), "edits": chance.randrange(1, 6)}
        for update in replicas.ask("edit", name=name, **edits):
            server.take(name, b64decode(update))
        if chance.random() < 0.5:
            _catch_up(replicas, server, people, chance.choice(sorted(people)))
    for name in people:
        _catch_up(replicas, server, people, name)
    _compare(replicas, server, people)
    replicas.ask("forget")
    server.document.close()


def _catch_up(replicas: Replicas, server: Server, people: dict[str, int], name: str) -> None:
    news = [b64encode(u).decode() for who, u in server.log[people[name] :] if who != name]
    people[name] = len(server.log)
    replicas.ask("apply", name=name, updates=news)


def _compare(replicas: Replicas, server: Server, people: dict[str, int]) -> None:
    mine = server.document.look(_content)
    assert client_clocks(server.document.state_vector()) == server.clocks
    anew = Document(Kind.BOARD, [server.document.state()])
    assert anew.look(_content) == mine
    anew.close()
    for name in people:
        theirs = replicas.ask("content", name=name)
        assert not theirs["pending"]
        assert theirs["texts"] == mine["texts"]
        assert theirs["geometry"] == mine["geometry"]
        vector = b64decode(replicas.ask("vector", name=name))
        assert client_clocks(vector) == server.clocks


def _content(doc: Any) -> dict[str, Any]:
    elements = doc.get("elements", type=Map)
    return {
        "texts": {key: str(elements[key]["text"]) for key in elements.keys()},  # noqa: SIM118
        "geometry": {
            key: [elements[key]["g"], [list(chunk) for chunk in elements[key]["pts"]]]
            for key in elements.keys()  # noqa: SIM118
        },
    }


@pytest.mark.parametrize("seed", range(0, 300, 100))
def test_three_hundred_sessions_converge(replicas: Replicas, seed: int) -> None:
    for one in range(seed, seed + 100):
        session(replicas, one)


@pytest.mark.soak
def test_three_thousand_more_sessions_converge(replicas: Replicas) -> None:
    for one in range(10_000, 13_000):
        session(replicas, one)
