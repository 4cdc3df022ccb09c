"""What the end of a sign-in means for the sockets it opened."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import socketio
from aiohttp import ClientSession

from tests.accounts.conftest import ANA, Mailbox, sign_up
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, cookies_of
from tests.support.sockets import Client, connected

NAMESPACE = "/call"
NEW = "seven green boats"


async def sign_in(client: ClientSession) -> None:
    credentials = {"email": ANA["email"], "password": ANA["password"]}
    async with client.post("/api/auth/sign-in", json=credentials) as response:
        assert response.status == 200


async def test_ending_a_device_closes_its_sockets_and_no_others(
    live: LiveServer, browser: ClientSession, other: ClientSession
) -> None:
    await sign_up(browser)
    await sign_in(other)
    async with (
        connected(live.url, NAMESPACE, cookies_of(browser, live)) as here,
        connected(live.url, NAMESPACE, cookies_of(other, live)) as there,
    ):
        async with browser.get("/api/me/sign-ins") as response:
            every = (await response.json())["signIns"]
        theirs = next(one["id"] for one in every if not one["isCurrent"])
        async with browser.delete(f"/api/me/sign-ins/{theirs}"):
            pass
        async with asyncio.timeout(20):
            await there.gone.wait()
        assert not here.gone.is_set()


async def test_signing_out_closes_the_sockets_of_this_device(
    live: LiveServer, browser: ClientSession
) -> None:
    await sign_up(browser)
    async with connected(live.url, NAMESPACE, cookies_of(browser, live)) as client:
        async with browser.post("/api/auth/sign-out"):
            pass
        async with asyncio.timeout(20):
            await client.gone.wait()


async def test_a_reset_password_closes_every_socket(
    live: LiveServer, browser: ClientSession, other: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    async with connected(live.url, NAMESPACE, cookies_of(browser, live)) as client:
        async with other.post("/api/auth/reset", json={"email": ANA["email"]}):
            pass
        body = {"token": await mailbox.token("Choose a new password"), "password": NEW}
        async with other.post("/api/auth/reset/confirm", json=body) as response:
            assert response.status == 204
        async with asyncio.timeout(20):
            await client.gone.wait()


async def test_an_access_that_has_run_out_opens_no_socket_but_says_why(
    live: LiveServer, browser: ClientSession, clock: FixedClock
) -> None:
    await sign_up(browser)
    clock.forward(minutes=11)
    client, refusals = Client(NAMESPACE), asyncio.Queue[Any]()
    client.io.on("connect_error", refusals.put_nowait, namespace=NAMESPACE)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.io.connect(
            live.url,
            headers=cookies_of(browser, live),
            transports=["websocket"],
            namespaces=[NAMESPACE],
        )
    await client.io.shutdown()
    assert (await refusals.get())["data"]["code"] == "access_expired"
