"""Rooms, who may be in them, and what happens there; the RTP parameters are in `rtp`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from server.core.errors import Conflict, Forbidden, NotFound, Unauthenticated
from server.core.line import clean_line
from server.rooms.model.announcement import MAX_SOUND_BYTES as MAX_SOUND_BYTES
from server.rooms.model.announcement import Announcement as Announcement
from server.rooms.model.announcement import AnnouncementKind as AnnouncementKind
from server.rooms.model.announcement import AnnouncementPlaying as AnnouncementPlaying
from server.rooms.model.announcement import AnnouncementsChanged as AnnouncementsChanged
from server.rooms.model.announcement import SealedRoom as SealedRoom
from server.rooms.model.announcement import clean_sound_title as clean_sound_title
from server.rooms.model.rtp import ConsumerOptions as ConsumerOptions
from server.rooms.model.rtp import Direction as Direction
from server.rooms.model.rtp import DtlsFingerprint as DtlsFingerprint
from server.rooms.model.rtp import DtlsParameters as DtlsParameters
from server.rooms.model.rtp import ExtensionId as ExtensionId
from server.rooms.model.rtp import IceCandidate as IceCandidate
from server.rooms.model.rtp import IceParameters as IceParameters
from server.rooms.model.rtp import IceServer as IceServer
from server.rooms.model.rtp import Kind as Kind
from server.rooms.model.rtp import Parameters as Parameters
from server.rooms.model.rtp import PayloadType as PayloadType
from server.rooms.model.rtp import RtcpFeedback as RtcpFeedback
from server.rooms.model.rtp import RtcpParameters as RtcpParameters
from server.rooms.model.rtp import Rtp as Rtp
from server.rooms.model.rtp import RtpCapabilities as RtpCapabilities
from server.rooms.model.rtp import RtpCodecCapability as RtpCodecCapability
from server.rooms.model.rtp import RtpCodecParameters as RtpCodecParameters
from server.rooms.model.rtp import RtpEncodingParameters as RtpEncodingParameters
from server.rooms.model.rtp import RtpHeaderExtension as RtpHeaderExtension
from server.rooms.model.rtp import RtpHeaderExtensionParameters as RtpHeaderExtensionParameters
from server.rooms.model.rtp import RtpParameters as RtpParameters
from server.rooms.model.rtp import RtxParameters as RtxParameters
from server.rooms.model.rtp import Short as Short
from server.rooms.model.rtp import Source as Source
from server.rooms.model.rtp import Ssrc as Ssrc
from server.rooms.model.rtp import StreamType as StreamType
from server.rooms.model.rtp import TransportOptions as TransportOptions

MAX_TITLE_CHARACTERS = 120
MAX_PARTICIPANTS = 200
"""Invited people, not people present."""

PRESENCE_RENEW_S = 20.0
"""How often to say again who is present; thrice this without a word means gone."""

ENTRY_LIFETIME = timedelta(minutes=5)
"""From the lobby's click to the socket's join, with a slow network between."""
SEAT_LIFETIME = timedelta(hours=8)
"""The longest session we expect to survive a restart of the server."""


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
    COMPANION = "companion"
    """Nobody of their own: the second camera of somebody who is there."""
    STRANGER = "stranger"


class Protection(StrEnum):
    """How far media are encrypted."""

    END_TO_END = "end_to_end"
    """From browser to browser: this server forwards what it cannot decrypt."""
    TRANSPORT = "transport"
    """From browser to server, and from server to browser."""


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
    protection: Protection = Protection.TRANSPORT
    """With which its sessions begin."""
    opens_at: datetime | None = None
    """Before that nobody is let in; None: always open."""

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
    owner: str | None = None
    """Of a second camera: the seat of whose it is."""


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
class LayersWanted:
    """The highest layers of a producer that anybody watches; None, None when nobody does."""

    peer: str
    producer: str
    spatial: int | None
    temporal: int | None


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    """Who speaks in a room; None when nobody does."""

    room: str
    peer: str | None


@dataclass(frozen=True, slots=True)
class ConsumerSuspended:
    """A picture that a connection has no room for, or has again."""

    peer: str
    consumer: str
    is_suspended: bool


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


@dataclass(frozen=True, slots=True)
class PassAsked:
    """Somebody who may enter asked for a room token."""

    room: str
    person: str


@dataclass(frozen=True, slots=True)
class TransportStepped:
    """A browser began to connect a transport, or (`is_up`) media can pass."""

    peer: str
    is_up: bool


MoveReason = Literal["drain", "worker_lost"]


@dataclass(frozen=True, slots=True)
class RoomMoved:
    """New transports of this room are on another worker; the old ones end soon."""

    room: str
    reason: MoveReason


RoomNews = (
    RoomMoved
    | LevelsHeard
    | LayersChanged
    | LayersWanted
    | SpeakerChanged
    | ConsumerSuspended
    | SourceChanged
    | AnnouncementsChanged
    | TransportFailed
    | RoomClosed
    | ParticipantRemoved
    | PassAsked
    | TransportStepped
)


class NotAParticipant(Forbidden):
    code = "not_a_participant"


class NotTheHost(Forbidden):
    code = "not_the_host"


class RoomEnded(Conflict):
    code = "room_ended"


class RoomNotOpenYet(Conflict):
    code = "room_not_open_yet"
    title = "This session has not begun"


class RoomFull(Conflict):
    code = "room_full"


class RoomTokenRefused(Unauthenticated):
    """A token that is forged, expired, or for another room."""

    code = "room_token_refused"


class CannotConsume(Conflict):
    code = "cannot_consume"


class NotMovedYet(Conflict):
    code = "not_moved_yet"


class TooManyStreams(Conflict):
    code = "too_many_streams"


def clean_title(title: str) -> str:
    """The title as one tidy line. Raises: Invalid when empty, too long or not readable."""
    return clean_line(title, field="title", at_least=1, at_most=MAX_TITLE_CHARACTERS)


def first_protection(invited: int) -> Protection:
    """What a new room starts with: two people need nothing that a server must decrypt."""
    return Protection.END_TO_END if invited <= 1 else Protection.TRANSPORT


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


def require_begun(room: Room, now: datetime) -> None:
    """Raises: RoomNotOpenYet."""
    if room.opens_at is not None and now < room.opens_at:
        opens = f"{room.opens_at:%Y-%m-%d %H:%M} UTC"
        raise RoomNotOpenYet(f"You can come in shortly before it begins, from {opens} on.")
