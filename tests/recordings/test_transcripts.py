"""What is said is kept as text when everybody agrees to just that, and goes when one revokes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from server.app import create_app
from server.core.settings import Settings
from server.recordings import script
from server.services import SERVICES, Services
from tests.recordings.conftest import Arrive, Cast, state_of
from tests.support.calls import Guest, Person, RefusedError
from tests.support.clock import FixedClock
from tests.support.servers import serving
from tests.support.waiting import until_so

TEXT = {"kind": "text"}


async def text_in(who: Guest, wanted: str) -> dict[str, Any]:
    """The first news of a transcript in this state."""
    while True:
        news = await state_of(who, wanted)
        if news["kind"] == "text":
            return news


async def kept(cast: Cast) -> dict[str, Any]:
    """The host asks, everybody agrees; returns what a line is marked with."""
    asked = await cast.host.ask("ask_recording", TEXT)
    order = {"recordingId": asked["recordingId"], "isAgreed": True}
    await cast.friend.ask("answer_recording", order)
    return mark(await text_in(cast.host, "recording"))


def mark(news: dict[str, Any]) -> dict[str, Any]:
    return {"recordingId": news["recordingId"], "stretch": news["stretch"]}


LINES = count(1)


async def say(who: Guest, text: str, kept_in: dict[str, Any] | None, **change: Any) -> None:
    """A whole line, as a browser has it in the end."""
    line = {"line": next(LINES), "isFinal": True, "language": "en-GB", "text": text, **change}
    await who.ask("write_caption", line | ({"keptIn": kept_in} if kept_in else {}))


async def stop(cast: Cast) -> None:
    await cast.friend.ask("stop_recording", TEXT)
    await text_in(cast.host, "ended")


async def shown(who: Person, transcript: str) -> dict[str, Any]:
    """As soon as it is over and stored."""

    async def is_over() -> bool:
        async with who.http.get(f"/api/transcripts/{transcript}") as answer:
            return answer.status == 404 or not (await answer.json())["isLive"]

    await until_so(is_over)
    async with who.http.get(f"/api/transcripts/{transcript}") as answer:
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found


async def words(who: Person, transcript: str) -> list[str]:
    return [line["text"] for line in (await shown(who, transcript))["lines"]]


async def status(who: Person, method: str, path: str) -> int:
    async with who.http.request(method, path) as answer:
        return answer.status


async def consents(who: Person) -> list[dict[str, Any]]:
    async with who.http.get("/api/consents") as answer:
        found: list[dict[str, Any]] = (await answer.json())["consents"]
        return found


async def test_words_of_those_who_agreed_are_kept_with_who_when_and_in_which_language(
    cast: Cast,
) -> None:
    here = await kept(cast)
    await say(cast.host, "Tell me,", here, isFinal=False)
    await say(cast.friend, "of the man  of\nmany ways", here, language="el")
    await say(cast.host, "Sing", here)
    await stop(cast)
    found = await shown(cast.friend, here["recordingId"])
    names = {one["id"]: one["name"] for one in found["speakers"]}
    assert [(names[one["speakerId"]], one["language"], one["text"]) for one in found["lines"]] == [
        ("Odysseus", "el", "of the man of many ways"),
        ("Penelope", "en-GB", "Sing"),
    ]
    assert all(0 <= one["startsMs"] < 60_000 for one in found["lines"])
    assert [one["name"] for one in found["speakers"] if one["isYou"]] == ["Odysseus"]
    assert (found["lineCount"], found["isLive"]) == (2, False)
    async with cast.host.http.get("/api/transcripts") as answer:
        assert [one["lineCount"] for one in (await answer.json())["transcripts"]] == [2]


async def test_one_no_and_nothing_is_kept(cast: Cast) -> None:
    asked = await cast.host.ask("ask_recording", TEXT)
    here = {"recordingId": asked["recordingId"], "stretch": 1}
    await say(cast.host, "Not yet", here)
    order = {"recordingId": asked["recordingId"], "isAgreed": False}
    await cast.friend.ask("answer_recording", order)
    assert (await text_in(cast.host, "ended"))["reason"] == "declined"
    await say(cast.host, "Nor now", here)
    for person in (cast.host, cast.friend):
        assert await status(person, "GET", f"/api/transcripts/{asked['recordingId']}") == 404
        assert await consents(person) == []


async def test_recording_and_text_are_two_questions(cast: Cast) -> None:
    text = await kept(cast)
    video = (await cast.host.ask("ask_recording"))["recordingId"]
    no = {"recordingId": video, "isAgreed": False}
    await cast.friend.ask("answer_recording", no)
    while (ended := await state_of(cast.host, "ended"))["kind"] != "media":
        pass
    assert ended["reason"] == "declined"
    await say(cast.host, "Still kept", text)
    await stop(cast)
    assert await words(cast.host, text["recordingId"]) == ["Still kept"]


async def test_a_newcomer_is_told_and_asked_before_a_word_of_anybody_is_kept(cast: Cast) -> None:
    here = await kept(cast)
    await say(cast.host, "before", here)
    joined = await cast.admit(cast.guest)
    assert (joined["transcript"]["state"], joined["recording"]) == ("paused", None)
    assert joined["transcript"]["waiting"] == [cast.guest.peer]
    for person in (cast.host, cast.guest):
        await say(person, "while asked", here)
    yes = {"recordingId": here["recordingId"], "isAgreed": True}
    await cast.guest.ask("answer_recording", yes)
    await text_in(cast.host, "paused")
    again = mark(await text_in(cast.host, "recording"))
    assert again["stretch"] == here["stretch"] + 1
    await say(cast.host, "begun before the newcomer's yes", here)
    await say(cast.guest, "after my yes", again)
    await stop(cast)
    assert await words(cast.host, here["recordingId"]) == ["before", "after my yes"]
    found = await shown(cast.host, here["recordingId"])
    assert "Telemachus" in found["people"]


async def test_lines_that_are_not_meant_for_it_are_only_passed_on(cast: Cast) -> None:
    here = await kept(cast)
    await cast.friend.ask("ask_captions", {"isWanted": True})
    await say(cast.host, "only to be read", None)
    assert (await cast.friend.hear("captioned"))["text"] == "only to be read"
    await say(cast.host, "of another time", here | {"stretch": 7})
    await say(cast.host, "of another transcript", here | {"recordingId": cast.room})
    await say(cast.host, "meant", here)
    await stop(cast)
    assert await words(cast.host, here["recordingId"]) == ["meant"]


@pytest.mark.parametrize(
    "kept_in",
    [{"recordingId": "x", "stretch": 1}, {"stretch": 1}, {"stretch": 0}, {"stretch": "1"}, 1],
)
async def test_a_mark_that_is_none_is_refused(cast: Cast, kept_in: Any) -> None:
    if isinstance(kept_in, dict) and "recordingId" not in kept_in and kept_in["stretch"] != 1:
        kept_in |= {"recordingId": cast.room}
    line = {"line": 1, "isFinal": True, "language": "en", "text": "x", "keptIn": kept_in}
    with pytest.raises(RefusedError) as refused:
        await cast.host.ask("write_caption", line)
    assert refused.value.code == "invalid"


async def test_only_the_host_asks_and_not_where_the_server_reads_nothing(cast: Cast) -> None:
    codes = []
    for who, protection in ((cast.friend, "transport"), (cast.host, "end_to_end")):
        await cast.host.ask("set_protection", {"protection": protection})
        with pytest.raises(RefusedError) as refused:
            await who.ask("ask_recording", TEXT)
        codes.append(refused.value.code)
    assert codes == ["not_the_host", "end_to_end_on"]


async def test_a_session_whose_text_is_kept_does_not_become_unreadable(cast: Cast) -> None:
    await kept(cast)
    with pytest.raises(RefusedError) as refused:
        await cast.host.ask("set_protection", {"protection": "end_to_end"})
    assert refused.value.code == "still_recorded"


async def test_strangers_find_nothing_and_a_guest_cannot_come_back_for_it(
    cast: Cast, arrive: Arrive
) -> None:
    here = await kept(cast)
    await say(cast.host, "Between us", here)
    await stop(cast)
    one = f"/api/transcripts/{here['recordingId']}"
    await shown(cast.host, here["recordingId"])
    stranger = await arrive("Antinous")
    for path in (one, f"{one}/text", f"{one}/captions"):
        assert await status(stranger, "GET", path) == 404, path
        assert await status(cast.friend, "GET", path) == 200, path
    for path in (one, f"{one}/words"):
        assert await status(stranger, "DELETE", path) == 404, path
    assert await status(stranger, "POST", f"/api/consents/{here['recordingId']}/revoke") == 404
    assert await consents(stranger) == []
    assert await status(cast.host, "GET", f"/api/recordings/{here['recordingId']}") == 404


async def test_each_deletes_their_own_words_and_anybody_the_whole(cast: Cast) -> None:
    here = await kept(cast)
    one = f"/api/transcripts/{here['recordingId']}"
    await say(cast.host, "mine", here)
    await say(cast.friend, "yours", here)
    assert await status(cast.host, "DELETE", f"{one}/words") == 409
    assert await status(cast.host, "DELETE", one) == 409
    await stop(cast)
    await shown(cast.host, here["recordingId"])
    async with cast.friend.http.delete(f"{one}/words") as answer:
        assert await answer.json() == {"lines": 1}
    assert await words(cast.host, here["recordingId"]) == ["mine"]
    assert await status(cast.friend, "DELETE", one) == 204
    for person in (cast.host, cast.friend):
        assert await status(person, "GET", one) == 404
        [receipt] = await consents(person)
        assert (receipt["gone"], receipt["revokedAt"]) == ("deleted", None)


async def test_what_is_taken_back_is_gone_for_all_and_the_receipt_says_so(cast: Cast) -> None:
    here = await kept(cast)
    await say(cast.host, "to be forgotten", here)
    await stop(cast)
    await shown(cast.host, here["recordingId"])
    [receipt] = await consents(cast.friend)
    assert (receipt["kind"], receipt["gone"], receipt["people"]) == (
        "text",
        None,
        ["Penelope", "Odysseus"],
    )
    revoke = f"/api/consents/{here['recordingId']}/revoke"
    for _ in range(2):
        assert await status(cast.friend, "POST", revoke) == 204
    for person in (cast.host, cast.friend):
        assert await status(person, "GET", f"/api/transcripts/{here['recordingId']}") == 404
        async with person.http.get("/api/words") as answer:
            assert (await answer.json())["words"] == []
    [mine], [theirs] = await consents(cast.friend), await consents(cast.host)
    assert (mine["gone"], theirs["gone"]) == ("revoked", "revoked")
    assert mine["revokedAt"] is not None
    assert theirs["revokedAt"] is None


async def test_a_consent_taken_back_during_the_session_ends_it_for_all(cast: Cast) -> None:
    here = await kept(cast)
    await say(cast.host, "to be forgotten", here)
    revoke = f"/api/consents/{here['recordingId']}/revoke"
    assert await status(cast.friend, "POST", revoke) == 204
    assert (await text_in(cast.host, "ended"))["reason"] == "revoked"
    await say(cast.host, "said on", here)
    assert await status(cast.host, "GET", f"/api/transcripts/{here['recordingId']}") == 404
    [receipt] = await consents(cast.host)
    assert receipt["gone"] == "revoked"


async def test_a_recording_whose_consent_is_taken_back_leaves_no_file(
    cast: Cast, services: Services, media_settings: Settings
) -> None:
    video = (await cast.host.ask("ask_recording"))["recordingId"]
    order = {"recordingId": video, "isAgreed": True}
    await cast.friend.ask("answer_recording", order)
    await state_of(cast.host, "recording")
    folder = media_settings.data_dir / "recordings" / video
    assert folder.exists()
    assert await status(cast.friend, "POST", f"/api/consents/{video}/revoke") == 204
    assert (await state_of(cast.host, "ended"))["reason"] == "revoked"

    async def is_gone() -> bool:
        await services.recordings.remove_deleted()  # as its job does every minute
        return not folder.exists()

    await until_so(is_gone)
    [receipt] = await consents(cast.host)
    assert (receipt["kind"], receipt["gone"]) == ("media", "revoked")


async def test_a_transcript_without_a_word_is_none(cast: Cast) -> None:
    here = await kept(cast)
    await stop(cast)

    async def is_settled() -> bool:
        return [one["gone"] for one in await consents(cast.host)] == ["empty"]

    await until_so(is_settled)
    assert await status(cast.host, "GET", f"/api/transcripts/{here['recordingId']}") == 404


async def test_ones_own_words_can_be_taken_along(cast: Cast) -> None:
    here = await kept(cast)
    await say(cast.host, "mine", here)
    await say(cast.friend, "yours", here)
    await stop(cast)
    await shown(cast.host, here["recordingId"])
    async with cast.host.http.get("/api/words") as answer:
        found = (await answer.json())["words"]
    assert [(one["text"], one["transcriptId"]) for one in found] == [("mine", here["recordingId"])]


async def test_it_goes_by_itself_when_its_time_is_over(
    cast: Cast, services: Services, media_settings: Settings
) -> None:
    here = await kept(cast)
    await say(cast.host, "for a month", here)
    await stop(cast)
    await shown(cast.host, here["recordingId"])
    await services.recordings.expire()
    assert await words(cast.host, here["recordingId"]) == ["for a month"]
    later = FixedClock(datetime.now(UTC) + timedelta(days=31))
    async with serving(create_app(media_settings, clock=later)) as after:
        await after.app[SERVICES].recordings.expire()
    assert await status(cast.host, "GET", f"/api/transcripts/{here['recordingId']}") == 404
    [receipt] = await consents(cast.host)
    assert receipt["gone"] == "expired"


async def test_a_transcript_that_is_full_ends_and_keeps_what_it_has(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "MAX_LINES", 2)
    here = await kept(cast)
    for number in range(4):
        await say(cast.host, f"line {number}", here)
    assert (await text_in(cast.friend, "ended"))["reason"] == "too_large"
    assert await words(cast.host, here["recordingId"]) == ["line 0", "line 1"]


async def test_who_stands_before_the_door_is_told_that_text_is_kept(cast: Cast) -> None:
    await kept(cast)
    async with cast.host.http.get(f"/api/rooms/{cast.room}/recording") as answer:
        found = await answer.json()
    assert (found["isRecorded"], found["isTextKept"]) == (False, True)


async def test_files_of_hostile_words_stay_text(cast: Cast) -> None:
    here = await kept(cast)
    for text in ("<script>alert(1)</script> & --> 00:00.000", "\u202eevil\tRTL", "=1+1"):
        await say(cast.host, text, here)
    await stop(cast)
    await shown(cast.host, here["recordingId"])
    one = f"/api/transcripts/{here['recordingId']}"
    async with cast.host.http.get(f"{one}/captions") as answer:
        assert answer.content_type == "text/vtt"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        vtt = await answer.text()
    assert vtt.startswith("WEBVTT\n")
    assert "<script>" not in vtt
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; --&gt; 00:00.000" in vtt
    async with cast.host.http.get(f"{one}/text") as answer:
        assert answer.content_type == "text/plain"
        assert len((await answer.text()).splitlines()) == 3
