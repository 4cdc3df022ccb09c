"""What every room can carry: codecs, RTP header extensions, and their numbers.

Constants only; `ortc` matches browsers against them.
"""

from server.rooms.model import (
    Kind,
    RtcpFeedback,
    RtpCapabilities,
    RtpCodecCapability,
    RtpHeaderExtension,
)

TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
DEPENDENCY_DESCRIPTOR = (
    "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"
)
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"

EXTENSION_NAMES = {
    "urn:ietf:params:rtp-hdrext:sdes:mid": "mid",
    "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id": "rid",
    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id": "repaired-rid",
    "urn:ietf:params:rtp-hdrext:ssrc-audio-level": "audio-level",
    TRANSPORT_CC: "transport-cc",
    ABS_SEND_TIME: "abs-send-time",
    DEPENDENCY_DESCRIPTOR: "dependency-descriptor",
    "urn:3gpp:video-orientation": "video-orientation",
    "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay": "playout-delay",
    "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time": "abs-capture-time",
}
"""Header extension URI → the media core's name for it."""

_URIS = {name: uri for uri, name in EXTENSION_NAMES.items()}

# name, id, kinds, direction as seen by this server. With transport-cc subscribers answer with
# feedback for every packet, from which the core estimates what their connections can take; those
# without it have absolute send times and answer with REMB. The dependency descriptor is for AV1
# alone, whose payload does not tell layers: with it, Chromium leaves picture ids and temporal
# layers out of the VP8 payload, which the core reads (media/forward/tests/data, vp8-descriptor).
_EXTENSIONS = (
    ("mid", 1, "av", "sendrecv"),
    ("rid", 2, "v", "recvonly"),
    ("repaired-rid", 3, "v", "recvonly"),
    ("abs-send-time", 4, "av", "sendrecv"),
    ("transport-cc", 5, "av", "sendrecv"),
    ("audio-level", 10, "a", "sendrecv"),
    ("video-orientation", 11, "v", "sendrecv"),
    ("dependency-descriptor", 12, "v", "sendrecv"),
    ("abs-capture-time", 13, "av", "sendrecv"),
    ("playout-delay", 14, "v", "sendrecv"),
)

_AUDIO_FEEDBACK = (RtcpFeedback(type="nack"), RtcpFeedback(type="transport-cc"))
_VIDEO_FEEDBACK = (
    RtcpFeedback(type="nack"),
    RtcpFeedback(type="nack", parameter="pli"),
    RtcpFeedback(type="ccm", parameter="fir"),
    RtcpFeedback(type="goog-remb"),
    RtcpFeedback(type="transport-cc"),
)
_VIDEO_CODECS: tuple[tuple[str, dict[str, str | int | float | bool | None]], ...] = (
    ("video/VP8", {}),
    ("video/VP9", {"profile-id": 0}),
    (
        "video/H264",
        {
            "packetization-mode": 1,
            "profile-level-id": "42e01f",
            "level-asymmetry-allowed": 1,
        },
    ),
    ("video/AV1", {"profile": 0}),
)
_FIRST_DYNAMIC_PAYLOAD_TYPE = 100


def _router_codecs() -> tuple[RtpCodecCapability, ...]:
    payload_type = _FIRST_DYNAMIC_PAYLOAD_TYPE
    codecs = [
        RtpCodecCapability(
            kind="audio",
            mime_type="audio/opus",
            preferred_payload_type=payload_type,
            clock_rate=48000,
            channels=2,
            parameters={"minptime": 10, "useinbandfec": 1},
            rtcp_feedback=_AUDIO_FEEDBACK,
        )
    ]
    for mime_type, parameters in _VIDEO_CODECS:
        media, rtx = payload_type + 1, payload_type + 2
        payload_type = rtx
        codecs += [
            RtpCodecCapability(
                kind="video",
                mime_type=mime_type,
                preferred_payload_type=media,
                clock_rate=90000,
                parameters=parameters,
                rtcp_feedback=_VIDEO_FEEDBACK,
            ),
            RtpCodecCapability(
                kind="video",
                mime_type="video/rtx",
                preferred_payload_type=rtx,
                clock_rate=90000,
                parameters={"apt": media},
            ),
        ]
    return tuple(codecs)


def _router_extensions() -> tuple[RtpHeaderExtension, ...]:
    kinds: dict[str, Kind] = {"a": "audio", "v": "video"}
    return tuple(
        RtpHeaderExtension(
            kind=kinds[letter],
            uri=_URIS[name],
            preferred_id=number,
            direction=direction,  # type: ignore[arg-type]  # a literal from the table above
        )
        for name, number, letters, direction in _EXTENSIONS
        for letter in letters
    )


ROUTER_CAPABILITIES = RtpCapabilities(
    codecs=_router_codecs(), header_extensions=_router_extensions()
)
"""What every room can carry, in order of preference."""
