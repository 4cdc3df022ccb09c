"""Sound files that the host plays to everybody."""

from server.core.sockets import Socket
from server.signaling.sockets.door import door, signaling
from server.signaling.wire import Announce, AnnouncementRef, Done, SoundPiece


@door.on("send_sound", caller="optional", limit="100/second")
async def send_sound(socket: Socket, body: SoundPiece) -> Done:
    """A piece of a sound file, to be played by `announce`; for the host."""
    signaling(socket).announcing.take(socket.id, body.offset, body.piece)
    return Done()


@door.on("announce", caller="optional", limit="10/minute")
async def announce(socket: Socket, body: Announce) -> AnnouncementRef:
    """Play the file that was sent to everybody; for the host."""
    announcement = await signaling(socket).announcing.begin(socket.id, body.title)
    return AnnouncementRef(announcement_id=announcement)


@door.on("stop_announcement", caller="optional")
async def stop_announcement(socket: Socket, body: AnnouncementRef) -> Done:
    """End it for everybody; for the host, and for whoever began it."""
    signaling(socket).announcing.stop(socket.id, body.announcement_id)
    return Done()
