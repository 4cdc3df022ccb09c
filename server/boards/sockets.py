"""Socket door of documents: namespace /boards carries changes and presence while one is open."""

from __future__ import annotations

from server.boards.wire import live
from server.core.sockets import Door, Later, Socket

door = Door("/boards")
door.news("board_updated", live.BoardUpdated)
door.news("presence_shown", live.PresenceShown)
door.news("update_rejected", live.UpdateRejected)
door.news("board_evicted", live.BoardEvicted)
door.news("board_resync", live.BoardResync)


@door.on("join_board", limit="60/minute")
async def join_board(socket: Socket, body: live.JoinBoard) -> live.JoinedBoard:
    """Open a document; again after each connect, with what one has by then."""
    raise NotImplementedError


@door.on("update_board", limit="120/second")
async def update_board(socket: Socket, body: live.UpdateBoard) -> Later[live.Saved]:
    """Change it; acked once saved, in the order sent."""
    raise NotImplementedError


@door.on("show_presence", limit="60/second")
async def show_presence(socket: Socket, body: live.ShowPresence) -> live.Done:
    """Where one is; told to the others as it comes, kept by nobody."""
    raise NotImplementedError


@door.on("leave_board")
async def leave_board(socket: Socket, body: live.LeaveBoard) -> live.Done:
    """Close it."""
    raise NotImplementedError
