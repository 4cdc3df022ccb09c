"""HTTP doors of what people are asked: sessions, surveys, words to moderators."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, Invalid, NotFound, TooMany
from server.core.keys import CLOCK
from server.core.web import Routes
from server.feedback.http.rendering import (
    card_out,
    figures_out,
    gathering_out,
    host_out,
    survey_out,
)
from server.feedback.keys import FEEDBACK
from server.feedback.model import Answers
from server.feedback.wire import (
    BegunIn,
    CardOut,
    FeedbackIn,
    FeedbackList,
    GatheringCard,
    HostFigures,
    ModeratorsNoteIn,
    OwnFigures,
    SurveyIn,
    SurveyOut,
    WorthIn,
)

TAG = "feedback"
SESSION = "/api/feedback/sessions/{booking_id}"
SURVEY = "/api/feedback/surveys/{survey_id}"
GATHERING = "/api/feedback/gatherings/{gathering_id}"
routes = Routes()


@routes.get("/api/feedback", tag=TAG)
async def list_feedback(request: web.Request) -> FeedbackList:
    """Sessions and surveys on which the caller was asked, answered or not."""
    feedback, person = request.app[FEEDBACK], person_of(request)
    now = request.app[CLOCK].now()
    return FeedbackList(
        sessions=[card_out(one) for one in await feedback.cards.of_person(person)],
        surveys=[survey_out(one, now) for one in await feedback.surveys.of_person(person)],
        gatherings=[gathering_out(one) for one in await feedback.gatherings.waiting(person)],
    )


@routes.get(SESSION, tag=TAG, errors=(NotFound, Conflict))
async def show_session_feedback(request: web.Request, booking_id: str) -> CardOut:
    """The caller's side of a session's feedback, from its beginning on."""
    return card_out(await request.app[FEEDBACK].cards.show(person_of(request), booking_id))


@routes.post(SESSION, tag=TAG, status=201, errors=(NotFound, Conflict, Invalid))
async def give_session_feedback(request: web.Request, booking_id: str, body: FeedbackIn) -> CardOut:
    """Once; hidden from the other one until both have given it, or 14 days are over."""
    give = request.app[FEEDBACK].cards.give
    return card_out(await give(person_of(request), booking_id, _answers(body)))


@routes.put(SESSION, tag=TAG, errors=(NotFound, Conflict, Invalid))
async def change_session_feedback(
    request: web.Request, booking_id: str, body: FeedbackIn
) -> CardOut:
    """Other answers, as long as the other one has not spoken."""
    change = request.app[FEEDBACK].cards.change
    return card_out(await change(person_of(request), booking_id, _answers(body)))


@routes.put(f"{SESSION}/begun", tag=TAG, errors=(NotFound, Conflict, Invalid))
async def begin_session_feedback(request: web.Request, booking_id: str, body: BegunIn) -> CardOut:
    """One tap right after hanging up; hidden like the rest, and given by itself after a day."""
    begin = request.app[FEEDBACK].cards.begin
    return card_out(await begin(person_of(request), booking_id, body.useful))


@routes.get("/api/feedback/gatherings", tag=TAG)
async def show_host_figures(request: web.Request) -> HostFigures:
    """What guests say of the caller's gatherings: sums of five or more, words without names."""
    return host_out(await request.app[FEEDBACK].gatherings.of_host(person_of(request)))


@routes.get(GATHERING, tag=TAG, errors=(NotFound, Conflict))
async def show_gathering_feedback(request: web.Request, gathering_id: str) -> GatheringCard:
    """For a guest who was there, from its beginning on."""
    show = request.app[FEEDBACK].gatherings.show
    return gathering_out(await show(person_of(request), gathering_id))


@routes.put(GATHERING, tag=TAG, errors=(NotFound, Conflict, Invalid))
async def give_gathering_feedback(
    request: web.Request, gathering_id: str, body: WorthIn
) -> GatheringCard:
    """One tap, and a note if one likes; for seven days it may be changed, then sums are told."""
    give = request.app[FEEDBACK].gatherings.give
    return gathering_out(await give(person_of(request), gathering_id, body.worth, body.note))


@routes.get(SURVEY, tag=TAG, errors=(NotFound,))
async def show_survey(request: web.Request, survey_id: str) -> SurveyOut:
    """A survey of the caller, with its questions and their scales."""
    found = await request.app[FEEDBACK].surveys.show(person_of(request), survey_id)
    return survey_out(found, request.app[CLOCK].now())


@routes.post(SURVEY, tag=TAG, errors=(NotFound, Conflict, Invalid))
async def answer_survey(request: web.Request, survey_id: str, body: SurveyIn) -> SurveyOut:
    """Once; the answers count in sums and are shown to nobody."""
    answer = request.app[FEEDBACK].surveys.answer
    found = await answer(person_of(request), survey_id, body.answers)
    return survey_out(found, request.app[CLOCK].now())


@routes.post(
    "/api/mentorships/{mentorship_id}/moderators",
    tag=TAG,
    status=204,
    errors=(NotFound, Invalid, TooMany),
)
async def write_to_moderators(
    request: web.Request, mentorship_id: str, body: ModeratorsNoteIn
) -> None:
    """Words for the coordinators of the programme; the other one is told nothing."""
    write = request.app[FEEDBACK].moderation.write
    await write(person_of(request), mentorship_id, body.matter, body.text)


@routes.get("/api/feedback/figures", tag=TAG)
async def show_own_figures(request: web.Request) -> OwnFigures:
    """What the caller's mentees say, five of them or more together."""
    return figures_out(await request.app[FEEDBACK].reviews.figures(person_of(request)))


def _answers(body: FeedbackIn) -> Answers:
    return Answers(
        progress=body.progress,
        heard=body.heard,
        useful=body.useful,
        pace=body.pace,
        happened=body.happened,
        tags=frozenset(body.tags),
        appreciation=body.appreciation,
        may_be_shown=body.may_be_shown,
        note=body.note,
    )
