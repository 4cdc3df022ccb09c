"""The live session: taking a seat, keeping it through a dropped network, leaving it.

Everything that others must learn goes into the hall's notices; nothing here sends.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

import structlog

from server.accounts.service import Accounts
from server.boards.service import Sessions
from server.core.clock import Clock
from server.core.errors import Forbidden, NotFound
from server.core.ids import new_id
from server.core.settings import Settings
from server.mentorships.service import Mentorships
from server.quality.model import Seat
from server.quality.service import Quality
from server.recordings.service import Recordings
from server.rooms.model import (
    PRESENCE_RENEW_S,
    AnnouncementsChanged,
    Attendee,
    NotTheHost,
    ParticipantRemoved,
    Pass,
    Role,
    RoomClosed,
    RoomFull,
    RoomMoved,
    RoomNews,
    SourceChanged,
    TransportFailed,
)
from server.rooms.service import Rooms
from server.scheduling.service import Attendances
from server.signaling.announcements import Announcing
from server.signaling.badges import Badges
from server.signaling.captions import Captions
from server.signaling.checks import Checks
from server.signaling.companions import Companions
from server.signaling.company import Company
from server.signaling.doorbook import Doorbook
from server.signaling.gestures import Gestures
from server.signaling.hall import Hall
from server.signaling.homes import RENEW_S, Homes
from server.signaling.knocks import Knocks
from server.signaling.model import (
    Displaced,
    LeaveReason,
    Move,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    ProducerAdded,
    Removed,
    RoomEnded,
    Seated,
    TransportClosed,
    grace_s,
    stream,
)
from server.signaling.news import Notice
from server.signaling.openings import Openings
from server.signaling.orders import Orders
from server.signaling.overheard import Overheard
from server.signaling.recorded import Recorded
from server.signaling.returns import Returns
from server.signaling.secrecy import Secrecy
from server.signaling.timers import Timers

log = structlog.get_logger()


class Signaling:
    """Seats. Knocking is `knocks`', media orders are `orders`'."""

    def __init__(  # noqa: PLR0913 - one line for each service it stands on
        self,
        *,
        settings: Settings,
        clock: Clock,
        rooms: Rooms,
        quality: Quality,
        recordings: Recordings,
        accounts: Accounts,
        mentorships: Mentorships,
        attendances: Attendances,
        sessions: Sessions,
        homes: Homes,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._rooms = rooms
        self._quality = quality
        self._accounts = accounts
        self._hall = Hall()
        self._renewed_at = 0.0
        self._returns = Returns(rooms, clock)
        self._homes = homes
        self._homes_renewed_at = 0.0
        self.knocks = Knocks(self._hall, rooms, accounts, homes)
        self.protection = Secrecy(self._hall, rooms, recordings.is_busy)
        self.checks = Checks(self._hall, rooms, clock)
        self.recorded = Recorded(
            self._hall, recordings, rooms, settings, self.protection.is_end_to_end
        )
        self.orders = Orders(self._hall, rooms, self.recorded)
        self.badges = Badges(self._hall, quality)
        self.companions = Companions(self._hall, rooms, homes, clock)
        self.company = Company(clock, mentorships)
        self.doorbook = Doorbook(clock, attendances)
        self.openings = Openings(sessions)
        self.announcing = Announcing(self._hall, rooms, self.protection)
        self.gestures = Gestures(self._hall, clock)
        self.captions = Captions(self._hall, self.protection, recordings)
        self.timers = Timers(self._hall, clock)
        self.overheard = Overheard(self._hall, self.doorbook, self.gestures)

    async def notices(self) -> AsyncIterator[Notice]:
        """What to tell whom, in order, for one reader."""
        while True:
            yield await self._hall.notices.get()

    def news(self) -> AsyncIterator[RoomNews]:
        """What the rooms below notice, to be given to `hear`."""
        return self._rooms.news()

    async def join(
        self,
        socket: str,
        token: str,
        *,
        seat_token: str | None,
        is_fresh: bool,
        public_key: str | None = None,
    ) -> Seated:
        """Take a seat, or one's old seat again.

        Raises: RoomTokenRefused, NotFound, NotAParticipant, RoomEnded, RoomFull, Elsewhere,
        OwnerGone.
        """
        entry = await self._rooms.passes.read(token)
        room = await self._rooms.check(entry)
        await self._homes.claim(room.id)
        seat = await self._returns.seat_of(entry, seat_token) or new_id()
        host, photo = await self._faces(room.host, entry.person)
        token_for_seat = await self._rooms.passes.issue(replace(entry, seat=seat))
        role = room.role_of(entry.person) if entry.person else entry.role
        newcomer = Peer(seat, room.id, entry.person, entry.name, photo, role, None, public_key)
        if entry.role is Role.COMPANION:
            await self._make_room_for(newcomer, entry)
        else:
            await self._rooms.attendance.enter(room.id, _attendee(newcomer))
            await self._give_up_left_seat(entry, seat)
        # No await from here on: what the newcomer is told is what everybody knows.
        peer, is_resumed = self._take(newcomer, socket, is_fresh=is_fresh)
        if peer.owner is None:
            self._quality.arrived(Seat(peer.id, peer.room, peer.person))
        log.info("room.joined", room=room.id, peer=peer.id, is_resumed=is_resumed)
        is_host = peer.role is Role.HOST
        return Seated(
            peer=peer,
            seat_token=token_for_seat,
            title=room.title,
            host_name=host,
            peers=self._hall.views(room.id, self._rooms.sfu.streams(room.id), but=peer),
            knocks=[k.view() for k in self._hall.knocks_at(room.id)] if is_host else [],
            is_resumed=is_resumed,
            announcements=self.announcing.playing_in(room.id),
            capabilities=self._rooms.sfu.capabilities,
            ice_servers=self._rooms.relays(peer.id),
            held=self._rooms.sfu.held(peer.id),
            protection=self.protection.begin(room.id, room.protection),
            recording=self.recorded.view(room.id),
            transcript=self.recorded.view(room.id, "text"),
            raised=self.gestures.raised_in(room.id),
            captions=self.captions.view(room.id),
            timer=self.timers.view(room.id),
        )

    async def leave(self, socket: str) -> None:
        """Give up the seat at once. Raises: NotInRoom."""
        await self._remove(self._hall.seat_at(socket), "left")

    async def end_companion(self, socket: str) -> None:
        """Take one's second camera away. Raises: NotInRoom."""
        for camera in self.companions.dismissed_by(socket):
            await self._remove(camera, "removed")

    def going_away(self, socket: str) -> None:
        """The page is being closed or reloaded; which of them, nobody knows yet."""
        self._hall.seat_at(socket).is_going = True

    def disconnected(self, socket: str) -> None:
        """The socket is gone; the seat is kept for a while."""
        self.knocks.withdraw(socket)
        self.checks.close(socket)
        self.announcing.forget(socket)
        peer = self._hall.find(socket)
        if peer is None:
            return
        peer.deadline = self._clock.monotonic() + grace_s(peer)
        self._hall.unseat(peer)
        self._quality.away(peer.id)
        self.doorbook.away(peer)
        news = PeerChanged(peer_id=peer.id, connection="reconnecting")
        self._hall.tell_room(peer.room, news, but=peer)

    async def remove(self, socket: str, other: str) -> None:
        """Send somebody out; they must knock to return. Raises: NotTheHost, NotFound."""
        host = self._hall.at(socket)
        if host.role is not Role.HOST or host.person is None:
            raise NotTheHost("Only the host of this session may do that.")
        peer = self._hall.peers.get(other)
        if peer is None or peer.room != host.room:
            raise NotFound("They are not in this session any more.")
        if peer.role is Role.HOST:
            raise Forbidden("The host cannot be removed.")
        self._returns.revoke(peer.id)
        if peer.person is not None:
            await self._rooms.remove_participant(host.person, host.room, peer.person)
        self._hall.tell(peer, Removed())
        await self._remove(peer, "removed")

    async def tick(self) -> None:
        """Give up seats whose time is over, and say who is still here. Runs every second."""
        now = self._clock.monotonic()
        self.checks.end_old()
        for peer in list(self._hall.peers.values()):
            if peer.deadline is not None and peer.deadline <= now:
                await self._remove(peer, "left" if peer.is_going else "vanished")
        if now - self._homes_renewed_at >= RENEW_S:
            self._homes_renewed_at = now
            await self._homes.renew(self._rooms_here())
        if now - self._renewed_at >= PRESENCE_RENEW_S:
            self._renewed_at = now
            for peer in [one for one in self._hall.peers.values() if one.owner is None]:
                await self._rooms.attendance.enter(peer.room, _attendee(peer))

    async def hear(self, news: RoomNews) -> None:
        """Pass on what happened below."""
        match news:
            case TransportFailed(room, peer, transport, ended):
                closed = TransportClosed(transport_id=transport)
                self._hall.tell(self._hall.peers.get(peer), closed)
                self._hall.tell_ended(room, ended)
            case SourceChanged(room, opened, ended):
                if opened is not None:
                    added = ProducerAdded(peer_id=opened.peer, producer=stream(opened))
                    self._hall.tell_room(room, added)
                self._hall.tell_ended(room, ended)
            case AnnouncementsChanged():
                self.announcing.tell(news)
            case RoomMoved(room, reason):
                self._hall.tell_room(room, Move(reason=reason))
            case RoomClosed(room):
                await self._end(room)
            case ParticipantRemoved(room, person):
                await self._send_out(room, person)
            case _:
                self.overheard.pass_on(news)

    async def leave_node(self) -> None:
        """This node stops: its rooms are free for others."""
        await self._homes.leave_all(self._rooms_here())

    def _rooms_here(self) -> set[str]:
        return {peer.room for peer in self._hall.peers.values()}

    def counts(self) -> dict[str, int]:
        """How much is held here, for metrics and tests."""
        return {
            "rooms": len(self._rooms_here()),
            "peers": sum(peer.owner is None for peer in self._hall.peers.values()),
            "companions": sum(peer.owner is not None for peer in self._hall.peers.values()),
            "knocks": len(self._hall.knocks),
            "checks": len(self._hall.checks),
            **self.recorded.counts(),
            **self._rooms.sfu.counts(),
        }

    async def _give_up_left_seat(self, entry: Pass, seat: str) -> None:
        """Who comes in by another page leaves no ghost behind on the seat they lost."""
        for peer in list(self._hall.in_room(entry.room)):
            is_theirs = entry.person is not None and peer.person == entry.person
            if is_theirs and peer.id != seat and peer.socket is None:
                await self._remove(peer, "left")

    async def _make_room_for(self, camera: Peer, entry: Pass) -> None:
        """A second camera stands for its person, and there is one at most."""
        owner = self.companions.owner_of(entry)
        camera.owner, camera.name, camera.photo_url = owner.id, owner.name, owner.photo_url
        for earlier in self.companions.replaced_by(camera, owner):
            await self._remove(earlier, "removed")

    async def _faces(self, host: str, person: str | None) -> tuple[str, str | None]:
        """The host's name, and the newcomer's photo."""
        people = await self._accounts.people({host} | ({person} if person else set()))
        return people[host].name, people[person].photo_url if person in people else None

    def _take(self, newcomer: Peer, socket: str, *, is_fresh: bool) -> tuple[Peer, bool]:
        """The seat it has already, or a new one."""
        before = self._hall.find(socket)
        if before is not None and before.id != newcomer.id:
            raise Forbidden("This page is in a session already.")
        peer = self._hall.peers.get(newcomer.id)
        if peer is None:
            self._seat_new(newcomer, socket)
            return newcomer, False
        if peer.socket not in {None, socket}:
            self._hall.tell(peer, Displaced())
        if is_fresh:
            self._hall.tell_ended(peer.room, self._rooms.sfu.close_peer(peer.id))
        self._hall.seat(peer, socket)
        self.doorbook.back(peer)
        news = PeerChanged(peer_id=peer.id, connection="live")
        self._hall.tell_room(peer.room, news, but=peer)
        self.protection.note_key(peer, newcomer.public_key)
        return peer, bool(self._rooms.sfu.held(peer.id).transports)

    def _seat_new(self, peer: Peer, socket: str) -> None:
        is_person, here = peer.owner is None, len(list(self._hall.people_in(peer.room)))
        if is_person and here >= self._settings.max_peers_per_room:
            raise RoomFull("This session is full.")
        self._hall.seat(peer, socket)
        self._hall.tell_room(peer.room, PeerJoined(peer=peer.view([])), but=peer)
        if not is_person:
            return
        self.recorded.arrived(peer)
        self.company.came(peer)
        self.doorbook.came(peer)
        self.openings.came(peer)

    async def _remove(self, peer: Peer, reason: LeaveReason) -> None:
        if self._hall.peers.get(peer.id) is not peer:
            return
        for camera in self.companions.left_by(peer):
            await self._remove(camera, "left")
        self._hall.remove(peer)
        self._quality.left(peer.id)
        self.company.went(peer)
        self.doorbook.went(peer, reason)
        ended = self._rooms.sfu.close_peer(peer.id)
        self._hall.tell_ended(peer.room, ended)
        self._hall.tell_room(peer.room, PeerLeft(peer_id=peer.id, reason=reason))
        log.info("room.left", room=peer.room, peer=peer.id, reason=reason)
        if peer.owner is None:
            await self._forget_person(peer)
        if peer.room not in self._rooms_here():
            self.protection.end(peer.room)
            self.announcing.end(peer.room)
            self.timers.end(peer.room)
            self.openings.empty(peer.room)
            await self._homes.leave(peer.room)

    async def _forget_person(self, peer: Peer) -> None:
        self.recorded.left(peer)
        self.gestures.left(peer)
        self.captions.left(peer)
        await self._rooms.attendance.leave(peer.room, _attendee(peer))

    async def _end(self, room: str) -> None:
        self.knocks.end(room)
        self._hall.tell_room(room, RoomEnded())
        for peer in list(self._hall.in_room(room)):
            await self._remove(peer, "left")

    async def _send_out(self, room: str, person: str) -> None:
        for peer in [p for p in self._hall.in_room(room) if p.person == person]:
            self._hall.tell(peer, Removed())
            await self._remove(peer, "removed")


def _attendee(peer: Peer) -> Attendee:
    return Attendee(peer.id, peer.name, peer.person)
