"""Pictures made here, for doors that take some."""

from __future__ import annotations

import io

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (1, 1)) -> bytes:
    """One of a colour."""
    raw = io.BytesIO()
    Image.new("RGB", size, "teal").save(raw, kind)
    return raw.getvalue()


DOT = picture()
