"""Quality as HTTP speaks of it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from server.core.wire import In, Out
from server.quality.model import AudioCodec, Route, Said, Trouble, VideoCodec


class MomentOut(Out):
    """Some seconds of a session, `atS` seconds after its start; null where nothing was measured."""

    at_s: float
    mos_up: float | None
    mos_down: float | None
    loss_up: float | None
    loss_down: float | None
    rtt_ms: float | None
    height: int | None
    freezes: int
    is_lost: bool


class VerdictIn(In):
    """How somebody found picture and sound; the seat's token says which seat it was."""

    seat_token: Annotated[str, Meta(min_length=1, max_length=4096)]
    said: Said
    troubles: Annotated[tuple[Trouble, ...], Meta(max_length=8)] = ()


class VerdictOut(Out):
    """What somebody said of their own connection."""

    said: Said
    troubles: list[Trouble]


class RecordOut(Out):
    """How the connection of one participant was, without any content."""

    id: str
    person_id: str | None
    name: str | None
    """None for guests."""
    joined_at: datetime
    left_at: datetime
    route: Route
    audio_codec: AudioCodec
    video_codec: VideoCodec
    reconnections: int
    first_frame_ms: int | None
    mos_up: float | None
    """How they were heard, 1 to 4.5 (ITU-T G.107)."""
    mos_down: float | None
    """How they heard others."""
    freezes: int
    frozen_ms: int
    concealed: float | None
    """Share of the sound that was made up for what did not arrive."""
    verdict: VerdictOut | None
    moments: list[MomentOut]


class RecordList(Out):
    records: list[RecordOut]
