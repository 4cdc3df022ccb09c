"""What the media core notices in a room, passed on in the words of the wire; decides nothing."""

from server.rooms.model import (
    ConsumerSuspended,
    LayersChanged,
    LayersWanted,
    LevelsHeard,
    PassAsked,
    SpeakerChanged,
    TransportStepped,
)
from server.signaling.doorbook import Doorbook
from server.signaling.gestures import Gestures
from server.signaling.hall import Hall
from server.signaling.model import (
    ActiveSpeaker,
    ConsumerSuspendedOut,
    LayersChangedOut,
    LayersWantedOut,
    Level,
    Levels,
)

Noticed = (
    LevelsHeard
    | SpeakerChanged
    | LayersChanged
    | LayersWanted
    | ConsumerSuspended
    | PassAsked
    | TransportStepped
)


class Overheard:
    """For those in the room; who tries to get in, for the log."""

    def __init__(self, hall: Hall, doorbook: Doorbook, gestures: Gestures) -> None:
        self._hall = hall
        self._doorbook = doorbook
        self._gestures = gestures

    def pass_on(self, noticed: Noticed) -> None:
        """Tell whom it concerns."""
        match noticed:
            case PassAsked() | TransportStepped():
                self._doorbook.hear(noticed)
            case LevelsHeard(room, levels):
                heard = [Level(peer_id=peer, level=level) for peer, level in levels]
                self._hall.tell_room(room, Levels(levels=heard))
                self._gestures.hear(noticed)
            case SpeakerChanged(room, speaker):
                self._hall.tell_room(room, ActiveSpeaker(peer_id=speaker))
            case _:
                self._pass_on_layers(noticed)

    def _pass_on_layers(self, noticed: LayersChanged | LayersWanted | ConsumerSuspended) -> None:
        match noticed:
            case LayersChanged(_, peer, consumer, spatial, temporal):
                changed = LayersChangedOut(
                    consumer_id=consumer, spatial_layer=spatial, temporal_layer=temporal
                )
                self._hall.tell(self._hall.peers.get(peer), changed)
            case LayersWanted(peer, producer, spatial, temporal):
                wanted = LayersWantedOut(
                    producer_id=producer, spatial_layer=spatial, temporal_layer=temporal
                )
                self._hall.tell(self._hall.peers.get(peer), wanted)
            case ConsumerSuspended(peer, consumer, is_suspended):
                suspended = ConsumerSuspendedOut(consumer_id=consumer, is_suspended=is_suspended)
                self._hall.tell(self._hall.peers.get(peer), suspended)
