"""Rooms, and the RTP parameters (ORTC) that browsers and this server agree on.

The RTP shapes are those of mediasoup's protocol, so that its clients can be used as they
are; a client may send more fields than are listed here, and those are ignored. This
module decides nothing about media: `ortc` does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.core.errors import Conflict, Forbidden, NotFound, Unauthenticated
from server.core.line import clean_line

MAX_TITLE_CHARACTERS = 120
MAX_PARTICIPANTS = 200
"""Invited people, not people present."""

PRESENCE_RENEW_S = 20.0
"""How often to say again who is present; thrice this without a word means gone."""

ENTRY_LIFETIME = timedelta(minutes=5)
"""From the lobby's click to the socket's join, with a slow network between."""
SEAT_LIFETIME = timedelta(hours=8)
"""The longest session we expect to survive a restart of the server."""

Short = Annotated[str, Meta(max_length=255)]
PayloadType = Annotated[int, Meta(ge=0, le=127)]
Ssrc = Annotated[int, Meta(ge=0, le=0xFFFF_FFFF)]
ExtensionId = Annotated[int, Meta(ge=1, le=255)]
Kind = Literal["audio", "video"]
Source = Literal["microphone", "camera", "screen", "screen_audio"]
Parameters = Annotated[dict[Short, Short | int | float | bool | None], Meta(max_length=32)]


class Rtp(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What all ORTC shapes share: camelCase outside, absent when default."""


class RtcpFeedback(Rtp, frozen=True):
    type: Short
    parameter: Short | None = ""


class RtpCodecCapability(Rtp, frozen=True):
    kind: Kind
    mime_type: Short
    clock_rate: int
    preferred_payload_type: PayloadType | None = None
    channels: int | None = None
    parameters: Parameters = {}
    rtcp_feedback: Annotated[tuple[RtcpFeedback, ...], Meta(max_length=32)] = ()


class RtpHeaderExtension(Rtp, frozen=True):
    kind: Kind
    uri: Short
    preferred_id: ExtensionId
    preferred_encrypt: bool | None = False
    direction: Literal["sendrecv", "sendonly", "recvonly", "inactive"] | None = "sendrecv"


class RtpCapabilities(Rtp, frozen=True):
    codecs: Annotated[tuple[RtpCodecCapability, ...], Meta(max_length=128)] = ()
    header_extensions: Annotated[tuple[RtpHeaderExtension, ...], Meta(max_length=128)] = ()


class RtpCodecParameters(Rtp, frozen=True):
    mime_type: Short
    payload_type: PayloadType
    clock_rate: int
    channels: int | None = None
    parameters: Parameters = {}
    rtcp_feedback: Annotated[tuple[RtcpFeedback, ...], Meta(max_length=32)] = ()


class RtpHeaderExtensionParameters(Rtp, frozen=True):
    uri: Short
    id: ExtensionId
    encrypt: bool | None = False
    parameters: Parameters | None = {}


class RtxParameters(Rtp, frozen=True):
    ssrc: Ssrc


class RtpEncodingParameters(Rtp, frozen=True):
    ssrc: Ssrc | None = None
    rid: Annotated[str, Meta(max_length=16)] | None = None
    rtx: RtxParameters | None = None
    dtx: bool | None = None
    scalability_mode: Annotated[str, Meta(max_length=16)] | None = None
    max_bitrate: int | None = None


class RtcpParameters(Rtp, frozen=True):
    cname: Short | None = None
    reduced_size: bool | None = True
    mux: bool | None = True


class RtpParameters(Rtp, frozen=True):
    codecs: Annotated[tuple[RtpCodecParameters, ...], Meta(min_length=1, max_length=32)]
    encodings: Annotated[tuple[RtpEncodingParameters, ...], Meta(max_length=8)] = ()
    header_extensions: Annotated[tuple[RtpHeaderExtensionParameters, ...], Meta(max_length=32)] = ()
    mid: Annotated[str, Meta(max_length=16)] | None = None
    rtcp: RtcpParameters = RtcpParameters()


class IceParameters(Rtp, frozen=True, omit_defaults=False):
    username_fragment: str
    password: str
    ice_lite: bool = True


class IceCandidate(Rtp, frozen=True, omit_defaults=False):
    foundation: str
    priority: int
    ip: str
    address: str
    """The same as `ip`, under its older name in some clients."""
    port: int
    protocol: Literal["udp", "tcp"] = "udp"
    type: Literal["host"] = "host"


class DtlsFingerprint(Rtp, frozen=True):
    algorithm: Annotated[str, Meta(max_length=16)]
    value: Annotated[str, Meta(max_length=200)]


class DtlsParameters(Rtp, frozen=True, omit_defaults=False):
    fingerprints: Annotated[tuple[DtlsFingerprint, ...], Meta(min_length=1, max_length=8)]
    role: Literal["auto", "client", "server"] | None = "auto"


class IceServer(Rtp, frozen=True):
    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


Direction = Literal["send", "recv"]
StreamType = Literal["simple", "simulcast", "svc"]


class TransportOptions(Rtp, frozen=True, omit_defaults=False):
    """What a browser needs to create its end of a transport."""

    transport_id: str
    ice_parameters: IceParameters
    ice_candidates: tuple[IceCandidate, ...]
    dtls_parameters: DtlsParameters


class ConsumerOptions(Rtp, frozen=True, omit_defaults=False):
    """What a browser needs to create its end of a consumer."""

    consumer_id: str
    producer_id: str
    kind: Kind
    rtp_parameters: RtpParameters
    type: StreamType
    is_producer_paused: bool


@dataclass(frozen=True, slots=True)
class ProducerView:
    """A producer as others in the room may know it."""

    id: str
    peer: str
    kind: Kind
    source: Source
    is_paused: bool


class Role(StrEnum):
    """What somebody is to a room."""

    HOST = "host"
    PARTICIPANT = "participant"
    GUEST = "guest"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Room:
    """A place to meet, which outlives the meetings in it."""

    id: str
    title: str
    host: str
    created_at: datetime
    ended_at: datetime | None
    participants: tuple[str, ...]
    """Person ids, without the host's, in the order they were added."""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def role_of(self, person: str | None) -> Role:
        if person is None:
            return Role.STRANGER
        if person == self.host:
            return Role.HOST
        return Role.PARTICIPANT if person in self.participants else Role.STRANGER

    def may_enter(self, person: str | None) -> bool:
        return self.is_open and self.role_of(person) is not Role.STRANGER

    def may_host(self, person: str | None) -> bool:
        return self.role_of(person) is Role.HOST


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is in the live session now."""

    peer: str
    name: str
    person: str | None


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room as one of its people sees it."""

    room: Room
    role: "Role"
    present: tuple[Attendee, ...]
    invited: tuple[str, ...] = ()
    """E-mail addresses of invited people who have no account yet; for the host only."""


@dataclass(frozen=True, slots=True)
class DoorView:
    """What the invite link alone tells, to anybody."""

    room: Room
    role: "Role"
    present_count: int | None
    """None for strangers."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a room token says: who may take which seat in which room."""

    room: str
    name: str
    role: Role
    person: str | None
    seat: str | None
    """Set in a token that was issued for a seat already taken; it lives longer."""


@dataclass(frozen=True, slots=True)
class LevelsHeard:
    """Audio levels of one room: peer → -dBov, 0 (loudest) to 127."""

    room: str
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class LayersChanged:
    """What is now forwarded to one consumer; None, None when nothing is."""

    room: str
    peer: str
    consumer: str
    spatial: int | None
    temporal: int | None


@dataclass(frozen=True, slots=True)
class Ended:
    """Streams that ended, and the consumers of other peers that ended with them."""

    producers: tuple[ProducerView, ...] = ()
    consumers: tuple[tuple[str, str], ...] = ()
    """(peer, consumer)."""


@dataclass(frozen=True, slots=True)
class Held:
    """The ids of all that a peer has open."""

    transports: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceChanged:
    """This server itself began to send a stream into a room, or ended one."""

    room: str
    opened: ProducerView | None
    ended: Ended = Ended()


@dataclass(frozen=True, slots=True)
class TransportFailed:
    """A transport that cannot come up or was closed by the other side."""

    room: str
    peer: str
    transport: str
    ended: Ended


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """The host ended the room, by the door that is not signaling's."""

    room: str


@dataclass(frozen=True, slots=True)
class ParticipantRemoved:
    """Somebody may no longer be in the room."""

    room: str
    person: str


RoomNews = (
    LevelsHeard | LayersChanged | SourceChanged | TransportFailed | RoomClosed | ParticipantRemoved
)


class NotAParticipant(Forbidden):
    code = "not_a_participant"


class NotTheHost(Forbidden):
    code = "not_the_host"


class RoomEnded(Conflict):
    code = "room_ended"


class RoomFull(Conflict):
    code = "room_full"


class RoomTokenRefused(Unauthenticated):
    """A token that is forged, expired, or for another room."""

    code = "room_token_refused"


class CannotConsume(Conflict):
    code = "cannot_consume"


class TooManyStreams(Conflict):
    code = "too_many_streams"


def clean_title(title: str) -> str:
    """The title as one tidy line. Raises: Invalid when empty, too long or not readable."""
    return clean_line(title, field="title", at_least=1, at_most=MAX_TITLE_CHARACTERS)


def require_host(room: Room, person: str | None) -> None:
    """Raises: NotFound for strangers, who may not learn of it; NotTheHost for participants."""
    require_participant(room, person)
    if not room.may_host(person):
        raise NotTheHost("Only the host of this session may do that.")


def require_participant(room: Room, person: str | None) -> None:
    """Raises: NotFound for anybody the room does not concern."""
    if room.role_of(person) is Role.STRANGER:
        raise NotFound("There is no such session.")


def require_open(room: Room) -> None:
    """Raises: RoomEnded."""
    if not room.is_open:
        raise RoomEnded("This session has ended.")
