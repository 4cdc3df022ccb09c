"""HTTP doors of what a programme learns from feedback, for its coordinators."""

from __future__ import annotations

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import Conflict, NotFound
from server.core.web import Routes
from server.matching.service import Learning
from server.matching.wire.learning import LearningOut, RestoreIn, WeightsHistory

LEARNING: web.AppKey[Learning] = web.AppKey("matching.learning", Learning)
_ALL = "/api/programmes/{programme_id}/learning"
_PROPOSAL = f"{_ALL}/proposals/{{proposal_id}}"
routes = Routes()


@routes.get(_ALL, tag="matching", errors=(NotFound,))
async def show_learning(request: web.Request, programme_id: str) -> LearningOut:
    """How many have answered, and what is proposed; for the programme's coordinators."""
    return LearningOut.of(await request.app[LEARNING].state(person_of(request), programme_id))


@routes.post(f"{_ALL}/look", tag="matching", errors=(NotFound, Conflict), limit="60/hour")
async def ask_to_learn(request: web.Request, programme_id: str) -> LearningOut:
    """Look at the answers now instead of at night; a worker does it. For its coordinators."""
    return LearningOut.of(await request.app[LEARNING].ask(person_of(request), programme_id))


@routes.post(f"{_PROPOSAL}/accept", tag="matching", errors=(NotFound, Conflict))
async def accept_proposal(request: web.Request, programme_id: str, proposal_id: str) -> LearningOut:
    """The proposed weights from now on; for the programme's coordinators."""
    learning = request.app[LEARNING]
    return LearningOut.of(await learning.accept(person_of(request), programme_id, proposal_id))


@routes.post(f"{_PROPOSAL}/reject", tag="matching", errors=(NotFound, Conflict))
async def reject_proposal(request: web.Request, programme_id: str, proposal_id: str) -> LearningOut:
    """The weights stay as they are; for the programme's coordinators."""
    learning = request.app[LEARNING]
    return LearningOut.of(await learning.reject(person_of(request), programme_id, proposal_id))


@routes.get(f"{_ALL}/versions", tag="matching", errors=(NotFound,))
async def list_weights(request: web.Request, programme_id: str) -> WeightsHistory:
    """Every set of weights the programme had; for its coordinators."""
    return WeightsHistory.of(await request.app[LEARNING].history(person_of(request), programme_id))


@routes.post(f"{_ALL}/versions/{{number}}/restore", tag="matching", errors=(NotFound, Conflict))
async def restore_weights(
    request: web.Request, programme_id: str, number: int, body: RestoreIn
) -> WeightsHistory:
    """The weights of an earlier version again, as a new one; for the programme's coordinators."""
    learning, who = request.app[LEARNING], person_of(request)
    return WeightsHistory.of(await learning.restore(who, programme_id, number, body.base))
