"""HTTP doors of boards: the boards of a place, their images, and the past of documents."""

from __future__ import annotations

from aiohttp import web

from server.boards.keys import HISTORIES, IMAGES, SHELF
from server.boards.model import Access, Board, NoDocument, Place, ReadOnly, Snapshot
from server.boards.model.image import (
    LARGEST_IMAGE_BYTES,
    DigestDiffers,
    ImagesFull,
    NotAnImage,
)
from server.boards.service import Shelf
from server.boards.wire import shelf as wire
from server.boards.wire.live import access_name
from server.core.caller import person_of
from server.core.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from server.core.web import Routes

MOST_PATHS = 200
_IMAGE_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Disposition": "inline",
    # Shown by itself it is a picture and nothing else, whatever a browser makes of it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
routes = Routes()


@routes.get("/api/mentorships/{mentorship_id}/boards", tag="boards", errors=(NotFound,))
async def list_mentorship_boards(request: web.Request, mentorship_id: str) -> wire.BoardList:
    """The whiteboards of a mentorship; for the two."""
    return await _list(request, Place(mentorship=mentorship_id))


@routes.post(
    "/api/mentorships/{mentorship_id}/boards",
    tag="boards",
    status=201,
    errors=(NotFound, Forbidden, Invalid, Conflict),
    limit="30/hour",
)
async def make_mentorship_board(
    request: web.Request, mentorship_id: str, body: wire.NewBoard
) -> wire.BoardOut:
    """A new whiteboard of the two."""
    return await _make(request, Place(mentorship=mentorship_id), body)


@routes.get("/api/programmes/{programme_id}/boards", tag="boards", errors=(NotFound,))
async def list_programme_boards(request: web.Request, programme_id: str) -> wire.BoardList:
    """The whiteboards of a programme; for its members."""
    return await _list(request, Place(programme=programme_id))


@routes.post(
    "/api/programmes/{programme_id}/boards",
    tag="boards",
    status=201,
    errors=(NotFound, Forbidden, Invalid, Conflict),
    limit="30/hour",
)
async def make_programme_board(
    request: web.Request, programme_id: str, body: wire.NewBoard
) -> wire.BoardOut:
    """A new whiteboard of a programme; for its coordinators."""
    return await _make(request, Place(programme=programme_id), body)


@routes.get("/api/boards/{board_id}", tag="boards", errors=(NotFound,))
async def show_board(request: web.Request, board_id: str) -> wire.BoardOut:
    """One whiteboard; for whoever may open it."""
    board, access = await _shelf(request).show(person_of(request), board_id)
    return _board(board, access)


@routes.patch("/api/boards/{board_id}", tag="boards", errors=(NotFound, Forbidden, Invalid))
async def edit_board(request: web.Request, board_id: str, body: wire.BoardEdit) -> wire.BoardOut:
    """Name it, put it away or take it out again."""
    person, shelf = person_of(request), _shelf(request)
    if body.title is not None:
        await shelf.rename(person, board_id, body.title)
    if body.is_archived is not None:
        change = shelf.archive if body.is_archived else shelf.restore
        await change(person, board_id)
    board, access = await shelf.show(person, board_id)
    return _board(board, access)


@routes.put(
    "/api/boards/{board_id}/files/{sha256}",
    tag="boards",
    accepts=("image/*", "application/octet-stream"),
    max_bytes=LARGEST_IMAGE_BYTES,
    errors=(NoDocument, ReadOnly, TooLarge, DigestDiffers, NotAnImage, ImagesFull),
    limit="120/hour",
)
async def put_board_file(
    request: web.Request, board_id: str, sha256: wire.Sha256, body: bytes
) -> wire.ImageOut:
    """An image for a board, under the SHA-256 of its content; the same twice is one."""
    image = await request.app[IMAGES].put(person_of(request), board_id, sha256, body)
    return wire.ImageOut(
        sha256=image.sha256, content_type=image.content_type, size=len(image.content)
    )


@routes.get(
    "/api/boards/{board_id}/files/{sha256}",
    tag="boards",
    errors=(NotFound,),
    produces="application/octet-stream",
)
async def show_board_file(request: web.Request, board_id: str, sha256: wire.Sha256) -> web.Response:
    """An image on a board; for whoever may open it."""
    image = await request.app[IMAGES].get(person_of(request), board_id, sha256)
    return web.Response(body=image.content, content_type=image.content_type, headers=_IMAGE_HEADERS)


@routes.get("/api/documents/{doc}/snapshots", tag="boards", errors=(NotFound,))
async def list_snapshots(
    request: web.Request, doc: wire.DocPath, query: wire.SnapshotQuery
) -> wire.SnapshotList:
    """What was kept of a document, newest first, 50 at a time."""
    found = await request.app[HISTORIES].snapshots(person_of(request), doc, query.before)
    return wire.SnapshotList(
        snapshots=[_snapshot(one) for one in found.snapshots],
        names=dict(found.names),
        has_more=found.has_more,
    )


@routes.post(
    "/api/documents/{doc}/snapshots",
    tag="boards",
    status=201,
    errors=(NotFound, Forbidden, Invalid, Conflict),
    limit="60/hour",
)
async def name_snapshot(
    request: web.Request, doc: wire.DocPath, body: wire.NewSnapshot
) -> wire.SnapshotOut:
    """Keep a document as it is now, under a name."""
    return _snapshot(await request.app[HISTORIES].name(person_of(request), doc, body.label))


@routes.get(
    "/api/documents/{doc}/snapshots/{snapshot_id}/state",
    tag="boards",
    errors=(NotFound,),
    limit="120/minute",
    produces="application/octet-stream",
)
async def show_snapshot_state(
    request: web.Request, doc: wire.DocPath, snapshot_id: str
) -> web.Response:
    """A document as it was kept, as one Yjs update."""
    state = await request.app[HISTORIES].snapshot_state(person_of(request), doc, snapshot_id)
    return web.Response(body=state, content_type="application/octet-stream")


@routes.post(
    "/api/documents/{doc}/snapshots/{snapshot_id}/restore",
    tag="boards",
    errors=(NotFound, Forbidden, Conflict),
    limit="30/hour",
)
async def restore_snapshot(
    request: web.Request, doc: wire.DocPath, snapshot_id: str
) -> wire.Restored:
    """Make a document what it was, as a change of now; what it is before that is kept."""
    seq, before = await request.app[HISTORIES].restore(person_of(request), doc, snapshot_id)
    return wire.Restored(seq=seq, before_id=before.id)


@routes.get(
    "/api/documents/{doc}/state",
    tag="boards",
    errors=(NotFound,),
    limit="120/minute",
    produces="application/octet-stream",
)
async def show_document_state(
    request: web.Request, doc: wire.DocPath, query: wire.AfterQuery
) -> web.Response:
    """A document as it was after a change, as one Yjs update."""
    state = await request.app[HISTORIES].state(person_of(request), doc, query.after)
    return web.Response(body=state, content_type="application/octet-stream")


@routes.get("/api/documents/{doc}/history", tag="boards", errors=(NotFound,), limit="120/minute")
async def show_document_history(
    request: web.Request, doc: wire.DocPath, query: wire.AfterQuery
) -> wire.HistoryOut:
    """The time line of a document behind a change, 500 changes or 1 MB at a time."""
    found = await request.app[HISTORIES].entries(person_of(request), doc, query.after)
    return wire.HistoryOut(
        base_seq=found.base_seq,
        base=found.base,
        entries=[
            wire.EntryOut(seq=one.seq, person_id=one.person, at=one.at, update=one.update)
            for one in found.entries
        ],
        head=found.head,
        names=dict(found.names),
    )


@routes.get("/api/documents/{doc}/changes", tag="boards", errors=(NotFound,), limit="120/minute")
async def show_document_changes(
    request: web.Request, doc: wire.DocPath, query: wire.SinceQuery
) -> wire.ChangesOut:
    """Who changed what in a document since a change, or since the caller was last there."""
    found = await request.app[HISTORIES].since(person_of(request), doc, query.since)
    return wire.ChangesOut(
        since=found.seq,
        head=found.head,
        shares=[
            wire.ShareOut(
                person_id=one.person,
                changes=one.changes,
                first_at=one.first_at,
                last_at=one.last_at,
                paths=[list(path) for path in sorted(one.paths, key=str)[:MOST_PATHS]],
            )
            for one in found.shares
        ],
        is_complete=found.is_complete,
    )


async def _list(request: web.Request, place: Place) -> wire.BoardList:
    found, access = await _shelf(request).of_place(person_of(request), place)
    role = access_name(access)
    return wire.BoardList(boards=[_board(one, access) for one in found], role=role)


async def _make(request: web.Request, place: Place, body: wire.NewBoard) -> wire.BoardOut:
    made = await _shelf(request).make(person_of(request), place, body.title)
    return _board(made, Access.WRITE)


def _shelf(request: web.Request) -> Shelf:
    return request.app[SHELF]


def _board(board: Board, access: Access) -> wire.BoardOut:
    return wire.BoardOut(
        id=board.id,
        mentorship_id=board.place.mentorship,
        programme_id=board.place.programme,
        title=board.title,
        created_by=board.created_by,
        created_at=board.created_at,
        changed_at=board.changed_at,
        archived_at=board.archived_at,
        role=access_name(Access.READ if board.archived_at else access),
    )


def _snapshot(one: Snapshot) -> wire.SnapshotOut:
    return wire.SnapshotOut(
        id=one.id,
        seq=one.seq,
        occasion=one.occasion.value,
        label=one.label,
        session_id=one.session,
        person_id=one.person,
        at=one.at,
    )
