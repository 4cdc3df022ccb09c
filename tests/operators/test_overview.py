"""The operators' overview: who may see it, what it counts, and that it tells of nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.accounts.store import people
from server.app import create_app
from server.operators.service import SAMPLE_EVERY_S
from server.quality.journal import Journal
from server.quality.model import Both, Measure, Seat
from server.services import SERVICES, Services
from tests.conftest import test_settings
from tests.signaling.orders import send
from tests.support.calls import Person
from tests.support.clock import FixedClock
from tests.support.coturn import coturn
from tests.support.programs import free_port
from tests.support.servers import LiveServer, serving

NAME, TITLE = "Penelope of Ithaca", "A loom by night"
DOOR = "/api/operator"


@dataclass
class House:
    """A server whose operator has an address that is made known when they have signed up."""

    live: LiveServer
    services: Services

    async def make_operator(self, person: Person, *, is_verified: bool = True) -> str:
        """Name somebody in the settings; returns their address."""
        async with person.http.get("/api/me") as answer:
            me = await answer.json()
        accounts = self.services.accounts
        accounts._operators = frozenset({me["email"]})
        if is_verified:
            async with self.services.database.write() as tx:
                await people.set_verified(tx, me["id"], now=self.services.clock.now())
        email: str = me["email"]
        return email


@pytest.fixture
async def house(tmp_path: Path, sqlite_url: str, clock: FixedClock) -> AsyncIterator[House]:
    settings = replace(test_settings(tmp_path, sqlite_url), node_name=None)
    async with serving(create_app(settings, clock=clock)) as live:
        yield House(live, live.app[SERVICES])


@pytest.fixture
async def penelope(house: House) -> AsyncIterator[Person]:
    async with Person.arriving(house.live, NAME) as person:
        yield person


async def _overview(person: Person) -> dict[str, Any]:
    async with person.http.get(DOOR) as answer:
        assert answer.status == 200, await answer.text()
        seen: dict[str, Any] = await answer.json()
        return seen


async def _refusal(person: Person) -> str:
    async with person.http.get(DOOR) as answer:
        assert answer.status == 403
        code: str = (await answer.json())["code"]
        return code


async def test_only_a_named_person_with_a_confirmed_address_sees_it(
    house: House, penelope: Person
) -> None:
    assert await _refusal(penelope) == "not_an_operator"
    await house.make_operator(penelope, is_verified=False)
    assert await _refusal(penelope) == "not_an_operator"
    await house.make_operator(penelope)
    assert (await _overview(penelope))["version"]
    async with penelope.http.get("/api/me") as answer:
        assert (await answer.json())["isOperator"] is True
    house.services.accounts._operators = frozenset({"other@example.org"})
    assert await _refusal(penelope) == "not_an_operator"


async def test_addresses_in_the_settings_are_compared_as_everywhere(
    tmp_path: Path, sqlite_url: str
) -> None:
    settings = replace(test_settings(tmp_path, sqlite_url), operators=("Penelope@Example.ORG",))
    async with serving(create_app(settings)) as live:
        assert live.app[SERVICES].accounts._operators == {"penelope@example.org"}


async def test_it_counts_what_is_live(house: House, penelope: Person, clock: FixedClock) -> None:
    await house.make_operator(penelope)
    quiet = await _overview(penelope)
    assert (quiet["sessions"], quiet["people"], quiet["moments"]) == (0, 0, [])
    assert {one["part"]: one["state"] for one in quiet["health"]} == {
        "database": "up",
        "redis": "off",
        "mail": "off",
    }
    await penelope.join(await penelope.open_room(TITLE))
    await send(penelope)
    clock.forward(seconds=SAMPLE_EVERY_S)
    busy = await _overview(penelope)
    assert (busy["sessions"], busy["people"]) == (1, 1)
    assert sum(one["rooms"] for one in busy["workers"]) == 1
    assert all(one["cpu"] >= 0 for one in busy["workers"])


async def _leave_record(
    house: House, room: str, person: str | None, ago: timedelta = timedelta()
) -> None:
    """A participation that ended some time ago, with much loss."""
    clock = house.services.clock
    journal = Journal(Seat("a-peer", room, person), clock.now())
    lossy = Measure(loss=0.3, rtt_ms=900.0, jitter_ms=80.0)
    journal.look(Both(lossy, lossy), clock.now())
    record = journal.record(clock.now())
    assert record is not None
    house.services.quality._waiting.append(replace(record, left_at=record.left_at - ago))
    await house.services.quality.keep()


async def test_it_sums_how_sessions_were(house: House, penelope: Person) -> None:
    await house.make_operator(penelope)
    empty = {
        "participations": 0,
        "good": 0,
        "fair": 0,
        "poor": 0,
        "medianMos": None,
        "freezes": 0,
        "withoutFreeze": 0,
    }
    assert (await _overview(penelope))["day"] == empty
    room = await penelope.open_room(TITLE)
    await _leave_record(house, room, None, timedelta(days=2))
    before = await _overview(penelope)
    assert before["day"] == empty
    assert (before["week"]["participations"], before["week"]["poor"]) == (1, 1)
    await _leave_record(house, room, None)
    seen = await _overview(penelope)
    assert (seen["day"]["poor"], seen["week"]["poor"]) == (1, 2)
    assert seen["day"]["medianMos"] < 3.1


async def test_it_says_what_does_not_answer(tmp_path: Path, sqlite_url: str) -> None:
    secret = "a secret for this test"
    options = ["--allow-loopback-peers", "--use-auth-secret", f"--static-auth-secret={secret}"]
    with coturn(tmp_path, *options, "--realm=ithaca", "--no-cli", "--no-tls", "--no-dtls") as port:
        settings = replace(
            test_settings(tmp_path, sqlite_url),
            smtp_url=f"smtp://127.0.0.1:{free_port()}",
            turn_secret=secret,
            turn_urls=(
                f"turn:127.0.0.1:{port}?transport=udp",
                f"turn:127.0.0.1:{port}?transport=tcp",
                f"turns:127.0.0.1:{free_port()}?transport=tcp",
            ),
        )
        async with serving(create_app(settings)) as live, Person.arriving(live, NAME) as person:
            await House(live, live.app[SERVICES]).make_operator(person)
            health = (await _overview(person))["health"]
    states = {(one["part"], one["way"]): one["state"] for one in health}
    assert states == {
        ("database", ""): "up",
        ("redis", ""): "off",
        ("mail", ""): "down",
        ("relay", "udp"): "up",
        ("relay", "tcp"): "up",
        ("relay", "tls"): "down",
    }


async def test_it_tells_of_nobody(house: House, penelope: Person) -> None:
    email = await house.make_operator(penelope)
    room = await penelope.open_room(TITLE)
    joined = await penelope.join(room)
    producer = await send(penelope)
    async with penelope.http.get("/api/me") as answer:
        person = (await answer.json())["id"]
    await _leave_record(house, room, person)
    async with penelope.http.get(DOOR) as answer:
        told = await answer.text()
    personal = (NAME, "Penelope", TITLE, email, room, person, joined["peerId"], producer)
    for secret in (*personal, "127.0.0.1", "a-peer"):
        assert secret not in told, secret


async def test_it_holds_numbers_and_its_own_few_words_only(house: House, penelope: Person) -> None:
    await house.make_operator(penelope)
    await penelope.join(await penelope.open_room(TITLE))
    seen = await _overview(penelope)
    words = {str(seen.pop("version"))}
    assert words
    known = {"database", "redis", "mail", "relay", "up", "down", "off", "udp", "tcp", "tls", ""}
    assert _texts(seen) <= known


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_texts(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(_texts(one) for one in value)) if value else set()
    return {value} if isinstance(value, str) else set()
