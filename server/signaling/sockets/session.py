"""Who comes, who goes, who is let in."""

from server.core.sockets import Socket
from server.core.wire import Nothing
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import (
    AnswerKnock,
    Capabilities,
    Done,
    Held,
    Join,
    Joined,
    Knock,
    KnockAccepted,
    PeerRef,
    RoomAbout,
)


@door.on("knock", caller="optional", limit="10/minute")
async def knock(socket: Socket, body: Knock) -> KnockAccepted:
    """Ask the host to be let in; the answer comes as `knock_answered`."""
    person = socket.caller.person if socket.caller else None
    knocks = signaling(socket).knocks
    asked = await knocks.knock(socket.id, person, body.room_id, body.name)
    return KnockAccepted(knock_id=asked.id)


@door.on("withdraw_knock", caller="optional", limit="10/second")
async def withdraw_knock(socket: Socket, body: Nothing) -> Done:
    """Stop waiting."""
    signaling(socket).knocks.withdraw(socket.id)
    return Done()


@door.on("answer_knock", caller="optional", limit="10/second")
async def answer_knock(socket: Socket, body: AnswerKnock) -> Done:
    """Let somebody in or not; for the host."""
    knocks = signaling(socket).knocks
    await knocks.answer(socket.id, body.knock_id, is_admitted=body.is_admitted)
    return Done()


@door.on("get_capabilities", caller="optional")
async def get_capabilities(socket: Socket, body: Nothing) -> Capabilities:
    """What rooms can carry; asked in the lobby, so that joining is quick."""
    return Capabilities(rtp_capabilities=signaling(socket).orders.capabilities)


@door.on("join", caller="optional", limit="20/minute")
async def join(socket: Socket, body: Join) -> Joined:
    """Take a seat with a room token, or one's old seat again."""
    seated = await signaling(socket).join(
        socket.id,
        body.token,
        seat_token=body.seat,
        is_fresh=body.is_fresh,
        public_key=body.public_key,
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
        protection=seated.protection,
        announcements=seated.announcements,
        held=Held(
            transport_ids=list(seated.held.transports),
            producer_ids=list(seated.held.producers),
            consumer_ids=list(seated.held.consumers),
        ),
        recording=seated.recording,
        transcript=seated.transcript,
        raised=seated.raised,
        captions=seated.captions,
        timer=seated.timer,
    )


@door.on("leave", caller="optional")
async def leave(socket: Socket, body: Nothing) -> Done:
    """Give up the seat at once."""
    await signaling(socket).leave(socket.id)
    return Done()


@door.on("going_away", caller="optional")
async def going_away(socket: Socket, body: Nothing) -> Done:
    """The page is being closed or reloaded."""
    signaling(socket).going_away(socket.id)
    return Done()


@door.on("remove_peer", caller="optional")
async def remove_peer(socket: Socket, body: PeerRef) -> Done:
    """Send somebody out; for the host."""
    await signaling(socket).remove(socket.id, body.peer_id)
    return Done()


@door.disconnected
async def disconnected(socket: Socket, _reason: str) -> None:
    """The socket is gone; the seat is kept for a while."""
    signaling(socket).disconnected(socket.id)
