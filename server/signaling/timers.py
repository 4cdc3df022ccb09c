"""The clock of a live session: a topic that was chosen, and a countdown; one for everybody in it.

It counts nothing down: it says when, by the server's clock, and every browser counts by that. It
knows no topic's words, which stand in the agenda alone.
"""

from datetime import timedelta

from server.core.clock import Clock
from server.signaling import remarks
from server.signaling.hall import Hall

OVER_FOR = timedelta(seconds=60)
"""So long a countdown that has run out is still told to whoever comes."""


class Timers:
    """Orders of peers on the clock, and what the room is told of it."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._topics: dict[str, remarks.TopicNow] = {}
        self._countdowns: dict[str, remarks.Countdown] = {}

    def choose(self, socket: str, topic: str | None) -> None:
        """What is talked about from now on; None: as planned. Raises: NotInRoom."""
        room = self._hall.at(socket).room
        if topic is None:
            self._topics.pop(room, None)
        elif topic != self._chosen(room):
            # Two who click at once have chosen once: the first one's time counts.
            self._topics[room] = remarks.TopicNow(topic_id=topic, since=self._clock.now())
        self._tell(room)

    def start(self, socket: str, whole_s: int) -> None:
        """Count down for everybody, in the place of what was counted down. Raises: NotInRoom."""
        peer = self._hall.at(socket)
        ends_at = self._clock.now() + timedelta(seconds=whole_s)
        self._countdowns[peer.room] = remarks.Countdown(
            whole_s=whole_s, ends_at=ends_at, by_name=peer.name
        )
        self._tell(peer.room)

    def stop(self, socket: str) -> None:
        """Count down no more; anybody may, as anybody may start. Raises: NotInRoom."""
        room = self._hall.at(socket).room
        if self._countdowns.pop(room, None) is not None:
            self._tell(room)

    def view(self, room: str) -> remarks.Timer:
        """What a newcomer comes into."""
        now, countdown = self._clock.now(), self._countdowns.get(room)
        is_over = countdown is not None and countdown.ends_at + OVER_FOR <= now
        return remarks.Timer(
            now=now, topic=self._topics.get(room), countdown=None if is_over else countdown
        )

    def end(self, room: str) -> None:
        """The last one has left."""
        self._topics.pop(room, None)
        self._countdowns.pop(room, None)

    def _chosen(self, room: str) -> str | None:
        topic = self._topics.get(room)
        return topic.topic_id if topic else None

    def _tell(self, room: str) -> None:
        self._hall.tell_room(room, self.view(room))
