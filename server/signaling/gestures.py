"""Hands and reactions of a live session: shown to everybody, kept no longer than they are up.

A hand goes down by its owner, by a host, or by itself when its owner has spoken.
"""

from server.core.clock import Clock
from server.core.errors import NotFound
from server.rooms.model import LevelsHeard, NotTheHost, Role
from server.signaling import remarks
from server.signaling.hall import Hall
from server.signaling.hands import Hands
from server.signaling.model import Peer


class Gestures:
    """Orders of peers on hands and reactions, and what the room is told of them."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._hands = Hands()

    def react(self, socket: str, reaction: remarks.Reaction) -> None:
        """Show everybody else how one feels about it. Raises: NotInRoom."""
        peer = self._hall.at(socket)
        told = remarks.Reacted(peer_id=peer.id, reaction=reaction)
        self._hall.tell_room(peer.room, told, but=peer)

    def set_hand(self, socket: str, *, is_up: bool) -> None:
        """Put one's hand up or down. Raises: NotInRoom."""
        peer = self._hall.at(socket)
        change = self._hands.put_up if is_up else self._hands.take_down
        self._tell(peer.room, is_changed=change(peer.room, peer.id))

    def lower(self, socket: str, other: str) -> None:
        """Take somebody's hand down; for the host. Raises: NotInRoom, NotTheHost, NotFound."""
        host = self._hall.at(socket)
        if host.role is not Role.HOST:
            raise NotTheHost("Only the host of this session may do that.")
        peer = self._hall.peers.get(other)
        if peer is None or peer.room != host.room:
            raise NotFound("They are not in this session any more.")
        self._tell(host.room, is_changed=self._hands.take_down(host.room, other))

    def raised_in(self, room: str) -> list[str]:
        """What a newcomer comes into."""
        return self._hands.of(room)

    def hear(self, heard: LevelsHeard) -> None:
        """Who has spoken for some seconds needs the hand no longer."""
        now_s = self._clock.monotonic()
        is_changed = self._hands.heard(heard.room, heard.levels, now_s)
        self._tell(heard.room, is_changed=is_changed)

    def left(self, peer: Peer) -> None:
        """The seat is given up, and the hand with it."""
        self._tell(peer.room, is_changed=self._hands.take_down(peer.room, peer.id))

    def _tell(self, room: str, *, is_changed: bool) -> None:
        if is_changed:
            self._hall.tell_room(room, remarks.Hands(raised=self._hands.of(room)))
