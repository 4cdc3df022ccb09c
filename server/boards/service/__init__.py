"""Use cases: live documents, the boards of a place, their past, their images."""

from server.boards.service.boards import Boards, Entered
from server.boards.service.histories import Histories, Stretch
from server.boards.service.images import Images
from server.boards.service.shelf import Shelf
from server.boards.service.whole import Boarding

__all__ = ["Boarding", "Boards", "Entered", "Histories", "Images", "Shelf", "Stretch"]
