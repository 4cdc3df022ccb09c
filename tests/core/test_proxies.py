"""Forwarding headers are believed from trusted proxies only, hop by hop."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from server.core.origin import trust_proxies
from server.core.problems import problems
from tests.support.servers import browsing, serving


async def tell(request: web.Request) -> web.Response:
    return web.json_response({"remote": request.remote, "scheme": request.scheme})


def app_with(*trusted: str) -> web.Application:
    app = web.Application(middlewares=[problems, trust_proxies(trusted)])
    app.router.add_get("/", tell)
    return app


@pytest.fixture
async def behind() -> AsyncIterator[ClientSession]:
    async with serving(app_with("127.0.0.0/8", "10.0.0.0/8")) as live, browsing(live) as session:
        yield session


@pytest.mark.parametrize(
    ("forwarded", "remote"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8::7", "2001:db8::7"),
    ],
)
async def test_the_nearest_untrusted_hop_is_the_caller(
    behind: ClientSession, forwarded: str, remote: str
) -> None:
    answer = await behind.get("/", headers={"X-Forwarded-For": forwarded})
    assert (await answer.json())["remote"] == remote


async def test_the_scheme_is_taken_over(behind: ClientSession) -> None:
    answer = await behind.get("/", headers={"X-Forwarded-Proto": "https"})
    assert (await answer.json())["scheme"] == "https"


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-For": "me"}, {"X-Forwarded-Proto": "javascript"}]
)
async def test_nonsense_from_a_proxy_is_refused(
    behind: ClientSession, headers: dict[str, str]
) -> None:
    assert (await behind.get("/", headers=headers)).status == 400


async def test_a_stranger_cannot_forward_itself() -> None:
    async with serving(app_with()) as live, browsing(live) as session:
        headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        answer = await session.get("/", headers=headers)
        assert await answer.json() == {"remote": "127.0.0.1", "scheme": "http"}
