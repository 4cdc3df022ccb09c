"""HTTP doors of programmes themselves: one's own, those looked after, settings, coordinators."""

from __future__ import annotations

from aiohttp import web

from server.accounts.model import PersonCard
from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.ids import new_id
from server.core.keys import CLOCK
from server.core.web import Routes
from server.programmes.http.keys import PROGRAMMES
from server.programmes.service.views import Desk
from server.programmes.wire.programmes import (
    CoordinatorIn,
    Coordinators,
    DeskOut,
    Gates,
    HeadcountOut,
    MoveIn,
    Nudging,
    OwnPlace,
    OwnProgramme,
    Pace,
    PersonOut,
    ProgrammeChangeIn,
    ProgrammeIn,
    ProgrammeList,
    ProgrammeOut,
    ProgrammePage,
    QuestionOut,
    Weights,
)

routes = Routes()


@routes.get("/api/programmes", tag="programmes")
async def list_programmes(request: web.Request) -> ProgrammeList:
    """What the caller takes part in, is asked to, and looks after."""
    seen = await request.app[PROGRAMMES].overview(person_of(request))
    return ProgrammeList(
        mine=[
            OwnProgramme(programme=ProgrammeOut.of(one), place=OwnPlace.of(place, one))
            for one, place in seen.mine
        ],
        looked_after=[ProgrammeOut.of(one) for one in seen.looked_after],
        others=[ProgrammeOut.of(one) for one in seen.others],
        may_open=seen.is_operator,
    )


@routes.post(
    "/api/programmes", tag="programmes", status=201, errors=(Invalid, Forbidden), limit="60/hour"
)
async def open_programme(request: web.Request, body: ProgrammeIn) -> ProgrammeOut:
    """Open a programme, as a draft; for operators."""
    made = await request.app[PROGRAMMES].open(person_of(request), body.name, body.description)
    return ProgrammeOut.of(made)


@routes.get("/api/programmes/{programme_id}", tag="programmes", errors=(NotFound,))
async def show_programme(request: web.Request, programme_id: str) -> ProgrammePage:
    """A programme for its members, those asked to it, and its coordinators."""
    seen = await request.app[PROGRAMMES].seen(person_of(request), programme_id)
    one, place = seen.programme, seen.membership
    return ProgrammePage(
        programme=ProgrammeOut.of(one),
        place=OwnPlace.of(place, one) if place else None,
        questions=[QuestionOut.of(question) for question in one.questions],
        coordinators=[_card(card) for card in seen.coordinators],
        is_coordinator=seen.is_coordinator,
        is_enrolling=one.is_enrolling(request.app[CLOCK].now()),
    )


@routes.patch("/api/programmes/{programme_id}", tag="programmes", errors=(NotFound, Invalid))
async def change_programme(
    request: web.Request, programme_id: str, body: ProgrammeChangeIn
) -> DeskOut:
    """Change what is named; for its coordinators."""
    change = body.change(new_id)
    desk = await request.app[PROGRAMMES].change(person_of(request), programme_id, change)
    return _desk(desk)


@routes.get("/api/programmes/{programme_id}/desk", tag="programmes", errors=(NotFound,))
async def show_desk(request: web.Request, programme_id: str) -> DeskOut:
    """A programme with its settings and counts; for its coordinators."""
    return _desk(await request.app[PROGRAMMES].desk(person_of(request), programme_id))


@routes.post("/api/programmes/{programme_id}/state", tag="programmes", errors=(NotFound, Conflict))
async def move_programme(request: web.Request, programme_id: str, body: MoveIn) -> DeskOut:
    """A step on, or one back where nothing is lost; for its coordinators."""
    desk = await request.app[PROGRAMMES].move(person_of(request), programme_id, body.state)
    return _desk(desk)


@routes.get("/api/programmes/{programme_id}/coordinators", tag="programmes", errors=(NotFound,))
async def list_coordinators(request: web.Request, programme_id: str) -> Coordinators:
    """Who looks after it; for coordinators and operators."""
    return await _coordinators(request, programme_id)


@routes.post(
    "/api/programmes/{programme_id}/coordinators",
    tag="programmes",
    errors=(NotFound, Invalid, Conflict),
    limit="60/hour",
)
async def appoint_coordinator(
    request: web.Request, programme_id: str, body: CoordinatorIn
) -> Coordinators:
    """Let somebody else look after it, too; for coordinators and operators."""
    await request.app[PROGRAMMES].appoint(person_of(request), programme_id, body.email)
    return await _coordinators(request, programme_id)


@routes.delete(
    "/api/programmes/{programme_id}/coordinators/{person_id}",
    tag="programmes",
    errors=(NotFound, Conflict),
)
async def dismiss_coordinator(request: web.Request, programme_id: str, person_id: str) -> None:
    """Somebody, oneself too, looks after it no longer; the last one stays."""
    await request.app[PROGRAMMES].dismiss(person_of(request), programme_id, person_id)


async def _coordinators(request: web.Request, programme_id: str) -> Coordinators:
    cards = await request.app[PROGRAMMES].coordinators(person_of(request), programme_id)
    return Coordinators(coordinators=[_card(card) for card in cards])


def _card(card: PersonCard) -> PersonOut:
    return PersonOut(id=card.id, name=card.name, photo_url=card.photo_url)


def _desk(desk: Desk) -> DeskOut:
    one, settings = desk.programme, desk.programme.settings
    pace, gates, heads = settings.pace, settings.gates, desk.headcount
    return DeskOut(
        programme=ProgrammeOut.of(one),
        pace=Pace(
            answer_days=pace.answer_days,
            most_open_requests=pace.most_open_requests,
            mentors_a_mentee=pace.mentors_a_mentee,
            weeks=pace.weeks,
            sessions_a_month=pace.sessions_a_month,
        ),
        gates=Gates(
            shared_minutes=gates.shared_minutes,
            allows_reporting_line=gates.allows_reporting_line,
            allows_past_pairs=gates.allows_past_pairs,
            allows_peers=gates.allows_peers,
        ),
        weights=Weights.of(settings.weights),
        learning=settings.learning,
        nudging=Nudging(is_on=settings.nudging.is_on, stalled_days=settings.nudging.stalled_days),
        questions=[QuestionOut.of(question) for question in one.questions],
        headcount=HeadcountOut(
            mentors=heads.mentors, mentees=heads.mentees, both=heads.both, invited=heads.invited
        ),
        moves=list(desk.moves),
    )
