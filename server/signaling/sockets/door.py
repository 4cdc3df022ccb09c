"""The namespace /call itself: its news, and the service behind it."""

from aiohttp import web

from server.core.sockets import Door, Socket
from server.signaling import model, remarks
from server.signaling.service import Signaling

SIGNALING = web.AppKey("signaling", Signaling)
NAMESPACE = "/call"

door = Door(NAMESPACE)
door.news("peer_joined", model.PeerJoined)
door.news("peer_left", model.PeerLeft)
door.news("peer_changed", model.PeerChanged)
door.news("peer_key_changed", model.PeerKeyChanged)
door.news("key_received", model.KeyReceived)
door.news("protection_changed", model.ProtectionChanged)
door.news("producer_added", model.ProducerAdded)
door.news("producer_closed", model.ProducerClosed)
door.news("producer_paused", model.ProducerPaused)
door.news("producer_resumed", model.ProducerResumed)
door.news("producer_moved", model.ProducerMoved)
door.news("move", model.Move)
door.news("consumer_closed", model.ConsumerClosed)
door.news("transport_closed", model.TransportClosed)
door.news("layers_changed", model.LayersChangedOut)
door.news("layers_wanted", model.LayersWantedOut)
door.news("consumer_suspended", model.ConsumerSuspendedOut)
door.news("active_speaker", model.ActiveSpeaker)
door.news("levels", model.Levels)
door.news("quality", model.QualityChanged)
door.news("announcements", model.Announcements)
door.news("recording", model.RecordingChanged)
door.news("knocked", model.Knocked)
door.news("knock_ended", model.KnockEnded)
door.news("knock_answered", model.KnockAnswered)
door.news("removed", model.Removed)
door.news("room_ended", model.RoomEnded)
door.news("displaced", model.Displaced)
door.news("check_ended", model.CheckEnded)
door.news("companion_ended", model.CompanionEnded)
door.news("reacted", remarks.Reacted)
door.news("hands", remarks.Hands)
door.news("captions", remarks.Captions)
door.news("captioned", remarks.Captioned)
door.news("timer", remarks.Timer)


def signaling(socket: Socket) -> Signaling:
    """The service this socket's orders go to."""
    return socket.app[SIGNALING]
