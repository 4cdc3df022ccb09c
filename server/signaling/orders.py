"""Media orders of a peer: passed to the SFU, and what others must know told to them."""

from server.core.errors import Conflict
from server.rooms.model import (
    ConsumerOptions,
    Direction,
    DtlsParameters,
    IceParameters,
    Kind,
    RtpCapabilities,
    RtpParameters,
    Source,
    TransportOptions,
)
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.model import (
    OnlyACamera,
    Peer,
    ProducerAdded,
    ProducerMoved,
    ProducerPaused,
    ProducerResumed,
    stream,
)
from server.signaling.recorded import Recorded


class Orders:
    """Each order comes from a socket; the peer on it can only name what is its own."""

    def __init__(self, hall: Hall, rooms: Rooms, recorded: Recorded) -> None:
        self._hall = hall
        self._recorded = recorded
        self._sfu = rooms.sfu

    @property
    def capabilities(self) -> RtpCapabilities:
        """What rooms can carry."""
        return self._sfu.capabilities

    def set_capabilities(self, socket: str, capabilities: RtpCapabilities) -> None:
        self._hall.sender_at(socket).capabilities = capabilities

    def create_transport(self, socket: str, direction: Direction) -> TransportOptions:
        peer = self._hall.sender_at(socket)
        return self._sfu.transports.create(peer.room, peer.id, direction)

    def connect_transport(self, socket: str, transport: str, remote: DtlsParameters) -> None:
        self._sfu.transports.connect(self._hall.sender_at(socket).id, transport, remote)

    def restart_ice(self, socket: str, transport: str) -> IceParameters:
        return self._sfu.transports.restart_ice(self._hall.sender_at(socket).id, transport)

    def close_transport(self, socket: str, transport: str) -> None:
        peer = self._hall.sender_at(socket)
        self._hall.tell_ended(peer.room, self._sfu.close_transport(peer.id, transport))

    def produce(  # noqa: PLR0913 - what a browser says of a stream
        self,
        socket: str,
        transport: str,
        *,
        kind: Kind,
        source: Source,
        parameters: RtpParameters,
        is_paused: bool,
        replaces: str | None = None,
    ) -> str:
        """Send a stream into the room; returns its id."""
        peer = self._hall.sender_at(socket)
        if peer.owner is not None:
            self._require_its_one_picture(peer, (kind, source), replaces)
        producer = self._sfu.producers.open(
            peer.id,
            transport,
            kind=kind,
            source=source,
            parameters=parameters,
            is_paused=is_paused,
            replaces=replaces,
        )
        moved = ProducerMoved(peer_id=peer.id, producer_id=producer.id)
        added = ProducerAdded(peer_id=peer.id, producer=stream(producer.view()))
        news = moved if producer.id == replaces else added
        self._hall.tell_room(peer.room, news, but=peer)
        self._recorded.look(peer.room)
        return producer.id

    def set_producer_paused(self, socket: str, producer: str, *, is_paused: bool) -> None:
        peer = self._hall.sender_at(socket)
        self._sfu.producers.set_paused(peer.id, producer, is_paused=is_paused)
        news = ProducerPaused if is_paused else ProducerResumed
        self._hall.tell_room(peer.room, news(peer_id=peer.id, producer_id=producer), but=peer)
        self._recorded.look(peer.room)

    def close_producer(self, socket: str, producer: str) -> None:
        peer = self._hall.sender_at(socket)
        self._hall.tell_ended(peer.room, self._sfu.producers.close(peer.id, producer))

    def consume(self, socket: str, producer: str, transport: str | None = None) -> ConsumerOptions:
        """Receive a stream of the same room, paused at first."""
        peer = self._hall.sender_at(socket)
        if peer.owner is not None:
            raise OnlyACamera("A second camera sees and hears nothing.")
        if peer.capabilities is None:
            raise Conflict("Say what this browser can play first (set_capabilities).")
        return self._sfu.consumers.open(peer.id, producer, peer.capabilities, transport)

    def set_consumer_paused(self, socket: str, consumer: str, *, is_paused: bool) -> None:
        peer = self._hall.sender_at(socket)
        self._sfu.consumers.set_paused(peer.id, consumer, is_paused=is_paused)

    def set_layers(self, socket: str, consumer: str, spatial: int, temporal: int) -> None:
        self._sfu.consumers.set_layers(self._hall.sender_at(socket).id, consumer, spatial, temporal)

    def set_priority(self, socket: str, consumer: str, priority: int) -> None:
        self._sfu.consumers.set_priority(self._hall.sender_at(socket).id, consumer, priority)

    def request_key_frame(self, socket: str, consumer: str) -> None:
        self._sfu.consumers.request_key_frame(self._hall.sender_at(socket).id, consumer)

    def close_consumer(self, socket: str, consumer: str) -> None:
        self._sfu.consumers.close(self._hall.sender_at(socket).id, consumer)

    def _require_its_one_picture(
        self, camera: Peer, what: tuple[Kind, Source], replaces: str | None
    ) -> None:
        sent = self._sfu.held(camera.id).producers
        if what != ("video", "camera") or any(producer != replaces for producer in sent):
            raise OnlyACamera("A second camera sends one picture, and no sound.")

    async def stats(self, socket: str) -> list[dict[str, object]]:
        return await self._sfu.stats(self._hall.sender_at(socket).id)
