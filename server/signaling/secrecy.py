"""How far a live session is encrypted, and the envelopes in which its peers exchange keys.

It relays what it cannot read: no key, no code and no content ever passes through here openly.
"""

from collections.abc import Callable, Iterable

from server.core.errors import Conflict
from server.rooms.model import NotTheHost, Protection, Role
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.model import KeyReceived, Letter, Peer, PeerKeyChanged, ProtectionChanged


class StillRecorded(Conflict):
    """The server would go on recording what it can no longer hear."""

    code = "still_recorded"


class Secrecy:
    """The protection of the live sessions of this process."""

    def __init__(self, hall: Hall, rooms: Rooms, is_recorded: Callable[[str], bool]) -> None:
        self._hall = hall
        self._rooms = rooms
        self._is_recorded = is_recorded
        self._now: dict[str, Protection] = {}

    def is_end_to_end(self, room: str) -> bool:
        """Whether the server can hear no content of a live session."""
        return self.of(room) is Protection.END_TO_END

    def of(self, room: str) -> Protection:
        """What holds in a live session; a session that nobody is in has no secrets."""
        return self._now.get(room, Protection.TRANSPORT)

    def begin(self, room: str, stored: Protection) -> Protection:
        """Somebody takes a seat: what holds from the first one on."""
        return self._now.setdefault(room, stored)

    def end(self, room: str) -> None:
        """The last one has left."""
        self._now.pop(room, None)

    async def change(self, socket: str, protection: Protection) -> None:
        """Switch for everybody, now and for later sessions. Raises: NotInRoom, NotTheHost,
        StillRecorded.
        """
        host = self._hall.at(socket)
        if host.role is not Role.HOST or host.person is None:
            raise NotTheHost("Only the host decides how this session is encrypted.")
        if protection is Protection.END_TO_END and self._is_recorded(host.room):
            raise StillRecorded(
                "Stop recording and keeping text before the session is encrypted end-to-end."
            )
        await self._rooms.set_protection(host.person, host.room, protection)
        if host.room not in self._now or self.of(host.room) is protection:
            return
        self._now[host.room] = protection
        if protection is Protection.END_TO_END:
            self._rooms.announcer.end(host.room)  # it could only go on in clear
        news = ProtectionChanged(protection=protection, peer_id=host.id)
        self._hall.tell_room(host.room, news)

    def note_key(self, peer: Peer, public_key: str | None) -> None:
        """A peer came back with another key pair: its page was loaded anew."""
        if peer.public_key != public_key:
            peer.public_key = public_key
            news = PeerKeyChanged(peer_id=peer.id, public_key=public_key)
            self._hall.tell_room(peer.room, news, but=peer)

    def relay(self, socket: str, letters: Iterable[Letter]) -> list[str]:
        """Pass envelopes on inside one session; returns whom none could be given.

        Raises: NotInRoom.
        """
        sender = self._hall.seat_at(socket)
        undelivered = []
        for letter in letters:
            peer = self._hall.peers.get(letter.peer_id)
            if peer is None or peer.room != sender.room or peer.socket is None:
                undelivered.append(letter.peer_id)
            else:
                self._hall.tell(peer, KeyReceived(peer_id=sender.id, envelope=letter.envelope))
        return undelivered
