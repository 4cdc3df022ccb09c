"""HTTP doors of what is shown: reviews, replies, reports, and what coordinators look at."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.web import Routes
from server.feedback.http.rendering import moderation_out, reviews_out
from server.feedback.keys import FEEDBACK
from server.feedback.wire import JudgementIn, ModerationOut, ReplyIn, ReportIn, ReviewListOut

TAG = "feedback"
REVIEW = "/api/reviews/{review_id}"
MODERATION = "/api/programmes/{programme_id}/moderation"
routes = Routes()


@routes.get("/api/people/{id}/reviews", tag=TAG, errors=(NotFound, Forbidden))
async def list_reviews(request: web.Request, id: str) -> ReviewListOut:  # noqa: A002 - of the path
    """What mentees let others read of a mentor."""
    viewer = person_of(request)
    return reviews_out(await request.app[FEEDBACK].reviews.of_mentor(viewer, id), viewer)


@routes.post(f"{REVIEW}/reply", tag=TAG, errors=(NotFound, Conflict, Invalid))
async def reply_to_review(request: web.Request, review_id: str, body: ReplyIn) -> ReviewListOut:
    """The mentor's one answer to it."""
    mentor = person_of(request)
    return reviews_out(
        await request.app[FEEDBACK].reviews.reply(mentor, review_id, body.text), mentor
    )


@routes.post(
    f"{REVIEW}/report",
    tag=TAG,
    status=204,
    errors=(NotFound, Conflict, Invalid),
    limit="20/hour",
)
async def report_review(request: web.Request, review_id: str, body: ReportIn) -> None:
    """A coordinator of the programme judges it."""
    report = request.app[FEEDBACK].reviews.report
    await report(person_of(request), review_id, body.target, body.reason, body.words)


@routes.delete(REVIEW, tag=TAG, status=204, errors=(NotFound,))
async def withdraw_review(request: web.Request, review_id: str) -> None:
    """Its author no longer wants it shown."""
    await request.app[FEEDBACK].reviews.withdraw(person_of(request), review_id)


@routes.get(MODERATION, tag=TAG, errors=(NotFound,))
async def show_moderation(request: web.Request, programme_id: str) -> ModerationOut:
    """Notes to the coordinators and reports; nothing that was not meant for them or for all."""
    show = request.app[FEEDBACK].moderation.show
    return moderation_out(await show(person_of(request), programme_id))


@routes.post(f"{MODERATION}/notes/{{note_id}}/handled", tag=TAG, errors=(NotFound,))
async def handle_note(request: web.Request, programme_id: str, note_id: str) -> ModerationOut:
    """It was looked after."""
    handle = request.app[FEEDBACK].moderation.handle
    return moderation_out(await handle(person_of(request), programme_id, note_id))


@routes.post(f"{MODERATION}/reports/{{report_id}}/judgement", tag=TAG, errors=(NotFound,))
async def judge_report(
    request: web.Request, programme_id: str, report_id: str, body: JudgementIn
) -> ModerationOut:
    """What was reported is hidden, or stays."""
    judge = request.app[FEEDBACK].moderation.judge
    person = person_of(request)
    return moderation_out(await judge(person, programme_id, report_id, is_upheld=body.is_upheld))
