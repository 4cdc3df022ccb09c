"""HTTP doors of nudges: the caller's own, put off, switched off."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Invalid, NotFound
from server.core.keys import CLOCK
from server.core.web import Routes
from server.progress.keys import PROGRESS
from server.progress.model.nudges import LATER_WEEKS, Matter
from server.progress.service import NudgesView
from server.progress.wire.nudges import (
    NudgeLater,
    NudgeList,
    NudgeOut,
    NudgePerson,
    NudgesLater,
    NudgesOff,
)

TAG = "nudges"
routes = Routes()


@routes.get("/api/nudges", tag=TAG)
async def list_nudges(request: web.Request) -> NudgeList:
    """What would help the caller's mentorships now, as far as they wish to know."""
    return _list(request, await request.app[PROGRESS].nudges.show(person_of(request)))


@routes.put("/api/nudges/off", tag=TAG)
async def choose_nudges(request: web.Request, body: NudgesOff) -> NudgeList:
    """What the caller wants to hear nothing of, here and by letter."""
    choose = request.app[PROGRESS].nudges.choose
    return _list(request, await choose(person_of(request), body.off))


@routes.post("/api/nudges/later", tag=TAG, errors=(Invalid,))
async def put_nudges_off(request: web.Request, body: NudgesLater) -> NudgeList:
    """Not now: all of it is put off for some weeks."""
    snooze = request.app[PROGRESS].nudges.snooze
    return _list(request, await snooze(person_of(request), body.weeks))


@routes.post("/api/mentorships/{mentorship_id}/nudges/later", tag=TAG, errors=(NotFound, Invalid))
async def put_nudge_off(request: web.Request, mentorship_id: str, body: NudgeLater) -> NudgeList:
    """Done elsewhere, or not now: one line is put off for some weeks."""
    later = request.app[PROGRESS].nudges.put_off
    view = await later(person_of(request), mentorship_id, body.matter, body.weeks)
    return _list(request, view)


def _list(request: web.Request, view: NudgesView) -> NudgeList:
    wishes, now = view.wishes, request.app[CLOCK].now()
    until = wishes.snoozed_until
    return NudgeList(
        nudges=[
            NudgeOut(
                mentorship_id=one.mentorship,
                matter=one.matter,
                side=one.side,
                other=NudgePerson(id=other.id, name=other.name, photo_url=other.photo_url)
                if other
                else None,
                count=one.count,
                path=one.path,
            )
            for one, other in view.nudges
        ],
        matters=list(Matter),
        off=sorted(wishes.off),
        snoozed_until=until if until and until > now else None,
        later_weeks=list(LATER_WEEKS),
    )
