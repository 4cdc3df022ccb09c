"""What is kept of a session: a recording to watch, one that failed, and how it carried."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import av
import numpy as np

from server.core.ids import new_id
from server.quality import store as quality
from server.quality.model import Bucket, Record, Seat
from server.recordings import files
from server.recordings.model import Consent, Said, State
from server.recordings.store import lines, receipts, recordings
from server.scheduling.model import Booking
from server.services import Services
from tests.support.screens.people import People

SECONDS, FRAMES_PER_S = 4, 10


WORDS = (
    ("What would the first page say?", "en"),
    ("وماذا لو بدأنا بعيادة واحدة؟", "ar"),
    ("Dann reicht uns auch ein kleines Schiff mit zwei Kojen und einer Ärztin.", "de"),
)


async def kept(services: Services, people: People, booking: Booking) -> dict[str, str]:
    """Both were recorded and written down, and sat on connections; what can be opened of it."""
    room = booking.room or ""
    made = {State.READY: new_id(), State.FAILED: new_id()}
    async with services.database.write() as tx:
        for state, one in made.items():
            await recordings.begin(tx, one, room, "media", booking.starts_at)
            for person in (people.mentor, people.mentee):
                consent = Consent(new_id(), person, None, booking.starts_at)
                await recordings.agree(tx, one, consent)
                await receipts.give(tx, one, room, "media", consent)
            span = {"ended_at": booking.ends_at, "duration_ms": SECONDS * 1000, "bytes": 900_000}
            await recordings.change(tx, one, set(State), state=state, progress=1.0, **span)
        for person in (people.mentor, people.mentee):
            await quality.add(tx, _record(room, person, booking))
    path = files.composed(services.settings.data_dir / "recordings", made[State.READY])
    path.parent.mkdir(parents=True, exist_ok=True)
    _film(path)
    return {
        "recording": made[State.READY],
        "transcript": await _written(services, people, booking),
    }


async def _written(services: Services, people: People, booking: Booking) -> str:
    """A transcript with some lines of both."""
    one, room, begun = new_id(), booking.room or "", booking.starts_at
    consents = {who: Consent(new_id(), who, None, begun) for who in (people.mentor, people.mentee)}
    async with services.database.write() as tx:
        await recordings.begin(tx, one, room, "text", begun)
        for consent in consents.values():
            await recordings.agree(tx, one, consent)
            await receipts.give(tx, one, room, "text", consent)
        said = [
            Said(
                at, consents[who].seat, who, begun + timedelta(seconds=40 * at), 4000, tongue, text
            )
            for at, (text, tongue) in enumerate(WORDS)
            for who in [(people.mentor, people.mentee)[at % 2]]
        ]
        await lines.add(tx, one, said)
        span = {"ended_at": booking.ends_at, "duration_ms": 3_480_000}
        await recordings.change(tx, one, set(State), state=State.READY, progress=1.0, **span)
    return one


def _record(room: str, person: str, booking: Booking) -> Record:
    looks = [
        Bucket(
            looks=5,
            mos_up=4.2 - at % 5 / 4,
            mos_down=4.0 - at % 3 / 3,
            loss_up=0.01 * (at % 4),
            loss_down=0.02 * (at % 3),
            rtt_ms=40.0 + 15 * (at % 6),
            height=360,
            concealed=0.01,
        )
        for at in range(24)
    ]
    return Record(
        id=new_id(),
        seat=Seat(new_id(), room, person),
        joined_at=booking.starts_at,
        left_at=booking.starts_at + timedelta(minutes=58),
        route="udp",
        audio_codec="opus",
        video_codec="vp8",
        reconnections=1,
        first_frame_ms=640,
        bucket_s=150.0,
        series=tuple(looks),
    )


def _film(path: Path) -> None:
    """A sea that moves."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("h264", rate=FRAMES_PER_S)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        rows = np.arange(180)[:, None, None]
        for at in range(SECONDS * FRAMES_PER_S):
            picture = np.zeros((180, 320, 3), np.uint8)
            picture[:] = (rows + at * 4) % 255
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
