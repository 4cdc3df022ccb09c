"""Who sits in which live session of this process, and what they are to be told.

Tables and a queue; it decides nothing and awaits nothing, so no change is ever half seen.
"""

import asyncio
from collections.abc import Iterable, Iterator

from server.rooms.model import Ended, ProducerView, Role
from server.signaling.model import (
    ConsumerClosed,
    Knock,
    KnockGone,
    NotInRoom,
    OnlyACamera,
    Peer,
    PeerOut,
    ProducerClosed,
    stream,
)
from server.signaling.news import News, Notice


class Hall:
    """Peers, knocks, and the notices for them in the order in which things happened."""

    def __init__(self) -> None:
        self.peers: dict[str, Peer] = {}
        self.knocks: dict[str, Knock] = {}
        self.checks: dict[str, Peer] = {}
        """Test seats by socket; they are in no room, so no room ever hears of them."""
        self.notices: asyncio.Queue[Notice] = asyncio.Queue()
        self._seat_of: dict[str, str] = {}

    def at(self, socket: str) -> Peer:
        """The person on a socket. Raises: NotInRoom, OnlyACamera."""
        peer = self.seat_at(socket)
        if peer.owner is not None:
            raise OnlyACamera("A second camera sends its picture and does nothing else.")
        return peer

    def seat_at(self, socket: str) -> Peer:
        """The peer on a socket, which may be a second camera. Raises: NotInRoom."""
        peer = self.find(socket)
        if peer is None:
            raise NotInRoom("Join the session first.")
        return peer

    def sender_at(self, socket: str) -> Peer:
        """Who may order media on a socket: its peer, or its test seat. Raises: NotInRoom."""
        return self.find(socket) or self.checks.get(socket) or self.seat_at(socket)

    def find(self, socket: str) -> Peer | None:
        return self.peers.get(self._seat_of.get(socket, ""))

    def in_room(self, room: str) -> Iterator[Peer]:
        return (peer for peer in self.peers.values() if peer.room == room)

    def people_in(self, room: str) -> Iterator[Peer]:
        """Those in a room who are somebody: no second cameras."""
        return (peer for peer in self.in_room(room) if peer.owner is None)

    def companions_of(self, owner: Peer) -> list[Peer]:
        """The second cameras of a person, by whichever of their seats."""
        owners = {
            peer.id
            for peer in self.people_in(owner.room)
            if peer is owner or (owner.person is not None and peer.person == owner.person)
        }
        return [peer for peer in self.in_room(owner.room) if peer.owner in owners]

    def seat(self, peer: Peer, socket: str) -> None:
        """Put a peer on a socket, in place of the one it had."""
        self.unseat(peer)
        peer.socket, peer.deadline, peer.is_going = socket, None, False
        self.peers[peer.id] = peer
        self._seat_of[socket] = peer.id

    def unseat(self, peer: Peer) -> None:
        """Part a peer from its socket and keep its seat."""
        if peer.socket is not None:
            self._seat_of.pop(peer.socket, None)
            peer.socket = None

    def remove(self, peer: Peer) -> None:
        self.unseat(peer)
        self.peers.pop(peer.id, None)

    def views(self, room: str, streams: Iterable[ProducerView], but: Peer) -> list[PeerOut]:
        """Everybody else in the room with what they send."""
        sent = list(streams)
        return [
            peer.view([stream(view) for view in sent if view.peer == peer.id])
            for peer in self.in_room(room)
            if peer is not but
        ]

    def knock_at(self, room: str, knock: str) -> Knock:
        """Raises: KnockGone."""
        found = self.knocks.get(knock)
        if found is None or found.room != room:
            raise KnockGone("They are not waiting any more.")
        return found

    def knocks_at(self, room: str) -> list[Knock]:
        return [knock for knock in self.knocks.values() if knock.room == room]

    def tell(self, peer: Peer | None, news: News) -> None:
        """Queue news for one peer, if it has a socket."""
        if peer is not None and peer.socket is not None:
            self.notices.put_nowait(Notice((peer.socket,), news))

    def tell_room(self, room: str, news: News, but: Peer | None = None) -> None:
        """Queue news for everybody in a room."""
        self._tell((peer for peer in self.in_room(room) if peer is not but), news)

    def tell_hosts(self, room: str, news: News) -> None:
        self._tell((peer for peer in self.in_room(room) if peer.role is Role.HOST), news)

    def tell_socket(self, socket: str, news: News) -> None:
        self.notices.put_nowait(Notice((socket,), news))

    def tell_ended(self, room: str, ended: Ended) -> None:
        """Tell of streams that ended, and their receivers of the consumers."""
        for view in ended.producers:
            news = ProducerClosed(peer_id=view.peer, producer_id=view.id)
            self.tell_room(room, news, but=self.peers.get(view.peer))
        for peer, consumer in ended.consumers:
            self.tell(self.peers.get(peer), ConsumerClosed(consumer_id=consumer))

    def _tell(self, peers: Iterable[Peer], news: News) -> None:
        sockets = tuple(peer.socket for peer in peers if peer.socket is not None)
        if sockets:
            self.notices.put_nowait(Notice(sockets, news))
