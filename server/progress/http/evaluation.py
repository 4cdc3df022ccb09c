"""HTTP doors of a programme's report and of group questions."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.csvlines import csv_text
from server.core.downloads import csv_file
from server.core.errors import Invalid, NotFound
from server.core.web import Routes
from server.progress import sheets
from server.progress.http import rendering
from server.progress.keys import PROGRESS
from server.progress.model.groups import Asked
from server.progress.sheets import Sheet, Table
from server.progress.wire.evaluation import (
    EvaluationOut,
    EvaluationQuery,
    FairnessOut,
    GroupQuestionsIn,
    OwnGroupIn,
    OwnGroupsOut,
    PairsOut,
)

TAG = "progress"
EVALUATION = "/api/programmes/{programme_id}/evaluation"
OWN = "/api/groups/{question_id}"
routes = Routes()


@routes.get(EVALUATION, tag=TAG, errors=(NotFound, Invalid))
async def show_evaluation(
    request: web.Request, programme_id: str, query: EvaluationQuery
) -> EvaluationOut:
    """How far a programme's people have come, in sums; for its coordinators."""
    show = request.app[PROGRESS].evaluations.show
    return rendering.evaluation(await show(person_of(request), programme_id, query.window))


@routes.get(f"{EVALUATION}/pairs", tag=TAG, errors=(NotFound,))
async def list_pairs(request: web.Request, programme_id: str) -> PairsOut:
    """Who is with whom, since when and how far; nothing that the two said or did in it."""
    found = await request.app[PROGRESS].evaluations.pairs(person_of(request), programme_id)
    return rendering.pairs(found)


@routes.get(f"{EVALUATION}/fairness", tag=TAG, errors=(NotFound,))
async def show_fairness(request: web.Request, programme_id: str) -> FairnessOut:
    """Whether it goes alike for groups that people declared, from ten people on."""
    found = await request.app[PROGRESS].groups.fairness(person_of(request), programme_id)
    return rendering.fairness(found)


@routes.put(f"{EVALUATION}/questions", tag=TAG, errors=(NotFound, Invalid))
async def put_group_questions(
    request: web.Request, programme_id: str, body: GroupQuestionsIn
) -> FairnessOut:
    """All questions about groups; the answers to one that is no longer there are deleted."""
    asked = [Asked(one.text, one.choices) for one in body.questions]
    ask = request.app[PROGRESS].groups.ask
    return rendering.fairness(await ask(person_of(request), programme_id, asked))


@routes.get(
    f"{EVALUATION}/files/{{sheet}}", tag=TAG, errors=(NotFound, Invalid), produces="text/csv"
)
async def download_evaluation(
    request: web.Request, programme_id: str, sheet: Sheet, query: EvaluationQuery
) -> web.Response:
    """One table of the report as CSV; no more than the report itself shows."""
    table = await _table(request, programme_id, sheet, query.window)
    return csv_file(csv_text(table.header, table.rows), f"{sheet.value}.csv")


@routes.get("/api/groups", tag=TAG)
async def list_own_groups(request: web.Request) -> OwnGroupsOut:
    """What programmes ask the caller about groups, and what the caller said."""
    return rendering.own(await request.app[PROGRESS].groups.own(person_of(request)))


@routes.put(OWN, tag=TAG, errors=(NotFound, Invalid))
async def say_group(request: web.Request, question_id: str, body: OwnGroupIn) -> OwnGroupsOut:
    """Told to nobody; counted where at least ten said the same."""
    groups, person = request.app[PROGRESS].groups, person_of(request)
    await groups.answer(person, question_id, body.choice)
    return rendering.own(await groups.own(person))


@routes.delete(OWN, tag=TAG, errors=(NotFound,))
async def withdraw_group(request: web.Request, question_id: str) -> OwnGroupsOut:
    """The answer is deleted."""
    groups, person = request.app[PROGRESS].groups, person_of(request)
    await groups.withdraw(person, question_id)
    return rendering.own(await groups.own(person))


async def _table(request: web.Request, programme: str, sheet: Sheet, window: int) -> Table:
    progress, coordinator = request.app[PROGRESS], person_of(request)
    if sheet is Sheet.PAIRS:
        return sheets.of_pairs(await progress.evaluations.pairs(coordinator, programme))
    if sheet is Sheet.FAIRNESS:
        return sheets.of_fairness(await progress.groups.fairness(coordinator, programme))
    found = await progress.evaluations.show(coordinator, programme, window)
    return sheets.of_evaluation(sheet, found)
