"""Who holds which transport, producer and consumer: the tables behind the SFU.

Every lookup starts at a peer, so nobody can name what is not theirs. It orders nothing;
`transports`, `producers` and `consumers` do.
"""

from asyncio import Task
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from server.core.errors import NotFound
from server.rooms.dtls import Dtls
from server.rooms.engine import Engine
from server.rooms.model import Direction, Ended, IceParameters, ProducerView, RtpParameters, Source
from server.rooms.ortc import Producible


@dataclass(slots=True, eq=False)
class Transport:
    """One ICE + DTLS association of a peer."""

    id: str
    number: int
    engine: Engine
    direction: Direction
    dtls: Dtls
    ice: IceParameters
    task: Task[None] | None = None
    """Handshake, then the wait for the browser's close; owned by `transports`."""
    consumed: int = 0
    """How many consumers were ever made on it: the next one's mid."""


@dataclass(slots=True, eq=False)
class Producer:
    """One stream that a peer sends."""

    id: str
    number: int
    engine: Engine
    """The worker that carries it."""
    transport: Transport | None
    """None when this server itself sends it."""
    peer: "Peer"
    producible: Producible
    source: Source
    is_paused: bool
    consumers: "dict[str, Consumer]" = field(default_factory=dict)

    def view(self) -> ProducerView:
        return ProducerView(
            id=self.id,
            peer=self.peer.id,
            kind=self.producible.kind,
            source=self.source,
            is_paused=self.is_paused,
        )


@dataclass(slots=True, eq=False)
class Consumer:
    """One stream that a peer receives."""

    id: str
    number: int
    transport: Transport
    peer: "Peer"
    producer: Producer
    parameters: RtpParameters

    @property
    def engine(self) -> Engine:
        """The worker that carries it, the same as its producer's."""
        return self.transport.engine


@dataclass(slots=True, eq=False)
class Peer:
    """The media of one participant."""

    room: str
    id: str
    transports: dict[str, Transport] = field(default_factory=dict)
    producers: dict[str, Producer] = field(default_factory=dict)
    consumers: dict[str, Consumer] = field(default_factory=dict)
    retired: list[Producer] = field(default_factory=list)
    """Producers whose stream comes by another transport now; they serve until all follow."""

    def transport(self, number: str, direction: Direction | None = None) -> Transport:
        """Raises: NotFound."""
        transport = self.transports.get(number)
        if transport is None or direction not in {None, transport.direction}:
            raise NotFound("There is no such transport.")
        return transport

    def producer(self, number: str) -> Producer:
        """Raises: NotFound."""
        if number not in self.producers:
            raise NotFound("There is no such stream.")
        return self.producers[number]

    def producers_of(self, number: str) -> list[Producer]:
        """A stream with what it was before it moved. Raises: NotFound."""
        return [self.producer(number), *(one for one in self.retired if one.id == number)]

    def consumer(self, number: str) -> Consumer:
        """Raises: NotFound."""
        if number not in self.consumers:
            raise NotFound("There is no such consumer.")
        return self.consumers[number]


class Graph:
    """All peers of this process, and the core's numbers back to what they mean."""

    def __init__(self) -> None:
        self._peers: dict[str, Peer] = {}
        self.transports: dict[int, tuple[Peer, Transport]] = {}
        self.producers: dict[int, Producer] = {}
        self.consumers: dict[int, Consumer] = {}

    def open(self, room: str, peer: str) -> Peer:
        """The peer's tables, made at first use."""
        return self._peers.setdefault(peer, Peer(room=room, id=peer))

    def peer(self, peer: str) -> Peer:
        """Raises: NotFound."""
        if peer not in self._peers:
            raise NotFound("You are not in this session.")
        return self._peers[peer]

    def find(self, peer: str) -> Peer | None:
        return self._peers.get(peer)

    def in_room(self, room: str) -> Iterator[Peer]:
        return (peer for peer in self._peers.values() if peer.room == room)

    def is_used(self, room: str) -> bool:
        """Whether anything of a room is on a worker."""
        return any(peer.transports or peer.producers for peer in self.in_room(room))

    def producer_in(self, room: str, producer: str) -> Producer:
        """A producer of the room, whoever sends it. Raises: NotFound."""
        for peer in self.in_room(room):
            if producer in peer.producers:
                return peer.producers[producer]
        raise NotFound("There is no such stream in this session.")

    def on(self, engine: Engine) -> list[tuple[Peer, Transport]]:
        """Every transport that a worker carries."""
        return [held for held in self.transports.values() if held[1].engine is engine]

    def loads(self) -> Counter[Engine]:
        """How many streams each worker takes in and gives out."""
        taken_in = Counter(producer.engine for producer in self.producers.values())
        return taken_in + Counter(consumer.engine for consumer in self.consumers.values())

    def add_transport(self, peer: Peer, transport: Transport) -> None:
        peer.transports[transport.id] = transport
        self.transports[transport.number] = (peer, transport)

    def add_producer(self, producer: Producer) -> None:
        producer.peer.producers[producer.id] = producer
        self.producers[producer.number] = producer

    def replace_producer(self, producer: Producer) -> None:
        """The same stream by another transport, under the id it had."""
        old = producer.peer.producers[producer.id]
        producer.peer.retired.append(old)
        # Its events are about a stream that is on its way out: nobody needs to hear them.
        del self.producers[old.number]
        self.add_producer(producer)

    def add_consumer(self, consumer: Consumer) -> None:
        consumer.peer.consumers[consumer.id] = consumer
        consumer.producer.consumers[consumer.id] = consumer
        self.consumers[consumer.number] = consumer

    def remove_consumer(self, consumer: Consumer) -> None:
        del consumer.peer.consumers[consumer.id]
        del consumer.producer.consumers[consumer.id]
        del self.consumers[consumer.number]

    def remove_producers(self, producers: Iterable[Producer]) -> Ended:
        """Forget them and their consumers. A retired one ends unseen: its stream goes on."""
        views, orphans = [], []
        for producer in list(producers):
            for consumer in list(producer.consumers.values()):
                self.remove_consumer(consumer)
                if consumer.peer is not producer.peer:
                    orphans.append((consumer.peer.id, consumer.id))
            if producer in producer.peer.retired:
                producer.peer.retired.remove(producer)
                continue
            views.append(producer.view())
            del producer.peer.producers[producer.id]
            del self.producers[producer.number]
        return Ended(tuple(views), tuple(orphans))

    def remove_transport(self, peer: Peer, transport: Transport) -> None:
        del peer.transports[transport.id]
        del self.transports[transport.number]

    def remove_peer(self, peer: Peer) -> None:
        self._peers.pop(peer.id, None)
