"""Reactions, raised hands, captions."""

from server.core.sockets import Socket
from server.signaling.captions import Line
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import (
    AskCaptions,
    Done,
    OfferCaptions,
    PeerRef,
    RaiseHand,
    React,
    WriteCaption,
)


@door.on("react", caller="optional", limit="30/minute")
async def react(socket: Socket, body: React) -> Done:
    """Show the others for a moment how one feels about it."""
    signaling(socket).gestures.react(socket.id, body.reaction)
    return Done()


@door.on("raise_hand", caller="optional", limit="30/minute")
async def raise_hand(socket: Socket, body: RaiseHand) -> Done:
    """Put one's hand up or down; it goes down by itself when one has spoken."""
    signaling(socket).gestures.set_hand(socket.id, is_up=body.is_up)
    return Done()


@door.on("lower_hand", caller="optional", limit="60/minute")
async def lower_hand(socket: Socket, body: PeerRef) -> Done:
    """Take somebody's hand down; for the host."""
    signaling(socket).gestures.lower(socket.id, body.peer_id)
    return Done()


@door.on("ask_captions", caller="optional", limit="20/minute")
async def ask_captions(socket: Socket, body: AskCaptions) -> Done:
    """Want captions, or no longer."""
    signaling(socket).captions.ask(socket.id, is_wanted=body.is_wanted)
    return Done()


@door.on("offer_captions", caller="optional", limit="20/minute")
async def offer_captions(socket: Socket, body: OfferCaptions) -> Done:
    """Say whether one's browser writes down one's own words."""
    signaling(socket).captions.offer(socket.id, body.state)
    return Done()


@door.on("write_caption", caller="optional", limit="8/second")
async def write_caption(socket: Socket, body: WriteCaption) -> Done:
    """One's own words, for those who asked for captions, and for a transcript all agreed to."""
    kept_in = None if body.kept_in is None else (body.kept_in.recording_id, body.kept_in.stretch)
    line = Line(body.line, body.is_final, body.language, body.text, body.letters, kept_in)
    signaling(socket).captions.write(socket.id, line)
    return Done()
