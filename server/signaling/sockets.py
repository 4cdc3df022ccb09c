"""Socket door of the live session: namespace /call."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

import structlog
from aiohttp import web

from server.core.sockets import SOCKETS, Door, Socket
from server.core.wire import Nothing
from server.rooms.model import ConsumerOptions, TransportOptions
from server.signaling import model
from server.signaling.service import Signaling
from server.signaling.wire import (
    AnswerKnock,
    Capabilities,
    ConnectTransport,
    ConsumerRef,
    CreateTransport,
    Done,
    IceRestarted,
    Join,
    Joined,
    Knock,
    KnockAccepted,
    PeerRef,
    Produce,
    Produced,
    ProducerRef,
    RoomAbout,
    SetCapabilities,
    SetPreferredLayers,
    Stats,
    TransportRef,
)

log = structlog.get_logger()

SIGNALING = web.AppKey("signaling", Signaling)
NAMESPACE = "/call"
TICK_S = 0.5
TOP_LAYER = 7

door = Door(NAMESPACE)
door.news("peer_joined", model.PeerJoined)
door.news("peer_left", model.PeerLeft)
door.news("peer_changed", model.PeerChanged)
door.news("producer_added", model.ProducerAdded)
door.news("producer_closed", model.ProducerClosed)
door.news("producer_paused", model.ProducerPaused)
door.news("producer_resumed", model.ProducerResumed)
door.news("consumer_closed", model.ConsumerClosed)
door.news("transport_closed", model.TransportClosed)
door.news("layers_changed", model.LayersChangedOut)
door.news("levels", model.Levels)
door.news("knocked", model.Knocked)
door.news("knock_ended", model.KnockEnded)
door.news("knock_answered", model.KnockAnswered)
door.news("removed", model.Removed)
door.news("room_ended", model.RoomEnded)
door.news("displaced", model.Displaced)


def _signaling(socket: Socket) -> Signaling:
    return socket.app[SIGNALING]


@door.on("knock", caller="optional", limit="10/minute")
async def knock(socket: Socket, body: Knock) -> KnockAccepted:
    """Ask the host to be let in; the answer comes as `knock_answered`."""
    person = socket.caller.person if socket.caller else None
    knocks = _signaling(socket).knocks
    asked = await knocks.knock(socket.id, person, body.room_id, body.name)
    return KnockAccepted(knock_id=asked.id)


@door.on("withdraw_knock", caller="optional", limit="10/second")
async def withdraw_knock(socket: Socket, body: Nothing) -> Done:
    """Stop waiting."""
    _signaling(socket).knocks.withdraw(socket.id)
    return Done()


@door.on("answer_knock", caller="optional", limit="10/second")
async def answer_knock(socket: Socket, body: AnswerKnock) -> Done:
    """Let somebody in or not; for the host."""
    knocks = _signaling(socket).knocks
    await knocks.answer(socket.id, body.knock_id, is_admitted=body.is_admitted)
    return Done()


@door.on("get_capabilities", caller="optional")
async def get_capabilities(socket: Socket, body: Nothing) -> Capabilities:
    """What rooms can carry; asked in the lobby, so that joining is quick."""
    return Capabilities(rtp_capabilities=_signaling(socket).orders.capabilities)


@door.on("join", caller="optional", limit="20/minute")
async def join(socket: Socket, body: Join) -> Joined:
    """Take a seat with a room token, or one's old seat again."""
    seated = await _signaling(socket).join(
        socket.id, body.token, seat_token=body.seat, is_fresh=body.is_fresh
    )
    return Joined(
        peer_id=seated.peer.id,
        seat_token=seated.seat_token,
        role=seated.peer.role.value,  # type: ignore[arg-type]  # strangers get no seat
        room=RoomAbout(id=seated.peer.room, title=seated.title, host_name=seated.host_name),
        rtp_capabilities=seated.capabilities,
        ice_servers=list(seated.ice_servers),
        peers=seated.peers,
        knocks=seated.knocks,
        is_resumed=seated.is_resumed,
    )


@door.on("leave", caller="optional")
async def leave(socket: Socket, body: Nothing) -> Done:
    """Give up the seat at once."""
    await _signaling(socket).leave(socket.id)
    return Done()


@door.on("going_away", caller="optional")
async def going_away(socket: Socket, body: Nothing) -> Done:
    """The page is being closed or reloaded."""
    _signaling(socket).going_away(socket.id)
    return Done()


@door.on("remove_peer", caller="optional")
async def remove_peer(socket: Socket, body: PeerRef) -> Done:
    """Send somebody out; for the host."""
    await _signaling(socket).remove(socket.id, body.peer_id)
    return Done()


@door.on("set_capabilities", caller="optional")
async def set_capabilities(socket: Socket, body: SetCapabilities) -> Done:
    """Say what this browser can play."""
    _signaling(socket).orders.set_capabilities(socket.id, body.rtp_capabilities)
    return Done()


@door.on("create_transport", caller="optional")
async def create_transport(socket: Socket, body: CreateTransport) -> TransportOptions:
    """A new WebRTC transport."""
    return _signaling(socket).orders.create_transport(socket.id, body.direction)


@door.on("connect_transport", caller="optional")
async def connect_transport(socket: Socket, body: ConnectTransport) -> Done:
    """Give the browser's DTLS parameters; the handshake follows."""
    orders = _signaling(socket).orders
    orders.connect_transport(socket.id, body.transport_id, body.dtls_parameters)
    return Done()


@door.on("restart_ice", caller="optional")
async def restart_ice(socket: Socket, body: TransportRef) -> IceRestarted:
    """New ICE credentials for a transport that lost its path."""
    orders = _signaling(socket).orders
    return IceRestarted(ice_parameters=orders.restart_ice(socket.id, body.transport_id))


@door.on("close_transport", caller="optional")
async def close_transport(socket: Socket, body: TransportRef) -> Done:
    """Close a transport with what it carries."""
    _signaling(socket).orders.close_transport(socket.id, body.transport_id)
    return Done()


@door.on("produce", caller="optional")
async def produce(socket: Socket, body: Produce) -> Produced:
    """Send a stream into the room."""
    producer = _signaling(socket).orders.produce(
        socket.id,
        body.transport_id,
        kind=body.kind,
        source=body.source,
        parameters=body.rtp_parameters,
        is_paused=body.is_paused,
    )
    return Produced(producer_id=producer)


@door.on("pause_producer", caller="optional")
async def pause_producer(socket: Socket, body: ProducerRef) -> Done:
    """Send no more for now: muted."""
    orders = _signaling(socket).orders
    orders.set_producer_paused(socket.id, body.producer_id, is_paused=True)
    return Done()


@door.on("resume_producer", caller="optional")
async def resume_producer(socket: Socket, body: ProducerRef) -> Done:
    """Send again."""
    orders = _signaling(socket).orders
    orders.set_producer_paused(socket.id, body.producer_id, is_paused=False)
    return Done()


@door.on("close_producer", caller="optional")
async def close_producer(socket: Socket, body: ProducerRef) -> Done:
    """End a stream."""
    _signaling(socket).orders.close_producer(socket.id, body.producer_id)
    return Done()


@door.on("consume", caller="optional", limit="200/second")
async def consume(socket: Socket, body: ProducerRef) -> ConsumerOptions:
    """Receive a stream of the room; paused until `resume_consumer`."""
    return _signaling(socket).orders.consume(socket.id, body.producer_id)


@door.on("pause_consumer", caller="optional", limit="200/second")
async def pause_consumer(socket: Socket, body: ConsumerRef) -> Done:
    """Receive nothing of it for now."""
    orders = _signaling(socket).orders
    orders.set_consumer_paused(socket.id, body.consumer_id, is_paused=True)
    return Done()


@door.on("resume_consumer", caller="optional", limit="200/second")
async def resume_consumer(socket: Socket, body: ConsumerRef) -> Done:
    """Receive it; video begins with a key frame."""
    orders = _signaling(socket).orders
    orders.set_consumer_paused(socket.id, body.consumer_id, is_paused=False)
    return Done()


@door.on("close_consumer", caller="optional", limit="200/second")
async def close_consumer(socket: Socket, body: ConsumerRef) -> Done:
    """Stop receiving a stream."""
    _signaling(socket).orders.close_consumer(socket.id, body.consumer_id)
    return Done()


@door.on("set_preferred_layers", caller="optional", limit="200/second")
async def set_preferred_layers(socket: Socket, body: SetPreferredLayers) -> Done:
    """The highest simulcast or SVC layers that are of use here."""
    temporal = TOP_LAYER if body.temporal_layer is None else body.temporal_layer
    orders = _signaling(socket).orders
    orders.set_layers(socket.id, body.consumer_id, body.spatial_layer, temporal)
    return Done()


@door.on("request_key_frame", caller="optional")
async def request_key_frame(socket: Socket, body: ConsumerRef) -> Done:
    """Ask the sender for a picture that needs no earlier one."""
    _signaling(socket).orders.request_key_frame(socket.id, body.consumer_id)
    return Done()


@door.on("get_stats", caller="optional", limit="5/second")
async def get_stats(socket: Socket, body: Nothing) -> Stats:
    """Counters of one's own transports."""
    return Stats(transports=await _signaling(socket).orders.stats(socket.id))


@door.disconnected
async def disconnected(socket: Socket, reason: str) -> None:
    """The socket is gone; the seat is kept for a while."""
    _signaling(socket).disconnected(socket.id, is_silent="ping timeout" in reason)


async def run(app: web.Application) -> AsyncIterator[None]:
    """Lifetime: sends the notices, passes on the rooms' news, and keeps the time."""
    loops = [_send_notices(app), _hear_news(app), _tick(app)]
    tasks = [asyncio.create_task(loop) for loop in loops]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def _send_notices(app: web.Application) -> None:
    async for notice in app[SIGNALING].notices():
        for socket in notice.to:
            await _surviving(app[SOCKETS].emit(notice.news, to=socket))


async def _hear_news(app: web.Application) -> None:
    async for news in app[SIGNALING].news():
        await _surviving(app[SIGNALING].hear(news))


async def _tick(app: web.Application) -> None:
    while True:
        await asyncio.sleep(TICK_S)
        await _surviving(app[SIGNALING].tick())


async def _surviving(step: Awaitable[None]) -> None:
    """One step of a loop that must outlive a bug in it: the other rooms go on."""
    try:
        await step
    except Exception:
        log.exception("signaling.bug")
