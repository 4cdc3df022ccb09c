"""The doors of profiles: own sections, bad input by field, what others see, the export."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from server.accounts.store import people
from server.core.settings import Settings
from server.services import Services
from tests.accounts.conftest import problem
from tests.accounts.conftest import sign_up as sign_up_in
from tests.conftest import test_settings
from tests.support.servers import LiveServer, browsing

MENTEE, MENTOR = "/api/profile/mentee", "/api/profile/mentor"
ABOUT = {"industries": ["software"], "seniority": "lead", "interests": ["chess"]}
HOURS = [{"weekday": 0, "startMinute": 600, "endMinute": 720}]
OFFER = {"expertise": ["hiring first engineers"], "skills": [{"text": "js"}]}

BAD: tuple[tuple[str, dict[str, Any], str | None], ...] = (
    (MENTEE, {"goals": [{"text": "x" * 601}]}, "goals[0].text"),
    (MENTEE, {"goals": [{"text": "x" * 9000}]}, "goals[0].text"),
    (MENTEE, {"goals": [{"text": "Go", "industry": "piracy"}]}, "goals[0].industry"),
    (MENTEE, {"goals": [{"text": "a\u0000b"}]}, None),
    (MENTEE, {"goals": [{"text": "a\u001bb"}]}, "goals[0].text"),
    (
        MENTEE,
        {"goals": [{"text": "Go", "skills": [{"text": "x", "concept": "no:1"}]}]},
        "goals[0].skills[0].concept",
    ),
    (MENTEE, {"about": ABOUT | {"seniority": "king"}}, "about.seniority"),
    (MENTEE, {"about": {"industries": []}}, "about.seniority"),
    (MENTEE, {"manner": {"pace": 9}}, "manner.pace"),
    (MENTEE, {"manner": {"charm": 3}}, "manner.charm"),
    (MENTEE, {"hours": [{"weekday": 0, "startMinute": 7, "endMinute": 60}]}, "hours[0]"),
    (MENTEE, {"wishes": {"languages": ["Klingon!"]}}, "wishes.languages[0]"),
    (MENTEE, {"wishes": {"mostImportant": "looks"}}, "wishes.mostImportant"),
    (MENTEE, {"pause": {"isOn": True, "until": "2020-01-01"}}, "pause.until"),
    (MENTEE, {"pause": {"isOn": True, "until": "soon"}}, "pause.until"),
    (MENTEE, {"visibility": "everybody"}, "visibility"),
    (MENTEE, {"offer": OFFER}, "offer"),
    (MENTOR, {"offer": {"expertise": ["ab"], "skills": []}}, "offer.expertise[0]"),
    (MENTOR, {"capacity": {"places": 51, "weeklyMinutes": None}}, "capacity.places"),
    (MENTOR, {"price": {"charge": {"amountMinor": 5, "currency": "€"}}}, "price.currency"),
    (MENTOR, {"goals": []}, "goals"),
)
"""A door, sections for it, and the field that is to be named."""


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """On one kind of database: what is stored is the service's, which is tested on both."""
    return test_settings(tmp_path, sqlite_url)


@pytest.fixture
async def browser(live: LiveServer) -> AsyncIterator[ClientSession]:
    """Ana's browser."""
    async with browsing(live) as session:
        await sign_up_in(session, roles=["mentor", "mentee"])
        await session.patch("/api/me", json={"languages": [{"tag": "en", "level": "fluent"}]})
        yield session


@pytest.fixture
async def other(live: LiveServer) -> AsyncIterator[ClientSession]:
    """Ben's browser."""
    async with browsing(live) as session:
        await sign_up_in(session, email="ben@example.org", name="Ben")
        yield session


async def get(client: ClientSession, path: str) -> dict[str, Any]:
    async with client.get(path) as response:
        assert response.status == 200, await response.text()
        body: dict[str, Any] = await response.json()
        return body


async def save(client: ClientSession, path: str, **sections: Any) -> dict[str, Any]:
    body = {"version": (await get(client, path))["version"], **sections}
    async with client.patch(path, json=body) as response:
        assert response.status == 200, await response.text()
        saved: dict[str, Any] = await response.json()
        return saved


async def test_a_mentee_saves_section_by_section_and_comes_back_to_it(
    browser: ClientSession,
) -> None:
    first = await get(browser, MENTEE)
    assert (first["version"], first["completeness"]["percent"]) == (0, 10)
    goals: list[dict[str, Any]] = [
        {"text": "Lead my first team", "industry": "health", "skills": [{"text": "js"}]},
        {"text": "Speak up in meetings"},
    ]
    await save(browser, MENTEE, goals=goals)
    wishes = {"mostImportant": "goals", "languages": ["EN"], "leastGap": 1}
    saved = await save(browser, MENTEE, about=ABOUT, hours=HOURS, wishes=wishes)
    assert saved["completeness"]["isReady"] is True
    assert saved["goals"] == [
        goals[0] | {"skills": [{"text": "js", "concept": "t:js"}]},
        goals[1] | {"industry": None, "skills": []},
    ]
    assert saved["wishes"]["languages"] == ["en"]
    assert await get(browser, MENTEE) == saved
    assert (await get(browser, MENTOR))["about"] == ABOUT


async def test_an_older_version_is_a_conflict_in_clear_words(browser: ClientSession) -> None:
    await save(browser, MENTEE, styles=["coaching"])
    async with browser.patch(MENTEE, json={"version": 0, "styles": []}) as response:
        assert await problem(response) == (409, "changed_elsewhere")
    assert (await get(browser, MENTEE))["styles"] == ["coaching"]


async def test_bad_input_is_refused_and_the_field_is_named(browser: ClientSession) -> None:
    wrong = []
    for path, sections, field in BAD:
        async with browser.patch(path, json={"version": 0, **sections}) as response:
            body = await response.json()
        found = (response.status, body["code"], list(body.get("fields", {})))
        if found != (422, "invalid", [field] if field else []):
            wrong.append((path, sections, found))
    assert wrong == []
    for path in (MENTEE, MENTOR):
        assert (await get(browser, path))["version"] == 0


async def test_others_see_what_a_mentor_offers_and_nothing_of_their_other_side(
    browser: ClientSession, other: ClientSession
) -> None:
    me = await get(browser, "/api/me")
    path = f"/api/people/{me['id']}/mentor"
    async with other.get(path) as response:
        assert await problem(response) == (404, "not_found")
    await save(browser, MENTEE, goals=[{"text": "My secret goal"}], manner={"pace": 2})
    price = {"charge": {"amountMinor": 4500, "currency": "eur", "trial": "First talk free"}}
    sections = {"offer": OFFER, "about": ABOUT, "hours": HOURS, "price": price}
    await save(browser, MENTOR, **sections, capacity={"places": 1, "weeklyMinutes": 60})
    seen = await get(other, path)
    assert (seen["name"], seen["isOpen"], seen["isOwn"]) == ("Ana", True, False)
    assert seen["price"]["charge"]["currency"] == "EUR"
    assert "secret" not in str(seen)
    assert not {"email", "manner", "goals", "capacity", "pause"} & set(seen)
    assert (await get(browser, path))["isOwn"] is True
    await save(browser, MENTOR, pause={"isOn": True, "until": "2026-12-24"})
    away = await get(other, path)
    assert (away["isOpen"], away["backOn"]) == (False, "2026-12-24")
    await save(browser, MENTOR, visibility="hidden")
    async with other.get(path) as response:
        assert response.status == 404


async def test_the_lists_hold_what_profiles_accept(browser: ClientSession) -> None:
    options = await get(browser, "/api/profile/options")
    assert len(options["items"]) == 7
    assert len(options["seniorities"]) == 8
    industries = [one for group in options["industries"] for one in group["industries"]]
    saved = await save(
        browser,
        MENTOR,
        about={
            "industries": industries[:5],
            "seniority": options["seniorities"][0],
            "interests": options["interests"][:15],
        },
        styles=options["styles"],
        manner=dict.fromkeys(options["items"], 4),
    )
    assert saved["about"]["interests"] == options["interests"][:15]
    assert saved["styles"] == options["styles"]


async def test_the_export_is_a_file_with_all_that_one_told(browser: ClientSession) -> None:
    await save(browser, MENTEE, goals=[{"text": "Lead my first team"}])
    await save(browser, MENTOR, offer=OFFER)
    async with browser.get("/api/profile/export") as response:
        assert response.headers["Content-Disposition"].startswith("attachment;")
        export = await response.json()
    assert export["account"]["email"] == "ana@example.org"
    assert export["mentee"]["goals"][0]["text"] == "Lead my first team"
    assert export["mentor"]["offer"]["expertise"] == OFFER["expertise"]


async def test_skills_are_suggested_while_typing(browser: ClientSession) -> None:
    async def suggested(typed: str) -> list[str]:
        async with browser.get("/api/skills", params={"q": typed}) as response:
            return [one["label"] for one in (await response.json())["skills"]]

    assert await suggested("ja") == ["JavaScript"]
    assert await suggested("FUN") == ["raising funds"]
    assert await suggested(" ") == []


async def test_operators_teach_spellings_and_others_may_not(
    browser: ClientSession, other: ClientSession, services: Services
) -> None:
    me = await get(browser, "/api/me")
    services.accounts._operators = frozenset({me["email"]})
    async with services.database.write() as tx:
        await people.set_verified(tx, me["id"], now=services.clock.now())
    path, alias = "/api/skills/aliases", {"text": "Segeln", "concept": "t:sail"}
    async with browser.post(path, json=alias) as response:
        assert response.status == 201
        added = await response.json()
    async with browser.post(path, json=alias | {"text": "SEGELN"}) as response:
        assert await problem(response) == (409, "alias_taken")
    async with browser.post(path, json=alias | {"concept": "t:none"}) as response:
        assert response.status == 422
    async with browser.get("/api/skills", params={"q": "seg"}) as response:
        assert (await response.json())["skills"] == [{"concept": "t:sail", "label": "sailing"}]
    [kept] = (await get(browser, path))["aliases"]
    assert (kept["text"], kept["label"]) == ("Segeln", "sailing")
    for method, where in (("GET", path), ("POST", path), ("DELETE", f"{path}/{added['id']}")):
        body = alias if method == "POST" else None
        async with other.request(method, where, json=body) as response:
            assert response.status == 403, method
    async with browser.delete(f"{path}/{added['id']}") as response:
        assert response.status == 204
    assert (await get(browser, path))["aliases"] == []
