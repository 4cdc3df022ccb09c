"""Between the hall and what is kept of its sessions: who asks, who answers, what all hear.

Recordings, and what is said as text; each is asked for by itself.
"""

from collections.abc import AsyncIterator, Callable, Iterator

from server.core.errors import Conflict
from server.core.settings import Settings
from server.recordings.model import KINDS, Kind, LiveView, NoRecording, Seat
from server.recordings.service import Recordings
from server.rooms.model import AnnouncementKind, NotTheHost, Role
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.model import Peer, RecordingChanged

_CIPHERTEXT: dict[Kind, str] = {
    "media": "This session is end-to-end encrypted, so the server cannot record it. "
    "Turn end-to-end encryption off first.",
    "text": "This session is end-to-end encrypted, so the server cannot read its captions. "
    "Turn end-to-end encryption off first.",
}


class EndToEndOn(Conflict):
    """The server would keep ciphertext."""

    code = "end_to_end_on"


class Recorded:
    """It keeps nothing itself. `is_ciphertext(room)` says that the server could hear no content."""

    def __init__(
        self,
        hall: Hall,
        recordings: Recordings,
        rooms: Rooms,
        settings: Settings,
        is_ciphertext: Callable[[str], bool] = lambda _room: False,
    ) -> None:
        self._hall = hall
        self._recordings = recordings
        self._announcer = rooms.announcer
        self._chimed: set[tuple[str, Kind]] = set()
        """Rooms that heard something begin, and not yet end."""
        self._retention_days = settings.recording_retention_days
        self.is_ciphertext = is_ciphertext

    def ask(self, socket: str, kind: Kind = "media") -> RecordingChanged:
        """The host asks everybody present, and agrees by asking.

        Raises: NotInRoom, NotTheHost, EndToEndOn, RecordingsOff, AlreadyRecording, DiskFull.
        """
        host = self._hall.at(socket)
        if host.role is not Role.HOST:
            raise NotTheHost("Only the host can ask for that.")
        if self.is_ciphertext(host.room):
            raise EndToEndOn(_CIPHERTEXT[kind])
        present = [_seat(peer) for peer in self._hall.people_in(host.room)]
        live = self._recordings.of_kind(kind)
        return self._shown(live.ask(host.room, host.id, present))

    def answer(self, socket: str, recording: str, *, is_agreed: bool) -> None:
        """Raises: NotInRoom, NoRecording."""
        peer = self._hall.at(socket)
        for view in self._views(peer.room):
            if view.id == recording:
                live = self._recordings.of_kind(view.kind)
                return live.answer(peer.room, peer.id, recording, is_agreed=is_agreed)
        raise NoRecording("This is over.")

    def stop(self, socket: str, kind: Kind = "media") -> None:
        """For anybody present. Raises: NotInRoom, NoRecording."""
        self._recordings.of_kind(kind).stop(self._hall.at(socket).room)

    def arrived(self, peer: Peer) -> None:
        """A new seat: nothing is kept from now on until they agree."""
        for kind in KINDS:
            self._recordings.of_kind(kind).arrived(peer.room, _seat(peer))

    def left(self, peer: Peer) -> None:
        for kind in KINDS:
            self._recordings.of_kind(kind).left(peer.room, peer.id)

    def look(self, room: str) -> None:
        """What is sent in a room has changed."""
        self._recordings.live.look(room)

    def view(self, room: str, kind: Kind = "media") -> RecordingChanged | None:
        """For whoever comes in."""
        view = self._recordings.of_kind(kind).view(room)
        return None if view is None else self._shown(view)

    def news(self) -> AsyncIterator[LiveView]:
        """What changed, to be given to `hear`."""
        return self._recordings.news()

    async def hear(self, view: LiveView) -> None:
        """Tell everybody in the session, by a chime as well when it begins and ends."""
        self._hall.tell_room(view.room, self._shown(view))
        what = (view.room, view.kind)
        was_on = what in self._chimed
        if view.state == "recording" and not was_on:
            self._chimed.add(what)
            self._chime(view.room, "recording_started")
        elif view.state == "ended" and was_on:
            self._chimed.discard(what)
            self._chime(view.room, "recording_stopped")

    def _chime(self, room: str, kind: AnnouncementKind) -> None:
        if any(self._hall.in_room(room)):
            self._announcer.signal(room, kind)

    def counts(self) -> dict[str, int]:
        return self._recordings.live.counts() | self._recordings.text.counts()

    def _views(self, room: str) -> Iterator[LiveView]:
        views = (self._recordings.of_kind(kind).view(room) for kind in KINDS)
        return (view for view in views if view is not None)

    def _shown(self, view: LiveView) -> RecordingChanged:
        return RecordingChanged(
            recording_id=view.id,
            kind=view.kind,
            state=view.state,
            waiting=list(view.waiting),
            recorded_ms=view.recorded_ms,
            retention_days=self._retention_days,
            reason=view.reason,
            stretch=view.stretch,
        )


def _seat(peer: Peer) -> Seat:
    return Seat(peer.id, peer.name, peer.person)
