"""Captions on demand: who asked for them, whose browsers write them, and their lines.

The server passes lines on to those who asked. What a browser means for a transcript goes down to
the recordings, which keep it only while everybody present has agreed. In a session that is
encrypted end-to-end it refuses lines that it could read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.core.errors import Conflict, Invalid
from server.recordings.model import Telling
from server.recordings.service import Recordings
from server.rooms.model import Protection
from server.signaling import remarks
from server.signaling.hall import Hall
from server.signaling.model import Peer
from server.signaling.secrecy import Secrecy


class CaptionInTheClear(Conflict):
    """A line that the server could read, where it must not."""

    code = "end_to_end_encrypted"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of captions as its writer's browser has it so far."""

    number: int
    is_final: bool
    language: str
    text: str | None
    letters: tuple[remarks.SealedLine, ...] = ()
    kept_in: tuple[str, int] | None = None
    """Transcript and stretch in which it was heard; None: it is only to be read."""


@dataclass(slots=True)
class _Desk:
    """The captions of one session."""

    asked_by: dict[str, None] = field(default_factory=dict)
    """In the order in which they asked."""
    states: dict[str, remarks.Captioning] = field(default_factory=dict)


class Captions:
    """The captions of the live sessions of this process."""

    def __init__(self, hall: Hall, protection: Secrecy, recordings: Recordings) -> None:
        self._hall = hall
        self._recordings = recordings
        self._protection = protection
        self._desks: dict[str, _Desk] = {}

    def ask(self, socket: str, *, is_wanted: bool) -> None:
        """Want captions, or no longer. Raises: NotInRoom."""
        peer = self._hall.at(socket)
        desk = self._desks.setdefault(peer.room, _Desk())
        if is_wanted == (peer.id in desk.asked_by):
            return
        if is_wanted:
            desk.asked_by[peer.id] = None
        else:
            del desk.asked_by[peer.id]
        self._tell(peer.room)

    def offer(self, socket: str, state: remarks.Captioning) -> None:
        """Say whether one's browser writes down one's own words. Raises: NotInRoom."""
        peer = self._hall.at(socket)
        desk = self._desks.setdefault(peer.room, _Desk())
        if desk.states.get(peer.id) != state:
            desk.states[peer.id] = state
            self._tell(peer.room)

    def write(self, socket: str, line: Line) -> None:
        """Pass a line on to those who asked. Raises: NotInRoom, Invalid, CaptionInTheClear."""
        peer = self._hall.at(socket)
        if (line.text is None) == (not line.letters):
            raise Invalid("A line is either readable or sealed.")
        if line.text is not None and self._protection.of(peer.room) is Protection.END_TO_END:
            raise CaptionInTheClear(
                "This session is encrypted end-to-end: captions go sealed to each reader."
            )
        for reader, text, envelope in self._addressed(line, self._readers(peer)):
            told = remarks.Captioned(
                peer_id=peer.id,
                line=line.number,
                is_final=line.is_final,
                language=line.language,
                text=text,
                envelope=envelope,
            )
            self._hall.tell(reader, told)
        if line.text is not None and line.kept_in is not None:
            transcript, stretch = line.kept_in
            telling = Telling(
                transcript, stretch, line.number, line.is_final, line.language, line.text
            )
            self._recordings.hear(peer.room, peer.id, telling)

    def view(self, room: str) -> remarks.Captions:
        """What a newcomer comes into."""
        desk = self._desks.get(room, _Desk())
        captioners = [
            remarks.Captioner(peer_id=peer, state=state) for peer, state in desk.states.items()
        ]
        return remarks.Captions(asked_by=list(desk.asked_by), captioners=captioners)

    def left(self, peer: Peer) -> None:
        """The seat is given up; with the last of the room its desk."""
        desk = self._desks.get(peer.room)
        if desk is None:
            return
        was_known = peer.id in desk.asked_by or peer.id in desk.states
        desk.asked_by.pop(peer.id, None)
        desk.states.pop(peer.id, None)
        if not any(self._hall.in_room(peer.room)):
            del self._desks[peer.room]
        elif was_known:
            self._tell(peer.room)

    def _readers(self, writer: Peer) -> dict[str, Peer]:
        desk = self._desks.get(writer.room, _Desk())
        here = {peer.id: peer for peer in self._hall.in_room(writer.room)}
        return {who: here[who] for who in desk.asked_by if who in here and who != writer.id}

    @staticmethod
    def _addressed(
        line: Line, readers: dict[str, Peer]
    ) -> Iterable[tuple[Peer, str | None, str | None]]:
        if line.text is not None:
            return [(reader, line.text, None) for reader in readers.values()]
        return [
            (readers[letter.peer_id], None, letter.envelope)
            for letter in line.letters
            if letter.peer_id in readers
        ]

    def _tell(self, room: str) -> None:
        self._hall.tell_room(room, self.view(room))
