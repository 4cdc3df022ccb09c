"""Consent over the socket: who may ask, answer and stop, and what everybody hears."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.app import create_app
from server.core.settings import Settings
from server.services import Services
from tests.recordings.conftest import Cast, agreed, state_of
from tests.support.calls import Guest, Person, RefusedError
from tests.support.servers import LiveServer, serving


async def _code(who: Guest, event: str, body: dict[str, Any] | None = None) -> str:
    try:
        await who.ask(event, body)
    except RefusedError as refused:
        return refused.code
    return "ok"


def _answer(recording: str, *, is_agreed: bool) -> dict[str, Any]:
    return {"recordingId": recording, "isAgreed": is_agreed}


async def test_it_starts_only_when_everybody_has_agreed(cast: Cast) -> None:
    asked = await cast.host.ask("ask_recording")
    assert (asked["state"], asked["waiting"]) == ("asked", [cast.friend.peer])
    await state_of(cast.friend, "asked")
    order = _answer(asked["recordingId"], is_agreed=True)
    await cast.friend.ask("answer_recording", order)
    for person in (cast.host, cast.friend):
        assert (await state_of(person, "recording"))["waiting"] == []


async def test_a_chime_tells_that_it_begins_and_that_it_ends(cast: Cast) -> None:
    await agreed(cast)
    for state, kind in (("", "recording_started"), ("ended", "recording_stopped")):
        if state:
            await cast.friend.ask("stop_recording")
            await state_of(cast.host, state)
        playing: list[dict[str, Any]] = []
        while kind not in [one["kind"] for one in playing]:
            playing = (await cast.host.hear("announcements"))["playing"]


async def test_one_no_ends_the_asking_and_nobody_is_named(cast: Cast) -> None:
    recording = (await cast.host.ask("ask_recording"))["recordingId"]
    await cast.friend.ask("answer_recording", _answer(recording, is_agreed=False))
    ended = await state_of(cast.host, "ended")
    assert ended["reason"] == "declined"
    assert await _code(cast.host, "stop_recording") == "no_recording"


async def test_only_the_host_asks(cast: Cast) -> None:
    assert await _code(cast.friend, "ask_recording") == "not_the_host"


async def test_a_guest_too_can_stop_it(cast: Cast) -> None:
    recording = await agreed(cast)
    await cast.admit(cast.guest)
    await cast.guest.ask("answer_recording", _answer(recording, is_agreed=True))
    await state_of(cast.guest, "recording")
    await cast.guest.ask("stop_recording")
    assert (await state_of(cast.host, "ended"))["reason"] == "stopped"


async def test_a_newcomers_no_ends_it_for_all(cast: Cast) -> None:
    recording = await agreed(cast)
    await cast.admit(cast.guest)
    await state_of(cast.host, "paused")
    await cast.guest.ask("answer_recording", _answer(recording, is_agreed=False))
    assert (await state_of(cast.host, "ended"))["reason"] == "stopped"


async def test_a_newcomer_who_leaves_lets_it_go_on(cast: Cast) -> None:
    await agreed(cast)
    await cast.admit(cast.guest)
    await state_of(cast.host, "paused")
    await cast.guest.ask("leave")
    await state_of(cast.host, "recording")


async def test_who_comes_back_after_a_lost_connection_need_not_agree_again(
    cast: Cast, live: LiveServer
) -> None:
    recording = await agreed(cast)
    joined = await cast.admit(cast.guest)
    await cast.guest.ask("answer_recording", _answer(recording, is_agreed=True))
    await state_of(cast.host, "paused")
    await state_of(cast.host, "recording")
    await cast.guest.drop()
    await cast.host.hear("peer_changed")
    async with Guest.arriving(live, "Telemachus") as back:
        seat = joined["seatToken"]
        again = await back.ask("join", {"token": seat, "seat": seat, "isFresh": True})
    assert again["peerId"] == cast.guest.peer
    assert (again["recording"]["state"], again["recording"]["waiting"]) == ("recording", [])
    assert cast.host.heard("recording") == []


async def test_a_host_who_leaves_before_all_answered_takes_the_question_along(cast: Cast) -> None:
    await cast.host.ask("ask_recording")
    await cast.host.ask("leave")
    assert (await state_of(cast.friend, "ended"))["reason"] == "asker_left"


async def test_there_is_one_recording_at_a_time(cast: Cast) -> None:
    await agreed(cast)
    assert await _code(cast.host, "ask_recording") == "already_recording"


async def test_an_answer_to_an_older_question_is_refused(cast: Cast) -> None:
    old = (await cast.host.ask("ask_recording"))["recordingId"]
    await cast.host.ask("stop_recording")
    await cast.host.ask("ask_recording")
    late = _answer(old, is_agreed=True)
    assert await _code(cast.friend, "answer_recording", late) == "no_recording"


async def test_an_end_to_end_encrypted_session_is_refused(cast: Cast, services: Services) -> None:
    services.signaling.recorded.is_ciphertext = lambda _room: True
    assert await _code(cast.host, "ask_recording") == "end_to_end_on"


async def test_who_stands_before_the_door_is_told(cast: Cast) -> None:
    path = f"/api/rooms/{cast.room}/recording"
    async with cast.host.http.get(path) as answer:
        assert (await answer.json())["isRecorded"] is False
    await agreed(cast)
    async with cast.host.http.get(path) as answer:
        assert await answer.json() == {
            "isRecorded": True,
            "isTextKept": False,
            "retentionDays": 30,
        }


async def test_consents_are_kept_with_account_or_guest_name(cast: Cast, services: Services) -> None:
    recording = await agreed(cast)
    await cast.admit(cast.guest)
    await cast.guest.ask("answer_recording", _answer(recording, is_agreed=True))
    await state_of(cast.host, "recording")
    async with cast.host.http.get("/api/me") as answer:
        host = (await answer.json())["id"]
    shown = await services.recordings.recording(host, recording)
    kept = {(one.seat, one.guest_name) for one in shown.recording.consents}
    assert kept == {
        (cast.host.peer, None),
        (cast.friend.peer, None),
        (cast.guest.peer, "Telemachus"),
    }


@pytest.mark.parametrize(
    ("setting", "code"),
    [({"recordings": False}, "recordings_off"), ({"recording_min_free_mb": 10**6}, "disk_full")],
)
async def test_a_server_that_cannot_record_says_so(
    media_settings: Settings, setting: dict[str, Any], code: str
) -> None:
    app = create_app(replace(media_settings, **setting))
    async with serving(app) as server, Person.arriving(server, "Penelope") as host:
        await host.join(await host.open_room(protection="transport"))
        assert await _code(host, "ask_recording") == code
