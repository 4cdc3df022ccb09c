"""A name as a picture, by Pillow; refuses letters that its font does not have."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
_PAPER, _INK = 38, 225
_LARGE_PX, _SMALL_PX, _TINY_PX, _PADDING_PX = 34, 18, 12, 6


def name_card(name: str, width: int, height: int, *, is_large: bool) -> Planes:
    """Light letters on a dark strip, as planes of yuv420p no larger than `width` and `height`."""
    sizes_px = (_LARGE_PX, _SMALL_PX, _TINY_PX) if is_large else (_SMALL_PX, _TINY_PX)
    font, text = _fitting(name, width - 2 * _PADDING_PX, sizes_px)
    left, top, right, bottom = font.getbbox(text) if text else (0, 0, 2, 2)
    size = (
        _even(min(width, right - left + 2 * _PADDING_PX)),
        _even(min(height, bottom - top + 2 * _PADDING_PX)),
    )
    image = Image.new("L", size, _PAPER)
    ImageDraw.Draw(image).text((_PADDING_PX - left, _PADDING_PX - top), text, _INK, font)
    luma = np.asarray(image, np.uint8)
    grey = np.full((size[1] // 2, size[0] // 2), 128, np.uint8)
    return luma, grey, grey


def _fitting(
    name: str, width: int, sizes_px: tuple[int, ...]
) -> tuple[ImageFont.FreeTypeFont, str]:
    """The largest font in which the name has room, or the smallest there is."""
    for size_px in sizes_px:
        font = cast("ImageFont.FreeTypeFont", ImageFont.load_default(size_px))
        text = _writable(name, font)
        if font.getlength(text) <= width:
            break
    return font, text


def _writable(name: str, font: ImageFont.FreeTypeFont) -> str:
    """The name if the font can write it, else nothing: boxes instead of letters help nobody."""
    missing = font.getmask("\U0010fffd").getbbox(), bytes(font.getmask("\U0010fffd"))
    for letter in set(name) - {" "}:
        mask = font.getmask(letter)
        if (mask.getbbox(), bytes(mask)) == missing:
            return ""
    return name


def _even(value: float) -> int:
    return max(2, int(value) // 2 * 2)
