"""Programmes over HTTP: what is refused is refused in words that name the field."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from server.accounts.model import Role
from server.accounts.service import Newcomer
from server.app import create_app
from server.programmes.model import LARGEST_BYTES, Weights
from server.services import SERVICES, Services
from tests.conftest import test_settings
from tests.support.browsers import PASSWORD
from tests.support.servers import LiveServer, browsing, serving

CSV = {"Content-Type": "text/csv"}


@pytest.fixture
async def live(tmp_path: Path, sqlite_url: str) -> AsyncIterator[LiveServer]:
    async with serving(create_app(test_settings(tmp_path, sqlite_url))) as server:
        yield server


@pytest.fixture
def services(live: LiveServer) -> Services:
    return live.app[SERVICES]


@pytest.fixture
async def athena(live: LiveServer, services: Services) -> AsyncIterator[ClientSession]:
    """An operator, signed in."""
    newcomer = Newcomer(
        email="athena@example.org",
        password=PASSWORD,
        name="Athena",
        roles=frozenset({Role.MENTOR}),
        time_zone="Europe/Athens",
    )
    await services.registration.seed(newcomer)
    services.accounts._operators = frozenset({newcomer.email})
    async with browsing(live) as http:
        credentials = {"email": newcomer.email, "password": PASSWORD}
        async with http.post("/api/auth/sign-in", json=credentials) as answer:
            assert answer.status == 200
        yield http


@pytest.fixture
async def path(athena: ClientSession) -> str:
    """Where a programme of theirs is, with its enrolment open."""
    async with athena.post("/api/programmes", json={"name": "Voyages"}) as answer:
        made = f"/api/programmes/{(await answer.json())['id']}"
    async with athena.post(f"{made}/state", json={"state": "enrolment"}) as answer:
        assert answer.status == 200
    return made


SHARES = Weights().as_shares()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\u0007b"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"description": "x" * 4001}, "description"),
        ({"description": "a\u202eb"}, "description"),
        ({"weights": SHARES | {"goals": 0.2}}, "weights"),
        ({"weights": SHARES | {"goals": -0.2}}, "weights.goals"),
        ({"weights": {"goals": 1.0}}, "weights.skills"),
        ({"mode": "dictatorship"}, "mode"),
        ({"endsAt": "tomorrow"}, "endsAt"),
        ({"questions": [{"text": "", "kind": "text", "roles": ["mentor"]}]}, "questions[0].text"),
        ({"colour": "blue"}, "colour"),
    ],
)
async def test_a_bad_setting_is_named_and_nothing_changes(
    athena: ClientSession, path: str, body: dict[str, Any], field: str
) -> None:
    async with athena.get(f"{path}/desk") as answer:
        before = await answer.json()
    async with athena.patch(path, json=body) as answer:
        problem = await answer.json()
        assert answer.status == 422, problem
        assert field in problem["fields"]
    async with athena.get(f"{path}/desk") as answer:
        assert await answer.json() == before


async def test_the_template_can_be_uploaded_as_it_is(
    athena: ClientSession, path: str, services: Services
) -> None:
    async with athena.get("/api/imports/template") as answer:
        assert answer.content_type == "text/csv"
        content = await answer.read()
    async with athena.post(f"{path}/imports?fileName=people.csv", data=content, headers=CSV) as up:
        assert up.status == 201, await up.text()
        one = await up.json()
    assert (one["total"], one["state"]) == (2, "waiting")
    await services.imports.work()
    async with athena.get(f"{path}/imports/{one['id']}") as answer:
        report = await answer.json()
    assert report["progress"]["created"] == 2
    assert report["remarks"] == []
    async with athena.get(f"{path}/people?role=mentor") as answer:
        people = (await answer.json())["people"]
    assert [(one["name"], one["hasCome"], one["ready"]) for one in people] == [
        ("Jonas Lindqvist", False, ["mentor"])
    ]


async def test_a_file_that_is_too_large_is_not_taken(athena: ClientSession, path: str) -> None:
    content = io.BytesIO(b"email,name,roles\n" + b"x" * LARGEST_BYTES)
    async with athena.post(f"{path}/imports", data=content, headers=CSV) as answer:
        assert answer.status == 413
        assert "20,971,520" in (await answer.json())["detail"]


async def test_a_workbook_is_told_apart_from_a_table(athena: ClientSession, path: str) -> None:
    async with athena.post(f"{path}/imports", data=b"PK\x03\x04...", headers=CSV) as answer:
        problem = await answer.json()
        assert (answer.status, list(problem["fields"])) == (422, ["file"])
        assert "CSV UTF-8" in problem["detail"]


async def test_a_link_that_is_not_good_says_so_and_no_more(athena: ClientSession) -> None:
    for door in ("/api/join/look", "/api/join"):
        async with athena.post(door, json={"secret": "x" * 32}) as answer:
            problem = await answer.json()
            assert (answer.status, problem["code"]) == (404, "link_spent")
