"""Takes streams from peers into a room."""

from server.core.ids import new_id
from server.rooms import ortc
from server.rooms.graph import Graph, Peer, Producer, Transport
from server.rooms.model import Ended, Kind, RtpParameters, Source, TooManyStreams
from server.rooms.specs import producer_spec


class Producers:
    """The producers of all peers; each order is checked against who owns the producer."""

    def __init__(self, graph: Graph, *, max_per_peer: int) -> None:
        self._graph = graph
        self._max_per_peer = max_per_peer

    def open(  # noqa: PLR0913 - what a browser says of a stream
        self,
        peer: str,
        transport: str,
        *,
        kind: Kind,
        source: Source,
        parameters: RtpParameters,
        is_paused: bool,
        replaces: str | None = None,
    ) -> Producer:
        """A new stream, or one of theirs (`replaces`) that comes by this transport from now on.

        Raises: Invalid, TooManyStreams, NotFound.
        """
        owner = self._graph.peer(peer)
        carrier = owner.transport(transport, "send")
        old = _moving(owner, carrier, source, replaces)
        if old is None and len(owner.producers) >= self._max_per_peer:
            limit = self._max_per_peer
            raise TooManyStreams(f"You can send at most {limit} streams at a time.")
        producible = ortc.produce(kind, parameters)
        engine = carrier.engine
        producer = Producer(
            old.id if old else new_id(),
            engine.number(),
            engine,
            carrier,
            owner,
            producible,
            source,
            is_paused,
        )
        if old is None:
            self._graph.add_producer(producer)
        else:
            self._graph.replace_producer(producer)
        worker = engine.worker
        worker.open_producer(carrier.number, producer.number, producer_spec(producible))
        if is_paused:
            worker.pause_producer(producer.number)
        return producer

    def set_paused(self, peer: str, producer: str, *, is_paused: bool) -> Producer:
        """Raises: NotFound."""
        chosen = self._graph.peer(peer).producer(producer)
        for one in self._graph.peer(peer).producers_of(producer):
            one.is_paused = is_paused
            worker = one.engine.worker
            order = worker.pause_producer if is_paused else worker.resume_producer
            order(one.number)
        return chosen

    def close(self, peer: str, producer: str) -> Ended:
        """Raises: NotFound."""
        chosen = self._graph.peer(peer).producers_of(producer)
        for one in chosen:
            one.engine.worker.close_producer(one.number)
        return self._graph.remove_producers(chosen)


def _moving(
    owner: Peer, carrier: Transport, source: Source, replaces: str | None
) -> Producer | None:
    """The stream that comes by another transport from now on, if it is one of theirs."""
    old = owner.producers.get(replaces or "")
    is_same = old is not None and old.source == source and old.transport is not carrier
    return old if is_same else None
