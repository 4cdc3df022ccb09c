"""Boards and the past of documents as HTTP speaks of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from server.boards.model.image import SHA256_PATTERN
from server.boards.model.names import LONGEST_NAME
from server.boards.wire.live import AccessName
from server.core.wire import In, Out

DocPath = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
Sha256 = Annotated[str, msgspec.Meta(pattern=SHA256_PATTERN, max_length=64)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
OccasionName = Literal["named", "session_start", "session_end", "restore"]


class BoardOut(Out):
    """A whiteboard; what is on it is the document `board:<id>`."""

    id: str
    mentorship_id: str | None
    programme_id: str | None
    title: str
    created_by: str | None
    created_at: datetime
    changed_at: datetime
    archived_at: datetime | None
    """Since when it is put away: it can be read."""
    role: AccessName
    """What the caller may do on it."""


class BoardList(Out):
    boards: list[BoardOut]
    role: AccessName


class NewBoard(In):
    title: Annotated[str, msgspec.Meta(max_length=500)]


class BoardEdit(In):
    title: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    is_archived: bool | None = None


class SnapshotOut(Out):
    id: str
    seq: int
    occasion: OccasionName
    label: str
    session_id: str | None
    person_id: str | None
    at: datetime


class SnapshotList(Out):
    """Newest first."""

    snapshots: list[SnapshotOut]
    names: dict[str, str]
    """What the people in it are called, by id; whoever is gone is left out."""
    has_more: bool
    """There are older ones: ask with `before`, the id of the last one here."""


class SnapshotQuery(In):
    before: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class NewSnapshot(In):
    label: Annotated[str, msgspec.Meta(max_length=500)]


class Restored(Out):
    """Made what it was, by change number `seq`."""

    seq: int
    before_id: str
    """What it was before that, as a version: bringing it back undoes this."""


class AfterQuery(In):
    after: Seq = 0


class SinceQuery(In):
    since: Seq | None = None
    """Left out: since the caller last closed it."""


class EntryOut(Out):
    seq: int
    person_id: str | None
    """None: the server, or somebody who has left."""
    at: datetime
    update: bytes


class HistoryOut(Out):
    """Begin with `base` (a Yjs update), apply the entries in their order; then ask for more."""

    base_seq: int
    base: bytes
    entries: list[EntryOut]
    head: int
    """The last change there is."""
    names: dict[str, str]
    """What the people in it are called, by id; whoever is gone is left out."""


class ShareOut(Out):
    """What one person did."""

    person_id: str | None
    changes: int
    first_at: datetime
    last_at: datetime
    paths: list[list[str | int]]
    """From a root down to what differs, at most 200."""


class ChangesOut(Out):
    since: int
    head: int
    shares: list[ShareOut]
    is_complete: bool
    """Whether the time line reaches back that far."""


class ImageOut(Out):
    sha256: str
    content_type: str
    size: int
