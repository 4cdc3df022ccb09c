"""Short signals of two tones, made of sines. Pure."""

import array
import math

from server.rooms.opus import RATE_HZ

RISING = (523.25, 783.99)
"""C5 and G5: something begins."""
FALLING = (783.99, 523.25)
_TONE_S = 0.22
_REST_S = 0.2
_FADE_S = 0.02  # without it a tone begins and ends with a click
_PEAK = 9_000


def chime(tones: tuple[float, ...]) -> bytes:
    """16-bit samples at 48 kHz, one channel: tones in Hz, one after the other, then silence."""
    samples = array.array("h")
    for tone_hz in tones:
        samples.extend(_tone(tone_hz))
    samples.extend([0] * round(_REST_S * RATE_HZ))
    return samples.tobytes()


def _tone(tone_hz: float) -> list[int]:
    count, fade = round(_TONE_S * RATE_HZ), _FADE_S * RATE_HZ
    step = 2 * math.pi * tone_hz / RATE_HZ
    return [
        round(_PEAK * min(1.0, at / fade, (count - at) / fade) * math.sin(step * at))
        for at in range(count)
    ]
