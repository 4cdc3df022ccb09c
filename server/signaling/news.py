"""All that a live session tells a socket, as one type, and to whom it goes."""

from dataclasses import dataclass

from server.signaling import model, remarks

News = (
    model.PeerJoined
    | model.PeerLeft
    | model.PeerChanged
    | model.PeerKeyChanged
    | model.KeyReceived
    | model.ProtectionChanged
    | model.ProducerAdded
    | model.ProducerClosed
    | model.ProducerPaused
    | model.ProducerResumed
    | model.ProducerMoved
    | model.Move
    | model.ConsumerClosed
    | model.TransportClosed
    | model.LayersChangedOut
    | model.LayersWantedOut
    | model.ConsumerSuspendedOut
    | model.ActiveSpeaker
    | model.Levels
    | model.QualityChanged
    | model.Announcements
    | model.RecordingChanged
    | model.Knocked
    | model.KnockEnded
    | model.KnockAnswered
    | model.Removed
    | model.RoomEnded
    | model.Displaced
    | model.CheckEnded
    | model.CompanionEnded
    | remarks.Reacted
    | remarks.Hands
    | remarks.Captions
    | remarks.Captioned
    | remarks.Timer
)


@dataclass(frozen=True, slots=True)
class Notice:
    """News for some sockets."""

    to: tuple[str, ...]
    news: News
