"""Second cameras: a phone that sends one picture more for somebody who is in the session.

It is nobody of its own. It comes by a link that its person makes in the call, good once and for
minutes; it goes with its person, or when they take it away, and there is one at most.
"""

from dataclasses import dataclass
from typing import Any

from server.core.clock import Clock
from server.core.errors import Conflict, Forbidden
from server.core.ids import digest, new_id, new_secret
from server.rooms.model import Pass, Role, RoomTokenRefused
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.homes import Homes
from server.signaling.model import KEPT_S, CompanionEnd, CompanionEnded, Peer

LINK_S = 600
"""Long enough to find the phone and its charger."""
SECRET_BYTES = 16
"""Not guessable, and small enough for a code that a phone reads from across a desk."""
MAX_KEPT = 1_000


class LinkRefused(Forbidden):
    """A link to a second camera that is forged, used, old, or for another session."""

    code = "companion_link_refused"


class OwnerGone(Conflict):
    """Whose camera it was has left."""

    code = "companion_owner_gone"


class OwnerNotYet(OwnerGone):
    """After a restart everybody comes back by themselves; their cameras may be quicker."""

    status = 503


@dataclass(frozen=True, slots=True)
class Link:
    """A way in for one phone."""

    room: str
    owner: str
    """A seat."""
    ends_at_s: float
    """Monotonic."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What its person is given to show to their phone."""

    secret: str
    lasts_s: int


@dataclass(frozen=True, slots=True)
class Admission:
    """With what a phone may join."""

    token: str
    owner_name: str


class Companions:
    """The second cameras of the live sessions of this process; what it keeps a restart forgets."""

    def __init__(self, hall: Hall, rooms: Rooms, homes: Homes, clock: Clock) -> None:
        self._hall = hall
        self._rooms = rooms
        self._homes = homes
        self._clock = clock
        self._links: dict[str, Link] = {}
        """By the digest of their secret."""
        self._seats: dict[str, str | None] = {}
        """By the owner's seat the only seat that may be their camera now; None: none."""
        self._missed: dict[str, float] = {}
        """Owners who were not there when their camera came, and since when."""

    def invite(self, socket: str) -> Invitation:
        """A link for one's phone; an earlier one opens nothing any more. Raises: NotInRoom."""
        owner = self._hall.at(socket)
        self._forget_links(owner.id)
        secret = new_secret(SECRET_BYTES)
        ends_at_s = self._clock.monotonic() + LINK_S
        self._links[digest(secret)] = Link(owner.room, owner.id, ends_at_s)
        return Invitation(secret, LINK_S)

    async def open(self, room: str, secret: str) -> Admission:
        """Use a link up. Raises: Elsewhere, LinkRefused."""
        await self._homes.check(room)
        key = digest(secret)
        link = self._links.get(key)
        owner = self._hall.peers.get(link.owner) if link else None
        is_due = link is not None and link.ends_at_s > self._clock.monotonic()
        if link is None or owner is None or not is_due or link.room != room:
            raise LinkRefused(
                "This link has been used already, is too old, or belongs to another session. "
                "Make a new one in the call: “Use your phone too”."
            )
        del self._links[key]
        seat = new_id()
        self._remember(owner.id, seat)
        entry = Pass(room, owner.name, Role.COMPANION, None, seat, owner.id)
        return Admission(await self._rooms.passes.issue(entry), owner.name)

    def owner_of(self, entry: Pass) -> Peer:
        """Whose camera comes with this pass. Raises: OwnerGone, RoomTokenRefused."""
        seat = entry.owner or ""
        if self._seats.get(seat, entry.seat) != entry.seat:
            raise RoomTokenRefused("This device is no longer a second camera. Make a new link.")
        owner = self._hall.peers.get(seat)
        if owner is None or owner.room != entry.room:
            raise self._missing(seat)("Whose second camera this is has left the session.")
        self._missed.pop(seat, None)
        return owner

    def replaced_by(self, camera: Peer, owner: Peer) -> list[Peer]:
        """The cameras that make room for another, which have been told so."""
        earlier = [one for one in self._hall.companions_of(owner) if one.id != camera.id]
        return self._end(earlier, "replaced")

    def dismissed_by(self, socket: str) -> list[Peer]:
        """Its person takes it away, and what would open the door to another. Raises: NotInRoom."""
        owner = self._hall.at(socket)
        cameras = self._hall.companions_of(owner)
        for seat in {owner.id, *(one.owner or "" for one in cameras)}:
            self._forget_links(seat)
            self._remember(seat, None)
        return self._end(cameras, "taken_away")

    def left_by(self, owner: Peer) -> list[Peer]:
        """Its person gives the seat up, and it goes with them."""
        self._forget_links(owner.id)
        if owner.id in self._seats:
            self._remember(owner.id, None)
        cameras = [one for one in self._hall.in_room(owner.room) if one.owner == owner.id]
        return self._end(cameras, "owner_left")

    def _end(self, cameras: list[Peer], reason: CompanionEnd) -> list[Peer]:
        for camera in cameras:
            self._hall.tell(camera, CompanionEnded(reason=reason))
        return cameras

    def _missing(self, seat: str) -> type[OwnerGone]:
        """Whether they are only late."""
        if self._seats.get(seat, "") is None:
            return OwnerGone
        now_s = self._clock.monotonic()
        since_s = self._missed.setdefault(seat, now_s)
        _trim(self._missed)
        return OwnerNotYet if now_s - since_s < KEPT_S else OwnerGone

    def _remember(self, seat: str, camera: str | None) -> None:
        self._seats[seat] = camera
        _trim(self._seats)

    def _forget_links(self, seat: str) -> None:
        now_s = self._clock.monotonic()
        self._links = {
            key: link
            for key, link in self._links.items()
            if link.owner != seat and link.ends_at_s > now_s
        }


def _trim(kept: dict[str, Any]) -> None:
    """The oldest go."""
    while len(kept) > MAX_KEPT:
        del kept[next(iter(kept))]
