"""What a browser says to a live session, and the answers it gets."""

from typing import Annotated, Literal

from msgspec import Meta

from server.core.wire import Id, In, Out
from server.quality.model import AudioCodec, Route, VideoCodec
from server.recordings.model import Kind as KeptKind
from server.rooms.model import (
    MAX_SOUND_BYTES,
    Direction,
    DtlsParameters,
    IceParameters,
    IceServer,
    Kind,
    Protection,
    RtpCapabilities,
    RtpParameters,
    Source,
)
from server.signaling.model import AnnouncementOut, KnockOut, Letter, PeerOut, RecordingChanged
from server.signaling.remarks import (
    MAX_CAPTION,
    Captioning,
    Captions,
    LineNumber,
    Reaction,
    SealedLine,
    Timer,
)

Token = Annotated[str, Meta(min_length=1, max_length=4096)]
Name = Annotated[str, Meta(min_length=1, max_length=400)]
PublicKey = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{87}$")]
"""ECDH P-256: the 65 bytes of the uncompressed point as base64url."""
Layer = Annotated[int, Meta(ge=0, le=7)]
MAX_PIECE_BYTES = 131_072
"""Half of what a message may have."""
Priority = Annotated[int, Meta(ge=0, le=1000)]


class Done(Out):
    """It happened; there is nothing more to say."""


class Knock(In):
    """Ask the host to be let in."""

    room_id: Id
    name: Name


class KnockAccepted(Out):
    knock_id: str


class Join(In):
    """Take a seat."""

    token: Token
    seat: Token | None = None
    """The seat token of an earlier join: the same seat again."""
    is_fresh: bool = False
    """This page has no transports: drop those that the seat still has."""
    public_key: PublicKey | None = None
    """None: this browser cannot encrypt end-to-end."""


class OpenCompanion(In):
    """Use the link to a second camera up."""

    room_id: Id
    secret: Annotated[str, Meta(min_length=1, max_length=64)]


class CompanionInvited(Out):
    secret: str
    """For the fragment of a link, which no server sees."""
    lasts_s: int


class CompanionAdmitted(Out):
    token: str
    """To `join` with."""
    owner_name: str


class SetProtection(In):
    """End-to-end, or to the server only; for the host."""

    protection: Protection


class SendKeys(In):
    """One's key for others, wrapped for each."""

    letters: Annotated[list[Letter], Meta(min_length=1, max_length=256)]


class KeysSent(Out):
    undelivered: list[str]
    """Peers that are not here at this moment."""


class RoomAbout(Out):
    id: str
    title: str
    host_name: str


class Held(Out):
    """What a seat has on the server, for a browser to compare with what it has itself."""

    transport_ids: list[str]
    producer_ids: list[str]
    consumer_ids: list[str]


class Joined(Out):
    peer_id: str
    seat_token: str
    role: Literal["host", "participant", "guest", "companion"]
    room: RoomAbout
    rtp_capabilities: RtpCapabilities
    ice_servers: list[IceServer]
    peers: list[PeerOut]
    knocks: list[KnockOut]
    """For hosts; empty for others."""
    is_resumed: bool
    """The transports of the seat are still there: media goes on as it was."""
    announcements: list[AnnouncementOut]
    """What the server plays to everybody at this moment."""
    held: Held
    protection: Protection
    recording: RecordingChanged | None
    """That the session is being recorded, or is to be; your consent is asked for."""
    transcript: RecordingChanged | None
    """The same of what is said as text."""
    raised: list[str]
    """Who has a hand up, in order."""
    captions: Captions
    timer: Timer


class Capabilities(Out):
    """What rooms can carry, for a browser that gets ready before it joins."""

    rtp_capabilities: RtpCapabilities


class SetCapabilities(In):
    rtp_capabilities: RtpCapabilities


class CreateTransport(In):
    direction: Direction


class TransportRef(In):
    transport_id: Id


class ConnectTransport(In):
    transport_id: Id
    dtls_parameters: DtlsParameters


class IceRestarted(Out):
    ice_parameters: IceParameters


class Produce(In):
    transport_id: Id
    kind: Kind
    rtp_parameters: RtpParameters
    source: Source
    is_paused: bool = False
    replaces: Id | None = None
    """A producer of one's own that sent the same by an older transport: it keeps its id."""


class Produced(Out):
    producer_id: str


class ProducerRef(In):
    producer_id: Id


class Consume(In):
    producer_id: Id
    transport_id: Id | None = None
    """Which transport is to receive it; the newest when none is named."""


class ConsumerRef(In):
    consumer_id: Id


class SetPreferredLayers(In):
    """The highest layers wanted; temporal: the highest there is. Priority: more is served first."""

    consumer_id: Id
    spatial_layer: Layer
    temporal_layer: Layer | None = None
    priority: Priority | None = None


class OpenCheck(In):
    """Guests name the room whose link they have."""

    room_id: Id | None = None


class CheckOpened(Out):
    """A test seat: order media as in a session, and consume what you produce yourself."""

    lasts_s: float
    rtp_capabilities: RtpCapabilities
    ice_servers: list[IceServer]


class SoundPiece(In):
    """A piece of a sound file, in order."""

    offset: Annotated[int, Meta(ge=0, le=MAX_SOUND_BYTES)]
    """Bytes before it; 0 begins a new file."""
    piece: Annotated[bytes, Meta(min_length=1, max_length=MAX_PIECE_BYTES)]


class Announce(In):
    """Play the file that was sent."""

    title: Name


class AnnouncementRef(In):
    announcement_id: Id


class AnswerKnock(In):
    knock_id: Id
    is_admitted: bool


class AskRecording(In):
    """Ask that voices and pictures are kept, or what is said as text."""

    kind: KeptKind = "media"


class StopRecording(In):
    kind: KeptKind = "media"


class AnswerRecording(In):
    recording_id: Id
    is_agreed: bool


class PeerRef(In):
    peer_id: Id


class Stats(Out):
    """Counters of the caller's transports, as the media core keeps them."""

    transports: list[dict[str, object]]


class ReportQuality(In):
    """How a browser received its last seconds; nothing of what was said or shown."""

    route: Route
    audio_codec: AudioCodec
    video_codec: VideoCodec
    rtt_ms: Annotated[float, Meta(ge=0, le=60_000)] | None = None
    first_frame_ms: Annotated[int, Meta(ge=0, le=3_600_000)] | None = None
    """From entering to the first picture of somebody else."""
    height: Annotated[int, Meta(ge=0, le=16_384)] | None = None
    """Of the largest picture received, in pixels."""
    freezes: Annotated[int, Meta(ge=0, le=1000)] = 0
    frozen_ms: Annotated[int, Meta(ge=0, le=600_000)] = 0
    concealed: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """The share of the sound that was made up for what did not arrive."""


class React(In):
    """Show for a moment how one feels about it."""

    reaction: Reaction


class ChooseTopic(In):
    """Which topic of the agenda is up; null: by the plan."""

    topic_id: Id | None


class StartCountdown(In):
    """From ten seconds to four hours."""

    whole_s: Annotated[int, Meta(ge=10, le=14_400)]


class RaiseHand(In):
    is_up: bool


class AskCaptions(In):
    """Want captions, or no longer."""

    is_wanted: bool


class OfferCaptions(In):
    """Whether one's own browser writes down what one says."""

    state: Captioning


class KeptIn(In):
    """The transcript that a line is meant for."""

    recording_id: Id
    stretch: Annotated[int, Meta(ge=1, le=1_000_000)]
    """As told when it began or went on: the browser has heard all of the line since."""


class WriteCaption(In):
    """One's own words so far: as text, or in a session that is encrypted end-to-end sealed."""

    line: LineNumber
    is_final: bool
    language: Annotated[str, Meta(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
    text: Annotated[str, Meta(min_length=1, max_length=MAX_CAPTION)] | None = None
    letters: Annotated[tuple[SealedLine, ...], Meta(max_length=256)] = ()
    kept_in: KeptIn | None = None
    """None: only to be read now."""
