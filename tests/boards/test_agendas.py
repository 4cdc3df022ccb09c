"""Agendas: what one session leaves to the next, who reads what, and what never reaches anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from server.boards.agenda.document import add, topics_of, tracked_in
from server.boards.agenda.topics import Topic, appended, in_order, left_over, read_topic
from server.boards.goals.items import Kind
from server.boards.model import agenda_of
from server.core.ids import new_id
from server.core.settings import Settings
from server.scheduling.model import Reason
from server.services import Services, assemble
from tests.boards.conftest import Cast
from tests.boards.scribes import Scribe, account, booked, eventually, pair, put
from tests.support.calls import RefusedError
from tests.support.clock import FixedClock

SECRET = "I doubt that he will ever sail"


@pytest.fixture
async def services(settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """All services by the test's clock, with documents that can be opened."""
    assembled = assemble(settings, clock)
    async with assembled.boards.live.run():
        yield assembled
    await assembled.close()


@pytest.fixture
async def two(services: Services) -> tuple[str, str, str]:
    """Mentor, mentee, and their mentorship."""
    mentor, mentee = await account(services, "Mentor"), await account(services, "Telemachus")
    return mentor, mentee, await pair(services, mentee, mentor)


async def _talked_about(services: Services, booking: str, *topics: Topic) -> None:
    await services.boards.live.edit(agenda_of(booking), None, lambda doc: add(doc, topics))


async def _noted(services: Services, booking: str, *actions: str) -> None:
    """The notes of a session track these action items."""

    def track(doc: Doc[Any]) -> None:
        page: XmlFragment = doc.get("page", type=XmlFragment)
        page.children.append(XmlElement("paragraph", {}, [XmlText("Before I forget:")]))
        for action in actions:
            page.children.append(XmlElement("tracked", {"action": action}))

    await services.boards.live.edit(agenda_of(booking), None, track)


async def _on_agenda(services: Services, booking: str) -> list[Topic]:
    return in_order(await services.boards.live.read(agenda_of(booking), topics_of))


def _topic(title: str, order: str = "V", **more: Any) -> Topic:
    return Topic(id=new_id(), title=title, order=order, **more)


async def test_what_is_open_goes_on_to_the_next_session_once_and_says_from_when(
    services: Services, clock: FixedClock, two: tuple[str, str, str]
) -> None:
    mentor, mentee, mentorship = two
    first, second = [await booked(services, mentee, mentor, days) for days in (2, 4)]
    goal = await services.goals.goals.add(mentee, mentorship, Kind.GOAL, {"title": "Sail"})
    made = {"title": "Send CV", "parent": goal}
    action = await services.goals.goals.add(mentee, mentorship, Kind.ACTION, made)
    done = await services.goals.goals.add(mentee, mentorship, Kind.ACTION, made)
    await services.goals.goals.change(mentee, mentorship, done, {"status": "done"})
    open_one = _topic("The pitch", minutes=20, by=mentee)
    await _talked_about(
        services, first, open_one, _topic("Said", "W", is_done=False), _topic(" ", "X")
    )
    await _talked_about(services, first, Topic(id=new_id(), title="Over", order="Y", is_done=True))
    await _noted(services, first, action, done, new_id(), action)

    await services.boards.agendas.open(mentor, second)
    assert await _on_agenda(services, second) == []  # the first has not been yet
    clock.forward(days=3)
    await services.boards.agendas.open(mentor, second)
    carried = await _on_agenda(services, second)
    assert [(one.title, one.action) for one in carried] == [
        ("The pitch", None),
        ("Said", None),
        ("Over", None),
        ("", action),
    ]
    start = (await services.bookings.show(mentee, first)).starts_at.isoformat()
    assert {one.since for one in carried} == {start}
    assert (carried[0].minutes, carried[0].by, carried[0].id) == (20, mentee, open_one.id)

    def drop(doc: Doc[Any]) -> None:
        del doc.get("items", type=Map)[open_one.id]

    await services.boards.live.edit(agenda_of(second), mentee, drop)
    await services.boards.agendas.open(mentee, second)
    assert len(await _on_agenda(services, second)) == len(carried) - 1


async def test_what_was_carried_to_a_session_that_is_called_off_is_not_lost(
    services: Services, clock: FixedClock, two: tuple[str, str, str]
) -> None:
    mentor, mentee, _ = two
    first, second, third = [await booked(services, mentee, mentor, days) for days in (2, 4, 6)]
    await _talked_about(services, first, _topic("The pitch"))
    clock.forward(days=3)
    await services.boards.agendas.open(mentor, third)
    assert await _on_agenda(services, third) == []  # the second comes before it
    await services.boards.agendas.open(mentor, second)
    version = (await services.bookings.show(mentor, second)).version
    await services.bookings.cancel(mentor, second, version, Reason.ILL, "")
    await services.boards.agendas.open(mentee, third)
    [only] = await _on_agenda(services, third)
    assert only.title == "The pitch"
    assert only.since == (await services.bookings.show(mentee, first)).starts_at.isoformat()


async def test_sessions_are_listed_with_their_topics_by_the_titles_of_today(
    services: Services, two: tuple[str, str, str]
) -> None:
    mentor, mentee, mentorship = two
    first, second = [await booked(services, mentee, mentor, days) for days in (2, 4)]
    goal = await services.goals.goals.add(mentee, mentorship, Kind.GOAL, {"title": "Sail"})
    made = {"title": "Send CV", "parent": goal}
    action = await services.goals.goals.add(mentee, mentorship, Kind.ACTION, made)
    await _talked_about(
        services, first, _topic("The pitch"), Topic(id=action, action=action, order="W")
    )
    await services.goals.goals.change(
        mentor, mentorship, action, {"title": "Send it", "status": "done"}
    )
    found = await services.boards.agendas.of_mentorship(mentee, mentorship)
    shown = [(s.booking.id, [(t.title, t.is_done) for t in s.topics]) for s in found]
    assert shown == [(second, []), (first, [("The pitch", False), ("Send it", True)])]


async def test_the_room_of_a_session_says_so_to_its_people_only(cast: Cast) -> None:
    booking = await booked(cast.services, cast.mentee.person, cast.mentor.person)
    room = (await cast.services.bookings.show(cast.mentee.person, booking)).room
    none = {"bookingId": None, "mentorshipId": None}
    known = {"bookingId": booking, "mentorshipId": cast.mentorship}
    for scribe, expected in ((cast.mentor, known), (cast.mentee, known), (cast.stranger, none)):
        async with scribe.http.get(f"/api/rooms/{room}/session") as answer:
            assert await answer.json() == expected


async def test_private_notes_reach_nobody_else(cast: Cast) -> None:
    """The bytes are looked for in everything that comes to the others' sockets."""
    booking = await booked(cast.services, cast.mentee.person, cast.mentor.person)
    both = (cast.mentor, cast.mentee)
    async with (
        Scribe.signed_in(cast.live, "Mentor") as mentors_tab,
        Scribe.signed_in(cast.live, "Telemachus") as mentees_tab,
    ):
        for scribe, tab in zip(both, (mentors_tab, mentees_tab), strict=True):
            await tab.open(f"notes:{booking}:{scribe.person}")
            await _write_privately(scribe, booking)
        # What is shared comes after what is private, on the same lines.
        for scribe in both:
            scribe.renew()
            await scribe.open(agenda_of(booking))
        for scribe in both:
            await scribe.write(put(scribe.person, "shared", "items"))
        for scribe in both:
            await eventually(partial(_is_told, scribe, "shared", 1))
            assert SECRET not in scribe.ever_told()
        # A tab of the writer's own hears both: the test would see them.
        for tab in (mentors_tab, mentees_tab):
            await eventually(partial(_is_told, tab, SECRET, 2))


def _is_told(scribe: Scribe, words: str, times: int) -> bool:
    return scribe.ever_told().count(words) >= times


async def test_private_notes_open_to_their_writer_only(cast: Cast) -> None:
    booking = await booked(cast.services, cast.mentee.person, cast.mentor.person)
    for owner in (cast.mentor, cast.mentee):
        await _write_privately(owner, booking)
        for other in {cast.mentor, cast.mentee, cast.stranger} - {owner}:
            with pytest.raises(RefusedError) as refused:
                await other.open(f"notes:{booking}:{owner.person}")
            assert refused.value.code == "not_found"
            for path in ("state", "history", "changes", "snapshots"):
                doc = f"/api/documents/notes:{booking}:{owner.person}/{path}"
                async with other.http.get(doc) as answer:
                    assert answer.status == 404
        whole = f"/api/documents/notes:{booking}:{owner.person}/state?after=1"
        async with owner.http.get(whole) as answer:
            assert SECRET.encode() in await answer.read()


async def _write_privately(scribe: Scribe, booking: str) -> None:
    async with scribe.http.post(f"/api/bookings/{booking}/agenda") as answer:
        name = (await answer.json())["privateDoc"]
    assert name == f"notes:{booking}:{scribe.person}"
    await scribe.open(name)
    await scribe.write(put("a", f"{SECRET}, says {scribe.person}", "items"))
    await scribe.ask("show_presence", {"doc": name, "state": SECRET.encode()})


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300)
_raw = _scalars | st.lists(_scalars, max_size=2)
_keys = st.sampled_from(["title", "minutes", "isDone", "order", "by", "action", "from"])


@given(st.dictionaries(_keys, _raw))
def test_whatever_stands_in_a_document_is_read_as_a_topic(raw: dict[str, Any]) -> None:
    topic = read_topic(new_id(), raw)
    assert topic is not None
    assert topic.minutes is None or 1 <= topic.minutes <= 480
    assert "\n" not in topic.title
    [added] = appended([topic], [])
    assert read_topic(topic.id, added.values()) == Topic(
        id=topic.id,
        title=topic.title,
        minutes=topic.minutes,
        order=added.order,
        by=topic.by,
        action=topic.action,
        since=topic.since,
    )


@given(st.lists(st.booleans(), max_size=8), st.lists(st.booleans(), max_size=8))
def test_each_open_action_item_is_left_once(done: list[bool], tracked: list[bool]) -> None:
    topics = [Topic(id=new_id(), title="x", is_done=is_done) for is_done in done]
    actions = [new_id() for _ in tracked]
    is_open = {one for one, wanted in zip(actions, tracked, strict=True) if wanted}
    left = left_over(topics, [*actions, *actions], is_open, "2026-05-03T12:00:00+00:00")
    assert sorted(one.action for one in left if one.action) == sorted(is_open)
    assert sum(one.action is None for one in left) == done.count(False)
    again = appended(left, left)
    assert again == []


def test_action_items_are_found_in_the_notes_wherever_they_stand() -> None:
    doc: Doc[Any] = Doc()
    page = doc.get("page", type=XmlFragment)
    first, second = new_id(), new_id()
    page.children.append(XmlElement("tracked", {"action": first}))
    page.children.append(XmlElement("paragraph", {}, [XmlElement("tracked", {"action": second})]))
    page.children.append(XmlElement("tracked", {"action": "no id"}))
    page.children.append(XmlElement("tracked", {}))
    assert tracked_in(doc) == [first, second]
