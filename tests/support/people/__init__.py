"""Somebody before a wall of sharp squares, as a camera's picture.

The photo is Eileen Collins, NASA, 1993, in the public domain.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

PHOTO = Path(__file__).parent / "collins.jpg"
FRAMES_PER_S = 15
FRAMES = 30
SQUARE_SHARE = 36
"""Squares in a row of the wall."""


def picture(width: int, height: int, shift: int = 0) -> Image.Image:
    """The photo fills the middle, `shift` pixels to the right; squares fill both sides."""
    made = Image.new("RGB", (width, height), "#f2ead8")
    draw, side = ImageDraw.Draw(made), max(2, width // SQUARE_SHARE)
    for y in range(0, height, side):
        for x in range((y // side % 2) * side, width, 2 * side):
            draw.rectangle((x, y, x + side - 1, y + side - 1), fill="#274060")
    with Image.open(PHOTO) as photo:
        made.paste(photo.resize((height, height)), ((width - height) // 2 + shift, 0))
    return made


def jpeg(width: int, height: int) -> bytes:
    """One picture as a file."""
    raw = io.BytesIO()
    picture(width, height).save(raw, "JPEG", quality=90)
    return raw.getvalue()


def write(path: Path, width: int = 640, height: int = 360) -> Path:
    """Two seconds of them swaying a little, as Motion JPEG; a browser plays them in a circle."""
    with path.open("wb") as file:
        for number in range(FRAMES):
            away = min(number, FRAMES - number)
            picture(width, height, away * width // 320).save(file, "JPEG", quality=88)
    return path
