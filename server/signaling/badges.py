"""What participants are told of each other's connections, and what their browsers say of them."""

from server.quality.model import Badge, Report
from server.quality.service import Quality
from server.signaling.hall import Hall
from server.signaling.model import BadgeOut, QualityChanged


class Badges:
    """Between the hall and the quality service; it measures nothing itself."""

    def __init__(self, hall: Hall, quality: Quality) -> None:
        self._hall = hall
        self._quality = quality

    async def look(self) -> None:
        """Measure everybody and tell the rooms what changed. Raises: TimeoutError."""
        for change in await self._quality.look():
            news = QualityChanged(peers=[_shown(badge) for badge in change.badges])
            self._hall.tell_room(change.room, news)
        await self._quality.keep()

    def report(self, socket: str, report: Report) -> None:
        """Note what a browser says of its last seconds. Raises: NotInRoom."""
        self._quality.report(self._hall.at(socket).id, report)

    async def close(self) -> None:
        """Store what is known of sessions that end with this process."""
        await self._quality.close()


def _shown(badge: Badge) -> BadgeOut:
    return BadgeOut(
        peer_id=badge.peer,
        uplink=badge.uplink.value,
        downlink=badge.downlink.value,
    )
