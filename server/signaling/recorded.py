"""Between the hall and the recording of its sessions: who asks, who answers, what all hear."""

from collections.abc import AsyncIterator, Callable

from server.core.errors import Conflict
from server.core.settings import Settings
from server.recordings.model import LiveView, Seat
from server.recordings.service import Live
from server.rooms.model import AnnouncementKind, NotTheHost, Role
from server.rooms.service import Rooms
from server.signaling.hall import Hall
from server.signaling.model import Peer, RecordingChanged


class EndToEndOn(Conflict):
    """The server would record ciphertext."""

    code = "end_to_end_on"


class Recorded:
    """It keeps nothing itself. `is_ciphertext(room)` says that the server could hear no content."""

    def __init__(
        self,
        hall: Hall,
        live: Live,
        rooms: Rooms,
        settings: Settings,
        is_ciphertext: Callable[[str], bool] = lambda _room: False,
    ) -> None:
        self._hall = hall
        self._live = live
        self._announcer = rooms.announcer
        self._chimed: set[str] = set()
        """Rooms that heard a recording begin, and not yet end."""
        self._retention_days = settings.recording_retention_days
        self.is_ciphertext = is_ciphertext

    def ask(self, socket: str) -> RecordingChanged:
        """The host asks everybody present, and agrees by asking.

        Raises: NotInRoom, NotTheHost, EndToEndOn, RecordingsOff, AlreadyRecording, DiskFull.
        """
        host = self._hall.at(socket)
        if host.role is not Role.HOST:
            raise NotTheHost("Only the host can ask to record.")
        if self.is_ciphertext(host.room):
            raise EndToEndOn(
                "This session is end-to-end encrypted, so the server cannot record it. "
                "Turn end-to-end encryption off first."
            )
        present = [_seat(peer) for peer in self._hall.in_room(host.room)]
        return self._shown(self._live.ask(host.room, host.id, present))

    def answer(self, socket: str, recording: str, *, is_agreed: bool) -> None:
        """Raises: NotInRoom, NoRecording."""
        peer = self._hall.at(socket)
        self._live.answer(peer.room, peer.id, recording, is_agreed=is_agreed)

    def stop(self, socket: str) -> None:
        """For anybody present. Raises: NotInRoom, NoRecording."""
        self._live.stop(self._hall.at(socket).room)

    def is_busy(self, room: str) -> bool:
        """Whether one is asked for or runs: end-to-end encryption cannot begin meanwhile."""
        return self._live.is_busy(room)

    def arrived(self, peer: Peer) -> None:
        """A new seat: nothing is recorded from now on until they agree."""
        self._live.arrived(peer.room, _seat(peer))

    def left(self, peer: Peer) -> None:
        self._live.left(peer.room, peer.id)

    def look(self, room: str) -> None:
        """What is sent in a room has changed."""
        self._live.look(room)

    def view(self, room: str) -> RecordingChanged | None:
        """For whoever comes in."""
        view = self._live.view(room)
        return None if view is None else self._shown(view)

    def news(self) -> AsyncIterator[LiveView]:
        """What changed, to be given to `hear`."""
        return self._live.news()

    async def hear(self, view: LiveView) -> None:
        """Tell everybody in the session, by a chime as well when it begins and ends."""
        self._hall.tell_room(view.room, self._shown(view))
        was_on = view.room in self._chimed
        if view.state == "recording" and not was_on:
            self._chimed.add(view.room)
            self._chime(view.room, "recording_started")
        elif view.state == "ended" and was_on:
            self._chimed.discard(view.room)
            self._chime(view.room, "recording_stopped")

    def _chime(self, room: str, kind: AnnouncementKind) -> None:
        if any(self._hall.in_room(room)):
            self._announcer.signal(room, kind)

    def counts(self) -> dict[str, int]:
        return self._live.counts()

    def _shown(self, view: LiveView) -> RecordingChanged:
        return RecordingChanged(
            recording_id=view.id,
            state=view.state,
            waiting=list(view.waiting),
            recorded_ms=view.recorded_ms,
            retention_days=self._retention_days,
            reason=view.reason,
        )


def _seat(peer: Peer) -> Seat:
    return Seat(peer.id, peer.name, peer.person)
