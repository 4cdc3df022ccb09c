"""Sound files that a host plays into the live session: gathered from the socket, begun, stopped.

Only the host begins one, and never where the server has no key to the media.
"""

from server.core.errors import Conflict, NotFound, TooLarge
from server.rooms.model import (
    MAX_SOUND_BYTES,
    Announcement,
    AnnouncementsChanged,
    NotTheHost,
    Protection,
    Role,
    SealedRoom,
    clean_sound_title,
)
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.model import AnnouncementOut, Announcements, Peer
from server.signaling.secrecy import Secrecy


class Announcing:
    """Orders of hosts on announcements, and what a room is told of them."""

    def __init__(self, hall: Hall, rooms: Rooms, protection: Secrecy) -> None:
        self._hall = hall
        self._announcer = rooms.announcer
        self._protection = protection
        self._brought: dict[str, bytearray] = {}
        """The file that a socket is bringing, piece by piece."""

    def take(self, socket: str, offset: int, piece: bytes) -> None:
        """A piece of a file; offset 0 begins a new one. Raises: NotTheHost, TooLarge, Conflict."""
        self._host(socket)
        file = self._brought.setdefault(socket, bytearray())
        if offset == 0:
            file.clear()
        if offset != len(file):
            raise Conflict("A piece of the file is missing. Please try again.")
        if len(file) + len(piece) > MAX_SOUND_BYTES:
            del self._brought[socket]
            raise TooLarge(f"The file is larger than {MAX_SOUND_BYTES // 1024 // 1024} MB.")
        file.extend(piece)

    async def begin(self, socket: str, title: str) -> str:
        """Play what was brought. Raises: NotTheHost, SealedRoom, Invalid, AnnouncementPlaying."""
        host = self._host(socket)
        room = host.room
        file = bytes(self._brought.pop(socket, b""))
        named = clean_sound_title(title)
        announcement = await self._announcer.play(room, file, named, by=host.id, by_name=host.name)
        is_gone = self._hall.peers.get(host.id) is not host
        if is_gone or self._protection.of(room) is Protection.END_TO_END:
            self._announcer.stop(announcement)  # so it became while the file was looked at
        return announcement

    def stop(self, socket: str, announcement: str) -> None:
        """End one; for the host, and for whoever began it. Raises: NotInRoom, NotFound."""
        peer = self._hall.at(socket)
        for one in self._announcer.of(peer.room):
            if one.id == announcement:
                if peer.role is not Role.HOST and one.by != peer.id:
                    raise NotTheHost("Only the host of this session may do that.")
                self._announcer.stop(announcement)
                return
        raise NotFound("It has ended already.")

    def forget(self, socket: str) -> None:
        """The socket is gone, with what it was bringing."""
        self._brought.pop(socket, None)

    def end(self, room: str) -> None:
        """Nobody is in the session any more."""
        self._announcer.end(room)

    def playing_in(self, room: str) -> list[AnnouncementOut]:
        """What a newcomer comes into."""
        return [_told(one, self._announcer.left_s(one)) for one in self._announcer.of(room)]

    def tell(self, news: AnnouncementsChanged) -> None:
        """Pass on what is being played now."""
        playing = [_told(one, self._announcer.left_s(one)) for one in news.playing]
        self._hall.tell_room(news.room, Announcements(playing=playing))

    def _host(self, socket: str) -> Peer:
        peer = self._hall.at(socket)
        if peer.role is not Role.HOST:
            raise NotTheHost("Only the host of this session may do that.")
        if self._protection.of(peer.room) is Protection.END_TO_END:
            raise SealedRoom(
                "This session is encrypted end-to-end: only the people in it have the keys, "
                "so the server cannot play anything into it."
            )
        return peer


def _told(announcement: Announcement, left_s: float) -> AnnouncementOut:
    return AnnouncementOut(
        announcement_id=announcement.id,
        peer_id=announcement.peer,
        producer_id=announcement.id,
        kind=announcement.kind,
        title=announcement.title,
        by_peer_id=announcement.by,
        by_name=announcement.by_name,
        left_ms=max(0, round(left_s * 1000)),
    )
