"""HTTP doors of requests, mentorships and agreements."""

from __future__ import annotations

from aiohttp import web

from server.accounts.service import Accounts
from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound
from server.core.web import Routes
from server.core.wire import Id
from server.mentorships.model.agreement import Draft
from server.mentorships.model.mentorship import HandOverItem
from server.mentorships.model.request import Plan, Request
from server.mentorships.rendering import (
    agreement_out,
    fellow,
    item_out,
    mentorship_out,
    request_out,
    terms_out,
)
from server.mentorships.service import Agreements, Mentorships, Requests
from server.mentorships.service.agreements import AgreementView
from server.mentorships.service.mentorships import MentorshipView
from server.mentorships.service.requests import Ask, Wish
from server.mentorships.wire import (
    AgreementOut,
    AnotherIn,
    AnswerIn,
    BlockedOut,
    BlockList,
    DeclineIn,
    DraftIn,
    EndIn,
    ExtendIn,
    HandOverIn,
    HandOverOut,
    LineOut,
    MeetingIn,
    MentorshipList,
    MentorshipOut,
    OrderIn,
    PauseIn,
    RequestChange,
    RequestIn,
    RequestList,
    RequestOut,
    SignatureIn,
    TermsList,
    TermsQuery,
    WithdrawIn,
)

REQUESTS = web.AppKey("mentorships.requests", Requests)
MENTORSHIPS = web.AppKey("mentorships", Mentorships)
AGREEMENTS = web.AppKey("mentorships.agreements", Agreements)
ACCOUNTS = web.AppKey("mentorships.accounts", Accounts)
TAG = "mentorships"
ONE = "/api/mentorships/{mentorship_id}"
ASKED = "/api/requests/{request_id}"
routes = Routes()


@routes.post(
    "/api/requests",
    tag=TAG,
    status=201,
    errors=(Invalid, NotFound, Forbidden, Conflict),
    limit="60/hour",
)
async def ask(request: web.Request, body: RequestIn) -> LineOut:
    """Ask up to five mentors one after the other; no mentor learns of the others."""
    person = person_of(request)
    wishes = [Wish(wish.mentor, wish.note) for wish in body.wishes]
    made = await request.app[REQUESTS].ask(
        person, Ask(body.programme, wishes, _plan(body), body.is_draft)
    )
    return LineOut(requests=await _requests(request, made))


@routes.get("/api/request-terms", tag=TAG)
async def show_terms(request: web.Request, query: TermsQuery) -> TermsList:
    """What the caller may ask for in each programme; with a mentor, in those they share."""
    found = await request.app[REQUESTS].terms.mentee(person_of(request), query.mentor)
    return TermsList(programmes=[terms_out(one) for one in found])


@routes.get("/api/requests", tag=TAG)
async def list_requests(request: web.Request) -> RequestList:
    """What the caller has asked as mentee, and received as mentor; newest first."""
    person, requests = person_of(request), request.app[REQUESTS]
    return RequestList(
        asked=await _requests(request, await requests.of_mentee(person)),
        received=await _requests(request, await requests.of_mentor(person)),
    )


@routes.get(ASKED, tag=TAG, errors=(NotFound,))
async def show_request(request: web.Request, request_id: str) -> RequestOut:
    """One request; when its mentor looks, the mentee sees that it was read."""
    person = person_of(request)
    found, told = await request.app[REQUESTS].look(person, request_id)
    cards = await request.app[ACCOUNTS].people({found.mentor, found.mentee})
    return request_out(found, person, cards, told)


@routes.patch(ASKED, tag=TAG, errors=(NotFound, Conflict, Invalid))
async def change_request(request: web.Request, request_id: str, body: RequestChange) -> RequestOut:
    """Other words, until it is answered; for its mentee."""
    changed = await request.app[REQUESTS].edit(
        person_of(request), request_id, _plan(body), body.note
    )
    return (await _requests(request, [changed]))[0]


@routes.post(f"{ASKED}/send", tag=TAG, errors=(NotFound, Forbidden, Conflict), status=200)
async def send_request(request: web.Request, request_id: str) -> RequestOut:
    """Send a draft now; for its mentee."""
    sent = await request.app[REQUESTS].send(person_of(request), request_id)
    return (await _requests(request, [sent]))[0]


@routes.post(f"{ASKED}/accept", tag=TAG, errors=(NotFound, Conflict, Invalid), status=200)
async def accept_request(request: web.Request, request_id: str, body: AnswerIn) -> RequestOut:
    """Say yes; the mentorship begins once both have."""
    agreed = await request.app[REQUESTS].agree(person_of(request), request_id, body.answer)
    return (await _requests(request, [agreed]))[0]


@routes.post(f"{ASKED}/decline", tag=TAG, errors=(NotFound, Conflict, Invalid), status=200)
async def decline_request(request: web.Request, request_id: str, body: DeclineIn) -> RequestOut:
    """Say no, with or without a reason."""
    declined = await request.app[REQUESTS].decline(
        person_of(request), request_id, body.reason, body.answer
    )
    return (await _requests(request, [declined]))[0]


@routes.post(f"{ASKED}/withdraw", tag=TAG, errors=(NotFound, Conflict), status=204)
async def withdraw_request(request: web.Request, request_id: str, body: WithdrawIn) -> None:
    """Take it back; for its mentee."""
    await request.app[REQUESTS].withdraw(
        person_of(request), request_id, is_whole_line=body.is_whole_line
    )


@routes.put("/api/request-lines/{line_id}", tag=TAG, errors=(NotFound, Invalid, Conflict))
async def order_requests(request: web.Request, line_id: str, body: OrderIn) -> LineOut:
    """Whom to ask next, and after that; for their mentee."""
    ordered = await request.app[REQUESTS].order(person_of(request), line_id, body.requests)
    return LineOut(requests=await _requests(request, ordered))


@routes.get("/api/mentorships", tag=TAG)
async def list_mentorships(request: web.Request) -> MentorshipList:
    """The caller's mentorships, running ones first."""
    views = await request.app[MENTORSHIPS].of_person(person_of(request))
    return MentorshipList(mentorships=await _mentorships(request, views))


@routes.get(ONE, tag=TAG, errors=(NotFound,))
async def show_mentorship(request: web.Request, mentorship_id: str) -> MentorshipOut:
    """One of the caller's mentorships."""
    view = await request.app[MENTORSHIPS].show(person_of(request), mentorship_id)
    return (await _mentorships(request, [view]))[0]


@routes.post(f"{ONE}/pause", tag=TAG, errors=(NotFound, Conflict, Invalid), status=200)
async def pause(request: web.Request, mentorship_id: str, body: PauseIn) -> MentorshipOut:
    """Pause it, until a day or until somebody resumes it."""
    return await _stepped(
        request, await request.app[MENTORSHIPS].pause(person_of(request), mentorship_id, body.until)
    )


@routes.post(f"{ONE}/resume", tag=TAG, errors=(NotFound, Conflict), status=200)
async def resume(request: web.Request, mentorship_id: str) -> MentorshipOut:
    """End a pause."""
    return await _stepped(
        request, await request.app[MENTORSHIPS].resume(person_of(request), mentorship_id)
    )


@routes.post(f"{ONE}/extend", tag=TAG, errors=(NotFound, Conflict, Invalid), status=200)
async def extend(request: web.Request, mentorship_id: str, body: ExtendIn) -> MentorshipOut:
    """Go on for some weeks more."""
    return await _stepped(
        request,
        await request.app[MENTORSHIPS].extend(person_of(request), mentorship_id, body.weeks),
    )


@routes.post(f"{ONE}/complete", tag=TAG, errors=(NotFound, Conflict), status=200)
async def complete(request: web.Request, mentorship_id: str) -> MentorshipOut:
    """It has reached its end."""
    return await _stepped(
        request, await request.app[MENTORSHIPS].complete(person_of(request), mentorship_id)
    )


@routes.post(f"{ONE}/end", tag=TAG, errors=(NotFound, Conflict), status=200)
async def end(request: web.Request, mentorship_id: str, body: EndIn) -> MentorshipOut:
    """End it before its time; the other one is not told why."""
    return await _stepped(
        request, await request.app[MENTORSHIPS].end(person_of(request), mentorship_id, body.reason)
    )


@routes.post(f"{ONE}/another", tag=TAG, errors=(NotFound, Conflict), status=200)
async def ask_for_another(
    request: web.Request, mentorship_id: str, body: AnotherIn
) -> MentorshipOut:
    """Not the right fit: it ends without blame, and the mentee looks for somebody new."""
    view = await request.app[MENTORSHIPS].ask_for_another(
        person_of(request), mentorship_id, frozenset(body.fit_reasons)
    )
    return await _stepped(request, view)


@routes.get(f"{ONE}/hand-over", tag=TAG, errors=(NotFound,))
async def show_hand_over(request: web.Request, mentorship_id: str) -> HandOverOut:
    """What the mentee could tell the next mentor; for the mentee."""
    found = await request.app[MENTORSHIPS].hand_over(person_of(request), mentorship_id)
    return HandOverOut(items=[item_out(item) for item in found.items])


@routes.put(f"{ONE}/hand-over", tag=TAG, errors=(NotFound, Invalid))
async def tick_hand_over(request: web.Request, mentorship_id: str, body: HandOverIn) -> HandOverOut:
    """What the next mentor is told: the shared items and nothing else."""
    items = [HandOverItem(item.kind, item.text, item.is_shared) for item in body.items]
    chosen = await request.app[MENTORSHIPS].tick(person_of(request), mentorship_id, items)
    return HandOverOut(items=[item_out(item) for item in chosen.items])


@routes.post(f"{ONE}/meetings", tag=TAG, errors=(NotFound, Invalid), status=201)
async def note_meeting(request: web.Request, mentorship_id: str, body: MeetingIn) -> MentorshipOut:
    """That the two have met elsewhere."""
    view = await request.app[MENTORSHIPS].note_meeting(
        person_of(request), mentorship_id, body.met_at, body.minutes
    )
    return await _stepped(request, view)


@routes.delete(f"{ONE}/meetings/{{meeting_id}}", tag=TAG, errors=(NotFound,))
async def forget_meeting(
    request: web.Request, mentorship_id: str, meeting_id: str
) -> MentorshipOut:
    """Take a noted meeting back."""
    view = await request.app[MENTORSHIPS].forget_meeting(
        person_of(request), mentorship_id, meeting_id
    )
    return await _stepped(request, view)


@routes.get(f"{ONE}/agreement", tag=TAG, errors=(NotFound,))
async def show_agreement(request: web.Request, mentorship_id: str) -> AgreementOut:
    """What the two agree on."""
    view = await request.app[AGREEMENTS].show(person_of(request), mentorship_id)
    return await _agreement(request, mentorship_id, view)


@routes.put(f"{ONE}/agreement", tag=TAG, errors=(NotFound, Conflict, Invalid))
async def write_agreement(request: web.Request, mentorship_id: str, body: DraftIn) -> AgreementOut:
    """A new edition, signed by its writer."""
    draft = Draft(
        goals=body.goals,
        sessions_a_month=body.sessions_a_month,
        weeks=body.weeks,
        channels=body.channels,
        confidentiality=body.confidentiality,
    )
    view = await request.app[AGREEMENTS].write(
        person_of(request), mentorship_id, body.edition, draft
    )
    return await _agreement(request, mentorship_id, view)


@routes.post(f"{ONE}/agreement/sign", tag=TAG, errors=(NotFound, Conflict), status=200)
async def sign_agreement(
    request: web.Request, mentorship_id: str, body: SignatureIn
) -> AgreementOut:
    """Sign the edition that was read."""
    view = await request.app[AGREEMENTS].sign(person_of(request), mentorship_id, body.edition)
    return await _agreement(request, mentorship_id, view)


@routes.get("/api/blocks", tag=TAG)
async def list_blocks(request: web.Request) -> BlockList:
    """Whom the caller has blocked."""
    blocked = await request.app[MENTORSHIPS].blocks(person_of(request))
    cards = await request.app[ACCOUNTS].people(blocked)
    shown = [(fellow(cards.get(other)), at) for other, at in blocked.items()]
    return BlockList(blocked=[BlockedOut(person=card, blocked_at=at) for card, at in shown if card])


@routes.put("/api/blocks/{person_id}", tag=TAG, errors=(NotFound, Conflict), status=204)
async def block(request: web.Request, person_id: Id) -> None:
    """The two do not see each other any more; what is open or running between them ends."""
    await request.app[ACCOUNTS].person(person_id)
    stopped = await request.app[MENTORSHIPS].block(person_of(request), person_id)
    await request.app[REQUESTS].go_on(stopped)


@routes.delete("/api/blocks/{person_id}", tag=TAG, status=204)
async def unblock(request: web.Request, person_id: str) -> None:
    """See each other again."""
    await request.app[MENTORSHIPS].unblock(person_of(request), person_id)


def _plan(body: RequestIn | RequestChange) -> Plan:
    return Plan(body.goals, body.sessions_a_month, body.weeks)


async def _requests(request: web.Request, found: list[Request]) -> list[RequestOut]:
    person = person_of(request)
    ids = {one.mentor if one.mentee == person else one.mentee for one in found}
    cards = await request.app[ACCOUNTS].people(ids)
    return [request_out(one, person, cards) for one in found]


async def _mentorships(request: web.Request, views: list[MentorshipView]) -> list[MentorshipOut]:
    person = person_of(request)
    ids = {view.mentorship.other_than(person) for view in views}
    cards = await request.app[ACCOUNTS].people(ids)
    return [mentorship_out(view, person, cards) for view in views]


async def _stepped(request: web.Request, view: MentorshipView) -> MentorshipOut:
    return (await _mentorships(request, [view]))[0]


async def _agreement(request: web.Request, mentorship_id: str, view: AgreementView) -> AgreementOut:
    person = person_of(request)
    shown = await request.app[MENTORSHIPS].show(person, mentorship_id)
    return agreement_out(view, shown, person)
