"""HTTP doors of match runs, for the coordinators of a programme."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, Invalid, NotFound
from server.core.web import Routes
from server.matching.service import Runs
from server.matching.wire.runs import (
    DraftPairOut,
    EditIn,
    EditionIn,
    EditsShape,
    FiguresOut,
    LeftOut,
    MentorPlacesOut,
    MoveOut,
    OptionOut,
    PreviewOut,
    RunDraftOut,
    RunIn,
    RunList,
    RunOut,
    RunPairOut,
    reasons_out,
)

RUNS: web.AppKey[Runs] = web.AppKey("matching.runs", Runs)
_ALL = "/api/programmes/{programme_id}/runs"
_ONE = f"{_ALL}/{{run_id}}"
routes = Routes()


@routes.post(
    _ALL, tag="matching", status=201, errors=(NotFound, Invalid, Conflict), limit="60/hour"
)
async def start_run(request: web.Request, programme_id: str, body: RunIn) -> RunOut:
    """Match everybody of a programme; a worker does it. For its coordinators."""
    runs = request.app[RUNS]
    return RunOut.of(await runs.start(person_of(request), programme_id, body.mode, body.seed))


@routes.get(_ALL, tag="matching", errors=(NotFound,))
async def list_runs(request: web.Request, programme_id: str) -> RunList:
    """The last runs, newest first; for the programme's coordinators."""
    found = await request.app[RUNS].of_programme(person_of(request), programme_id)
    return RunList(runs=[RunOut.of(one) for one in found])


@routes.get(_ONE, tag="matching", errors=(NotFound,))
async def show_run(request: web.Request, programme_id: str, run_id: str) -> RunOut:
    """How far a run is; for the programme's coordinators."""
    return RunOut.of(await request.app[RUNS].show(person_of(request), programme_id, run_id))


@routes.post(f"{_ONE}/cancel", tag="matching", errors=(NotFound, Conflict))
async def cancel_run(request: web.Request, programme_id: str, run_id: str) -> RunOut:
    """Stop a run before its draft is there; for the programme's coordinators."""
    return RunOut.of(await request.app[RUNS].cancel(person_of(request), programme_id, run_id))


@routes.get(f"{_ONE}/draft", tag="matching", errors=(NotFound, Conflict))
async def show_draft(request: web.Request, programme_id: str, run_id: str) -> RunDraftOut:
    """All pairs, and whoever has nobody; for the programme's coordinators."""
    found = await request.app[RUNS].draft(person_of(request), programme_id, run_id)
    names = found.names
    return RunDraftOut(
        run=RunOut.of(found.run),
        pairs=[DraftPairOut.of(p) for p in found.pairs if {p.mentee, p.mentor} <= names.keys()],
        left=[LeftOut.of(one) for one in found.left if one.mentee in names],
        mentors=[MentorPlacesOut(mentor=one, places=n) for one, n in found.places.items()],
        names=dict(names),
    )


@routes.get(f"{_ONE}/mentees/{{person_id}}", tag="matching", errors=(NotFound, Conflict))
async def show_run_pair(
    request: web.Request, programme_id: str, run_id: str, person_id: str
) -> RunPairOut:
    """Why a mentee has this mentor, and who else would fit; for the programme's coordinators."""
    seen = await request.app[RUNS].pair(person_of(request), programme_id, run_id, person_id)
    pair, mentor = seen.pair, seen.mentor
    is_there = pair is not None and mentor is not None
    return RunPairOut(
        pair=DraftPairOut.of(pair) if pair is not None and is_there else None,
        reasons=[] if mentor is None else reasons_out(seen.reasons, seen.mentee, mentor),
        options=[
            OptionOut(mentor=one, name=seen.names[one], score=score) for one, score in seen.options
        ],
    )


@routes.post(f"{_ONE}/preview", tag="matching", errors=(NotFound, Invalid, Conflict))
async def preview_edits(
    request: web.Request, programme_id: str, run_id: str, body: EditsShape
) -> PreviewOut:
    """What edits would change, without changing it; for the programme's coordinators."""
    runs = request.app[RUNS]
    seen = await runs.preview(person_of(request), programme_id, run_id, body.read())
    return PreviewOut(
        moves=[MoveOut(mentee=m.mentee, before=m.before, after=m.after) for m in seen.moves],
        before=FiguresOut.of(seen.before),
        after=FiguresOut.of(seen.after),
        names=dict(seen.names),
    )


@routes.put(f"{_ONE}/edits", tag="matching", errors=(NotFound, Invalid, Conflict))
async def edit_draft(request: web.Request, programme_id: str, run_id: str, body: EditIn) -> RunOut:
    """The draft by these edits from now on; for the programme's coordinators."""
    edits = body.edits.read()
    runs = request.app[RUNS]
    return RunOut.of(await runs.edit(person_of(request), programme_id, run_id, edits, body.edition))


@routes.post(f"{_ONE}/publish", tag="matching", errors=(NotFound, Conflict))
async def publish_draft(
    request: web.Request, programme_id: str, run_id: str, body: EditionIn
) -> RunOut:
    """Propose every pair to the two; a worker does it. For the programme's coordinators."""
    runs = request.app[RUNS]
    return RunOut.of(await runs.publish(person_of(request), programme_id, run_id, body.edition))
