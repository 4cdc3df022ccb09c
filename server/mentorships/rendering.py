"""Turns views into wire shapes; refuses to show a mentor that there is a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from server.accounts.model import PersonCard
from server.mentorships.model.agreement import Agreement, AgreementState, Draft
from server.mentorships.model.mentorship import HandOver, HandOverItem
from server.mentorships.model.request import DeclineReason, Request, Side
from server.mentorships.service.agreements import AgreementView
from server.mentorships.service.mentorships import MentorshipView
from server.mentorships.service.terms import Terms
from server.mentorships.wire import (
    AgreementOut,
    DraftOut,
    DriftOut,
    EditionOut,
    FellowOut,
    HandOverItemOut,
    MeetingOut,
    MentorshipOut,
    RequestOut,
    SignatureOut,
    TermsOut,
)

Cards = Mapping[str, PersonCard]


def fellow(card: PersonCard | None) -> FellowOut | None:
    """Somebody as the other one sees them."""
    return FellowOut(id=card.id, name=card.name, photo_url=card.photo_url) if card else None


def request_out(
    one: Request, person: str, cards: Cards, told: Sequence[HandOver] = ()
) -> RequestOut:
    """A request for one of its two people."""
    is_mine = person == one.mentee
    has_agreed = one.mentee_agreed if is_mine else one.mentor_agreed
    items = [item for one_told in told for item in (one_told.items if is_mine else one_told.shared)]
    return RequestOut(
        id=one.id,
        side=Side.MENTEE if is_mine else Side.MENTOR,
        other=fellow(cards.get(one.mentor if is_mine else one.mentee)),
        programme=one.programme,
        line=one.line if is_mine else None,
        position=one.position if is_mine else None,
        goals=one.plan.goals,
        sessions_a_month=one.plan.sessions_a_month,
        weeks=one.plan.weeks,
        note=one.note,
        state=one.state,
        created_at=one.created_at,
        sent_at=one.sent_at,
        viewed_at=one.viewed_at,
        ended_at=one.ended_at,
        expires_at=one.expires_at,
        reason=None if is_mine and one.reason is not DeclineReason.FULL else one.reason,
        answer=one.answer,
        may_answer=one.is_open and not has_agreed,
        hand_over=[item_out(item) for item in items if item.is_shared],
    )


def terms_out(one: Terms) -> TermsOut:
    """What a mentee may ask for in a programme."""
    rules = one.rules
    return TermsOut(
        programme=one.programme.id,
        name=one.programme.name,
        is_open=one.programme.is_open,
        mode=rules.mode,
        is_running=rules.is_running,
        answer_days=rules.answer_days,
        weeks=rules.weeks,
        sessions_a_month=rules.sessions_a_month,
        lines=one.lines,
        most_lines=rules.most_open_requests,
        mentors=one.mentors,
        most_mentors=rules.mentors_a_mentee,
        is_asked=one.is_asked,
        is_mentor=one.is_mentor,
    )


def item_out(item: HandOverItem) -> HandOverItemOut:
    return HandOverItemOut(kind=item.kind, text=item.text, is_shared=item.is_shared)


def mentorship_out(view: MentorshipView, person: str, cards: Cards) -> MentorshipOut:
    """A mentorship for one of the two."""
    one = view.mentorship
    side = one.side_of(person)
    return MentorshipOut(
        id=one.id,
        side=side,
        other=fellow(cards.get(one.other_than(person))),
        programme=one.programme,
        goals=one.plan.goals,
        sessions_a_month=view.sessions_a_month,
        weeks=one.plan.weeks,
        state=one.state,
        started_at=one.started_at,
        ends_at=one.ends_at,
        paused_until=one.paused_until,
        extended_times=one.extended_times,
        ended_at=one.ended_at,
        was_ended_by=one.ended_by,
        is_new_mentor_asked=one.is_new_mentor_asked and one.mentee == person,
        agreement=view.latest.state_for(side) if view.latest else AgreementState.UNWRITTEN,
        agreement_ends_at=view.signed.ends_at if view.signed else None,
        meetings=[
            MeetingOut(
                id=meeting.id,
                met_at=meeting.met_at,
                minutes=meeting.minutes,
                is_session=meeting.is_session,
                is_mine=meeting.noted_by == person,
            )
            for meeting in view.meetings
        ],
        drift=DriftOut(
            planned=view.drift.planned,
            held=view.drift.held,
            missing=view.drift.missing,
            last_met_at=view.drift.last_met_at,
        ),
    )


def agreement_out(view: AgreementView, mentorship: MentorshipView, person: str) -> AgreementOut:
    """The agreement for one of the two."""
    return AgreementOut(
        side=mentorship.mentorship.side_of(person),
        is_running=mentorship.mentorship.is_running,
        latest=_edition(view.latest),
        signed=_edition(view.signed),
        first=_draft(view.first),
    )


def _edition(one: Agreement | None) -> EditionOut | None:
    if one is None:
        return None
    return EditionOut(
        edition=one.edition,
        draft=_draft(one.draft),
        written_by=one.written_by,
        written_at=one.written_at,
        signatures=[SignatureOut(side=s.side, signed_at=s.signed_at) for s in one.signatures],
        ends_at=one.ends_at,
    )


def _draft(draft: Draft) -> DraftOut:
    return DraftOut(
        goals=draft.goals,
        sessions_a_month=draft.sessions_a_month,
        weeks=draft.weeks,
        channels=draft.channels,
        confidentiality=draft.confidentiality,
    )
