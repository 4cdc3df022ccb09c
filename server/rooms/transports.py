"""Opens and closes transports: ICE credentials, the DTLS handshake, the keys to the core."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from server.core.errors import Conflict
from server.core.ids import new_id, new_secret
from server.rooms.dtls import Certificate, Dtls, HandshakeError
from server.rooms.engines import Engines
from server.rooms.graph import Graph, Peer, Transport
from server.rooms.model import (
    Direction,
    DtlsParameters,
    IceParameters,
    TooManyStreams,
    TransportOptions,
)

log = structlog.get_logger()

MAX_TRANSPORTS_PER_PEER = 4
"""One to send, one to receive, and as many again while a browser rebuilds them."""


class Transports:
    """The transports of all peers. Owns their DTLS tasks."""

    def __init__(
        self,
        engines: Engines,
        graph: Graph,
        on_failed: Callable[[Peer, Transport], None],
        on_step: Callable[[Peer, bool], None],
    ) -> None:
        self._engines = engines
        self._graph = graph
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_failed = on_failed
        self._on_step = on_step
        """Told when a browser begins to connect, and when (True) media can pass."""
        self._certificate = Certificate()

    def create(self, room: str, peer: str, direction: Direction) -> TransportOptions:
        """Raises: TooManyStreams."""
        owner = self._graph.open(room, peer)
        if len(owner.transports) >= MAX_TRANSPORTS_PER_PEER:
            raise TooManyStreams("Too many transports are open; close one first.")
        place = self._engines.place(room)
        engine = place.engine
        number, ice = engine.number(), _credentials()
        dtls = Dtls(self._certificate, lambda data: engine.worker.send_dtls(number, data))
        transport = Transport(new_id(), number, engine, direction, dtls, ice)
        self._graph.add_transport(owner, transport)
        engine.worker.open_transport(number, ice.username_fragment, ice.password, place.number)
        return TransportOptions(
            transport_id=transport.id,
            ice_parameters=ice,
            ice_candidates=engine.candidates,
            dtls_parameters=self._certificate.parameters(),
        )

    def connect(self, peer: str, transport: str, remote: DtlsParameters) -> None:
        """Start the handshake and return; a failure comes as news. Raises: Conflict."""
        owner = self._graph.peer(peer)
        chosen = owner.transport(transport)
        if chosen.task is not None:
            raise Conflict("This transport is connected already.")
        self._on_step(owner, False)
        chosen.task = asyncio.create_task(self._run(owner, chosen, remote))
        self._tasks.add(chosen.task)
        chosen.task.add_done_callback(partial(self._done, chosen))

    def restart_ice(self, peer: str, transport: str) -> IceParameters:
        """New credentials; the old ones serve until the browser uses these."""
        chosen = self._graph.peer(peer).transport(transport)
        chosen.ice = _credentials()
        chosen.engine.worker.restart_ice(
            chosen.number, chosen.ice.username_fragment, chosen.ice.password
        )
        return chosen.ice

    def close(self, peer: Peer, transport: Transport) -> None:
        """Close it at the core, which drops its producers and consumers with it."""
        self._graph.remove_transport(peer, transport)
        self.stop(transport)

    def stop(self, transport: Transport) -> None:
        """End its task and close it at the core, for a transport that the graph forgot."""
        if transport.task is None:
            transport.engine.worker.close_transport(transport.number)
        else:
            transport.task.cancel()  # `_done` closes it at the core, after its goodbye

    async def close_all(self) -> None:
        """Close every transport and wait for the goodbyes."""
        for peer, transport in list(self._graph.transports.values()):
            self.close(peer, transport)
        if self._tasks:
            await asyncio.wait(self._tasks)

    def feed(self, number: int, data: bytes) -> None:
        """Hand a DTLS datagram from the core to its association."""
        found = self._graph.transports.get(number)
        if found is not None:
            found[1].dtls.feed(data)

    async def _run(self, peer: Peer, transport: Transport, remote: DtlsParameters) -> None:
        try:
            keys = await transport.dtls.handshake(remote)
            transport.engine.worker.set_srtp(
                transport.number, keys.profile, keys.inbound, keys.outbound
            )
            self._on_step(peer, True)
            log.debug("transport.connected", transport=transport.id, srtp=keys.profile)
            await transport.dtls.closed()
        except HandshakeError as error:
            log.info("transport.failed", transport=transport.id, reason=str(error))
        finally:
            await transport.dtls.close()
        if transport.id in peer.transports:
            self._on_failed(peer, transport)

    def _done(self, transport: Transport, task: asyncio.Task[None]) -> None:
        # Here and not in the task: one that is cancelled before its first step runs nothing.
        transport.engine.worker.close_transport(transport.number)
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("transport.crashed", exc_info=task.exception())


def _credentials() -> IceParameters:
    # RFC 8445 §5.3: at least 24 and 128 bits; ice-chars have neither '-' nor '_'.
    return IceParameters(username_fragment=_ice_chars(8), password=_ice_chars(24))


def _ice_chars(size_bytes: int) -> str:
    return new_secret(size_bytes).replace("-", "+").replace("_", "/")
