"""What is known of a connection: measures, grades, reports, records. Refuses any content."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Self

Route = Literal["udp", "tcp", "relay", "unknown"]
AudioCodec = Literal["opus", "other", "none"]
VideoCodec = Literal["vp8", "vp9", "h264", "av1", "other", "none"]


class Grade(StrEnum):
    """How one direction of a participant's connection carries, in the badge's words."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    LOST = "lost"


BADNESS = {Grade.GOOD: 0, Grade.FAIR: 1, Grade.POOR: 2, Grade.LOST: 3}


@dataclass(frozen=True, slots=True)
class Measure:
    """One direction over the last seconds; None where nothing was sent or reported."""

    loss: float | None = None
    """0 to 1, before repair."""
    jitter_ms: float | None = None
    rtt_ms: float | None = None
    bits_per_second: int = 0
    is_lost: bool = False
    is_starved: bool = False
    """The path gives less than a small picture needs."""


@dataclass(frozen=True, slots=True)
class Both:
    """Both directions of one participant: from them, and to them."""

    up: Measure = Measure()
    down: Measure = Measure()


@dataclass(frozen=True, slots=True)
class Badge:
    """What the others are told of a participant."""

    peer: str
    uplink: Grade
    downlink: Grade


@dataclass(frozen=True, slots=True)
class RoomBadges:
    """The badges of one room that have changed."""

    room: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a browser says of its last seconds. Untrusted: bounded on the doorstep."""

    route: Route
    audio_codec: AudioCodec
    video_codec: VideoCodec
    rtt_ms: float | None
    first_frame_ms: int | None
    height: int | None
    """Of the largest picture received, in pixels."""
    freezes: int
    frozen_ms: int
    concealed: float
    """The share of the sound that was made up for what did not arrive."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose connection it is: a place in a room, and the account if there is one."""

    peer: str
    room: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some seconds of a session; `looks` is how many measures are in the means."""

    looks: int = 0
    mos_up: float | None = None
    mos_down: float | None = None
    loss_up: float | None = None
    loss_down: float | None = None
    rtt_ms: float | None = None
    height: int | None = None
    freezes: int = 0
    frozen_ms: int = 0
    concealed: float | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """The connection of one participant through one session, without content."""

    id: str
    seat: Seat
    joined_at: datetime
    left_at: datetime
    route: Route
    audio_codec: AudioCodec
    video_codec: VideoCodec
    reconnections: int
    first_frame_ms: int | None
    bucket_s: float
    series: tuple[Bucket, ...]

    @property
    def total(self) -> Bucket:
        """The whole session in one."""
        whole = Bucket()
        for bucket in self.series:
            whole = merged(whole, bucket)
        return whole


@dataclass(frozen=True, slots=True)
class Ended:
    """Of a record only what goes into sums."""

    mos: float | None
    """The worse direction's."""
    freezes: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Many participations as a distribution: sound is good from 4, poor below 3.1 (G.107)."""

    participations: int
    good: int
    fair: int
    poor: int
    median_mos: float | None
    freezes: int
    without_freeze: int


class Said(StrEnum):
    """How somebody found picture and sound, in one word."""

    GOOD = "good"
    SOME_TROUBLE = "some_trouble"
    BAD = "bad"


class Trouble(StrEnum):
    """What was wrong with it."""

    SOUND = "sound"
    PICTURE = "picture"
    LAG = "lag"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody says of their own connection through one seat; of people it says nothing."""

    said: Said
    troubles: tuple[Trouble, ...] = ()
    """Each once, in the order of their words; of what was good there are none."""

    @classmethod
    def of(cls, said: Said, troubles: Collection[Trouble]) -> Self:
        """In order."""
        kept = [] if said is Said.GOOD else [one for one in Trouble if one in troubles]
        return cls(said, tuple(kept))


GOOD_MOS, POOR_MOS = 4.0, 3.1


def summed(ended: Sequence[Ended]) -> Summary:
    """What was not measured is counted, but in no class."""
    scores = sorted(one.mos for one in ended if one.mos is not None)
    good = sum(score >= GOOD_MOS for score in scores)
    poor = sum(score < POOR_MOS for score in scores)
    return Summary(
        participations=len(ended),
        good=good,
        fair=len(scores) - good - poor,
        poor=poor,
        median_mos=scores[len(scores) // 2] if scores else None,
        freezes=sum(one.freezes for one in ended),
        without_freeze=sum(one.freezes == 0 for one in ended),
    )


def merged(a: Bucket, b: Bucket) -> Bucket:
    """Two neighbours as one; means weigh by looks."""
    heights = [height for height in (a.height, b.height) if height is not None]
    return Bucket(
        looks=a.looks + b.looks,
        mos_up=_mean(a, b, a.mos_up, b.mos_up),
        mos_down=_mean(a, b, a.mos_down, b.mos_down),
        loss_up=_mean(a, b, a.loss_up, b.loss_up),
        loss_down=_mean(a, b, a.loss_down, b.loss_down),
        rtt_ms=_mean(a, b, a.rtt_ms, b.rtt_ms),
        height=max(heights, default=None),
        freezes=a.freezes + b.freezes,
        frozen_ms=a.frozen_ms + b.frozen_ms,
        concealed=_mean(a, b, a.concealed, b.concealed),
        is_lost=a.is_lost or b.is_lost,
    )


def _mean(a: Bucket, b: Bucket, in_a: float | None, in_b: float | None) -> float | None:
    if in_a is None or in_b is None:
        return in_b if in_a is None else in_a
    weight_a, weight_b = max(a.looks, 1), max(b.looks, 1)
    return (in_a * weight_a + in_b * weight_b) / (weight_a + weight_b)
