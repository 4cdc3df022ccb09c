"""Everything that two people of a mentorship write, say and upload, each with a mark in it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText

from server.core.ids import new_id
from server.feedback.instruments import Given, Instrument
from server.feedback.store import surveys
from tests.boards.scribes import Scribe, put
from tests.recordings.playing import until
from tests.support.calls import Person
from tests.support.sockets import Client
from tests.sweep.world import World

BYTES = {"Content-Type": "application/octet-stream"}


async def fill(world: World) -> None:
    """All that is written beside a session."""
    await _goals(world)
    await _boards(world)
    await _agendas(world)
    await _letters(world)
    await _agreement(world)


async def _goals(world: World) -> None:
    goals, marks = f"/api/mentorships/{world.mentorship}/goals", world.marks
    item = {"kind": "goal", "title": marks("goal")}
    goal = (await world.told(world.mentee, "POST", f"{goals}/items", json=item))["id"]
    due = (world.clock.now() + timedelta(days=7)).date().isoformat()
    step = {"kind": "action", "title": marks("action"), "parent": goal, "due": due}
    await world.told(world.mentor, "POST", f"{goals}/items", json=step)
    words = ("why", "specific", "measure", "achievable", "relevant")
    change = {word: marks(f"goal{word}") for word in words}
    await world.told(world.mentee, "PATCH", f"{goals}/items/{goal}", json=change)
    said = {word: marks(f"week{word}") for word in ("wentWell", "isHard", "comesNext")}
    await world.told(world.mentee, "PUT", f"{goals}/check-ins/this-week", json=said)
    document = f"/api/documents/goals:{world.mentorship}"
    label = {"label": marks("snapshot")}
    await world.told(world.mentee, "POST", f"{document}/snapshots", json=label)


async def _boards(world: World) -> None:
    """A board with a title, a text and a picture."""
    marks, title = world.marks, {"title": world.marks("boardtitle")}
    path = f"/api/mentorships/{world.mentorship}/boards"
    board = (await world.told(world.mentee, "POST", path, json=title))["id"]
    await written(world, f"board:{board}", put("a", Map({"text": marks("boardtext")})))
    raw = marks.image()
    await world.told(
        world.mentee,
        "PUT",
        f"/api/boards/{board}/files/{sha256(raw).hexdigest()}",
        data=io.BytesIO(raw),
        headers={"Content-Type": "image/png"},
    )


async def _agendas(world: World) -> None:
    """An agenda with notes, and the private notes of both."""
    marks, today = world.marks, world.bookings[0]
    await world.told(world.mentee, "POST", f"/api/bookings/{today}/agenda")
    topic = {"title": marks("topic"), "order": "V", "minutes": 20.0, "isDone": False}
    await written(world, f"agenda:{today}", put(new_id(), Map(topic), "items"))
    await written(world, f"agenda:{today}", _page(marks("notes")))
    for one, side in ((world.mentee, "mentee"), (world.mentor, "mentor")):
        one.renew()
        await one.open(f"notes:{today}:{one.person}")
        await one.write(_page(marks(f"private{side}")))


async def _letters(world: World) -> None:
    """Messages and a file between the two; presence corrected with a note."""
    marks, pair = world.marks, f"/api/mentorships/{world.mentorship}"
    name = f"{marks('filename')}.txt"
    sent = {"params": {"name": name}, "headers": BYTES}
    raw = io.BytesIO(f"Dear diary, {marks('file')}".encode())
    file = (await world.told(world.mentee, "POST", f"{pair}/files", data=raw, **sent))["id"]
    for who in (world.mentee, world.mentor):
        files = [file] if who is world.mentee else []
        body = {"key": new_id(), "text": marks(f"message{len(files)}"), "files": files}
        await world.told(who, "POST", f"{pair}/messages", json=body)


async def _agreement(world: World) -> None:
    pair, marks = f"/api/mentorships/{world.mentorship}", world.marks
    terms = {word: marks(f"agreed{word}") for word in ("goals", "channels", "confidentiality")}
    body = {"edition": 0, "sessionsAMonth": 2, "weeks": 12, **terms}
    await world.told(world.mentee, "PUT", f"{pair}/agreement", json=body)


async def written(world: World, name: str, edit: Any) -> None:
    """The mentee changes a document."""
    world.mentee.renew()
    await world.mentee.open(name)
    await world.mentee.write(edit)


def _page(text: str) -> Any:
    def write(doc: Doc[Any]) -> None:
        page: XmlFragment = doc.get("page", type=XmlFragment)
        page.children.append(XmlElement("paragraph", {}, [XmlText(text)]))
        doc.get("text", type=Text).insert(0, text)

    return write


async def meet(world: World, seats: list[Client], *, room: str) -> None:
    """The two are in their session, and one's words are written for the other."""
    both = []
    for client, scribe in zip(seats, (world.mentee, world.mentor), strict=True):
        one = Person(client, scribe.name)
        one.http, one.url = scribe.http, world.live.url
        await one.join(room)
        both.append(one)
    speaker, reader = both
    await reader.ask("ask_captions", {"isWanted": True})
    letters = [{"peerId": reader.peer, "envelope": world.marks("caption")}]
    line = {"line": 0, "isFinal": True, "language": "en", "letters": letters}
    await speaker.ask("write_caption", line)
    await reader.hear("captioned")
    await _keep_words(world, speaker, reader)


async def _keep_words(world: World, speaker: Person, reader: Person) -> None:
    """Both agree that what they say is kept as text, and one of them says something."""
    await reader.ask("set_protection", {"protection": "transport"})
    asked = (await reader.ask("ask_recording", {"kind": "text"}))["recordingId"]
    await speaker.ask("answer_recording", {"recordingId": asked, "isAgreed": True})
    while (news := await speaker.hear("recording"))["state"] != "recording":
        pass
    kept = {"recordingId": asked, "stretch": news["stretch"]}
    text = world.marks("kept")
    line = {"line": 1, "isFinal": True, "language": "en", "text": text, "keptIn": kept}
    await speaker.ask("write_caption", line)


async def leave(world: World, seats: list[Client]) -> None:
    """The session is over; the clock's jobs know of it."""
    world.clock.forward(minutes=50)
    for client in seats:
        await client.call("leave", {})
    await world.renew()
    for transcript in await world.rows("recording"):
        await _stored(world, transcript)
    await world.services.signaling.doorbook.keep()
    world.clock.forward(minutes=30)
    await world.services.upkeep.complete()
    await world.services.attendances.derive()
    await world.services.goals.sessions.end_due()
    await world.services.feedback.asking.ask_after_sessions()
    await world.renew()


async def _stored(world: World, transcript: str) -> None:
    """The words are where others might look for them."""

    async def is_over() -> bool:
        found = await world.told(world.mentee, "GET", f"/api/transcripts/{transcript}")
        return not found["isLive"]

    await until(is_over)


async def judge(world: World, who: Scribe, useful: int) -> None:
    """One of the two says how it was, again if need be, and corrects who was there."""
    today, marks = world.bookings[0], world.marks
    side = "mentee" if who is world.mentee else "mentor"
    said = {"useful": useful, "progress": useful, "heard": useful, "tags": ["listens"]}
    words = {"note": marks(f"{side}secret"), "appreciation": marks(f"{side}thanks")}
    door = f"/api/feedback/sessions/{today}"
    async with who.http.get(door) as answer:
        is_given = (await answer.json())["given"] is not None
    await world.told(who, "PUT" if is_given else "POST", door, json=said | words)
    if not is_given:
        path = f"/api/bookings/{today}/attendance/{who.person}"
        correction = {"presence": "late", "note": marks(f"{side}correction")}
        await world.told(who, "POST", path, json=correction)


async def say_whether_it_fits(world: World, fit: str) -> None:
    """The mentee's answer to the survey; another one stands as if it had been the first."""
    listed = (await world.told(world.mentee, "GET", "/api/feedback"))["surveys"]
    [survey] = [one["id"] for one in listed if one["instrument"] == Instrument.FIT]
    answers: dict[str, Given] = {"fit": fit, "misfit": ["topics"] if fit == "no" else []}
    async with world.services.database.read() as tx:
        found = await surveys.find(tx, survey)
    assert found is not None
    if found.answers is None:
        door = f"/api/feedback/surveys/{survey}"
        await world.told(world.mentee, "POST", door, json={"answers": answers})
    else:
        async with world.services.database.write() as tx:
            await surveys.save(tx, replace(found, answers=answers, settled_at=None))


async def ask_group(world: World) -> str:
    """A coordinator asks for a group; the door by which the mentee says theirs."""
    path = f"/api/programmes/{world.programme}/evaluation/questions"
    asked = {"questions": [{"text": "First to sail?", "choices": ["Yes", "No"]}]}
    await world.told(world.people["Nausicaa"], "PUT", path, json=asked)
    [question] = await world.rows("group_question")
    return f"/api/groups/{question}"


async def part(world: World) -> None:
    """The mentee asks for another mentor, and writes what goes along."""
    pair = f"/api/mentorships/{world.mentorship}"
    await world.told(world.mentee, "POST", f"{pair}/another", json={"fitReasons": ["topics"]})
    items = [{"kind": "goal", "text": world.marks("handover"), "isShared": True}]
    await world.told(world.mentee, "PUT", f"{pair}/hand-over", json={"items": items})
