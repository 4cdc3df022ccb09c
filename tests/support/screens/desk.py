"""What two people have on their desk: an agreement, goals, check-ins, a board, messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pycrdt import Doc
from pycrdt import Map as Shared

from server.boards.goals.items import Kind as Row
from server.boards.model import Place
from server.chat.model import Draft as Message
from server.core.ids import new_id
from server.mentorships.model import Draft as Agreement
from server.services import Services
from tests.support.pictures import picture
from tests.support.screens.people import PLAN, People

LONG = "Rechtsschutzversicherungsgesellschaften anschreiben, die Kliniken auf See versichern"
STICKIES = (("Money", "#fff3bf"), ("People", "#d3f9d8"), ("A ship that floats", "#d0ebff"))


async def signed(services: Services, people: People, pair: str) -> None:
    """An agreement by both."""
    draft = Agreement(
        goals=PLAN.goals,
        sessions_a_month=2,
        weeks=26,
        channels="Here, and in an emergency by telephone.",
        confidentiality="What is said in sessions stays there.",
    )
    written = await services.agreements.write(people.mentor, pair, 0, draft)
    assert written.latest is not None
    await services.agreements.sign(people.mentee, pair, written.latest.edition)


async def lay_out(services: Services, people: People, pair: str) -> tuple[str, str]:
    """Goals with steps, a check-in of each, a board with notes: ids of a goal and the board."""
    goals, today = services.goals.goals, services.clock.now().date()

    async def add(kind: Row, title: str, **values: Any) -> str:
        return await goals.add(people.mentee, pair, kind, {"title": title, **values})

    goal = await add(Row.GOAL, "Find seed money for a clinic at sea", why="Nobody else sails.")
    first = await add(Row.MILESTONE, "A pitch of one page", parent=goal)
    due = (today + timedelta(days=20)).isoformat()
    await add(Row.ACTION, LONG, parent=first, owner="mentee", due=due)
    await add(Row.ACTION, "Read three pitches", parent=first, owner="mentor", status="done")
    await add(Row.ACTION, "اكتب قائمة بعشرة أشخاص", parent=goal, status="doing")
    await add(Row.GOAL, "Speak up in large meetings", percent=40)
    for one in (people.mentee, people.mentor):
        await services.goals.diary.write(one, pair, "The page is done.", "Time.", "Ask for help.")
    board = await services.boards.shelf.make(people.mentee, Place(mentorship=pair), "Chart")
    await services.boards.live.edit(f"board:{board.id}", people.mentee, _draw)
    return goal, board.id


def _draw(doc: Doc[Any]) -> None:
    elements = doc.get("elements", type=Shared)
    for at, (text, colour) in enumerate(STICKIES):
        key = new_id()[:21]
        place = [80.0 + 240 * at, 120.0, 180.0, 150.0, 0.0]
        style = {"bg": colour, "sc": "#1e1e1e", "fs": "solid", "sw": 1, "ro": 0, "op": 100}
        note = {"type": "rectangle", "i": f"a{at}", "g": place, "seed": at + 1, "d": False}
        elements[key] = Shared({**note, "text": text, **style})


async def talked(services: Services, people: People, pair: str, booking: str) -> None:
    """Messages of both, with a file and a link."""
    file = await services.chat.put_file(
        people.mentor, pair, "A chart of the western harbours, second edition.png", picture()
    )
    words = (
        (people.mentee, "Thank you for today. I will write the page until Friday.", ()),
        (people.mentor, "Here is the chart. See also https://example.org/" + "harbour/" * 12, file),
        (people.mentee, "شكرًا جزيلًا، هذا مفيد جدًا.", ()),
        (
            people.mentor,
            "\n".join(["One more:", *[f"{n}. Ask somebody." for n in range(1, 9)]]),
            (),
        ),
    )
    for author, text, added in words:
        files = (added.id,) if added else ()
        draft = Message(new_id(), text, files, booking if added else None)
        await services.chat.send(author, pair, draft)
