"""Images on boards: what is taken, known by the digest of its content; refuses what is too much."""

from __future__ import annotations

from dataclasses import dataclass

from server.core.errors import Conflict, Invalid, WrongType

LARGEST_IMAGE_BYTES = 10 * 1024 * 1024
MOST_IMAGES = 300
MOST_IMAGE_BYTES = 256 * 1024 * 1024
"""On one board together."""
CONTENT_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
SHA256_PATTERN = "^[0-9a-f]{64}$"


class NotAnImage(WrongType):
    """By its content, whatever it is called."""

    title = "This is no image that can be shown here"


class DigestDiffers(Invalid):
    """It is not what its address says."""

    code = "digest_differs"
    title = "The image was damaged on its way"


class ImagesFull(Conflict):
    """More than a board carries."""

    code = "images_full"
    title = "There are too many images on this board"


@dataclass(frozen=True, slots=True)
class Image:
    """One image."""

    sha256: str
    content_type: str
    content: bytes


def require_room(count: int, size_bytes: int, more_bytes: int) -> None:
    """Raises: ImagesFull."""
    if count >= MOST_IMAGES or size_bytes + more_bytes > MOST_IMAGE_BYTES:
        raise ImagesFull("Remove some, or go on on a new board.")
