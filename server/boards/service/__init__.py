"""Use cases: live documents, the boards of a place, their past, their images."""

from server.boards.service.boards import Boards, Entered
from server.boards.service.histories import Histories
from server.boards.service.images import Images
from server.boards.service.shelf import Shelf

__all__ = ["Boards", "Entered", "Histories", "Images", "Shelf"]
