"""Confirming an address, choosing a new password: each mailed link works once."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession

from server.services import Services
from tests.accounts.conftest import ANA, Mailbox, problem, sign_up, token_in
from tests.support.clock import FixedClock

NEW = "seven green boats"
CONFIRM, RESET = "Confirm your e-mail address", "Choose a new password"


async def sign_in(client: ClientSession, password: str) -> int:
    credentials = {"email": ANA["email"], "password": password}
    async with client.post("/api/auth/sign-in", json=credentials) as response:
        return response.status


async def ask_reset(client: ClientSession, email: str = ANA["email"]) -> None:
    async with client.post("/api/auth/reset", json={"email": email}) as response:
        assert response.status == 202
        assert await response.read() == b""


async def is_verified(client: ClientSession) -> bool:
    async with client.get("/api/me") as response:
        answer: bool = (await response.json())["isEmailVerified"]
        return answer


async def test_the_mailed_link_confirms_the_address_from_any_browser(
    browser: ClientSession, other: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    token = await mailbox.token(CONFIRM)
    async with other.post("/api/auth/verify", json={"token": token}) as response:
        assert response.status == 204
    assert await is_verified(browser)


async def test_opening_the_link_twice_says_the_same(
    browser: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    token = await mailbox.token(CONFIRM)
    for _ in range(2):
        async with browser.post("/api/auth/verify", json={"token": token}) as response:
            assert response.status == 204


@pytest.mark.parametrize("token", ["x", "a" * 43, "é"])
async def test_an_unknown_link_confirms_nothing(browser: ClientSession, token: str) -> None:
    await sign_up(browser)
    async with browser.post("/api/auth/verify", json={"token": token}) as response:
        assert await problem(response) == (422, "link_expired")
    assert not await is_verified(browser)


async def test_the_link_is_good_for_two_days(
    browser: ClientSession, mailbox: Mailbox, clock: FixedClock
) -> None:
    await sign_up(browser)
    token = await mailbox.token(CONFIRM)
    clock.forward(hours=48)
    async with browser.post("/api/auth/verify", json={"token": token}) as response:
        assert await problem(response) == (422, "link_expired")


async def test_another_letter_can_be_asked_for_but_not_many(
    browser: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    async with browser.post("/api/auth/verify/resend") as response:
        assert response.status == 204
    token = await mailbox.token(CONFIRM, count=2)
    async with browser.post("/api/auth/verify/resend") as response:
        assert await problem(response) == (429, "too_many")
        assert int(response.headers["Retry-After"]) >= 1
    async with browser.post("/api/auth/verify", json={"token": token}) as response:
        assert response.status == 204


async def test_a_confirmed_person_gets_no_more_such_letters(
    browser: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    token = await mailbox.token(CONFIRM)
    async with browser.post("/api/auth/verify", json={"token": token}):
        pass
    async with browser.post("/api/auth/verify/resend") as response:
        assert response.status == 204
    await asyncio.sleep(0.2)
    assert len(mailbox.all()) == 1


async def test_a_mailed_link_is_kept_as_a_digest_and_its_letter_is_emptied(
    browser: ClientSession, mailbox: Mailbox, services: Services
) -> None:
    await sign_up(browser)
    token = await mailbox.token(CONFIRM)
    await asyncio.sleep(0.1)
    async with services.database.read() as tx:
        proofs = (await tx.exec_driver_sql("SELECT * FROM proof")).all()
        letters = (await tx.exec_driver_sql("SELECT * FROM letter")).all()
    assert token not in str(proofs)
    assert token not in str(letters)


async def test_a_new_password_by_mail_signs_out_every_device(
    browser: ClientSession, other: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    await ask_reset(other)
    token = await mailbox.token(RESET)
    body = {"token": token, "password": NEW}
    async with other.post("/api/auth/reset/confirm", json=body) as response:
        assert response.status == 204
        assert not response.cookies
    async with browser.get("/api/me") as response:
        assert response.status == 401
    assert await sign_in(other, ANA["password"]) == 401
    assert await sign_in(other, NEW) == 200
    assert await is_verified(other)
    await mailbox.wait("Your password was changed")


async def test_a_reset_link_works_once(
    browser: ClientSession, other: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    await ask_reset(other)
    token = await mailbox.token(RESET)

    async def use(password: str) -> int:
        body = {"token": token, "password": password}
        async with other.post("/api/auth/reset/confirm", json=body) as response:
            return response.status

    assert sorted(await asyncio.gather(use(NEW), use("six green boats"))) == [204, 422]
    assert await use("five green boats") == 422


async def test_a_reset_link_is_good_for_half_an_hour(
    browser: ClientSession, mailbox: Mailbox, clock: FixedClock
) -> None:
    await sign_up(browser)
    await ask_reset(browser)
    body = {"token": await mailbox.token(RESET), "password": NEW}
    clock.forward(minutes=30)
    async with browser.post("/api/auth/reset/confirm", json=body) as response:
        assert await problem(response) == (422, "link_expired")


async def test_a_refused_password_does_not_use_the_link_up(
    browser: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    await ask_reset(browser)
    token = await mailbox.token(RESET)
    for password, status in (("short", 422), ("ana@example.org", 422), (NEW, 204)):
        body = {"token": token, "password": password}
        async with browser.post("/api/auth/reset/confirm", json=body) as response:
            assert response.status == status


async def test_after_a_reset_the_older_links_are_worthless(
    browser: ClientSession, mailbox: Mailbox, services: Services
) -> None:
    await sign_up(browser)
    await services.registration.ask_reset(ANA["email"])
    await services.registration.ask_reset(ANA["email"])
    await mailbox.wait(RESET, count=2)
    first, second = (token_in(m) for m in mailbox.all() if RESET in m["Subject"])
    await services.registration.reset(second, NEW, device="test")
    body = {"token": first, "password": "six green boats"}
    async with browser.post("/api/auth/reset/confirm", json=body) as response:
        assert response.status == 422


async def test_a_link_to_confirm_an_address_resets_no_password(
    browser: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    body = {"token": await mailbox.token(CONFIRM), "password": NEW}
    async with browser.post("/api/auth/reset/confirm", json=body) as response:
        assert await problem(response) == (422, "link_expired")


async def test_asking_for_a_reset_never_tells_whether_there_is_an_account(
    browser: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    await ask_reset(browser, "nobody@example.org")
    await ask_reset(browser)
    await ask_reset(browser)
    await mailbox.wait(RESET)
    await asyncio.sleep(0.2)
    assert sum(RESET in one["Subject"] for one in mailbox.all()) == 1


async def test_changing_the_password_keeps_this_device_and_ends_the_others(
    browser: ClientSession, other: ClientSession, mailbox: Mailbox
) -> None:
    await sign_up(browser)
    assert await sign_in(other, ANA["password"]) == 200
    body = {"current": ANA["password"], "new": NEW}
    async with browser.post("/api/me/password", json=body) as response:
        assert response.status == 204
    async with browser.get("/api/me") as response:
        assert response.status == 200
    async with other.get("/api/me") as response:
        assert response.status == 401
    assert await sign_in(other, NEW) == 200
    await mailbox.wait("Your password was changed")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"current": "not it at all", "new": NEW}, "current"),
        ({"current": ANA["password"], "new": "short"}, "new"),
        ({"current": ANA["password"], "new": "ANA@example.org"}, "new"),
    ],
)
async def test_a_password_change_that_is_not_right_is_refused_by_field(
    browser: ClientSession, body: dict[str, str], field: str
) -> None:
    await sign_up(browser)
    async with browser.post("/api/me/password", json=body) as response:
        assert response.status == 422
        assert list((await response.json())["fields"]) == [field]
    assert await sign_in(browser, ANA["password"]) == 200


async def test_of_two_who_take_an_address_together_one_gets_it(
    browser: ClientSession, other: ClientSession
) -> None:
    async def attempt(client: ClientSession) -> int:
        async with client.post("/api/auth/sign-up", json=ANA) as response:
            return response.status

    assert sorted(await asyncio.gather(attempt(browser), attempt(other))) == [201, 409]


async def test_a_password_changed_while_the_old_one_is_checked_lets_nobody_in(
    browser: ClientSession, services: Services
) -> None:
    await sign_up(browser)
    statuses = await asyncio.gather(
        sign_in(browser, ANA["password"]),
        browser.post("/api/me/password", json={"current": ANA["password"], "new": NEW}),
    )
    assert statuses[1].status == 204
    async with services.database.read() as tx:
        live = "SELECT count(*) FROM sign_in WHERE ended_at IS NULL"
        assert (await tx.exec_driver_sql(live)).scalar_one() <= 1


async def test_the_sweep_forgets_links_nobody_can_use(
    browser: ClientSession, services: Services, clock: FixedClock
) -> None:
    await sign_up(browser)
    clock.forward(hours=49)
    await services.registration.sweep()
    async with services.database.read() as tx:
        assert (await tx.exec_driver_sql("SELECT count(*) FROM proof")).scalar_one() == 0
