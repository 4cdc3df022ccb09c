"""HTTP doors of taking part: links, invitations, one's own place, and the people of a programme."""

from __future__ import annotations

from aiohttp import web

from server.accounts.model import EmailUnverified, Role
from server.core.caller import CALLER, person_of
from server.core.errors import Conflict, Invalid, NotFound
from server.core.keys import CLOCK
from server.core.web import Routes
from server.programmes.http.keys import ENROLMENT, ROLLS
from server.programmes.model import LinkSpent, Standing
from server.programmes.service.enrolment import LinkWish
from server.programmes.service.rolls import PAGE_PEOPLE, Line, Wanted
from server.programmes.wire.enrolment import (
    AcceptIn,
    AnswersIn,
    JoinIn,
    LettersIn,
    LettersOut,
    LinkIn,
    LinkList,
    LinkOut,
    LinkSeen,
    MemberList,
    MemberOut,
    PeopleQuery,
    SecretIn,
)
from server.programmes.wire.programmes import OwnPlace, ProgrammeOut, QuestionOut

LOOKS = "1000/10 minutes"
"""Of a secret: a whole school opens its link behind one address, and nobody guesses one."""
routes = Routes()


@routes.post(
    "/api/join/look", tag="programmes", caller="optional", errors=(LinkSpent,), limit=LOOKS
)
async def look_at_link(request: web.Request, body: SecretIn) -> LinkSeen:
    """What an invitation link leads to; told before anybody signs in."""
    caller = request[CALLER]
    seen = await request.app[ENROLMENT].look(body.secret, caller.person if caller else None)
    one, place = seen.programme, seen.membership
    return LinkSeen(
        programme=ProgrammeOut.of(one),
        roles=sorted(seen.roles),
        questions=[QuestionOut.of(question) for question in one.questions],
        place=OwnPlace.of(place, one) if place else None,
        is_enrolling=one.is_enrolling(request.app[CLOCK].now()),
    )


@routes.post("/api/join", tag="programmes", errors=(LinkSpent, Conflict, Invalid), limit=LOOKS)
async def join_by_link(request: web.Request, body: JoinIn) -> ProgrammeOut:
    """Take part by a link; a second time changes nothing."""
    joined = await request.app[ENROLMENT].join(
        person_of(request), body.secret, body.roles, body.answers
    )
    return ProgrammeOut.of(joined)


@routes.post(
    "/api/programmes/{programme_id}/accept",
    tag="programmes",
    errors=(NotFound, EmailUnverified, Conflict, Invalid),
)
async def accept_invitation(request: web.Request, programme_id: str, body: AcceptIn) -> None:
    """Say yes to being asked; somebody who takes part already changes nothing by it."""
    await request.app[ENROLMENT].accept(person_of(request), programme_id, body.roles, body.answers)


@routes.post("/api/programmes/{programme_id}/leave", tag="programmes", errors=(NotFound, Conflict))
async def leave_programme(request: web.Request, programme_id: str) -> None:
    """Take part no longer, or say no to being asked."""
    await request.app[ENROLMENT].leave(person_of(request), programme_id)


@routes.put("/api/programmes/{programme_id}/answers", tag="programmes", errors=(NotFound, Invalid))
async def put_answers(request: web.Request, programme_id: str, body: AnswersIn) -> None:
    """Answer a programme's own questions, all at once."""
    await request.app[ENROLMENT].answer(person_of(request), programme_id, body.answers)


@routes.get("/api/programmes/{programme_id}/people", tag="programmes", errors=(NotFound,))
async def list_people(request: web.Request, programme_id: str, query: PeopleQuery) -> MemberList:
    """Who takes part or is asked to, by name; for its coordinators."""
    wanted = Wanted(
        words=query.words,
        role=Role(query.role) if query.role else None,
        standing=Standing(query.standing) if query.standing else None,
        page=query.page,
    )
    roll = await request.app[ROLLS].people(person_of(request), programme_id, wanted)
    people = [_member(one) for one in roll.lines]
    return MemberList(people=people, total=roll.total, page_size=PAGE_PEOPLE)


@routes.delete(
    "/api/programmes/{programme_id}/people/{person_id}",
    tag="programmes",
    errors=(NotFound, Conflict),
)
async def remove_person(request: web.Request, programme_id: str, person_id: str) -> None:
    """Somebody takes part no longer; for its coordinators."""
    await request.app[ROLLS].remove(person_of(request), programme_id, person_id)


@routes.post(
    "/api/programmes/{programme_id}/letters",
    tag="programmes",
    errors=(NotFound, Conflict),
    limit="300/hour",
)
async def send_letters(request: web.Request, programme_id: str, body: LettersIn) -> LettersOut:
    """Write to people who were brought in, at most once a day to each; for its coordinators."""
    sent = await request.app[ROLLS].send_letters(person_of(request), programme_id, body.people)
    return LettersOut(sent=sent)


@routes.get("/api/programmes/{programme_id}/links", tag="programmes", errors=(NotFound,))
async def list_links(request: web.Request, programme_id: str) -> LinkList:
    """The links by which people come, without their secrets; for its coordinators."""
    links = await request.app[ENROLMENT].links(person_of(request), programme_id)
    now = request.app[CLOCK].now()
    return LinkList(links=[LinkOut.of(one, now) for one in links])


@routes.post(
    "/api/programmes/{programme_id}/links",
    tag="programmes",
    status=201,
    errors=(NotFound, Invalid, Conflict),
)
async def add_link(request: web.Request, programme_id: str, body: LinkIn) -> LinkOut:
    """Make a link; its address is told this once. For its coordinators."""
    wish = LinkWish(body.label, frozenset(body.roles), body.expires_at, body.most_uses)
    link, address = await request.app[ENROLMENT].add_link(person_of(request), programme_id, wish)
    return LinkOut.of(link, request.app[CLOCK].now(), address)


@routes.delete(
    "/api/programmes/{programme_id}/links/{link_id}", tag="programmes", errors=(NotFound,)
)
async def revoke_link(request: web.Request, programme_id: str, link_id: str) -> None:
    """Withdraw a link; for its coordinators."""
    await request.app[ENROLMENT].revoke_link(person_of(request), programme_id, link_id)


def _member(line: Line) -> MemberOut:
    entry, place = line.entry, line.membership
    return MemberOut(
        id=entry.id,
        name=entry.name,
        email=entry.email,
        photo_url=entry.photo_url,
        roles=sorted(place.roles),
        standing=place.standing,
        has_come=entry.has_password,
        ready=sorted(line.ready),
        answers=dict(place.answers),
        joined_at=place.joined_at,
        letter_at=place.letter_at,
    )
