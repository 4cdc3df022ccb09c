"""One's own profile and photo, and what others see."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from aiohttp import ClientSession
from PIL import Image

from server.accounts.model import ProfileChange, Role
from server.accounts.service import Newcomer
from server.services import Services
from tests.accounts.conftest import problem, sign_up


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "PNG")
    return out.getvalue()


async def put_photo(client: ClientSession, raw: bytes, kind: str = "image/png") -> dict[str, Any]:
    headers = {"Content-Type": kind}
    async with client.put("/api/me/photo", data=io.BytesIO(raw), headers=headers) as response:
        assert response.status == 200, await response.text()
        body: dict[str, Any] = await response.json()
        return body


async def photos_kept(services: Services) -> int:
    async with services.database.read() as tx:
        count: int = (await tx.exec_driver_sql("SELECT count(*) FROM photo")).scalar_one()
        return count


async def test_a_change_touches_only_what_it_names(browser: ClientSession) -> None:
    me = await sign_up(browser)
    change = {"headline": " Builds  bridges ", "languages": [{"tag": "EL", "level": "native"}]}
    async with browser.patch("/api/me", json=change) as response:
        changed = await response.json()
    assert changed == me | {
        "headline": "Builds bridges",
        "languages": [{"tag": "el", "level": "native"}],
    }
    async with browser.get("/api/me") as response:
        assert await response.json() == changed


async def test_everything_about_a_person_can_change(browser: ClientSession) -> None:
    await sign_up(browser)
    change = {
        "name": "أناستازيا",
        "headline": "Ἀναστασία 🌊",
        "languages": [],
        "timeZone": "Asia/Kathmandu",
        "locale": "pt-br",
        "roles": ["mentor"],
    }
    async with browser.patch("/api/me", json=change) as response:
        changed = await response.json()
    assert {name: changed[name] for name in change} == change | {"locale": "pt-BR"}


async def test_two_changes_at_once_both_stay(browser: ClientSession) -> None:
    await sign_up(browser)
    await asyncio.gather(
        browser.patch("/api/me", json={"headline": "Builds bridges"}),
        browser.patch("/api/me", json={"timeZone": "UTC"}),
        browser.patch("/api/me", json={"name": "Anna"}),
    )
    async with browser.get("/api/me") as response:
        me = await response.json()
    assert (me["headline"], me["timeZone"], me["name"]) == ("Builds bridges", "UTC", "Anna")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "A\u202eB"}, "name"),
        ({"headline": "x" * 161}, "headline"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"roles": ["admin"]}, "roles[0]"),
        ({"roles": []}, "roles"),
        ({"languages": [{"tag": "el", "level": "perfect"}]}, "languages[0].level"),
        ({"languages": [{"tag": "no tag", "level": "good"}]}, "languages[0].tag"),
        ({"email": "eve@example.org"}, "email"),
        ({"isEmailVerified": True}, "isEmailVerified"),
    ],
)
async def test_a_change_that_is_not_right_is_refused_by_field(
    browser: ClientSession, change: dict[str, Any], field: str
) -> None:
    await sign_up(browser)
    async with browser.patch("/api/me", json=change) as response:
        assert response.status == 422
        assert list((await response.json())["fields"]) == [field]


async def test_a_photo_is_shown_to_signed_in_people(
    browser: ClientSession, other: ClientSession
) -> None:
    await sign_up(browser)
    me = await put_photo(browser, png())
    async with other.get(me["photoUrl"]) as response:
        assert response.status == 401
    await sign_up(other, email="bob@example.org")
    async with other.get(me["photoUrl"]) as response:
        assert response.content_type == "image/webp"
        assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        image = Image.open(io.BytesIO(await response.read()))
        tag = response.headers["ETag"]
    assert image.size == (512, 512)
    async with other.get(me["photoUrl"], headers={"If-None-Match": tag}) as response:
        assert response.status == 304
        assert await response.read() == b""


async def test_the_plain_address_of_a_photo_is_asked_again_each_time(
    browser: ClientSession,
) -> None:
    me = await sign_up(browser)
    await put_photo(browser, png())
    async with browser.get(f"/api/people/{me['id']}/photo") as response:
        assert response.headers["Cache-Control"] == "private, no-cache"
    async with browser.get(f"/api/people/{me['id']}/photo?v=other") as response:
        assert response.headers["Cache-Control"] == "private, no-cache"


async def test_another_photo_has_another_address_and_the_old_one_is_forgotten(
    browser: ClientSession, services: Services
) -> None:
    await sign_up(browser)
    red, blue = await put_photo(browser, png("red")), await put_photo(browser, png("blue"))
    assert red["photoUrl"] != blue["photoUrl"]
    assert await photos_kept(services) == 1


async def test_a_photo_two_people_share_stays_until_both_take_it_away(
    browser: ClientSession, other: ClientSession, services: Services
) -> None:
    await sign_up(browser)
    await sign_up(other, email="bob@example.org")
    await asyncio.gather(put_photo(browser, png()), put_photo(other, png()))
    assert await photos_kept(services) == 1
    async with browser.delete("/api/me/photo") as response:
        me = await response.json()
    assert me["photoUrl"] is None
    async with browser.get(f"/api/people/{me['id']}/photo") as response:
        assert await problem(response) == (404, "not_found")
    assert await photos_kept(services) == 1
    async with other.delete("/api/me/photo"):
        assert await photos_kept(services) == 0


@pytest.mark.parametrize(
    ("raw", "kind", "status", "words"),
    [
        (b"hello", "image/png", 422, "not a picture"),
        (b"", "image/png", 422, "not a picture"),
        (png(), "image/jpeg", 422, "says that it is image/jpeg"),
        (png(), "text/html", 415, "image/*"),
        (bytes(5 * 1024 * 1024 + 1), "image/png", 413, "5,242,880"),
    ],
)
async def test_what_is_no_photo_is_refused_in_clear_words(
    browser: ClientSession, raw: bytes, kind: str, status: int, words: str
) -> None:
    await sign_up(browser)
    headers = {"Content-Type": kind}
    async with browser.put("/api/me/photo", data=io.BytesIO(raw), headers=headers) as response:
        assert response.status == status
        assert words in (await response.json())["detail"]


async def test_other_domains_see_cards_without_addresses(
    browser: ClientSession, services: Services
) -> None:
    me = await sign_up(browser)
    cards = await services.accounts.people([me["id"], "unknown", me["id"]])
    assert list(cards) == [me["id"]]
    assert (cards[me["id"]].name, cards[me["id"]].photo_url) == ("Ana", None)
    assert "example" not in str(cards)


async def test_a_person_is_found_by_any_spelling_of_the_address(
    browser: ClientSession, services: Services
) -> None:
    me = await sign_up(browser)
    found = await services.accounts.find_by_email(" ANA@example.org ")
    assert found is not None
    assert found.id == me["id"]
    assert await services.accounts.find_by_email("bob@example.org") is None


async def test_a_seeded_person_is_verified_and_gets_no_letter(
    browser: ClientSession, services: Services
) -> None:
    newcomer = Newcomer(
        email="noam@example.org",
        password="a sail and a harbour",
        name="נועם ברק",
        roles=frozenset({Role.MENTOR}),
        time_zone="Asia/Jerusalem",
    )
    person = await services.registration.seed(newcomer, change=ProfileChange(headline="Founder"))
    assert (person.is_email_verified, person.headline) == (True, "Founder")
    async with services.database.read() as tx:
        assert (await tx.exec_driver_sql("SELECT count(*) FROM letter")).scalar_one() == 0
    credentials = {"email": newcomer.email, "password": newcomer.password}
    async with browser.post("/api/auth/sign-in", json=credentials) as response:
        assert (await response.json())["name"] == newcomer.name
