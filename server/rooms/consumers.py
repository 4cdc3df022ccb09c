"""Gives a room's streams to peers."""

import secrets

from server.core.errors import Conflict
from server.core.ids import new_id
from server.rooms import ortc
from server.rooms.graph import Consumer, Graph, Peer, Producer, Transport
from server.rooms.model import ConsumerOptions, NotMovedYet, RtpCapabilities
from server.rooms.specs import consumer_spec


class Consumers:
    """The consumers of all peers; each order is checked against who owns the consumer."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def open(
        self,
        peer: str,
        producer: str,
        capabilities: RtpCapabilities,
        transport: str | None = None,
    ) -> ConsumerOptions:
        """A paused consumer of a stream in the same room.

        Raises: NotFound, CannotConsume, NotMovedYet.
        """
        owner = self._graph.peer(peer)
        source = self._graph.producer_in(owner.room, producer)
        carrier = _receiving(owner) if transport is None else owner.transport(transport, "recv")
        if carrier.engine is not source.engine:
            raise NotMovedYet("This stream is on its way. It is announced when it is here.")
        if any(consumer.producer is source for consumer in owner.consumers.values()):
            raise Conflict("You receive this stream already.")
        parameters = ortc.consume(
            source.producible,
            capabilities,
            ssrc=secrets.randbelow(0xFFFF_FFFE) + 1,
            mid=str(carrier.consumed),
            # One name for all streams of a peer, so that browsers keep lips in sync.
            cname=source.peer.id,
        )
        carrier.consumed += 1
        consumer = Consumer(new_id(), carrier.engine.number(), carrier, owner, source, parameters)
        self._graph.add_consumer(consumer)
        carrier.engine.worker.open_consumer(
            carrier.number, consumer.number, source.number, consumer_spec(parameters)
        )
        return _options(consumer, source)

    def set_paused(self, peer: str, consumer: str, *, is_paused: bool) -> None:
        """Raises: NotFound."""
        chosen = self._graph.peer(peer).consumer(consumer)
        worker = chosen.engine.worker
        order = worker.pause_consumer if is_paused else worker.resume_consumer
        order(chosen.number)

    def set_layers(self, peer: str, consumer: str, spatial: int, temporal: int) -> None:
        """The highest layers this peer wants of it. Raises: NotFound."""
        chosen = self._graph.peer(peer).consumer(consumer)
        chosen.engine.worker.set_layers(chosen.number, spatial, temporal)

    def set_priority(self, peer: str, consumer: str, priority: int) -> None:
        """Which of a peer's pictures get their share of the connection first. Raises: NotFound."""
        chosen = self._graph.peer(peer).consumer(consumer)
        chosen.engine.worker.set_priority(chosen.number, priority)

    def request_key_frame(self, peer: str, consumer: str) -> None:
        """Raises: NotFound."""
        chosen = self._graph.peer(peer).consumer(consumer)
        chosen.engine.worker.request_key_frame(chosen.number)

    def close(self, peer: str, consumer: str) -> None:
        """Raises: NotFound."""
        chosen = self._graph.peer(peer).consumer(consumer)
        chosen.engine.worker.close_consumer(chosen.number)
        self._graph.remove_consumer(chosen)


def _receiving(peer: Peer) -> Transport:
    transports = [t for t in peer.transports.values() if t.direction == "recv"]
    if not transports:
        raise Conflict("Create a transport to receive on first.")
    return transports[-1]


def _options(consumer: Consumer, producer: Producer) -> ConsumerOptions:
    return ConsumerOptions(
        consumer_id=consumer.id,
        producer_id=producer.id,
        kind=producer.producible.kind,
        rtp_parameters=consumer.parameters,
        type=producer.producible.type,
        is_producer_paused=producer.is_paused,
    )
