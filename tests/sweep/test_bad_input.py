"""What should not come in, through the real doors: refused in words, and nothing is lost of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.core.settings import Settings
from server.feedback.instruments import Instrument
from tests.boards.scribes import Scribe
from tests.support.clock import FixedClock
from tests.support.pictures import DOT
from tests.support.sockets import connected
from tests.sweep.filling import BYTES, leave, meet
from tests.sweep.world import PAIR, World, world

HUGE_BYTES = 100 * 1024 * 1024
PIECE = bytes(64 * 1024)
GOOD: dict[str, Any] = {"useful": 5, "progress": 4, "heard": 5, "note": "A little slower, please."}


@pytest.fixture
async def there(settings: Settings, clock: FixedClock) -> AsyncIterator[World]:
    async with world(settings, clock) as found:
        yield found


async def _said(who: Scribe, method: str, path: str, **sent: Any) -> tuple[int, str, Any]:
    """Status, words, and fields (or the whole, when it went well)."""
    async with who.http.request(method, path, **sent) as answer:
        found = await answer.json()
        return answer.status, found.get("detail", ""), found.get("fields", found)


async def _met(there: World) -> str:
    """The session is over; the door of its feedback."""
    booking = await there.services.bookings.show(there.mentee.person, there.bookings[0])
    assert booking.room is not None
    mentee, mentor = (there.people[name].cookies for name in PAIR)
    url = there.live.url
    async with connected(url, "/call", mentee) as one, connected(url, "/call", mentor) as other:
        await meet(there, [one, other], room=booking.room)
        await leave(there, [one, other])
    return f"/api/feedback/sessions/{there.bookings[0]}"


async def test_feedback_that_should_not_be_is_refused_and_what_was_said_stays(
    there: World,
) -> None:
    early = await _said(
        there.mentee, "POST", f"/api/feedback/sessions/{there.bookings[1]}", json=GOOD
    )
    assert early[:2] == (409, "Come back when it is over.")
    door = await _met(there)
    for name in ("Nestor", "Nausicaa", "Athena", "Antinous"):
        status, words, _ = await _said(there.people[name], "POST", door, json=GOOD)
        assert (status, words) == (404, "There is no such booking.")
    for wrong in ({"useful": 6}, {"useful": 0}, {"useful": 4.5}, {"useful": "5"}, {"useful": True}):
        status, words, fields = await _said(there.mentee, "POST", door, json=GOOD | wrong)
        assert (status, list(fields)) == (422, ["useful"]), wrong
        assert words
    assert (await _said(there.mentee, "GET", door))[2]["given"] is None
    assert (await _said(there.mentee, "POST", door, json=GOOD))[0] == 201
    assert (await _said(there.mentee, "POST", door, json=GOOD))[0] == 201  # the same, sent twice
    again = await _said(there.mentee, "POST", door, json=GOOD | {"useful": 1})
    assert again[:2] == (409, "You can still change it: open it again.")
    assert (await _said(there.mentor, "POST", door, json={"useful": 4}))[0] == 201
    late = await _said(there.mentee, "PUT", door, json=GOOD | {"useful": 1})
    assert late[:2] == (409, "The other one can read it by now.")
    kept = (await _said(there.mentee, "GET", door))[2]["given"]
    assert (kept["useful"], kept["note"]) == (5, GOOD["note"])


async def test_a_survey_takes_only_answers_of_its_scale_and_only_once(there: World) -> None:
    await _met(there)
    there.clock.forward(days=1, hours=1)  # one sleeps on it first
    await there.renew()
    listed = (await _said(there.mentee, "GET", "/api/feedback"))[2]["surveys"]
    [fit] = [one["id"] for one in listed if one["instrument"] == Instrument.FIT]
    door = f"/api/feedback/surveys/{fit}"
    for wrong in ({"fit": "very"}, {"fit": 7}, {}, {"fit": "yes", "shoes": 42}):
        status, words, _ = await _said(there.mentee, "POST", door, json={"answers": wrong})
        assert (status, bool(words)) == (422, True), wrong
    other = await _said(there.mentor, "POST", door, json={"answers": {"fit": "no"}})
    assert other[0] == 404
    assert (await _said(there.mentee, "POST", door, json={"answers": {"fit": "yes"}}))[0] == 200
    status, words, _ = await _said(there.mentee, "POST", door, json={"answers": {"fit": "no"}})
    assert (status, bool(words)) == (409, True)


async def _endless() -> AsyncIterator[bytes]:
    for _ in range(HUGE_BYTES // len(PIECE)):
        yield PIECE


async def test_a_hundred_megabytes_are_refused_before_they_have_come(there: World) -> None:
    pair = f"/api/mentorships/{there.mentorship}"
    before = await there.rows("chat_file")
    doors = {
        f"{pair}/files?name=cv.pdf": ("POST", "application/octet-stream"),
        "/api/me/photo": ("PUT", "image/png"),
        f"/api/programmes/{there.programme}/imports": ("POST", "text/csv"),
    }
    for path, (method, kind) in doors.items():
        who = there.people["Nausicaa"] if "imports" in path else there.mentee
        headers = {"Content-Type": kind, "Expect": "100-continue"}
        async with who.http.request(method, path, data=_endless(), headers=headers) as answer:
            found = await answer.json()
            assert (answer.status, found["code"]) == (413, "too_large"), path
            assert "bytes are accepted here" in found["detail"]
    assert await there.rows("chat_file") == before


async def test_a_name_with_a_script_is_a_name_and_a_file_that_lies_is_none(there: World) -> None:
    name = '<img src=x onerror="alert(1)"> & <b>Telemachus</b>'
    status, _, me = await _said(there.mentee, "PATCH", "/api/me", json={"name": name})
    assert (status, me["name"]) == (200, name)
    door = f"/api/mentorships/{there.mentorship}"
    told = (await _said(there.mentor, "GET", door))[2]
    assert told["other"]["name"] == name
    async with there.mentor.http.get(door) as answer:
        assert answer.content_type == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = b"<html><script>alert(1)</script></html>"
    lies = {"cv.pdf": page, "holiday.jpg": page, "dot.pdf": DOT}
    for file, content in lies.items():
        path = f"{door}/files?name={file}"
        status, words, _ = await _said(there.mentee, "POST", path, data=content, headers=BYTES)
        assert (status, bool(words)) == (415, True), file
    assert await there.rows("chat_file") == []
