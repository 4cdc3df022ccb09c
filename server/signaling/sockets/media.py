"""Transports, producers and consumers of one's own."""

from server.core.sockets import Socket
from server.core.wire import Nothing
from server.rooms.model import ConsumerOptions, TransportOptions
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import (
    ConnectTransport,
    Consume,
    ConsumerRef,
    CreateTransport,
    Done,
    IceRestarted,
    Produce,
    Produced,
    ProducerRef,
    SetCapabilities,
    SetPreferredLayers,
    Stats,
    TransportRef,
)

TOP_LAYER = 7


@door.on("set_capabilities", caller="optional")
async def set_capabilities(socket: Socket, body: SetCapabilities) -> Done:
    """Say what this browser can play."""
    signaling(socket).orders.set_capabilities(socket.id, body.rtp_capabilities)
    return Done()


@door.on("create_transport", caller="optional")
async def create_transport(socket: Socket, body: CreateTransport) -> TransportOptions:
    """A new WebRTC transport."""
    return signaling(socket).orders.create_transport(socket.id, body.direction)


@door.on("connect_transport", caller="optional")
async def connect_transport(socket: Socket, body: ConnectTransport) -> Done:
    """Give the browser's DTLS parameters; the handshake follows."""
    orders = signaling(socket).orders
    orders.connect_transport(socket.id, body.transport_id, body.dtls_parameters)
    return Done()


@door.on("restart_ice", caller="optional")
async def restart_ice(socket: Socket, body: TransportRef) -> IceRestarted:
    """New ICE credentials for a transport that lost its path."""
    orders = signaling(socket).orders
    return IceRestarted(ice_parameters=orders.restart_ice(socket.id, body.transport_id))


@door.on("close_transport", caller="optional")
async def close_transport(socket: Socket, body: TransportRef) -> Done:
    """Close a transport with what it carries."""
    signaling(socket).orders.close_transport(socket.id, body.transport_id)
    return Done()


@door.on("produce", caller="optional")
async def produce(socket: Socket, body: Produce) -> Produced:
    """Send a stream into the room."""
    producer = signaling(socket).orders.produce(
        socket.id,
        body.transport_id,
        kind=body.kind,
        source=body.source,
        parameters=body.rtp_parameters,
        is_paused=body.is_paused,
        replaces=body.replaces,
    )
    return Produced(producer_id=producer)


@door.on("pause_producer", caller="optional")
async def pause_producer(socket: Socket, body: ProducerRef) -> Done:
    """Send no more for now: muted."""
    orders = signaling(socket).orders
    orders.set_producer_paused(socket.id, body.producer_id, is_paused=True)
    return Done()


@door.on("resume_producer", caller="optional")
async def resume_producer(socket: Socket, body: ProducerRef) -> Done:
    """Send again."""
    orders = signaling(socket).orders
    orders.set_producer_paused(socket.id, body.producer_id, is_paused=False)
    return Done()


@door.on("close_producer", caller="optional")
async def close_producer(socket: Socket, body: ProducerRef) -> Done:
    """End a stream."""
    signaling(socket).orders.close_producer(socket.id, body.producer_id)
    return Done()


@door.on("consume", caller="optional", limit="200/second")
async def consume(socket: Socket, body: Consume) -> ConsumerOptions:
    """Receive a stream of the room; paused until `resume_consumer`."""
    orders = signaling(socket).orders
    return orders.consume(socket.id, body.producer_id, body.transport_id)


@door.on("pause_consumer", caller="optional", limit="200/second")
async def pause_consumer(socket: Socket, body: ConsumerRef) -> Done:
    """Receive nothing of it for now."""
    orders = signaling(socket).orders
    orders.set_consumer_paused(socket.id, body.consumer_id, is_paused=True)
    return Done()


@door.on("resume_consumer", caller="optional", limit="200/second")
async def resume_consumer(socket: Socket, body: ConsumerRef) -> Done:
    """Receive it; video begins with a key frame."""
    orders = signaling(socket).orders
    orders.set_consumer_paused(socket.id, body.consumer_id, is_paused=False)
    return Done()


@door.on("close_consumer", caller="optional", limit="200/second")
async def close_consumer(socket: Socket, body: ConsumerRef) -> Done:
    """Stop receiving a stream."""
    signaling(socket).orders.close_consumer(socket.id, body.consumer_id)
    return Done()


@door.on("set_preferred_layers", caller="optional", limit="200/second")
async def set_preferred_layers(socket: Socket, body: SetPreferredLayers) -> Done:
    """The highest simulcast or SVC layers that are of use here, and how much they matter."""
    temporal = TOP_LAYER if body.temporal_layer is None else body.temporal_layer
    orders = signaling(socket).orders
    orders.set_layers(socket.id, body.consumer_id, body.spatial_layer, temporal)
    if body.priority is not None:
        orders.set_priority(socket.id, body.consumer_id, body.priority)
    return Done()


@door.on("request_key_frame", caller="optional")
async def request_key_frame(socket: Socket, body: ConsumerRef) -> Done:
    """Ask the sender for a picture that needs no earlier one."""
    signaling(socket).orders.request_key_frame(socket.id, body.consumer_id)
    return Done()


@door.on("get_stats", caller="optional", limit="5/second")
async def get_stats(socket: Socket, body: Nothing) -> Stats:
    """Counters of one's own transports."""
    return Stats(transports=await signaling(socket).orders.stats(socket.id))
