"""HTTP doors of rooms."""

from typing import Literal, cast

from aiohttp import web
from msgspec import UNSET

from server.accounts.service import Accounts
from server.core.caller import CALLER, person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.web import Routes
from server.rooms.model import RoomView
from server.rooms.service import Rooms
from server.rooms.wire import (
    DoorOut,
    Host,
    InvitationIn,
    ParticipantOut,
    PresentOut,
    RoomChange,
    RoomIn,
    RoomList,
    RoomOut,
    RoomTokenOut,
)

ROOMS = web.AppKey("rooms", Rooms)
ACCOUNTS = web.AppKey("rooms.accounts", Accounts)
PUBLIC_URL = web.AppKey("rooms.public_url", str)
routes = Routes()


@routes.post("/api/rooms", tag="rooms", status=201, errors=(Invalid, Forbidden), limit="60/hour")
async def open_room(request: web.Request, body: RoomIn) -> RoomOut:
    """Open a session; who is invited gets a mail with the link."""
    rooms, person = request.app[ROOMS], person_of(request)
    view = await rooms.open_room(person, body.title, body.invite, body.protection)
    return (await _render(request, [view]))[0]


@routes.get("/api/rooms", tag="rooms")
async def list_rooms(request: web.Request) -> RoomList:
    """The sessions that the caller hosts or takes part in, newest first."""
    views = await request.app[ROOMS].rooms_of(person_of(request))
    return RoomList(rooms=await _render(request, views))


@routes.get("/api/rooms/{room_id}", tag="rooms", errors=(NotFound,))
async def show_room(request: web.Request, room_id: str) -> RoomOut:
    """One session of the caller's."""
    view = await request.app[ROOMS].room(person_of(request), room_id)
    return (await _render(request, [view]))[0]


@routes.patch("/api/rooms/{room_id}", tag="rooms", errors=(NotFound, Forbidden, Conflict))
async def change_room(request: web.Request, room_id: str, body: RoomChange) -> RoomOut:
    """Rename a session; for its host."""
    rooms, person = request.app[ROOMS], person_of(request)
    if body.title is UNSET:
        view = await rooms.room(person, room_id)
    else:
        view = await rooms.rename(person, room_id, body.title)
    return (await _render(request, [view]))[0]


@routes.post(
    "/api/rooms/{room_id}/participants",
    tag="rooms",
    errors=(NotFound, Forbidden, Conflict, Invalid),
    limit="60/hour",
)
async def invite(request: web.Request, room_id: str, body: InvitationIn) -> RoomOut:
    """Invite somebody by e-mail; for the host."""
    view = await request.app[ROOMS].invite(person_of(request), room_id, body.email)
    return (await _render(request, [view]))[0]


@routes.delete(
    "/api/rooms/{room_id}/participants/{person_id}",
    tag="rooms",
    errors=(NotFound, Forbidden, Conflict),
)
async def remove_participant(request: web.Request, room_id: str, person_id: str) -> RoomOut:
    """Take somebody's place in the session away; for the host."""
    rooms = request.app[ROOMS]
    view = await rooms.remove_participant(person_of(request), room_id, person_id)
    return (await _render(request, [view]))[0]


@routes.post(
    "/api/rooms/{room_id}/end", tag="rooms", status=200, errors=(NotFound, Forbidden, Conflict)
)
async def end_room(request: web.Request, room_id: str) -> RoomOut:
    """End a session for everybody, for good; for the host."""
    view = await request.app[ROOMS].end(person_of(request), room_id)
    return (await _render(request, [view]))[0]


@routes.get(
    "/api/rooms/{room_id}/door",
    tag="rooms",
    caller="optional",
    errors=(NotFound,),
    limit="120/minute",
)
async def show_door(request: web.Request, room_id: str) -> DoorOut:
    """What the invite link tells before anybody is let in."""
    caller = request[CALLER]
    view = await request.app[ROOMS].door(caller.person if caller else None, room_id)
    host = await request.app[ACCOUNTS].person(view.room.host)
    return DoorOut(
        id=view.room.id,
        is_open=view.room.is_open,
        opens_at=None if view.present_count is None else view.room.opens_at,
        host_name=host.name,
        role=cast('Literal["host", "participant", "stranger"]', view.role.value),
        title=None if view.present_count is None else view.room.title,
        present_count=view.present_count,
        protection=view.room.protection,
    )


@routes.post("/api/rooms/{room_id}/token", tag="rooms", errors=(NotFound, Forbidden, Conflict))
async def enter_room(request: web.Request, room_id: str) -> RoomTokenOut:
    """A room token for the host and participants; everybody else knocks."""
    token, expires_at = await request.app[ROOMS].enter(person_of(request), room_id)
    return RoomTokenOut(token=token, expires_at=expires_at)


async def _render(request: web.Request, views: list[RoomView]) -> list[RoomOut]:
    ids = {person for view in views for person in (view.room.host, *view.room.participants)}
    ids |= {attendee.person for view in views for attendee in view.present if attendee.person}
    people = await request.app[ACCOUNTS].people(ids)
    rendered = []
    for view in views:
        room, host = view.room, people[view.room.host]
        rendered.append(
            RoomOut(
                id=room.id,
                title=room.title,
                host=Host(id=host.id, name=host.name, photo_url=host.photo_url),
                role="host" if view.role == "host" else "participant",
                is_open=room.is_open,
                created_at=room.created_at,
                ended_at=room.ended_at,
                opens_at=room.opens_at,
                invite_url=f"{request.app[PUBLIC_URL]}/s/{room.id}",
                participants=[
                    ParticipantOut(id=p.id, name=p.name, photo_url=p.photo_url)
                    for p in (people[i] for i in room.participants if i in people)
                ],
                invited=list(view.invited),
                protection=room.protection,
                present=[
                    PresentOut(name=a.name, photo_url=card.photo_url if card else None)
                    for a in view.present
                    for card in [people.get(a.person or "")]
                ],
            )
        )
    return rendered
