"""Doors of calendars: sessions as files, links and a private feed; answers by letter."""

from __future__ import annotations

from dataclasses import asdict

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, NotFound
from server.core.web import Routes
from server.scheduling.http.keys import ANSWERS, FEEDS, TAG
from server.scheduling.service import ShownAnswer
from server.scheduling.wire.calendars import (
    AnswerIn,
    AnswerLookIn,
    AnswerOut,
    CalendarFeedOut,
    CalendarLinksOut,
    NewCalendarFeedOut,
    Secret,
)
from server.scheduling.zones import on_the_wall

_TYPE = "text/calendar"
ONE = "/api/bookings/{booking_id}"
routes = Routes()


@routes.get(f"{ONE}/calendar", tag=TAG, errors=(NotFound,), produces=_TYPE)
async def download_session(request: web.Request, booking_id: str) -> web.Response:
    """A session of the caller's as a file for calendars."""
    text = await request.app[FEEDS].file(person_of(request), booking_id)
    response = _calendar(text)
    response.headers["Content-Disposition"] = 'attachment; filename="session.ics"'
    return response


@routes.get(f"{ONE}/calendar-links", tag=TAG, errors=(NotFound,))
async def show_calendar_links(request: web.Request, booking_id: str) -> CalendarLinksOut:
    """Links that copy a session of the caller's into a calendar on the web."""
    return CalendarLinksOut(
        **asdict(await request.app[FEEDS].links(person_of(request), booking_id))
    )


@routes.get("/api/calendar-feed", tag=TAG)
async def show_calendar_feed(request: web.Request) -> CalendarFeedOut:
    """Whether the caller has a private feed."""
    return CalendarFeedOut(since=await request.app[FEEDS].since(person_of(request)))


@routes.post("/api/calendar-feed", tag=TAG, status=201, limit="30/hour")
async def renew_calendar_feed(request: web.Request) -> NewCalendarFeedOut:
    """Make its address, or another one: the old one is good for nothing any more."""
    address, since = await request.app[FEEDS].renew(person_of(request))
    webcal = f"webcal://{address.partition('://')[2]}"
    return NewCalendarFeedOut(address=address, webcal=webcal, since=since)


@routes.delete("/api/calendar-feed", tag=TAG, status=204)
async def revoke_calendar_feed(request: web.Request) -> None:
    """End it."""
    await request.app[FEEDS].revoke(person_of(request))


@routes.get(
    "/feeds/{secret}.ics",
    tag=TAG,
    caller="none",
    errors=(NotFound,),
    limit="600/minute",
    produces=_TYPE,
)
async def read_calendar_feed(request: web.Request, secret: Secret) -> web.Response:
    """Somebody's sessions, for whoever has the address; from 30 days ago until in a year."""
    text, etag = await request.app[FEEDS].read(secret)
    given = request.headers.get("If-None-Match", "")
    if etag in {one.strip().removeprefix("W/") for one in given.split(",")}:
        response = web.Response(status=304)
    else:
        response = _calendar(text)
    response.headers["ETag"] = etag
    return response


@routes.post(
    "/api/answers/look",
    tag=TAG,
    caller="none",
    status=200,
    errors=(NotFound, Conflict),
    limit="60/minute",
)
async def look_at_answer(request: web.Request, body: AnswerLookIn) -> AnswerOut:
    """What a link in a letter is about; changes nothing."""
    return _answer(await request.app[ANSWERS].look(body.secret))


@routes.post(
    "/api/answers",
    tag=TAG,
    caller="none",
    status=200,
    errors=(NotFound, Conflict),
    limit="30/minute",
)
async def answer(request: web.Request, body: AnswerIn) -> AnswerOut:
    """Say yes or no to a session by the link in a letter; who has it may, signed in or not."""
    return _answer(await request.app[ANSWERS].answer(body.secret, is_yes=body.say == "yes"))


def _calendar(text: str) -> web.Response:
    response = web.Response(text=text, content_type=_TYPE, charset="utf-8")
    # Private, and to be asked for again each time.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _answer(shown: ShownAnswer) -> AnswerOut:
    booking, zone = shown.booking, shown.person.time_zone
    return AnswerOut(
        booking=booking.id,
        kind=booking.kind,
        state=booking.state,
        title=shown.title,
        name=shown.person.name,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=zone,
        starts=on_the_wall(booking.starts_at, zone),
        ends=on_the_wall(booking.ends_at, zone),
        is_host=shown.is_host,
        may_say_yes=shown.may_say_yes,
        is_over=shown.is_over,
    )
