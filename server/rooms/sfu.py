"""The SFU of this process: the media workers with the transports, producers, consumers on them.

It knows rooms and peers by their ids only; who may be where is decided above.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from server.core.settings import Settings
from server.rooms.addresses import media_addresses
from server.rooms.capabilities import ROUTER_CAPABILITIES
from server.rooms.consumers import Consumers
from server.rooms.engine import Engine, Event
from server.rooms.engines import Engines
from server.rooms.graph import Graph, Peer, Transport
from server.rooms.model import (
    ConsumerSuspended,
    Ended,
    Held,
    LayersChanged,
    LayersWanted,
    LevelsHeard,
    MoveReason,
    ProducerView,
    RoomNews,
    SpeakerChanged,
    TransportFailed,
    TransportStepped,
)
from server.rooms.model.legs import Leg, leg_of
from server.rooms.moves import Moves
from server.rooms.producers import Producers
from server.rooms.taps import Taps
from server.rooms.transports import Transports


class Sfu:
    """Orders go to `transports`, `producers`, `consumers`; what happens goes to `news`."""

    transports: Transports
    producers: Producers
    consumers: Consumers
    capabilities = ROUTER_CAPABILITIES
    """What browsers are told that rooms can carry."""

    def __init__(self, settings: Settings, news: asyncio.Queue[RoomNews]) -> None:
        self._settings = settings
        self._graph = Graph()
        self.engines = Engines(settings, self._graph.loads)
        self._moves = Moves(self.engines, self._graph, news, self._end_move)
        self._news = news
        self.taps = Taps(self.engines, self._graph, news, self._release)

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Hold the ports and the workers' threads open. Raises: OSError when a port is taken."""
        self.transports = Transports(
            self.engines, self._graph, self._transport_failed, self._transport_stepped
        )
        self.producers = Producers(self._graph, max_per_peer=self._settings.max_producers_per_peer)
        self.consumers = Consumers(self._graph)
        try:
            self.engines.addresses = await media_addresses(self._settings)
            self.engines.open(self._handle, self._worker_lost)
            yield
        finally:
            self.taps.close_all()
            self._moves.close()
            await self.transports.close_all()
            self.engines.close()

    def streams(self, room: str) -> list[ProducerView]:
        """What is being sent in a room."""
        return [p.view() for peer in self._graph.in_room(room) for p in peer.producers.values()]

    def close_peer(self, peer: str) -> Ended:
        """End all media of a peer."""
        owner = self._graph.find(peer)
        if owner is None:
            return Ended()
        ended = self._graph.remove_producers((*owner.producers.values(), *owner.retired))
        for consumer in list(owner.consumers.values()):
            self._graph.remove_consumer(consumer)
        for transport in list(owner.transports.values()):
            self.transports.close(owner, transport)
        self._graph.remove_peer(owner)
        self._release(owner.room)
        self._moves.look(owner.room)
        return ended

    def close_transport(self, peer: str, transport: str) -> Ended:
        """Close one transport with what it carries. Raises: NotFound."""
        owner = self._graph.peer(peer)
        chosen = owner.transport(transport)
        ended = self._forget(owner, chosen)
        self.transports.stop(chosen)
        return ended

    def relieve(self) -> int:
        """Move the rooms of the busiest worker to the others; returns how many."""
        busiest = self.engines.busiest()
        return sum(self._move(room, "drain") for room in self.engines.rooms_on(busiest))

    def held(self, peer: str) -> Held:
        """What a peer has open: its media can go on after its socket dropped."""
        owner = self._graph.find(peer)
        if owner is None:
            return Held()
        return Held(tuple(owner.transports), tuple(owner.producers), tuple(owner.consumers))

    async def stats(self, peer: str) -> list[dict[str, object]]:
        """Counters of each of a peer's transports. Raises: TimeoutError."""
        owner = self._graph.find(peer)
        held = owner.transports.values() if owner else ()
        transports = [one for one in held if not one.engine.is_lost]
        return [await one.engine.stats(one.number) for one in transports]

    async def worker_stats(self) -> list[dict[str, object]]:
        """Counters of each worker, with its number, rooms and `cpu_s`. Raises: TimeoutError."""
        told: list[dict[str, object]] = []
        for engine in list(self.engines.all):
            try:
                figures = await engine.stats()
            except TimeoutError:
                if not engine.is_lost:
                    raise
                continue  # it died while it was asked; the next asking meets its successor
            rooms = len(self.engines.rooms_on(engine))
            cpu_s = engine.cpu_s()
            told.append({"worker": engine.index, "rooms": rooms, "cpu_s": cpu_s, **figures})
        return told

    def legs(self, workers: list[dict[str, object]]) -> dict[str, list[Leg]]:
        """How every peer of this process is connected, from the answers of `worker_stats`."""
        found: dict[str, list[Leg]] = {}
        for figures in workers:
            for values in cast("list[dict[str, Any]]", figures["legs"]):
                owned = self._graph.transports.get(values["transport"])
                if owned is not None:
                    peer, transport = owned
                    leg = leg_of(transport.id, transport.direction, values)
                    found.setdefault(peer.id, []).append(leg)
        return found

    def counts(self) -> dict[str, int]:
        """How many transports, producers and consumers are open."""
        return {
            "transports": len(self._graph.transports),
            "producers": len(self._graph.producers),
            "consumers": len(self._graph.consumers),
            **self.taps.counts(),
        }

    def _handle(self, event: Event) -> None:
        match event:
            case ("dtls", int(number), bytes(data)):
                self.transports.feed(number, data)
            case ("levels", list(levels)):
                self._hear(cast("list[tuple[int, int]]", levels))
            case ("tap_clock", int(number), int(rtp_timestamp), int(unix_us)):
                self.taps.note_clock(number, rtp_timestamp, unix_us)
            case ("tap_ended", int(number)):
                self.taps.note_end(number)
            case ("key_frame_wanted", int(number)):
                self.taps.note_key_frame_wanted(number)
            case _:
                self._notice(event)

    def _notice(self, event: Event) -> None:
        """What somebody above is to be told."""
        match event:
            case ("layers", int(number), int(spatial), int(temporal)):
                self._change_layers(number, spatial, temporal)
            case ("layers_wanted", int(number), int(spatial), int(temporal)):
                self._want_layers(number, spatial, temporal)
            case ("suspended", int(number), bool(is_suspended)):
                self._suspend(number, is_suspended=is_suspended)
            case ("speaker", int(room), int(number)):
                self._change_speaker(room, number)
            case _:
                pass  # ICE comes and goes by itself; the browser says when it needs a restart

    def _hear(self, levels: list[tuple[int, int]]) -> None:
        rooms: dict[str, dict[str, int]] = {}
        for number, level in levels:
            producer = self._graph.producers.get(number)
            if producer is not None and not producer.is_paused:
                peers = rooms.setdefault(producer.peer.room, {})
                peers[producer.peer.id] = min(level, peers.get(producer.peer.id, 127))
        for room, peers in rooms.items():
            self._news.put_nowait(LevelsHeard(room, tuple(peers.items())))

    def _change_layers(self, number: int, spatial: int, temporal: int) -> None:
        consumer = self._graph.consumers.get(number)
        if consumer is not None:
            self._news.put_nowait(
                LayersChanged(
                    room=consumer.peer.room,
                    peer=consumer.peer.id,
                    consumer=consumer.id,
                    spatial=_layer(spatial),
                    temporal=_layer(temporal),
                )
            )

    def _want_layers(self, number: int, spatial: int, temporal: int) -> None:
        producer = self._graph.producers.get(number)
        if producer is not None:
            self._news.put_nowait(
                LayersWanted(producer.peer.id, producer.id, _layer(spatial), _layer(temporal))
            )

    def _change_speaker(self, number: int, producer: int) -> None:
        room, speaker = self.engines.room(number), self._graph.producers.get(producer)
        if room is not None:
            self._news.put_nowait(SpeakerChanged(room, speaker.peer.id if speaker else None))

    def _suspend(self, number: int, *, is_suspended: bool) -> None:
        consumer = self._graph.consumers.get(number)
        if consumer is not None:
            news = ConsumerSuspended(consumer.peer.id, consumer.id, is_suspended)
            self._news.put_nowait(news)

    def _worker_lost(self, engine: Engine) -> None:
        """A worker's thread died: what was on it is gone, and its rooms begin anew elsewhere."""
        for room in self.engines.rooms_on(engine):
            self._move(room, "worker_lost")
        self.taps.lose(engine)

    def _move(self, room: str, reason: MoveReason) -> bool:
        is_begun = self._moves.begin(room, reason)
        if is_begun:
            self.taps.move(room)
        return is_begun

    def _end_move(self, room: str, left_behind: list[tuple[Peer, Transport]]) -> None:
        for peer, transport in left_behind:
            self._transport_failed(peer, transport)
            self.transports.stop(transport)
        self.taps.leave(room)

    def _release(self, room: str) -> None:
        if not self._graph.is_used(room):
            self.engines.release(room)

    def _transport_failed(self, peer: Peer, transport: Transport) -> None:
        """The handshake failed or the browser closed its end: it cannot carry media again."""
        ended = self._forget(peer, transport)
        self._news.put_nowait(TransportFailed(peer.room, peer.id, transport.id, ended))

    def _transport_stepped(self, peer: Peer, is_up: bool) -> None:
        self._news.put_nowait(TransportStepped(peer.id, is_up))

    def _forget(self, peer: Peer, transport: Transport) -> Ended:
        self._graph.remove_transport(peer, transport)
        for consumer in [c for c in peer.consumers.values() if c.transport is transport]:
            self._graph.remove_consumer(consumer)
        ended = self._graph.remove_producers(
            [p for p in (*peer.producers.values(), *peer.retired) if p.transport is transport]
        )
        self._release(peer.room)
        self._moves.look(peer.room)
        return ended


def _layer(number: int) -> int | None:
    """The core says -1 for nothing."""
    return number if number >= 0 else None
