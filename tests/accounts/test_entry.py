"""Getting in and out: sign-up, sign-in, cookies, limits."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession
from argon2 import PasswordHasher

from server.accounts.passwords import Passwords
from server.accounts.store import people, sign_ins
from server.app import create_app
from server.core.settings import Settings
from server.services import Services
from tests.accounts.conftest import ANA, Mailbox, problem, sign_up
from tests.conftest import test_settings
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, browsing, serving


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """One database is enough here: cookies and headers know nothing of it."""
    return test_settings(tmp_path, sqlite_url)


async def test_a_newcomer_is_signed_in_at_once(browser: ClientSession) -> None:
    me = await sign_up(browser)
    assert me | {"id": "", "createdAt": ""} == {
        "id": "",
        "email": "ana@example.org",
        "isEmailVerified": False,
        "isOperator": False,
        "name": "Ana",
        "headline": "",
        "photoUrl": None,
        "languages": [],
        "timeZone": "Europe/Athens",
        "locale": "en",
        "roles": ["mentee"],
        "createdAt": "",
    }
    async with browser.get("/api/me") as response:
        assert await response.json() == me


async def test_a_letter_asks_to_confirm_the_address_within_a_second(
    browser: ClientSession, mailbox: Mailbox
) -> None:
    started = time.monotonic()
    await sign_up(browser)
    message = await mailbox.wait("Confirm your e-mail address")
    assert time.monotonic() - started < 1
    assert message["To"] == "ana@example.org"


async def test_a_person_can_be_mentor_and_mentee(browser: ClientSession) -> None:
    me = await sign_up(browser, roles=["mentor", "mentee"])
    assert me["roles"] == ["mentee", "mentor"]


async def test_every_bad_field_of_a_sign_up_is_named(browser: ClientSession) -> None:
    bad = ANA | {
        "email": "ana",
        "password": "short",
        "name": "A\r\nB",
        "timeZone": "Mars/Olympus",
        "roles": [],
        "locale": "??",
    }
    async with browser.post("/api/auth/sign-up", json=bad) as response:
        assert response.status == 422
        fields = (await response.json())["fields"]
    assert set(fields) == {"email", "password", "name", "timeZone", "roles", "locale"}


@pytest.mark.parametrize("spelling", ["ana@example.org", " ANA@EXAMPLE.org"])
async def test_an_address_that_is_taken_is_said_to_be(
    browser: ClientSession, other: ClientSession, spelling: str
) -> None:
    await sign_up(browser)
    async with other.post("/api/auth/sign-up", json=ANA | {"email": spelling}) as response:
        assert await problem(response) == (409, "email_taken")
        assert "email" in (await response.json())["fields"]
        assert not response.cookies


async def test_asking_which_addresses_are_taken_is_soon_refused(
    browser: ClientSession, other: ClientSession
) -> None:
    await sign_up(browser)
    codes = []
    for _ in range(7):
        async with other.post("/api/auth/sign-up", json=ANA) as response:
            codes.append((await response.json())["code"])
    assert codes == ["email_taken"] * 5 + ["too_many"] * 2


async def test_nobody_signs_up_where_that_is_closed(settings: Settings) -> None:
    closed = create_app(replace(settings, sign_up="closed"))
    async with (
        serving(closed) as live,
        browsing(live) as client,
        client.post("/api/auth/sign-up", json=ANA) as response,
    ):
        assert await problem(response) == (403, "sign_up_closed")


async def test_a_person_signs_in_by_any_spelling_of_the_address(
    browser: ClientSession, other: ClientSession
) -> None:
    me = await sign_up(browser)
    credentials = {"email": "Ana@EXAMPLE.org", "password": ANA["password"]}
    async with other.post("/api/auth/sign-in", json=credentials) as response:
        assert response.status == 200
        assert await response.json() == me


@pytest.mark.parametrize(
    "credentials",
    [
        {"email": "ana@example.org", "password": "purple lantern"},
        {"email": "bob@example.org", "password": "purple lanterns"},
        {"email": "not an address", "password": "purple lanterns"},
        {"email": "ana@example.org", "password": ""},
    ],
)
async def test_wrong_credentials_are_refused_without_saying_which(
    browser: ClientSession, other: ClientSession, credentials: dict[str, str]
) -> None:
    await sign_up(browser)
    async with other.post("/api/auth/sign-in", json=credentials) as response:
        assert await problem(response) == (401, "wrong_credentials")
        assert (await response.json())["detail"] == "E-mail address or password is not right"
        assert not response.cookies


async def test_guessing_one_password_is_slowed_down(
    browser: ClientSession, other: ClientSession
) -> None:
    await sign_up(browser)
    codes = []
    for _ in range(22):
        wrong = {"email": "ana@example.org", "password": "x"}
        async with other.post("/api/auth/sign-in", json=wrong) as response:
            codes.append((await response.json())["code"])
    assert codes == ["wrong_credentials"] * 20 + ["too_many"] * 2


async def test_an_old_hash_is_renewed_at_sign_in(
    browser: ClientSession, other: ClientSession, services: Services
) -> None:
    me = await sign_up(browser)
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    async with services.database.write() as tx:
        await people.set_password(tx, me["id"], weak.hash(ANA["password"]))
    credentials = {"email": ANA["email"], "password": ANA["password"]}
    async with other.post("/api/auth/sign-in", json=credentials) as response:
        assert response.status == 200
    async with services.database.read() as tx:
        known = await people.password_of(tx, me["id"])
    assert known is not None
    assert not Passwords().is_outdated(known)


async def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(
    browser: ClientSession,
) -> None:
    async with browser.post("/api/auth/sign-up", json=ANA) as response:
        cookies = dict(response.cookies.items())
    assert set(cookies) == {"at", "rt"}
    for morsel in cookies.values():
        assert morsel["httponly"]
        assert morsel["samesite"] == "Lax"
        assert not morsel["secure"]
        assert not morsel["domain"]
    assert (cookies["at"]["path"], cookies["rt"]["path"]) == ("/", "/api/auth")


async def test_over_https_the_cookies_are_bound_to_the_host(settings: Settings) -> None:
    app = create_app(replace(settings, public_url="https://mentors.example.org"))
    async with serving(app) as live, browsing(live) as client:
        async with client.post("/api/auth/sign-up", json=ANA) as response:
            cookies = dict(response.cookies.items())
        assert set(cookies) == {"__Host-at", "__Secure-rt"}
        assert all(morsel["secure"] for morsel in cookies.values())
        assert cookies["__Host-at"]["path"] == "/"
        token = cookies["__Host-at"].value
        async with client.get("/api/me", headers={"Cookie": f"at={token}"}) as response:
            assert response.status == 401
        async with client.get("/api/me", headers={"Cookie": f"__Host-at={token}"}) as response:
            assert response.status == 200


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
async def test_another_site_cannot_act_with_our_cookies(
    browser: ClientSession, headers: dict[str, str]
) -> None:
    await sign_up(browser)
    for path in ("/api/auth/sign-out", "/api/auth/refresh", "/api/auth/verify/resend"):
        async with browser.post(path, headers=headers) as response:
            assert await problem(response) == (403, "cross_site")
    async with browser.get("/api/me") as response:
        assert response.status == 200


async def test_a_bearer_token_is_accepted(browser: ClientSession, other: ClientSession) -> None:
    async with browser.post("/api/auth/sign-up", json=ANA) as response:
        token = response.cookies["at"].value
    async with other.get("/api/me", headers={"Authorization": f"Bearer {token}"}) as response:
        assert (await response.json())["name"] == "Ana"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x.y.z", "Basic YTpi", "", "Token a"]
)
async def test_a_bad_authorization_header_is_refused_even_beside_a_good_cookie(
    browser: ClientSession, header: str
) -> None:
    await sign_up(browser)
    async with browser.get("/api/me", headers={"Authorization": header}) as response:
        assert await problem(response) == (401, "unauthenticated")


@pytest.mark.parametrize("cookie", ["x", "a.b.c", "é", "x" * 5000, "e30.e30.e30"])
async def test_a_forged_cookie_opens_nothing(live: LiveServer, cookie: str) -> None:
    headers = {"Cookie": f"at={cookie}"}
    async with (
        ClientSession(live.url) as client,
        client.get("/api/me", headers=headers) as response,
    ):
        assert await problem(response) == (401, "unauthenticated")


async def test_signing_out_ends_the_sign_in_and_takes_the_cookies(
    browser: ClientSession, live: LiveServer
) -> None:
    async with browser.post("/api/auth/sign-up", json=ANA) as response:
        stolen = {name: morsel.value for name, morsel in response.cookies.items()}
    async with browser.post("/api/auth/sign-out") as response:
        assert response.status == 204
        assert all(morsel["max-age"] == "0" for morsel in response.cookies.values())
    async with browser.get("/api/me") as response:
        assert response.status == 401
    async with ClientSession(live.url) as thief:
        bearer = {"Authorization": f"Bearer {stolen['at']}"}
        async with thief.get("/api/me", headers=bearer) as response:
            assert await problem(response) == (401, "signed_out")
        same = {"Sec-Fetch-Site": "same-origin", "Cookie": f"rt={stolen['rt']}"}
        async with thief.post("/api/auth/refresh", headers=same) as response:
            assert await problem(response) == (401, "signed_out")


async def test_signing_out_without_being_signed_in_is_fine(browser: ClientSession) -> None:
    async with browser.post("/api/auth/sign-out") as response:
        assert response.status == 204


async def test_signing_in_again_in_the_same_browser_replaces_the_sign_in(
    browser: ClientSession,
) -> None:
    await sign_up(browser)
    credentials = {"email": ANA["email"], "password": ANA["password"]}
    async with browser.post("/api/auth/sign-in", json=credentials):
        pass
    async with browser.get("/api/me/sign-ins") as response:
        assert len((await response.json())["signIns"]) == 1


async def test_the_access_token_ends_after_ten_minutes(
    browser: ClientSession, clock: FixedClock
) -> None:
    await sign_up(browser)
    clock.forward(minutes=9, seconds=59)
    async with browser.get("/api/me") as response:
        assert response.status == 200
    clock.forward(seconds=2)
    async with browser.get("/api/me") as response:
        assert await problem(response) == (401, "access_expired")


async def test_a_device_whose_access_has_run_out_can_still_sign_out(
    browser: ClientSession, clock: FixedClock, services: Services
) -> None:
    me = await sign_up(browser)
    clock.forward(hours=1)
    async with browser.post("/api/auth/sign-out") as response:
        assert response.status == 204
    async with services.database.read() as tx:
        assert await sign_ins.of_person(tx, me["id"]) == []


async def test_the_published_keys_read_an_access_token(browser: ClientSession) -> None:
    async with browser.post("/api/auth/sign-up", json=ANA) as response:
        token = response.cookies["at"].value
    async with browser.get("/.well-known/jwks.json") as response:
        assert "public" in response.headers["Cache-Control"]
        keys: dict[str, Any] = await response.json()
    assert all("d" not in key for key in keys["keys"])
    key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]
    options: Any = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(token, key, algorithms=["EdDSA"], audience="access", options=options)
    assert claims["exp"] - claims["iat"] == 600


async def test_where_strangers_may_come_a_stale_access_is_no_stranger_and_an_ended_one_is(
    browser: ClientSession, live: LiveServer, clock: FixedClock
) -> None:
    async with browser.post("/api/auth/sign-up", json=ANA) as response:
        token = response.cookies["at"].value
    async with browser.post("/api/rooms", json={"title": "First conversation"}) as response:
        room = (await response.json())["id"]
    headers = {"Cookie": f"at={token}"}
    async with ClientSession(live.url, headers=headers) as client:
        async with client.get(f"/api/rooms/{room}/door") as response:
            assert (await response.json())["role"] == "host"
        clock.forward(minutes=11)
        async with client.get(f"/api/rooms/{room}/door") as response:
            assert await problem(response) == (401, "access_expired")
        clock.forward(minutes=-11)
        async with browser.post("/api/auth/sign-out"):
            pass
        async with client.get(f"/api/rooms/{room}/door") as response:
            assert (await response.json())["role"] == "stranger"
