"""Staying signed in: refreshing, stolen tokens, the list of devices."""

from __future__ import annotations

import asyncio

from aiohttp import ClientSession

from server.accounts.store import sign_ins
from server.services import Services
from tests.accounts.conftest import ANA, Mailbox, problem, sign_up
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


async def start(browser: ClientSession) -> str:
    """Signs Ana up; returns her refresh token."""
    async with browser.post("/api/auth/sign-up", json=ANA) as response:
        return response.cookies["rt"].value


async def refresh(live: LiveServer, token: str) -> tuple[int, str]:
    """Shows a refresh token from a fresh client; returns the status and the next token."""
    headers = SAME_ORIGIN | {"Cookie": f"rt={token}"}
    async with (
        ClientSession(live.url) as client,
        client.post("/api/auth/refresh", headers=headers) as response,
    ):
        return response.status, response.cookies["rt"].value if "rt" in response.cookies else ""


async def test_a_refresh_gives_new_tokens_and_goes_on(
    browser: ClientSession, clock: FixedClock
) -> None:
    first = await start(browser)
    clock.forward(minutes=11)
    async with browser.post("/api/auth/refresh") as response:
        assert response.status == 204
        assert response.cookies["rt"].value != first
    async with browser.get("/api/me") as response:
        assert response.status == 200


async def test_tokens_are_kept_as_digests_only(browser: ClientSession, services: Services) -> None:
    token = await start(browser)
    async with services.database.read() as tx:
        rows = (await tx.exec_driver_sql("SELECT * FROM refresh_token")).all()
    assert token not in str(rows)


async def test_tabs_that_refresh_together_all_stay_signed_in(
    browser: ClientSession, live: LiveServer
) -> None:
    token = await start(browser)
    answers = await asyncio.gather(*(refresh(live, token) for _ in range(5)))
    assert [status for status, _ in answers] == [204] * 5
    assert len({following for _, following in answers}) == 5
    again = await asyncio.gather(*(refresh(live, following) for _, following in answers))
    assert [status for status, _ in again] == [204] * 5


async def test_a_token_used_again_later_ends_the_whole_sign_in(
    browser: ClientSession, live: LiveServer, clock: FixedClock, mailbox: Mailbox
) -> None:
    stolen = await start(browser)
    _, current = await refresh(live, stolen)
    clock.forward(seconds=11)
    assert (await refresh(live, stolen))[0] == 401
    assert (await refresh(live, current))[0] == 401
    async with browser.get("/api/me") as response:
        assert await problem(response) == (401, "signed_out")
    alert = await mailbox.wait("signed a device out to protect your account")
    assert alert["To"] == ANA["email"]


async def test_of_many_late_uses_only_the_first_writes_a_letter(
    browser: ClientSession, live: LiveServer, clock: FixedClock, mailbox: Mailbox
) -> None:
    stolen = await start(browser)
    await refresh(live, stolen)
    clock.forward(seconds=11)
    await asyncio.gather(*(refresh(live, stolen) for _ in range(4)))
    await mailbox.wait("protect your account")
    await asyncio.sleep(0.2)
    assert sum("protect" in one["Subject"] for one in mailbox.all()) == 1


async def test_a_refresh_that_fails_takes_the_cookies(browser: ClientSession) -> None:
    for headers in (SAME_ORIGIN, SAME_ORIGIN | {"Cookie": "rt=unknown"}):
        async with browser.post("/api/auth/refresh", headers=headers) as response:
            assert await problem(response) == (401, "signed_out")
            assert {m["max-age"] for m in response.cookies.values()} == {"0"}


async def test_a_sign_in_ends_when_it_was_not_used_for_a_month(
    browser: ClientSession, clock: FixedClock
) -> None:
    await start(browser)
    clock.forward(days=30)
    async with browser.post("/api/auth/refresh") as response:
        assert response.status == 401


async def test_a_sign_in_ends_after_two_months_of_daily_use(
    browser: ClientSession, live: LiveServer, clock: FixedClock
) -> None:
    token = await start(browser)
    for _ in range(3):
        clock.forward(days=19)
        status, token = await refresh(live, token)
        assert status == 204
    clock.forward(days=3)
    assert (await refresh(live, token))[0] == 401


async def test_devices_are_listed_with_name_and_last_use(
    browser: ClientSession, other: ClientSession, clock: FixedClock
) -> None:
    await sign_up(browser)
    clock.forward(minutes=5)
    phone = {"User-Agent": "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Firefox/145.0"}
    credentials = {"email": ANA["email"], "password": ANA["password"]}
    async with other.post("/api/auth/sign-in", json=credentials, headers=phone):
        pass
    async with other.get("/api/me/sign-ins") as response:
        newest, oldest = (await response.json())["signIns"]
    assert (newest["device"], newest["isCurrent"]) == ("Firefox on Android", True)
    assert (oldest["device"], oldest["isCurrent"]) == ("A Python program", False)
    assert newest["lastSeenAt"] == "2026-11-22T12:05:00Z"
    assert oldest["createdAt"] == "2026-11-22T12:00:00Z"


async def test_ending_another_device_shuts_it_out_at_once(
    browser: ClientSession, other: ClientSession
) -> None:
    await sign_up(browser)
    credentials = {"email": ANA["email"], "password": ANA["password"]}
    async with other.post("/api/auth/sign-in", json=credentials):
        pass
    async with other.get("/api/me") as response:
        assert response.status == 200
    async with browser.get("/api/me/sign-ins") as response:
        every = (await response.json())["signIns"]
    theirs = next(one["id"] for one in every if not one["isCurrent"])
    async with browser.delete(f"/api/me/sign-ins/{theirs}") as response:
        assert response.status == 204
    async with other.get("/api/me") as response:
        assert await problem(response) == (401, "signed_out")
    async with other.post("/api/auth/refresh") as response:
        assert response.status == 401
    async with browser.delete(f"/api/me/sign-ins/{theirs}") as response:
        assert await problem(response) == (404, "not_found")


async def test_nobody_ends_the_sign_in_of_somebody_else(
    browser: ClientSession, other: ClientSession
) -> None:
    await sign_up(browser)
    await sign_up(other, email="mallory@example.org", name="Mallory")
    async with browser.get("/api/me/sign-ins") as response:
        anas = (await response.json())["signIns"][0]["id"]
    async with other.delete(f"/api/me/sign-ins/{anas}") as response:
        assert await problem(response) == (404, "not_found")
    async with browser.get("/api/me") as response:
        assert response.status == 200


async def test_a_sign_in_ended_on_another_node_is_noticed_within_seconds(
    browser: ClientSession, services: Services, clock: FixedClock
) -> None:
    me = await sign_up(browser)
    async with browser.get("/api/me") as response:
        assert response.status == 200
    async with services.database.write() as tx:
        every = await sign_ins.of_person(tx, me["id"])
        await sign_ins.end(tx, [one.id for one in every], now=clock.now())
    clock.forward(seconds=5)
    async with browser.get("/api/me") as response:
        assert await problem(response) == (401, "signed_out")


async def test_an_access_token_of_a_deleted_person_opens_nothing(
    browser: ClientSession, services: Services, clock: FixedClock
) -> None:
    await sign_up(browser)
    async with services.database.write() as tx:
        await tx.exec_driver_sql("DELETE FROM person")
    async with browser.get("/api/me") as response:
        assert response.status == 401


async def test_the_sweep_forgets_what_is_over_and_nothing_else(
    browser: ClientSession, other: ClientSession, services: Services, clock: FixedClock
) -> None:
    await sign_up(browser)
    clock.forward(days=20)
    await sign_up(other, email="bob@example.org")
    clock.forward(days=11)
    await services.sign_ins.sweep()
    async with services.database.read() as tx:
        left = (await tx.exec_driver_sql("SELECT count(*) FROM sign_in")).scalar_one()
    assert left == 1
    async with other.post("/api/auth/refresh") as response:
        assert response.status == 204
