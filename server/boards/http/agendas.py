"""HTTP doors of agendas: of a session, of a mentorship's sessions, of the session in a room."""

from __future__ import annotations

from aiohttp import web

from server.boards.keys import AGENDAS
from server.boards.model.sitting import Session
from server.boards.wire.agendas import (
    AgendaOut,
    RoomSessionOut,
    SessionList,
    SessionOut,
    TopicOut,
)
from server.boards.wire.live import access_name
from server.core.caller import person_of
from server.core.errors import NotFound
from server.core.web import Routes

TAG = "boards"
TOPICS_SHOWN = 5
routes = Routes()


@routes.post("/api/bookings/{booking_id}/agenda", tag=TAG, errors=(NotFound,), status=200)
async def open_agenda(request: web.Request, booking_id: str) -> AgendaOut:
    """The documents of a session; what the last one left open is on its agenda then, once."""
    found = await request.app[AGENDAS].open(person_of(request), booking_id)
    return AgendaOut(
        doc=found.doc,
        private_doc=found.private_doc,
        role=access_name(found.access),
        mentorship_id=found.booking.mentorship,
        starts_at=found.booking.starts_at,
        minutes=found.booking.minutes,
    )


@routes.get("/api/mentorships/{mentorship_id}/sessions", tag=TAG, errors=(NotFound,))
async def list_sessions(request: web.Request, mentorship_id: str) -> SessionList:
    """Sessions of a mentorship, past and to come, with what is on their agendas."""
    found = await request.app[AGENDAS].of_mentorship(person_of(request), mentorship_id)
    return SessionList(sessions=[_session(one) for one in found])


@routes.get("/api/rooms/{room_id}/session", tag=TAG)
async def show_room_session(request: web.Request, room_id: str) -> RoomSessionOut:
    """The booked session of a room; of other rooms, and other people's, there is none."""
    found = await request.app[AGENDAS].in_room(person_of(request), room_id)
    if found is None:
        return RoomSessionOut(booking_id=None, mentorship_id=None)
    return RoomSessionOut(booking_id=found.id, mentorship_id=found.mentorship)


def _session(one: Session) -> SessionOut:
    shown = one.topics[:TOPICS_SHOWN]
    return SessionOut(
        booking_id=one.booking.id,
        state=one.booking.state,
        starts_at=one.booking.starts_at,
        ends_at=one.booking.ends_at,
        minutes=one.booking.minutes,
        topics=[TopicOut(title=topic.title, is_done=topic.is_done) for topic in shown],
        topic_count=len(one.topics),
    )
