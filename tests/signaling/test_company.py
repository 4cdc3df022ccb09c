"""That a pair's sessions are noted: who was in a session with whom, and for how long."""

from __future__ import annotations

import pytest

from server.mentorships.model import Plan
from server.mentorships.service.requests import Ask, Wish
from server.services import SERVICES
from tests.mentorships.conftest import offer
from tests.signaling.conftest import Arrive, admitted
from tests.support.calls import Guest, Person
from tests.support.clock import FixedClock
from tests.support.servers import LiveServer


@pytest.fixture
async def mentee(live: LiveServer, host: Person, arrive: Arrive) -> Person:
    """The host is the mentor of somebody who is no participant of the room yet."""
    mentee = await arrive("Telemachus")
    services = live.app[SERVICES]
    mentor_id, mentee_id = [await id_of(who) for who in (host, mentee)]
    await host.http.patch("/api/me", json={"languages": [{"tag": "en", "level": "native"}]})
    await mentee.http.patch("/api/me", json={"roles": ["mentee"]})
    await offer(services, mentor_id)
    programme = (await services.programmes.open_programme()).id
    plan = Plan("Find seed money for a clinic at sea.", 2, 12)
    [asked] = await services.requests.ask(mentee_id, Ask(programme, [Wish(mentor_id)], plan))
    await services.requests.agree(mentor_id, asked.id)
    return mentee


async def id_of(who: Person) -> str:
    async with who.http.get("/api/me") as answer:
        found: str = (await answer.json())["id"]
        return found


async def meetings(live: LiveServer, mentee_id: str) -> list[int]:
    """Minutes of the meetings that the mentorship knows of."""
    services = live.app[SERVICES]
    await services.signaling.company.keep()
    [view] = await services.mentorships.of_person(mentee_id)
    assert all(met.noted_by is None for met in view.meetings)
    return [met.minutes for met in view.meetings]


async def test_a_pairs_session_is_noted_once_they_part(
    live: LiveServer, clock: FixedClock, host: Person, mentee: Person, guest: Guest, room: str
) -> None:
    mentee_id = await id_of(mentee)
    await host.join(room)
    clock.forward(minutes=3)
    for other in (mentee, guest):
        await other.ask("join", {"token": await admitted(host, other, room)})
    clock.forward(minutes=40)
    assert await meetings(live, mentee_id) == []
    await mentee.ask("leave")
    assert await meetings(live, mentee_id) == [40]
    clock.forward(minutes=10)
    await host.ask("leave")
    await guest.ask("leave")
    assert await meetings(live, mentee_id) == [40]


async def test_the_end_of_a_session_parts_everybody(
    live: LiveServer, clock: FixedClock, host: Person, mentee: Person, room: str
) -> None:
    mentee_id = await id_of(mentee)
    await host.join(room)
    await mentee.ask("join", {"token": await admitted(host, mentee, room)})
    clock.forward(minutes=6)
    await host.end_room(room)
    await mentee.hear("room_ended")
    assert await meetings(live, mentee_id) == [6]


async def test_a_server_that_stops_notes_who_is_still_together(
    live: LiveServer, clock: FixedClock, host: Person, mentee: Person, room: str
) -> None:
    mentee_id = await id_of(mentee)
    await host.join(room)
    await mentee.ask("join", {"token": await admitted(host, mentee, room)})
    clock.forward(minutes=15)
    await live.app[SERVICES].signaling.company.close()
    assert await meetings(live, mentee_id) == [15]
