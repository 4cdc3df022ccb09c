"""The doors of notices as a browser uses them: the centre live, settings, devices, one click."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import socketio
from aiohttp import ClientSession

from server.app import create_app
from server.core.ids import new_id
from server.core.settings import Settings
from server.notifications.model import Kind
from server.notifications.service import About
from server.notifications.service.secrets import UNSUBSCRIBING
from server.notifications.unsubscribing import token_of
from server.services import SERVICES
from tests.accounts.conftest import ANA, sign_up
from tests.notifications.conftest import Browser
from tests.support.servers import LiveServer, browsing, cookies_of, serving
from tests.support.sockets import connected

SETTINGS = "/api/notice-settings"


@pytest.fixture
async def live(settings: Settings) -> AsyncIterator[LiveServer]:
    async with serving(create_app(settings)) as server:
        yield server


@pytest.fixture
async def ana(live: LiveServer) -> AsyncIterator[ClientSession]:
    """Signed in."""
    async with browsing(live) as session:
        await sign_up(session)
        yield session


async def get(session: ClientSession, path: str) -> Any:
    async with session.get(path) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def tell(live: LiveServer, session: ClientSession) -> str:
    services = live.app[SERVICES]
    me = await services.accounts.person((await get(session, "/api/me"))["id"])
    about = About("/mentorships", {"other": "Noam"})
    async with services.database.write() as tx:
        return await services.notifications.tell(tx, Kind.MENTOR_ASKED, me.receiver, about)


async def test_the_centre_is_live_and_knows_what_was_read(
    live: LiveServer, ana: ClientSession
) -> None:
    async with connected(live.url, "/notices", cookies_of(ana, live)) as page:
        assert await page.told("notices_changed") == {"unread": 0}
        first = await tell(live, ana)
        assert await page.told("notices_changed") == {"unread": 1}
        await tell(live, ana)
        assert await page.told("notices_changed") == {"unread": 2}
        async with ana.post(f"/api/notices/{first}/read") as answer:
            assert answer.status == 204
        assert await page.told("notices_changed") == {"unread": 1}
        found = await get(ana, "/api/notices")
        async with ana.post("/api/notices/read", json={"upTo": found["notices"][0]["id"]}):
            pass
        assert await page.told("notices_changed") == {"unread": 0}
    [second, one] = found["notices"]
    assert one["kind"] == "mentor_asked"
    assert (one["title"], one["language"]) == ("\u2068Noam\u2069 would like you as a mentor", "en")
    assert (one["path"], one["isRead"], second["isRead"]) == ("/mentorships", True, False)


async def test_a_stranger_hears_nothing(live: LiveServer) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with connected(live.url, "/notices"):
            pass


async def test_settings_are_shown_with_what_may_be_chosen_and_saved_whole(
    ana: ClientSession,
) -> None:
    shown = await get(ana, SETTINGS)
    assert shown["reminders"] == [10, 1440]
    assert {10, 1440} <= set(shown["reminderChoices"])
    safety = next(one for one in shown["switches"] if one["kind"] == "security_alert")
    assert (safety["isFixed"], safety["email"]) == (True, True)
    switches = [
        {
            "kind": one["kind"],
            "email": one["email"] and one["kind"] != "mentor_asked",
            "push": one["push"],
        }
        for one in shown["switches"]
    ]
    wanted = {
        "switches": switches,
        "quietHours": {"startMinute": 1320, "endMinute": 420},
        "digest": "weekly",
        "reminders": [60, 5],
    }
    async with ana.put(SETTINGS, json=wanted) as answer:
        assert answer.status == 200
        saved = await answer.json()
    assert saved == await get(ana, SETTINGS)
    assert (saved["digest"], saved["reminders"]) == ("weekly", [5, 60])
    off = [one["kind"] for one in saved["switches"] if one["hasEmail"] and not one["email"]]
    from_the_beginning = ["attendance_corrected", "session_feedback"]
    assert off == sorted([*from_the_beginning, "mentor_asked"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reminders": [7]}, "reminders"),
        ({"quietHours": {"startMinute": 60, "endMinute": 60}}, "quietHours"),
        ({"quietHours": {"startMinute": -1, "endMinute": 60}}, "quietHours.startMinute"),
        ({"digest": "hourly"}, "digest"),
        ({"switches": [{"kind": "reset_password", "email": False, "push": False}]}, "switches"),
        ({"switches": [{"kind": "security_alert", "email": False, "push": True}]}, "switches"),
        ({"switches": [{"kind": "seat_called", "email": True, "push": True}]}, "switches"),
        ({"switches": [{"kind": "seat_left", "email": True, "push": True}]}, "switches"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(
    ana: ClientSession, change: dict[str, Any], field: str
) -> None:
    wanted = {"switches": [], "quietHours": None, "digest": "off", "reminders": []} | change
    async with ana.put(SETTINGS, json=wanted) as answer:
        assert answer.status == 422
        assert any(name.startswith(field) for name in (await answer.json())["fields"])


async def test_a_device_is_added_listed_without_its_secrets_and_removed(
    ana: ClientSession,
) -> None:
    p256dh, auth = Browser().keys
    body = {
        "endpoint": "https://push.example.org/secret",
        "keys": {"p256dh": p256dh, "auth": auth},
    }
    async with ana.post("/api/push-subscriptions", json=body) as answer:
        assert answer.status == 201
        made = await answer.json()
    listed = await get(ana, "/api/push-subscriptions")
    assert listed["subscriptions"] == [made]
    assert "secret" not in str(listed)
    assert len(listed["publicKey"]) == 87
    for status in (204, 404):
        async with ana.delete(f"/api/push-subscriptions/{made['id']}") as answer:
            assert answer.status == status
    body["endpoint"] = "http://push.example.org/plain"
    async with ana.post("/api/push-subscriptions", json=body) as answer:
        assert answer.status == 422


async def test_a_mail_program_ends_a_kind_with_one_post_and_a_look_changes_nothing(
    live: LiveServer, ana: ClientSession
) -> None:
    await tell(live, ana)
    me = await get(ana, "/api/me")
    async with live.app[SERVICES].database.write() as tx:
        rows = await tx.exec_driver_sql("SELECT count(*) FROM letter WHERE person_id IS NOT NULL")
        assert rows.scalar_one() == 1
    token = await _token(live, me["id"])
    async with ClientSession(live.url) as program:  # no cookies, no origin
        for _ in range(2):
            async with program.get(f"/api/unsubscribe/{token}") as answer:
                assert (await answer.json())["kind"] == "mentor_asked"
        assert _email_of(await get(ana, SETTINGS)) is True
        async with program.post(
            f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"}
        ) as answer:
            assert answer.status == 200
        async with program.post(f"/unsubscribe/{token[:-1]}x") as answer:
            assert answer.status == 404
        async with program.get(f"/api/unsubscribe/{new_id()}~mentor_asked~{'x' * 24}") as answer:
            assert answer.status == 404
    assert _email_of(await get(ana, SETTINGS)) is False


async def _token(live: LiveServer, person: str) -> str:
    """As it stands in the letter."""
    key = await live.app[SERVICES].notifications._secrets.get(UNSUBSCRIBING)
    return token_of(key, person, Kind.MENTOR_ASKED)


def _email_of(settings: dict[str, Any]) -> bool:
    found: bool = next(
        one["email"] for one in settings["switches"] if one["kind"] == "mentor_asked"
    )
    return found


async def test_nobody_reads_or_ends_what_is_somebody_elses(
    live: LiveServer, ana: ClientSession
) -> None:
    notice = await tell(live, ana)
    async with browsing(live) as noam:
        await sign_up(noam, **{**ANA, "email": "noam@example.org", "name": "Noam"})
        async with noam.post(f"/api/notices/{notice}/read") as answer:
            assert answer.status == 404
        assert (await get(noam, "/api/notices"))["notices"] == []
    assert (await get(ana, "/api/notices"))["unread"] == 1
