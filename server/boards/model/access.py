"""Who may do what with a document: pure rules on what other domains say; refuses to look up."""

from __future__ import annotations

from enum import StrEnum

from server.boards.model.board import Board
from server.boards.model.names import DocName
from server.boards.model.refusals import NoDocument, ReadOnly
from server.mentorships.model.mentorship import Mentorship
from server.scheduling.model import STANDING, Booking, BookingState

_OPEN = STANDING | {BookingState.COMPLETED}


class Access(StrEnum):
    """What a person may do with a document."""

    WRITE = "write"
    READ = "read"

    def require_write(self) -> None:
        """Raises: ReadOnly."""
        if self is not Access.WRITE:
            raise ReadOnly("You can look at this, but not change it.")


def to_mentorship(mentorship: Mentorship, person: str) -> Access:
    """Both write while it runs, and read for good. Raises: NoDocument for anybody else."""
    if person not in {mentorship.mentor, mentorship.mentee}:
        raise NoDocument
    return Access.WRITE if mentorship.is_running else Access.READ


def to_booking(booking: Booking, name: DocName, person: str) -> Access:
    """Its people write unless it is off; a note is its writer's alone. Raises: NoDocument."""
    is_side = person == booking.host or any(one.person == person for one in booking.seats)
    if not is_side or name.person not in {None, person}:
        raise NoDocument
    return Access.WRITE if booking.state in _OPEN else Access.READ


def to_board(board: Board, in_place: Access) -> Access:
    """As in the mentorship or programme it belongs to; nobody writes on one put away."""
    return Access.READ if board.archived_at is not None else in_place
