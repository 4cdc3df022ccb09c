"""Takes streams from peers into a room."""

from server.core.ids import new_id
from server.rooms import ortc
from server.rooms.graph import Graph, Producer
from server.rooms.model import Ended, Kind, RtpParameters, Source, TooManyStreams
from server.rooms.specs import producer_spec


class Producers:
    """The producers of all peers; each order is checked against who owns the producer."""

    def __init__(self, graph: Graph, *, max_per_peer: int) -> None:
        self._graph = graph
        self._max_per_peer = max_per_peer

    def open(
        self,
        peer: str,
        transport: str,
        *,
        kind: Kind,
        source: Source,
        parameters: RtpParameters,
        is_paused: bool,
    ) -> Producer:
        """Raises: Invalid, TooManyStreams, NotFound."""
        owner = self._graph.peer(peer)
        carrier = owner.transport(transport, "send")
        if len(owner.producers) >= self._max_per_peer:
            limit = self._max_per_peer
            raise TooManyStreams(f"You can send at most {limit} streams at a time.")
        producible = ortc.produce(kind, parameters)
        engine = carrier.engine
        producer = Producer(
            new_id(), engine.number(), engine, carrier, owner, producible, source, is_paused
        )
        self._graph.add_producer(producer)
        worker = engine.worker
        worker.open_producer(carrier.number, producer.number, producer_spec(producible))
        if is_paused:
            worker.pause_producer(producer.number)
        return producer

    def set_paused(self, peer: str, producer: str, *, is_paused: bool) -> Producer:
        """Raises: NotFound."""
        chosen = self._graph.peer(peer).producer(producer)
        chosen.is_paused = is_paused
        worker = chosen.engine.worker
        order = worker.pause_producer if is_paused else worker.resume_producer
        order(chosen.number)
        return chosen

    def close(self, peer: str, producer: str) -> Ended:
        """Raises: NotFound."""
        chosen = self._graph.peer(peer).producer(producer)
        chosen.engine.worker.close_producer(chosen.number)
        return self._graph.remove_producers([chosen])
