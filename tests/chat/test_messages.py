"""What the two write to each other: once, in order, for nobody else, with their files."""

from __future__ import annotations

import io
from typing import Any

from server.chat import model, store
from server.chat.model import LARGEST_FILE_BYTES
from server.core.ids import new_id
from tests.boards.scribes import Scribe
from tests.chat.conftest import Cast
from tests.support.calls import Guest
from tests.support.pictures import picture
from tests.support.sockets import connected


async def call(
    scribe: Scribe, method: str, path: str, body: Any = None, **query: str
) -> tuple[int, Any]:
    """The answer's status and JSON."""
    sent = {"json": body} if body is not None else {}
    async with scribe.http.request(method, path, params=query, **sent) as answer:
        return answer.status, await answer.json() if answer.status != 204 else None


async def say(scribe: Scribe, cast: Cast, text: str, **more: Any) -> Any:
    body = {"key": new_id(), "text": text, **more}
    status, sent = await call(scribe, "POST", f"/api/mentorships/{cast.mentorship}/messages", body)
    assert status == 201, sent
    return sent


async def read(scribe: Scribe, cast: Cast, **query: str) -> Any:
    path = f"/api/mentorships/{cast.mentorship}/messages"
    status, page = await call(scribe, "GET", path, **query)
    assert status == 200, page
    return page


async def upload(scribe: Scribe, cast: Cast, name: str, raw: bytes) -> tuple[int, Any]:
    path = f"/api/mentorships/{cast.mentorship}/files"
    async with scribe.http.post(
        path,
        params={"name": name},
        data=io.BytesIO(raw),
        headers={"Content-Type": "application/octet-stream"},
    ) as answer:
        return answer.status, await answer.json()


async def test_both_read_what_both_wrote_in_order(cast: Cast) -> None:
    texts = ["Welcome aboard", "شكرًا", "<b>?"]
    for scribe, text in zip((cast.mentor, cast.mentee, cast.mentor), texts, strict=True):
        await say(scribe, cast, text)
    for scribe in (cast.mentor, cast.mentee):
        page = await read(scribe, cast)
        assert [one["text"] for one in page["messages"]] == texts
        assert [one["authorId"] == cast.mentor.person for one in page["messages"]] == [1, 0, 1]
        assert (page["hasOlder"], page["isOpen"]) == (False, True)


async def test_sending_twice_sends_once(cast: Cast) -> None:
    key = new_id()
    first = await say(cast.mentee, cast, "Did it arrive?", key=key)
    again = await say(cast.mentee, cast, "Did it arrive?", key=key)
    assert first == again
    assert len((await read(cast.mentor, cast))["messages"]) == 1
    other = await say(cast.mentor, cast, "Keys are everybody's own", key=key)
    assert other["id"] != first["id"]


async def test_older_messages_come_page_by_page(cast: Cast) -> None:
    for number in range(model.PAGE + 5):
        async with cast.services.database.write() as tx:
            await store.add(
                tx,
                model.Message(
                    id=new_id(),
                    mentorship=cast.mentorship,
                    author=cast.mentor.person,
                    key=f"k{number:08}",
                    text=str(number),
                    sent_at=cast.services.clock.now(),
                ),
            )
    latest = await read(cast.mentee, cast)
    assert (len(latest["messages"]), latest["hasOlder"]) == (model.PAGE, True)
    older = await read(cast.mentee, cast, before=latest["messages"][0]["id"])
    texts = [one["text"] for one in older["messages"] + latest["messages"]]
    assert sorted(texts, key=int) == [str(number) for number in range(model.PAGE + 5)]
    assert older["hasOlder"] is False


async def test_what_is_unread_is_counted_until_it_is_read(cast: Cast) -> None:
    await say(cast.mentor, cast, "One")
    last = await say(cast.mentor, cast, "Two")
    _, threads = await call(cast.mentee, "GET", "/api/messages")
    assert [(one["unread"], one["otherId"]) for one in threads["threads"]] == [
        (2, cast.mentor.person)
    ]
    seen = f"/api/mentorships/{cast.mentorship}/seen-messages"
    assert (await call(cast.mentee, "PUT", seen, {"messageId": last["id"]}))[0] == 204
    assert (await read(cast.mentee, cast))["unread"] == 0
    assert (await read(cast.mentor, cast))["unread"] == 0
    status, _ = await call(cast.mentee, "PUT", seen, {"messageId": new_id()})
    assert status == 404


async def test_reading_never_goes_back(cast: Cast) -> None:
    first, last = await say(cast.mentor, cast, "One"), await say(cast.mentor, cast, "Two")
    seen = f"/api/mentorships/{cast.mentorship}/seen-messages"
    for one in (last, first):
        await call(cast.mentee, "PUT", seen, {"messageId": one["id"]})
    assert (await read(cast.mentee, cast))["unread"] == 0


async def test_open_pages_of_both_hear_at_once(cast: Cast) -> None:
    async with connected(cast.live.url, "/messages", cast.mentee.cookies) as client:
        mentee = Guest(client, "Telemachus")
        async with connected(cast.live.url, "/messages", cast.stranger.cookies) as other:
            stranger = Guest(other, "Antinous")
            await say(cast.mentor, cast, "Land!")
            assert (await mentee.hear("messages_changed"))["mentorshipId"] == cast.mentorship
            assert stranger.heard("messages_changed") == []


async def test_who_wrote_it_takes_it_back_for_both(cast: Cast) -> None:
    _, file = await upload(cast.mentor, cast, "secret.pdf", b"%PDF-1.7")
    sent = await say(cast.mentor, cast, "Oh no", files=[file["id"]])
    one = f"/api/mentorships/{cast.mentorship}/messages/{sent['id']}"
    assert (await call(cast.mentee, "DELETE", one))[0] == 403
    assert (await call(cast.mentor, "DELETE", one))[0] == 204
    assert (await call(cast.mentor, "DELETE", one))[0] == 204
    [left] = (await read(cast.mentee, cast))["messages"]
    assert (left["text"], left["files"], left["removedAt"] is None) == ("", [], False)
    assert (await read(cast.mentee, cast))["unread"] == 0
    path = f"/api/mentorships/{cast.mentorship}/files/{file['id']}"
    assert (await call(cast.mentee, "GET", path))[0] == 404
    status, refused = await call(
        cast.mentor,
        "POST",
        f"/api/mentorships/{cast.mentorship}/messages",
        {"key": sent["key"], "text": "Oh no"},
    )
    assert (status, refused["code"]) == (409, "message_removed")


async def test_a_message_says_something_and_not_too_much(cast: Cast) -> None:
    path = f"/api/mentorships/{cast.mentorship}/messages"
    for text in ("", "  \n ", "x" * (model.MOST_LETTERS + 1), "turned \u202e around"):
        status, refused = await call(cast.mentor, "POST", path, {"key": new_id(), "text": text})
        assert (status, list(refused["fields"])) == (422, ["text"])
    assert (await read(cast.mentee, cast))["messages"] == []


async def test_a_message_names_only_a_session_of_the_two(cast: Cast) -> None:
    path = f"/api/mentorships/{cast.mentorship}/messages"
    body = {"key": new_id(), "text": "In our call", "bookingId": new_id()}
    status, refused = await call(cast.mentor, "POST", path, body)
    assert (status, list(refused["fields"])) == (422, ["booking"])


async def test_a_file_arrives_as_it_was_sent(cast: Cast) -> None:
    raw = picture("PNG", (8, 8))
    status, file = await upload(cast.mentor, cast, "Ithaca خريطة.png", raw)
    assert (status, file["contentType"], file["sizeBytes"]) == (201, "image/png", len(raw))
    path = f"/api/mentorships/{cast.mentorship}/files/{file['id']}"
    assert (await call(cast.mentee, "GET", path))[0] == 404  # not sent yet
    [shown] = (await say(cast.mentor, cast, "", files=[file["id"]]))["files"]
    assert shown["name"] == "Ithaca خريطة.png"
    async with cast.mentee.http.get(path) as answer:
        assert await answer.read() == raw
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"].startswith("inline; filename*=UTF-8''Ithaca")
    async with cast.stranger.http.get(path) as answer:
        assert answer.status == 404


async def test_a_document_is_given_out_to_be_saved(cast: Cast) -> None:
    _, file = await upload(cast.mentor, cast, "cv.pdf", b"%PDF-1.7")
    await say(cast.mentor, cast, "My CV", files=[file["id"]])
    path = f"/api/mentorships/{cast.mentorship}/files/{file['id']}"
    async with cast.mentee.http.get(path) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_files_that_lie_or_are_too_large_are_refused_in_words(cast: Cast) -> None:
    status, refused = await upload(cast.mentor, cast, "cv.pdf", b"MZ" + bytes(60))
    assert (status, refused["detail"]) == (415, "This is not what its name says: .pdf.")
    status, refused = await upload(cast.mentor, cast, "cv.pdf", bytes(LARGEST_FILE_BYTES + 1))
    assert (status, refused["code"]) == (413, "too_large")


async def test_nobody_sends_a_file_of_somebody_else_or_twice(cast: Cast) -> None:
    _, file = await upload(cast.mentor, cast, "cv.pdf", b"%PDF-1.7")
    path = f"/api/mentorships/{cast.mentorship}/messages"
    body = {"key": new_id(), "text": "Mine now", "files": [file["id"]]}
    status, refused = await call(cast.mentee, "POST", path, body)
    assert (status, list(refused["fields"])) == (422, ["files"])
    assert (await read(cast.mentee, cast))["messages"] == []  # nothing half done
    await say(cast.mentor, cast, "Here", files=[file["id"]])
    status, _ = await call(cast.mentor, "POST", path, {**body, "key": new_id()})
    assert status == 422


async def test_a_file_left_out_is_gone(cast: Cast) -> None:
    _, file = await upload(cast.mentor, cast, "cv.pdf", b"%PDF-1.7")
    path = f"/api/mentorships/{cast.mentorship}/files/{file['id']}"
    assert (await call(cast.mentee, "DELETE", path))[0] == 404
    assert (await call(cast.mentor, "DELETE", path))[0] == 204
    assert (await call(cast.mentor, "DELETE", path))[0] == 404


async def test_files_of_a_mentorship_have_an_end(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(model, "MOST_BYTES", 20)
    assert (await upload(cast.mentor, cast, "cv.pdf", b"%PDF-1.7" + bytes(8)))[0] == 201
    status, refused = await upload(cast.mentee, cast, "cv.pdf", b"%PDF-1.7")
    assert (status, refused["code"]) == (409, "chat_full")


async def test_after_the_end_it_can_be_read_and_not_written(cast: Cast) -> None:
    await say(cast.mentor, cast, "Farewell")
    await cast.services.mentorships.complete(cast.mentor.person, cast.mentorship)
    page = await read(cast.mentee, cast)
    assert (len(page["messages"]), page["isOpen"]) == (1, False)
    path = f"/api/mentorships/{cast.mentorship}/messages"
    status, refused = await call(cast.mentee, "POST", path, {"key": new_id(), "text": "And you"})
    assert (status, refused["code"]) == (403, "chat_closed")
    assert (await upload(cast.mentee, cast, "cv.pdf", b"%PDF-1.7"))[0] == 403


async def test_a_flood_is_held_back_in_words(cast: Cast) -> None:
    path = f"/api/mentorships/{cast.mentorship}/messages"
    answers = [
        await call(cast.mentee, "POST", path, {"key": new_id(), "text": "x"}) for _ in range(61)
    ]
    assert {status for status, _ in answers[:60]} == {201}
    assert (answers[60][0], answers[60][1]["code"]) == (429, "too_many")
    assert len((await read(cast.mentor, cast))["messages"]) == model.PAGE
