"""HTTP doors of how one's own mentorships go; for the two of each alone."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.downloads import csv_file
from server.core.errors import NotFound
from server.core.web import Routes
from server.mentorships.model import Side
from server.progress.keys import PROGRESS
from server.progress.service import Glance, PairView
from server.progress.table import table_of
from server.progress.wire.pair import (
    PairProgress,
    ProgressDay,
    ProgressGlance,
    ProgressGlances,
    ProgressMonth,
    ProgressPause,
    ProgressWeek,
    SessionsKept,
)
from server.scheduling.model import Tally

TAG = "progress"
PAIR = "/api/mentorships/{mentorship_id}/progress"
routes = Routes()


@routes.get("/api/progress", tag=TAG)
async def list_own_progress(request: web.Request) -> ProgressGlances:
    """One's own mentorships that run, at a glance."""
    found = await request.app[PROGRESS].pair.of_person(person_of(request))
    return ProgressGlances(mentorships=[_glance(one) for one in found])


@routes.get(PAIR, tag=TAG, errors=(NotFound,))
async def show_progress(request: web.Request, mentorship_id: str) -> PairProgress:
    """How a mentorship goes: goals, sessions, check-ins, attendance; the same for both."""
    return _pair(await request.app[PROGRESS].pair.show(person_of(request), mentorship_id))


@routes.get(f"{PAIR}/table", tag=TAG, errors=(NotFound,), produces="text/csv")
async def download_progress(request: web.Request, mentorship_id: str) -> web.Response:
    """The same figures as CSV, one a row."""
    view = await request.app[PROGRESS].pair.show(person_of(request), mentorship_id)
    return csv_file(table_of(view), f"progress-{mentorship_id}.csv")


def _glance(one: Glance) -> ProgressGlance:
    facts = one.facts
    return ProgressGlance(
        mentorship=facts.mentorship.id,
        stage=one.stage,
        last_met_at=facts.last_met_at,
        next_at=facts.booked[0] if facts.booked else None,
        goal_percent=facts.goal_percent,
    )


def _pair(view: PairView) -> PairProgress:
    facts = view.facts
    one = facts.mentorship
    return PairProgress(
        stage=view.stage,
        started_at=one.started_at,
        ends_at=one.ended_at or one.ends_at,
        is_over=not one.is_running,
        sessions_a_month=facts.sessions_a_month,
        is_agreement_signed=facts.is_agreement_signed,
        agreement_ends_at=facts.agreement_ends_at,
        last_met_at=facts.last_met_at,
        next_at=facts.booked[0] if facts.booked else None,
        goals=facts.goals,
        days=_days(view),
        months=_months(view),
        pauses=[
            ProgressPause(began_at=pause.began_at, ended_at=pause.ended_at)
            for pause in facts.pauses
        ],
        weeks=_weeks(view),
        weeks_in_a_row=view.in_a_row,
        mentor=_kept(facts.kept.get(Side.MENTOR, Tally())),
        mentee=_kept(facts.kept.get(Side.MENTEE, Tally())),
        hints=list(view.hints),
    )


def _kept(one: Tally) -> SessionsKept:
    return SessionsKept(kept=one.kept, late=one.late, missed=one.missed)


def _days(view: PairView) -> list[ProgressDay]:
    return [
        ProgressDay(day=one.day, percent=one.percent, done=one.done, open=one.open)
        for one in view.days
    ]


def _months(view: PairView) -> list[ProgressMonth]:
    return [
        ProgressMonth(
            began_at=one.began_at,
            ends_at=one.ends_at,
            planned=one.planned,
            held=one.held,
            paused_days=one.paused_days,
            is_over=one.is_over,
        )
        for one in view.months
    ]


def _weeks(view: PairView) -> list[ProgressWeek]:
    return [
        ProgressWeek(
            monday=one.monday,
            is_mentors=Side.MENTOR in one.written,
            is_mentees=Side.MENTEE in one.written,
            is_paused=one.is_paused,
        )
        for one in view.weeks
    ]
