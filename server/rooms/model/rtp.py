"""The RTP parameters (ORTC) that browsers and this server agree on.

The shapes are those of mediasoup's protocol, so that its clients can be used as they are; a client
may send more fields than are listed here, and those are ignored. It decides nothing about media:
`ortc` does.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Short = Annotated[str, Meta(max_length=255)]
PayloadType = Annotated[int, Meta(ge=0, le=127)]
Ssrc = Annotated[int, Meta(ge=0, le=0xFFFF_FFFF)]
ExtensionId = Annotated[int, Meta(ge=1, le=255)]
Kind = Literal["audio", "video"]
Source = Literal["microphone", "camera", "screen", "screen_audio"]
Parameters = Annotated[dict[Short, Short | int | float | bool | None], Meta(max_length=32)]


class Rtp(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What all ORTC shapes share: camelCase outside, absent when default."""


class RtcpFeedback(Rtp, frozen=True):
    type: Short
    parameter: Short | None = ""


class RtpCodecCapability(Rtp, frozen=True):
    kind: Kind
    mime_type: Short
    clock_rate: int
    preferred_payload_type: PayloadType | None = None
    channels: int | None = None
    parameters: Parameters = {}
    rtcp_feedback: Annotated[tuple[RtcpFeedback, ...], Meta(max_length=32)] = ()


class RtpHeaderExtension(Rtp, frozen=True):
    kind: Kind
    uri: Short
    preferred_id: ExtensionId
    preferred_encrypt: bool | None = False
    direction: Literal["sendrecv", "sendonly", "recvonly", "inactive"] | None = "sendrecv"


class RtpCapabilities(Rtp, frozen=True):
    codecs: Annotated[tuple[RtpCodecCapability, ...], Meta(max_length=128)] = ()
    header_extensions: Annotated[tuple[RtpHeaderExtension, ...], Meta(max_length=128)] = ()


class RtpCodecParameters(Rtp, frozen=True):
    mime_type: Short
    payload_type: PayloadType
    clock_rate: int
    channels: int | None = None
    parameters: Parameters = {}
    rtcp_feedback: Annotated[tuple[RtcpFeedback, ...], Meta(max_length=32)] = ()


class RtpHeaderExtensionParameters(Rtp, frozen=True):
    uri: Short
    id: ExtensionId
    encrypt: bool | None = False
    parameters: Parameters | None = {}


class RtxParameters(Rtp, frozen=True):
    ssrc: Ssrc


class RtpEncodingParameters(Rtp, frozen=True):
    ssrc: Ssrc | None = None
    rid: Annotated[str, Meta(max_length=16)] | None = None
    rtx: RtxParameters | None = None
    dtx: bool | None = None
    scalability_mode: Annotated[str, Meta(max_length=16)] | None = None
    max_bitrate: int | None = None


class RtcpParameters(Rtp, frozen=True):
    cname: Short | None = None
    reduced_size: bool | None = True
    mux: bool | None = True


class RtpParameters(Rtp, frozen=True):
    codecs: Annotated[tuple[RtpCodecParameters, ...], Meta(min_length=1, max_length=32)]
    encodings: Annotated[tuple[RtpEncodingParameters, ...], Meta(max_length=8)] = ()
    header_extensions: Annotated[tuple[RtpHeaderExtensionParameters, ...], Meta(max_length=32)] = ()
    mid: Annotated[str, Meta(max_length=16)] | None = None
    rtcp: RtcpParameters = RtcpParameters()


class IceParameters(Rtp, frozen=True, omit_defaults=False):
    username_fragment: str
    password: str
    ice_lite: bool = True


class IceCandidate(Rtp, frozen=True, omit_defaults=False):
    foundation: str
    priority: int
    ip: str
    address: str
    """The same as `ip`, under its older name in some clients."""
    port: int
    protocol: Literal["udp", "tcp"] = "udp"
    type: Literal["host"] = "host"
    tcp_type: Literal["passive"] | UnsetType = UNSET
    """Only with protocol "tcp": browsers connect to us (RFC 6544)."""


class DtlsFingerprint(Rtp, frozen=True):
    algorithm: Annotated[str, Meta(max_length=16)]
    value: Annotated[str, Meta(max_length=200)]


class DtlsParameters(Rtp, frozen=True, omit_defaults=False):
    fingerprints: Annotated[tuple[DtlsFingerprint, ...], Meta(min_length=1, max_length=8)]
    role: Literal["auto", "client", "server"] | None = "auto"


class IceServer(Rtp, frozen=True):
    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


Direction = Literal["send", "recv"]
StreamType = Literal["simple", "simulcast", "svc"]


class TransportOptions(Rtp, frozen=True, omit_defaults=False):
    """What a browser needs to create its end of a transport."""

    transport_id: str
    ice_parameters: IceParameters
    ice_candidates: tuple[IceCandidate, ...]
    dtls_parameters: DtlsParameters


class ConsumerOptions(Rtp, frozen=True, omit_defaults=False):
    """What a browser needs to create its end of a consumer."""

    consumer_id: str
    producer_id: str
    kind: Kind
    rtp_parameters: RtpParameters
    type: StreamType
    is_producer_paused: bool
