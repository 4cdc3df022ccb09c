"""A camera's picture that costs bits: texture that moves, with grain, as YUV4MPEG2.

Chromium's own fake camera is a still pattern of some 200 kbit/s, which no poor network harms.
"""

from __future__ import annotations

import random
from pathlib import Path

WIDTH, HEIGHT = 640, 360
FRAMES_PER_S = 15
SECONDS = 4
BLOCK = 8
"""Pixels of one patch of the texture."""
GRAIN = 0x0F
"""The largest brightness that grain adds to a pixel; the rest of its range is the texture's."""


def write(path: Path) -> Path:
    """Some seconds of it, the same each time; a browser plays them in a circle."""
    dice = random.Random(1)
    texture = _texture(dice)
    grain = int.from_bytes(bytes([GRAIN]) * WIDTH, "big")
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_S}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(FRAMES_PER_S * SECONDS):
            file.write(b"FRAME\n")
            for y in range(HEIGHT):
                row = texture[(y + number) % len(texture)][2 * number : 2 * number + WIDTH]
                # Grain is added to all pixels of a row at once: no byte of the sum overflows.
                noise = dice.getrandbits(8 * WIDTH) & grain
                file.write((int.from_bytes(row, "big") + noise).to_bytes(WIDTH, "big"))
            file.write(bytes([128]) * (WIDTH * HEIGHT // 2))
    return path


def _texture(dice: random.Random) -> list[bytes]:
    rows: list[bytes] = []
    for _ in range(HEIGHT // BLOCK + 8):
        patches = (
            bytes([dice.randrange(30, 0xF0 - GRAIN)]) * BLOCK for _ in range(WIDTH // BLOCK + 20)
        )
        rows += [b"".join(patches)] * BLOCK
    return rows
