"""Values of a programme's report in the shapes that HTTP speaks; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from server.accounts.model import PersonCard
from server.feedback.model import Measured, Worth
from server.feedback.service import Sum, Worths
from server.progress.model.cohorts import WINDOWS
from server.progress.model.engaged import Engaged
from server.progress.model.engagement import WEIGHTS
from server.progress.model.fairness import SideReport
from server.progress.model.funnel import Funnel, Row, Step
from server.progress.model.outcomes import Outcome
from server.progress.model.rounds import RoundOutcome
from server.progress.model.stage import STALLED_AFTER
from server.progress.model.suppress import LEAST_COHORT, LEAST_GROUP
from server.progress.service import Evaluation, OwnAnswer, PairState, Told
from server.progress.wire.evaluation import (
    AnswersOut,
    EngagedOut,
    EngagedPart,
    EvaluationOut,
    FairnessOut,
    FairnessQuestion,
    FairnessSide,
    FigureOut,
    FunnelMonth,
    FunnelOut,
    FunnelStep,
    GatheringsOut,
    GroupRowOut,
    OutcomeMonth,
    OwnGroupOut,
    OwnGroupsOut,
    PairOut,
    PairPerson,
    PairsOut,
    ReasonOut,
    RoundOut,
)


def evaluation(found: Evaluation) -> EvaluationOut:
    return EvaluationOut(
        at=found.at,
        window=found.window,
        windows=list(WINDOWS),
        least_cohort=LEAST_COHORT,
        least_group=LEAST_GROUP,
        funnels=[
            FunnelOut(side=side, rows=_months(funnel), hidden=funnel.hidden)
            for side, funnel in found.funnels.items()
        ],
        reasons=[ReasonOut(reason=one, pairs=pairs) for one, pairs in found.reasons.items()],
        outcomes=_outcomes(found),
        hidden_pairs=found.outcomes.hidden,
        rounds=[_round(one) for one in found.rounds],
        engaged=_engaged(found.engaged) if found.engaged else None,
        gatherings=_gatherings(found.worths) if found.worths else None,
    )


def pairs(found: Iterable[PairState]) -> PairsOut:
    return PairsOut(pairs=[_pair(one) for one in found], stalled_after_days=STALLED_AFTER.days)


def fairness(found: Iterable[Told]) -> FairnessOut:
    return FairnessOut(
        questions=[
            FairnessQuestion(
                id=told.question.id,
                text=told.question.text,
                choices=list(told.question.choices),
                sides=[
                    FairnessSide(
                        side=one.report.side,
                        made_at=one.made_at,
                        rows=_groups(one.report, told.question.choices),
                        hidden=one.report.hidden,
                    )
                    for one in told.editions
                ],
            )
            for told in found
        ],
        least_group=LEAST_GROUP,
    )


def own(found: Iterable[OwnAnswer]) -> OwnGroupsOut:
    return OwnGroupsOut(
        questions=[
            OwnGroupOut(
                question_id=one.question.id,
                programme_id=one.programme.id,
                programme_name=one.programme.name,
                text=one.question.text,
                choices=list(one.question.choices),
                is_answered=one.is_answered,
                choice=one.choice,
            )
            for one in found
        ],
        least_group=LEAST_GROUP,
    )


def _engaged(found: Engaged) -> EngagedOut:
    return EngagedOut(
        pairs=found.pairs,
        too_early=found.too_early,
        median=found.median,
        bands=list(found.bands),
        parts=[
            EngagedPart(part=part, weight=weight, mean=found.parts.get(part))
            for part, weight in WEIGHTS.items()
        ],
    )


def _gatherings(found: Worths) -> GatheringsOut:
    return GatheringsOut(
        guests=found.guests,
        gatherings=found.gatherings,
        yes=found.counts[Worth.YES],
        partly=found.counts[Worth.PARTLY],
        no=found.counts[Worth.NO],
    )


def _months(funnel: Funnel) -> list[FunnelMonth]:
    if funnel.whole is None:
        return []
    months = [_month(month, row, {}) for month, row in funnel.months.items()]
    return [_month(None, funnel.whole, funnel.days), *months]


def _month(month: str | None, row: Row, days: Mapping[Step, float]) -> FunnelMonth:
    steps = [
        FunnelStep(step=step, people=people, days=days.get(step))
        for step, people in row.counts.items()
    ]
    return FunnelMonth(month=month, people=row.people, steps=steps)


def _outcomes(found: Evaluation) -> list[OutcomeMonth]:
    outcomes, sums = found.outcomes, found.sums
    if outcomes.whole is None:
        return []
    months = [
        _outcome(month, one, sums.cohorts.get(month, {})) for month, one in outcomes.months.items()
    ]
    return [_outcome(None, outcomes.whole, sums.whole), *months]


def _round(one: RoundOutcome) -> RoundOut:
    return RoundOut(
        made_at=one.made_at,
        proposed=one.proposed,
        pairs=one.pairs,
        completed=one.completed,
        ended=one.ended,
        running=one.running,
        met_thrice=one.met_thrice,
    )


def _outcome(month: str | None, one: Outcome, said: Mapping[Measured, Sum]) -> OutcomeMonth:
    return OutcomeMonth(
        month=month,
        pairs=one.pairs,
        completed=one.completed,
        ended=one.ended,
        running=one.running,
        met_thrice=one.met_thrice,
        sessions=one.sessions,
        goal_percent=one.goal_percent,
        answers=[
            AnswersOut(measured=measured, people=of.people, mean=of.mean)
            for measured, of in said.items()
        ],
    )


def _pair(one: PairState) -> PairOut:
    return PairOut(
        mentorship_id=one.mentorship,
        mentor=_person(one.mentor),
        mentee=_person(one.mentee),
        stage=one.stage,
        started_on=one.started_on,
        last_met_on=one.last_met_on,
        quiet_days=one.quiet_days,
        ends_on=one.ends_on,
    )


def _person(card: PersonCard | None) -> PairPerson | None:
    if card is None:
        return None
    return PairPerson(id=card.id, name=card.name, photo_url=card.photo_url)


def _groups(report: SideReport, choices: Sequence[str]) -> list[GroupRowOut]:
    return [
        GroupRowOut(
            choice=choices[row.choice],
            people=row.people,
            figures=[
                FigureOut(
                    measure=one.measure,
                    people=one.people,
                    value=one.value,
                    low=one.low,
                    high=one.high,
                    extreme=one.extreme,
                    is_beyond_chance=one.is_beyond_chance,
                )
                for one in row.figures
            ],
        )
        for row in report.rows
    ]
