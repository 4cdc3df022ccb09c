"""What an uploaded image is, by its content; refuses drawings that can hold scripts, and bombs."""

from __future__ import annotations

import hashlib
import io

from PIL import Image as Pillow

from server.boards.model.image import (
    CONTENT_TYPES,
    LARGEST_IMAGE_BYTES,
    DigestDiffers,
    Image,
    NotAnImage,
)
from server.core.errors import TooLarge

MOST_PIXELS = 50_000_000


def examined(raw: bytes, sha256: str) -> Image:
    """Slow, so call it in a thread. Raises: TooLarge, DigestDiffers, NotAnImage."""
    if len(raw) > LARGEST_IMAGE_BYTES:
        raise TooLarge(f"The image is larger than {LARGEST_IMAGE_BYTES // 1024 // 1024} MB.")
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise DigestDiffers("Please try again.")
    try:
        with Pillow.open(io.BytesIO(raw), formats=tuple(CONTENT_TYPES)) as picture:
            kind, size = picture.format or "", picture.size
            picture.verify()
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise _too_many() from None
    except Exception:  # noqa: BLE001 - decoders raise anything at all on broken input
        raise NotAnImage("PNG, JPEG, GIF and WebP can be shown; SVG cannot.") from None
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_many()
    return Image(sha256, CONTENT_TYPES[kind], raw)


def _too_many() -> TooLarge:
    return TooLarge(f"The image has more than {MOST_PIXELS // 1_000_000} million pixels.")
