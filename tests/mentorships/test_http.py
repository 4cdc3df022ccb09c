"""The doors of requests and mentorships: what each side sees, bad input by field, blocks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from server.accounts.model import Language, Level, ProfileChange, Role
from server.accounts.service import Newcomer
from server.app import create_app
from server.core.settings import Settings
from server.programmes.model import Mode, ProgrammeChange
from server.services import SERVICES
from tests.conftest import test_settings
from tests.mentorships.conftest import offer
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer, browsing, serving

PASSWORD = "a sail and a harbour"
GOALS = "Find seed money for a clinic at sea."
PLAN = {"goals": GOALS, "sessionsAMonth": 2, "weeks": 12}
WORDS = PLAN | {"channels": "Sessions here.", "confidentiality": "Between us."}


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """On one kind of database: what is stored is the services', which are tested on both."""
    return replace(test_settings(tmp_path, sqlite_url), operators=("nestor@example.org",))


@dataclass
class House:
    """A server with a mentee and three mentors, each at a browser; and how to ask there."""

    live: LiveServer
    http: dict[str, ClientSession]
    ids: dict[str, str]
    programme: str

    async def ask(self, who: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.http[who].request(method, path, json=body) as answer:
            text = await answer.text()
            return answer.status, (await answer.json() if text else None)

    async def got(self, who: str, method: str, path: str, body: Any = None) -> Any:
        status, answer = await self.ask(who, method, path, body)
        assert status < 300, answer
        return answer

    def wish(self, *mentors: str, **more: Any) -> dict[str, Any]:
        wishes = [{"mentor": self.ids[one], "note": f"Dear {one}"} for one in mentors]
        return PLAN | {"programme": self.programme, "wishes": wishes} | more

    async def line(self, *mentors: str, **more: Any) -> list[dict[str, Any]]:
        made = await self.got("Telemachus", "POST", "/api/requests", self.wish(*mentors, **more))
        found: list[dict[str, Any]] = made["requests"]
        return found

    async def pair(self, mentor: str) -> str:
        """The path of a mentorship that has begun."""
        [request] = await self.line(mentor)
        await self.got(mentor, "POST", f"/api/requests/{request['id']}/accept", {"answer": "Yes!"})
        found = await self.got(mentor, "GET", "/api/mentorships")
        return f"/api/mentorships/{found['mentorships'][0]['id']}"


@pytest.fixture
async def house(settings: Settings, clock: FixedClock) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        live = await stack.enter_async_context(serving(create_app(settings, clock=clock)))
        services = live.app[SERVICES]
        programme = (await services.programmes.open_programme()).id
        house = House(live, {}, {}, programme)
        for name in ("Telemachus", "Mentor", "Athena", "Nestor"):
            role = Role.MENTEE if name == "Telemachus" else Role.MENTOR
            newcomer = Newcomer(
                email=f"{name}@example.org",
                password=PASSWORD,
                name=name,
                roles=frozenset({role}),
                time_zone="Europe/Athens",
            )
            spoken = ProfileChange(languages=(Language("en", Level.NATIVE),))
            house.ids[name] = (await services.registration.seed(newcomer, change=spoken)).id
            house.http[name] = await stack.enter_async_context(browsing(live))
            credentials = {"email": newcomer.email, "password": PASSWORD}
            await house.got(name, "POST", "/api/auth/sign-in", credentials)
            if role is Role.MENTOR:
                await offer(services, house.ids[name])
        yield house


async def test_a_mentor_learns_nothing_of_a_line(house: House) -> None:
    first, second = await house.line("Mentor", "Athena")
    assert (first["line"], first["position"], second["position"]) == (second["line"], 0, 1)
    received = await house.got("Mentor", "GET", "/api/requests")
    [seen] = received["received"]
    assert (received["asked"], seen["line"], seen["position"]) == ([], None, None)
    assert (seen["note"], seen["other"]["name"], seen["mayAnswer"]) == (
        "Dear Mentor",
        "Telemachus",
        True,
    )
    assert house.ids["Athena"] not in str(received)
    assert (await house.got("Athena", "GET", "/api/requests"))["received"] == []
    no = {"reason": "other_level", "answer": "Not my field."}
    declined = await house.got("Mentor", "POST", f"/api/requests/{first['id']}/decline", no)
    assert declined["reason"] == "other_level"
    told = await house.got("Telemachus", "GET", f"/api/requests/{first['id']}")
    assert (told["reason"], told["answer"]) == (None, "Not my field.")
    [passed_on] = (await house.got("Athena", "GET", "/api/requests"))["received"]
    assert (passed_on["line"], passed_on["position"]) == (None, None)
    assert house.ids["Mentor"] not in str(passed_on)


async def test_bad_requests_name_their_fields(house: House) -> None:
    nobody = {"wishes": [{"mentor": "0" * 26}]}
    bad: list[tuple[dict[str, Any], int, str]] = [
        ({"goals": "Short"}, 422, "goals"),
        ({"goals": "x" * 2001}, 422, "goals"),
        ({"goals": "A bell \x07 rings in it."}, 422, "goals"),
        ({"sessionsAMonth": 0}, 422, "sessionsAMonth"),
        ({"weeks": 105}, 422, "weeks"),
        ({"weeks": "twelve"}, 422, "weeks"),
        ({"wishes": []}, 422, "wishes"),
        (house.wish("Mentor", "Mentor"), 422, "mentors"),
        ({"wishes": [{"mentor": house.ids["Mentor"], "note": "x" * 1001}]}, 422, "note"),
        ({"hurry": True}, 422, "hurry"),
        (nobody, 404, ""),
        ({"programme": "0" * 26}, 404, ""),
    ]
    wrong = []
    for change, status, field in bad:
        body = house.wish("Mentor") | change
        found, answer = await house.ask("Telemachus", "POST", "/api/requests", body)
        fields = list(answer.get("fields") or {})
        if found != status or fields != ([field] if field else []) or not answer["detail"]:
            wrong.append((change, found, answer))
    assert wrong == []
    assert (await house.got("Telemachus", "GET", "/api/requests"))["asked"] == []


async def test_a_list_that_was_not_sent_stays_so_when_one_is_taken_off(house: House) -> None:
    first, second = await house.line("Mentor", "Athena", isDraft=True)
    await house.got("Telemachus", "POST", f"/api/requests/{first['id']}/withdraw", {})
    asked = (await house.got("Telemachus", "GET", "/api/requests"))["asked"]
    assert {one["id"]: one["state"] for one in asked} == {
        first["id"]: "withdrawn",
        second["id"]: "drafted",
    }
    await house.got("Telemachus", "POST", f"/api/requests/{second['id']}/send")
    assert len((await house.got("Athena", "GET", "/api/requests"))["received"]) == 1


async def test_drafts_change_places(house: House) -> None:
    line = await house.line("Mentor", "Athena", "Nestor")
    path = f"/api/request-lines/{line[0]['line']}"
    turned = {"requests": [line[2]["id"], line[1]["id"]]}
    ordered = (await house.got("Telemachus", "PUT", path, turned))["requests"]
    assert [one["other"]["name"] for one in ordered] == ["Mentor", "Nestor", "Athena"]
    status, answer = await house.ask("Telemachus", "PUT", path, {"requests": [line[0]["id"]]})
    assert (status, answer["detail"].split(".")[0]) == (422, "The list has changed meanwhile")


async def test_terms_say_what_may_be_asked_for_and_what_is_used_up(house: House) -> None:
    path = f"/api/request-terms?mentor={house.ids['Mentor']}"
    [before] = (await house.got("Telemachus", "GET", path))["programmes"]
    assert (before["mode"], before["isRunning"], before["isOpen"]) == (
        "mentor_approves",
        True,
        True,
    )
    assert (before["answerDays"], before["weeks"], before["sessionsAMonth"]) == (3, 12, 2)
    assert (before["lines"], before["mostLines"], before["isAsked"]) == (0, 3, False)
    await house.pair("Mentor")
    [after] = (await house.got("Telemachus", "GET", path))["programmes"]
    assert (after["mentors"], after["mostMentors"], after["isMentor"]) == (1, 1, True)
    assert (await house.got("Athena", "GET", path))["programmes"] == []
    await house.got("Mentor", "PUT", f"/api/blocks/{house.ids['Telemachus']}")
    assert (await house.got("Telemachus", "GET", path))["programmes"] == []


async def test_where_a_coordinator_assigns_nobody_asks(house: House) -> None:
    services = house.live.app[SERVICES]
    await services.programmes.change(
        house.ids["Nestor"], house.programme, ProgrammeChange(mode=Mode.COORDINATOR_ASSIGNS)
    )
    status, answer = await house.ask("Telemachus", "POST", "/api/requests", house.wish("Mentor"))
    assert (status, answer["detail"]) == (
        403,
        "In this programme a coordinator brings people together.",
    )


async def test_both_see_the_mentorship_from_their_side(house: House) -> None:
    path = await house.pair("Mentor")
    sides = {who: await house.got(who, "GET", path) for who in ("Telemachus", "Mentor")}
    assert [(one["side"], one["other"]["name"]) for one in sides.values()] == [
        ("mentee", "Mentor"),
        ("mentor", "Telemachus"),
    ]
    assert sides["Mentor"]["drift"] == {"planned": 0, "held": 0, "missing": 0, "lastMetAt": None}
    ended = await house.got("Telemachus", "POST", f"{path}/another", {"fitReasons": ["topics"]})
    assert (ended["state"], ended["isNewMentorAsked"], ended["wasEndedBy"]) == (
        "ended",
        True,
        "mentee",
    )
    theirs = await house.got("Mentor", "GET", path)
    assert theirs["isNewMentorAsked"] is False
    assert "topics" not in str(theirs)


async def test_only_ticked_items_reach_the_next_mentor(house: House) -> None:
    path = await house.pair("Mentor")
    await house.got("Telemachus", "POST", f"{path}/another", {})
    items = (await house.got("Telemachus", "GET", f"{path}/hand-over"))["items"]
    assert [one["kind"] for one in items] == ["goal", "cadence", "meetings"]
    items[0] |= {"isShared": True}
    await house.got("Telemachus", "PUT", f"{path}/hand-over", {"items": items})
    [request] = await house.line("Athena")
    seen = await house.got("Athena", "GET", f"/api/requests/{request['id']}")
    assert [(one["kind"], one["text"]) for one in seen["handOver"]] == [("goal", GOALS)]
    status, answer = await house.ask(
        "Telemachus", "PUT", f"{path}/hand-over", {"items": [{"kind": "Goal!", "text": "x"}]}
    )
    assert (status, list(answer["fields"])) == (422, ["items[0].kind"])


async def standings(house: House) -> dict[str, str]:
    """How far the agreement is, as each of the two sees it."""
    found = {}
    for who in ("Mentor", "Telemachus"):
        [one] = (await house.got(who, "GET", "/api/mentorships"))["mentorships"]
        found[who] = one["agreement"]
    return found


async def test_an_agreement_is_signed_as_it_was_read(house: House) -> None:
    path = f"{await house.pair('Mentor')}/agreement"
    empty = await house.got("Mentor", "GET", path)
    assert (empty["latest"], empty["first"]["goals"], empty["isRunning"]) == (None, GOALS, True)
    bad = WORDS | {"edition": 0, "channels": " ", "weeks": 0}
    status, answer = await house.ask("Mentor", "PUT", path, bad)
    assert (status, set(answer["fields"])) == (422, {"channels", "weeks"})
    await house.got("Mentor", "PUT", path, WORDS | {"edition": 0})
    assert await standings(house) == {"Mentor": "awaited", "Telemachus": "to_sign"}
    signed = await house.got("Telemachus", "POST", f"{path}/sign", {"edition": 1})
    assert await standings(house) == {"Mentor": "signed", "Telemachus": "signed"}
    assert {one["side"] for one in signed["signed"]["signatures"]} == {"mentor", "mentee"}
    status, answer = await house.ask("Telemachus", "PUT", path, WORDS | {"edition": 0})
    assert (status, answer["code"]) == (409, "agreement_changed")


async def test_a_block_ends_what_is_between_two_and_asks_the_next(house: House) -> None:
    first, _ = await house.line("Mentor", "Athena")
    mentor = house.ids["Mentor"]
    await house.got("Telemachus", "PUT", f"/api/blocks/{mentor}")
    asked = (await house.got("Telemachus", "GET", "/api/requests"))["asked"]
    assert {one["other"]["name"]: one["state"] for one in asked} == {
        "Mentor": "withdrawn",
        "Athena": "sent",
    }
    [blocked] = (await house.got("Telemachus", "GET", "/api/blocks"))["blocked"]
    assert blocked["person"]["id"] == mentor
    assert (await house.got("Mentor", "GET", "/api/blocks"))["blocked"] == []
    again = house.wish("Mentor")
    assert (await house.ask("Telemachus", "POST", "/api/requests", again))[0] == 404
    await house.got("Telemachus", "DELETE", f"/api/blocks/{mentor}")
    assert (await house.got("Telemachus", "GET", "/api/blocks"))["blocked"] == []
    assert first["state"] == "sent"
    own = await house.ask("Mentor", "PUT", f"/api/blocks/{mentor}")
    assert own[0] == 409


async def test_a_noted_meeting_is_taken_back(house: House, clock: FixedClock) -> None:
    path = await house.pair("Mentor")
    clock.forward(minutes=5)
    met = {"metAt": clock.now().isoformat(), "minutes": 45}
    noted = await house.got("Mentor", "POST", f"{path}/meetings", met)
    [meeting] = noted["meetings"]
    assert (meeting["minutes"], meeting["isMine"], meeting["isSession"]) == (45, True, False)
    status, answer = await house.ask("Mentor", "POST", f"{path}/meetings", met | {"minutes": 0})
    assert (status, list(answer["fields"])) == (422, ["minutes"])
    left = await house.got("Mentor", "DELETE", f"{path}/meetings/{meeting['id']}")
    assert left["meetings"] == []
