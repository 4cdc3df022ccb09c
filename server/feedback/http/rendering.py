"""Values of feedback in the shapes that HTTP speaks; decides nothing."""

from __future__ import annotations

from datetime import datetime

from server.accounts.model import PersonCard
from server.feedback.figures import LEAST_MENTEES, Figures
from server.feedback.instruments import INSTRUMENTS
from server.feedback.model import Answers, Review, Tempo, Words, Worth
from server.feedback.service import (
    CardView,
    GatheringView,
    HostView,
    ModerationView,
    Reported,
    ReviewList,
    SurveyView,
    Worths,
)
from server.feedback.wire import (
    CardOut,
    FeedbackPerson,
    GatheringCard,
    GatheringGiven,
    GivenOut,
    HostFigures,
    MenteeFigures,
    ModerationOut,
    ModeratorsNoteOut,
    OwnFigures,
    PaceShares,
    ReviewListOut,
    ReviewOut,
    ReviewReport,
    SessionWords,
    SurveyOut,
    SurveyQuestion,
    TagCount,
    WorthOut,
)
from server.feedback.worth import LEAST_GUESTS


def card_out(view: CardView) -> CardOut:
    card = view.card
    return CardOut(
        booking_id=card.booking,
        mentorship_id=card.mentorship,
        other=person_out(view.other),
        side=card.side,
        session_at=card.session_at,
        closes_at=card.closes_at,
        is_held=card.is_held,
        state=view.state,
        begun=card.begun,
        given=_given(card.answers) if card.answers is not None else None,
        said=_said(view.seen) if view.seen is not None else None,
    )


def survey_out(view: SurveyView, now: datetime) -> SurveyOut:
    survey = view.survey
    return SurveyOut(
        id=survey.id,
        mentorship_id=survey.mentorship,
        other=person_out(view.other),
        side=survey.side,
        instrument=survey.instrument,
        due_at=survey.due_at,
        closes_at=survey.closes_at,
        answered_at=survey.answered_at,
        is_open=survey.answers is None and now < survey.closes_at,
        questions=[
            SurveyQuestion(
                key=one.key,
                least=one.least,
                most=one.most,
                options=list(one.options),
                is_several=one.is_several,
                is_needed=one.is_needed,
            )
            for one in INSTRUMENTS[survey.instrument]
        ],
    )


def figures_out(figures: Figures | None) -> OwnFigures:
    return OwnFigures(
        needed_mentees=LEAST_MENTEES, figures=_figures(figures) if figures is not None else None
    )


def gathering_out(view: GatheringView) -> GatheringCard:
    booking, given = view.booking, view.given
    return GatheringCard(
        gathering_id=booking.id,
        title=booking.title,
        host=person_out(view.host),
        session_at=booking.starts_at,
        closes_at=view.closes_at,
        is_open=view.is_open,
        given=GatheringGiven(worth=given.worth, note=given.note) if given else None,
    )


def worths_out(found: Worths) -> WorthOut:
    return WorthOut(
        guests=found.guests,
        gatherings=found.gatherings,
        yes=found.counts[Worth.YES],
        partly=found.counts[Worth.PARTLY],
        no=found.counts[Worth.NO],
    )


def host_out(view: HostView) -> HostFigures:
    return HostFigures(
        needed_guests=LEAST_GUESTS,
        figures=worths_out(view.worths) if view.worths else None,
        notes=list(view.notes),
    )


def reviews_out(found: ReviewList, viewer: str) -> ReviewListOut:
    return ReviewListOut(
        reviews=[_review(one, found, viewer) for one in found.reviews],
        may_reply=viewer == found.mentor,
    )


def moderation_out(view: ModerationView) -> ModerationOut:
    return ModerationOut(
        notes=[
            ModeratorsNoteOut(
                id=one.id,
                author=person_out(view.people.get(one.author)),
                other=person_out(view.people.get(one.other)),
                matter=one.matter,
                text=one.text,
                at=one.at,
                handled_at=one.handled_at,
            )
            for one in view.notes
        ],
        reports=[_report(one, view) for one in view.reports],
    )


def person_out(card: PersonCard | None) -> FeedbackPerson | None:
    if card is None:
        return None
    return FeedbackPerson(id=card.id, name=card.name, photo_url=card.photo_url)


def _given(said: Answers) -> GivenOut:
    return GivenOut(
        progress=said.progress,
        heard=said.heard,
        useful=said.useful,
        pace=said.pace,
        happened=said.happened,
        tags=sorted(said.tags),
        appreciation=said.appreciation,
        may_be_shown=said.may_be_shown,
        note=said.note,
    )


def _said(words: Words) -> SessionWords:
    return SessionWords(tags=sorted(words.tags), appreciation=words.appreciation, note=words.note)


def _figures(found: Figures) -> MenteeFigures:
    return MenteeFigures(
        mentees=found.mentees,
        sessions=found.sessions,
        progress=found.means["progress"],
        heard=found.means["heard"],
        useful=found.means["useful"],
        pace=PaceShares(
            too_slow=found.pace.get(Tempo.TOO_SLOW, 0.0),
            right=found.pace.get(Tempo.RIGHT, 0.0),
            too_fast=found.pace.get(Tempo.TOO_FAST, 0.0),
        ),
        tags=[TagCount(tag=tag, mentees=count) for tag, count in found.tags.items()],
    )


def _review(one: Review, found: ReviewList, viewer: str) -> ReviewOut:
    return ReviewOut(
        id=one.id,
        author=person_out(found.authors.get(one.author)),
        is_own=one.author == viewer,
        tags=sorted(one.tags),
        text=one.text,
        session_at=one.session_at,
        reply=one.reply,
        replied_at=one.replied_at,
    )


def _report(one: Reported, view: ModerationView) -> ReviewReport:
    report, review = one.report, one.review
    return ReviewReport(
        id=report.id,
        by=person_out(view.people.get(report.by)),
        target=report.target,
        reason=report.reason,
        words=report.words,
        at=report.at,
        judged_at=report.judged_at,
        is_upheld=report.is_upheld,
        author=person_out(view.people.get(review.author)) if review else None,
        mentor=person_out(view.people.get(review.mentor)) if review else None,
        text=review.text if review else None,
        reply=review.reply if review else None,
    )
