"""Receipts: what the caller agreed to, and the way back from it."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from server.core.caller import person_of
from server.core.errors import NotFound
from server.core.web import Routes
from server.recordings.http.keys import RECORDINGS
from server.recordings.service import ReceiptView
from server.recordings.wire import ConsentList, ConsentOut

TAG = "consents"
routes = Routes()


@routes.get("/api/consents", tag=TAG)
async def list_consents(request: web.Request) -> ConsentList:
    """All that the caller agreed to, newest first."""
    return _listed(await request.app[RECORDINGS].receipts.of_person(person_of(request)))


@routes.get("/api/mentorships/{mentorship_id}/consents", tag=TAG, errors=(NotFound,))
async def list_consents_of_pair(request: web.Request, mentorship_id: str) -> ConsentList:
    """What the caller agreed to together with the other of the two, newest first."""
    receipts = request.app[RECORDINGS].receipts
    return _listed(await receipts.of_mentorship(person_of(request), mentorship_id))


@routes.post(
    "/api/consents/{recording_id}/revoke",
    tag=TAG,
    status=204,
    errors=(NotFound,),
    limit="60/minute",
)
async def revoke_consent(request: web.Request, recording_id: str) -> None:
    """Take it back: what was kept is deleted for all, at once or within minutes."""
    await request.app[RECORDINGS].revoke(person_of(request), recording_id)


def _listed(found: Iterable[ReceiptView]) -> ConsentList:
    return ConsentList(consents=[_render(one) for one in found])


def _render(view: ReceiptView) -> ConsentOut:
    one = view.receipt
    return ConsentOut(
        id=one.recording,
        kind=one.kind,
        title=view.title,
        people=list(view.people),
        agreed_at=one.agreed_at,
        revoked_at=one.revoked_at,
        is_live=view.is_live,
        expires_at=view.expires_at,
        gone_at=one.gone_at,
        gone=one.gone,
    )
