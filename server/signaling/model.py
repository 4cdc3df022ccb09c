"""What a live session tells its participants, and who they are to each other.

The news are sent as they stand, so they are Structs with the names of the wire.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from server.core.errors import Conflict, Forbidden, NotFound
from server.core.wire import Id, In, Out
from server.recordings.model import EndReason
from server.recordings.model import Kind as KeptKind
from server.rooms.model import (
    AnnouncementKind,
    Held,
    IceServer,
    Kind,
    MoveReason,
    ProducerView,
    Protection,
    Role,
    RtpCapabilities,
    Source,
)
from server.signaling.remarks import Captions, Timer

LEAVE_GRACE_S = 5.0
"""After `going_away`: long enough for a reload, short enough for a closed tab."""
KEPT_S = 30.0
"""After a lost connection: a network change, a tunnel, a restarting router."""
MAX_KNOCKS_PER_ROOM = 20
MAX_ENVELOPE = 512
"""Characters: four times of what our own envelopes have."""

Connection = Literal["live", "reconnecting"]
GradeWord = Literal["good", "fair", "poor", "lost"]
RecordingPhase = Literal["asked", "recording", "paused", "ended"]
LeaveReason = Literal["left", "vanished", "removed"]
CompanionEnd = Literal["owner_left", "taken_away", "replaced"]


class ProducerOut(Out):
    """A stream in the room."""

    producer_id: str
    kind: Kind
    source: Source
    is_paused: bool


class PeerOut(Out):
    """Somebody in the room."""

    peer_id: str
    person_id: str | None
    name: str
    photo_url: str | None
    is_host: bool
    is_guest: bool
    connection: Connection
    producers: list[ProducerOut]
    public_key: str | None
    """ECDH P-256, raw, base64url; None: this browser cannot encrypt end-to-end."""
    companion_of: str | None
    """The peer whose second camera this is: nobody of their own, with that peer's name."""


class KnockOut(Out):
    """Somebody who asks to be let in."""

    knock_id: str
    name: str
    is_guest: bool


class Letter(In):
    """An envelope for one peer: a key that only that peer can unwrap."""

    peer_id: Id
    envelope: Annotated[str, Meta(min_length=1, max_length=MAX_ENVELOPE)]


class PeerJoined(Out):
    peer: PeerOut


class PeerLeft(Out):
    peer_id: str
    reason: LeaveReason


class PeerChanged(Out):
    peer_id: str
    connection: Connection


class PeerKeyChanged(Out):
    """Somebody's page was loaded anew: what was compared with it no longer counts."""

    peer_id: str
    public_key: str | None


class KeyReceived(Out):
    """An envelope from another peer; only this browser can open it."""

    peer_id: str
    envelope: str


class ProtectionChanged(Out):
    """The host has switched how the session is encrypted."""

    protection: Protection
    peer_id: str


class ProducerAdded(Out):
    peer_id: str
    producer: ProducerOut


class ProducerClosed(Out):
    peer_id: str
    producer_id: str


class ProducerPaused(Out):
    peer_id: str
    producer_id: str


class ProducerResumed(Out):
    peer_id: str
    producer_id: str


class ConsumerClosed(Out):
    consumer_id: str


class ProducerMoved(Out):
    """The stream comes by its sender's new transport now: receive it by yours."""

    peer_id: str
    producer_id: str


class Move(Out):
    """Build new transports and produce into them; close the old when everything comes by them."""

    reason: MoveReason


class TransportClosed(Out):
    """This transport of yours carries nothing any more; make a new one."""

    transport_id: str


class LayersChangedOut(Out):
    consumer_id: str
    spatial_layer: int | None
    temporal_layer: int | None


class LayersWantedOut(Out):
    """The highest layers of your stream that anybody watches: more need not be sent."""

    producer_id: str
    spatial_layer: int | None
    temporal_layer: int | None


class ConsumerSuspendedOut(Out):
    """Your connection has no room for this picture, or has again."""

    consumer_id: str
    is_suspended: bool


class ActiveSpeaker(Out):
    peer_id: str | None


class Level(Out):
    """Loudness as -dBov: 0 is the loudest, 127 silence."""

    peer_id: str
    level: int


class Levels(Out):
    levels: list[Level]


class BadgeOut(Out):
    """How somebody's connection carries: from them, and to them."""

    peer_id: str
    uplink: GradeWord
    downlink: GradeWord


class QualityChanged(Out):
    """The badges that changed, of oneself too."""

    peers: list[BadgeOut]


class AnnouncementOut(Out):
    """A sound that the server plays to everybody."""

    announcement_id: str
    peer_id: str
    """Nobody's in the room: the sender is the server."""
    producer_id: str
    kind: AnnouncementKind
    title: str
    """Of the file; empty for a signal."""
    by_peer_id: str | None
    """Who began it; None: the server."""
    by_name: str
    left_ms: int
    """Until its end, when this was told."""


class Announcements(Out):
    """All that is being played now."""

    playing: list[AnnouncementOut]


class RecordingChanged(Out):
    """What everybody is to know of what is kept of the session: pictures and voices, or text."""

    recording_id: str
    kind: KeptKind
    state: RecordingPhase
    waiting: list[str]
    """Peers whose answer is missing: while one is, nothing is recorded."""
    recorded_ms: int
    """Without pauses, when this was sent."""
    retention_days: int
    reason: EndReason | None
    """Why it ended."""
    stretch: int
    """How often it has begun or gone on; a browser marks with it the words it heard since."""


class Knocked(Out):
    knock_id: str
    name: str
    is_guest: bool


class KnockEnded(Out):
    knock_id: str


class KnockAnswered(Out):
    is_admitted: bool
    token: str | None


class Removed(Out):
    """The host has removed you."""


class RoomEnded(Out):
    """The host has ended the session for everybody."""


class Displaced(Out):
    """Your seat was taken over by another page of yours."""


class CompanionEnded(Out):
    """You were a second camera, and are no more."""

    reason: CompanionEnd


class CheckEnded(Out):
    """The time of your test seat is over; its transports are gone."""


@dataclass(slots=True, eq=False)
class Peer:
    """A seat in a live session, with or without a socket at this moment."""

    id: str
    room: str
    person: str | None
    name: str
    photo_url: str | None
    role: Role
    socket: str | None
    public_key: str | None = None
    capabilities: RtpCapabilities | None = None
    is_going: bool = False
    """The page said that it is being closed or reloaded."""
    deadline: float | None = None
    """Monotonic seconds at which the seat is given up; None while a socket is there."""
    owner: str | None = None
    """The peer whose second camera this is; None: a person."""

    def view(self, producers: list[ProducerOut]) -> PeerOut:
        return PeerOut(
            peer_id=self.id,
            person_id=self.person,
            name=self.name,
            photo_url=self.photo_url,
            is_host=self.role is Role.HOST,
            is_guest=self.role is Role.GUEST,
            connection="live" if self.socket else "reconnecting",
            producers=producers,
            public_key=self.public_key,
            companion_of=self.owner,
        )


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody waiting at the door."""

    id: str
    room: str
    name: str
    person: str | None
    socket: str

    def view(self) -> KnockOut:
        return KnockOut(knock_id=self.id, name=self.name, is_guest=self.person is None)


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat that was taken or taken up again."""

    peer: Peer
    seat_token: str
    title: str
    host_name: str
    peers: list[PeerOut]
    knocks: list[KnockOut]
    is_resumed: bool
    announcements: list[AnnouncementOut]
    capabilities: RtpCapabilities
    ice_servers: tuple[IceServer, ...]
    protection: Protection
    held: Held
    """What the seat still has of an earlier socket; empty when it begins anew."""
    recording: RecordingChanged | None
    transcript: RecordingChanged | None
    raised: list[str]
    """Who has a hand up, in order."""
    captions: Captions
    timer: Timer


class NotInRoom(Conflict):
    code = "not_in_room"


class OnlyACamera(Forbidden):
    """Whatever a second camera is not for."""

    code = "only_a_camera"


class KnockGone(NotFound):
    code = "knock_gone"


def grace_s(peer: Peer) -> float:
    """How long a seat is kept for a peer whose socket has gone."""
    return LEAVE_GRACE_S if peer.is_going else KEPT_S


def stream(view: ProducerView) -> ProducerOut:
    """A producer as the room sees it."""
    return ProducerOut(
        producer_id=view.id, kind=view.kind, source=view.source, is_paused=view.is_paused
    )
