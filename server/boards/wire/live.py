"""What goes over the socket while a document is open."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from server.boards.model import Access
from server.boards.model.names import LONGEST_NAME
from server.core.transport import MAX_MESSAGE_BYTES
from server.core.wire import In, Out

LARGEST_PRESENCE_BYTES = 4_096
LARGEST_STATE_VECTOR_BYTES = 65_536

Doc = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
ClientId = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
AccessName = Literal["write", "read"]


class JoinBoard(In):
    doc: Doc
    sv: Annotated[bytes, msgspec.Meta(min_length=1, max_length=LARGEST_STATE_VECTOR_BYTES)]
    """What the client has: a Yjs state vector."""
    client_id: ClientId
    """Under which this tab signs what it does; nobody else's."""


class JoinedBoard(Out):
    update: bytes
    """What the client lacks: a Yjs update (V1)."""
    sv: bytes
    """What the server has: send what it lacks by `update_board`."""
    role: AccessName
    epoch: int
    seq: int
    seen_seq: int
    """The last change that this person had seen before."""


class UpdateBoard(In):
    doc: Doc
    n: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
    """The client's own number of it."""
    update: Annotated[bytes, msgspec.Meta(min_length=2, max_length=MAX_MESSAGE_BYTES)]


class Saved(Out):
    """It is in the database."""

    n: int
    seq: int


class ShowPresence(In):
    doc: Doc
    state: Annotated[bytes, msgspec.Meta(max_length=LARGEST_PRESENCE_BYTES)]
    """Cursor, selection …: opaque; empty when the client looks away."""


class LeaveBoard(In):
    doc: Doc


class Done(Out):
    pass


def access_name(access: Access) -> AccessName:
    """As it is written."""
    return "write" if access is Access.WRITE else "read"
