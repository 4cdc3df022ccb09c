"""What is said and shown in a session with everybody's consent, in files that play."""

from __future__ import annotations

import asyncio
from pathlib import Path

import av
import numpy as np

from server.core.settings import Settings
from server.services import Services
from tests.recordings.conftest import Cast, agreed, state_of
from tests.support.performer import Performer

LOUD, BRIGHT = 0.05, 120


async def test_a_session_becomes_one_file_in_which_sound_and_picture_fit(
    cast: Cast, services: Services, media_settings: Settings
) -> None:
    performers = [Performer(services, cast.room, one.peer) for one in (cast.host, cast.friend)]
    recording = await agreed(cast)
    await asyncio.gather(*(one.perform(4.0) for one in performers))
    await cast.friend.ask("stop_recording")
    ended = await state_of(cast.host, "ended")
    assert ended["reason"] == "stopped"
    for _ in range(50):
        if await services.recordings.compose_next():
            break
        await asyncio.sleep(0.1)
    for one in performers:
        one.close()
    path = media_settings.data_dir / "recordings" / recording / "session.mp4"
    seen, heard = flashes(path), beeps(path)
    assert len(seen) == len(heard) == 4
    assert all(abs(light - sound) < 0.04 for light, sound in zip(seen, heard, strict=True))


def flashes(path: Path) -> list[float]:
    """The moments at which the picture becomes bright, in seconds."""
    found, was_bright = [], False
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            luma = frame.to_ndarray(format="gray")
            is_bright = bool(np.percentile(luma, 75) > BRIGHT)
            if is_bright and not was_bright:
                found.append(float(frame.time or 0))
            was_bright = is_bright
    return found


def beeps(path: Path) -> list[float]:
    """The moments at which it becomes loud, in seconds."""
    found, quiet_since = [], -1.0
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples = frame.to_ndarray()[0]
            for index in np.nonzero(np.abs(samples) > LOUD)[0]:
                at = float(frame.time or 0) + index / frame.sample_rate
                if at - quiet_since > 0.3:
                    found.append(at)
                quiet_since = at
    return found
