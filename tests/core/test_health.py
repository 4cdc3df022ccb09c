"""The doors for machines: alive, ready, metrics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from server.app import create_app
from server.core.db import DATABASE, Database
from server.core.sockets import SOCKETS
from tests.conftest import test_settings
from tests.support.servers import LiveServer, browsing, serving


async def test_a_living_server_says_so(client: ClientSession) -> None:
    answer = await client.get("/healthz")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_ready_server_says_what_it_checked(client: ClientSession) -> None:
    answer = await client.get("/readyz")
    assert answer.status == 200
    assert (await answer.json())["checks"]["database"] is True


async def test_a_draining_server_wants_no_more_requests(
    server: LiveServer, client: ClientSession
) -> None:
    server.app[SOCKETS].is_draining = True
    answer = await client.get("/readyz")
    assert answer.status == 503
    assert (await answer.json())["checks"]["staying"] is False


async def test_a_server_without_its_database_is_alive_but_not_ready(
    server: LiveServer, client: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setattr(server.app[DATABASE], "engine", gone.engine)
    assert (await client.get("/readyz")).status == 503
    assert (await client.get("/healthz")).status == 200
    await gone.close()


async def test_metrics_count_requests_by_route_and_name_nobody(client: ClientSession) -> None:
    await client.get("/api/me")
    await client.get("/somebody@example.org")
    text = await (await client.get("/metrics")).text()
    line = 'ithaca_http_requests_total{method="GET",route="/api/me",status="401"} 1.0'
    assert line in text
    assert "example.org" not in text
    assert "ithaca_sockets 0.0" in text


async def test_metrics_do_not_leave_through_a_proxy(client: ClientSession) -> None:
    answer = await client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.status == 403


@pytest.mark.parametrize(
    ("header", "status"),
    [({}, 403), ({"Authorization": "Bearer no"}, 403), ({"Authorization": "Bearer yes"}, 200)],
)
async def test_with_a_token_set_only_the_token_opens_the_metrics(
    tmp_path: Path, sqlite_url: str, header: dict[str, str], status: int
) -> None:
    settings = replace(test_settings(tmp_path, sqlite_url), metrics_token="yes")
    async with serving(create_app(settings)) as live, browsing(live) as session:
        assert (await session.get("/metrics", headers=header)).status == status


async def test_anybody_may_ask_what_this_server_is(client: ClientSession) -> None:
    about = await (await client.get("/api/about")).json()
    assert about["name"] == "Ithaca"
    assert about["signUp"] == "open"
    assert about["mail"] == "console"
    assert about["tzdata"] >= "2026"


async def test_every_answer_has_a_request_id_of_its_own(client: ClientSession) -> None:
    ids = {(await client.get("/healthz")).headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3
