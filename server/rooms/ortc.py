"""RTP capability matching: what a producer may send and what a consumer will receive.

Pure. It follows the ORTC behaviour that mediasoup's clients expect (W3C ORTC §9), with
one difference: every consumer gets its own stream, so there is no mapped SSRC between
producer and consumer. It knows nothing of SDP, sockets or rooms.
"""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from server.core.errors import Invalid
from server.rooms.capabilities import (
    ABS_SEND_TIME,
    DEPENDENCY_DESCRIPTOR,
    EXTENSION_NAMES,
    ROUTER_CAPABILITIES,
    TRANSPORT_CC,
)
from server.rooms.model import (
    CannotConsume,
    Kind,
    RtcpParameters,
    RtpCapabilities,
    RtpCodecCapability,
    RtpCodecParameters,
    RtpEncodingParameters,
    RtpHeaderExtensionParameters,
    RtpParameters,
    RtxParameters,
    StreamType,
)

_SCALABILITY = re.compile(r"^[LS](\d{1,2})T(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Producible:
    """A checked producer: what it sends, and how consumers will see it."""

    kind: Kind
    sent: RtpParameters
    """As the publisher numbers payload types and extensions."""
    consumable: RtpParameters
    """The same in the router's numbers, without streams."""
    type: StreamType = "simple"
    """simple, simulcast (several streams) or svc (layers inside one stream)."""

    @property
    def codec(self) -> str:
        """Lower-case codec name: opus, vp8, vp9, h264, av1."""
        return self.sent.codecs[0].mime_type.partition("/")[2].lower()


def layers(mode: str | None) -> tuple[int, int]:
    """Spatial and temporal layers of a scalability mode such as L3T3_KEY; (1, 1) for none."""
    match = _SCALABILITY.match(mode or "")
    return (int(match[1]), int(match[2])) if match else (1, 1)


def produce(kind: Kind, sent: RtpParameters) -> Producible:
    """Check what a publisher wants to send.

    Raises: Invalid when no codec of the room matches or the streams cannot be told apart.
    """
    media = sent.codecs[0]
    if is_rtx(media) or not media.mime_type.lower().startswith(f"{kind}/"):
        raise Invalid(f"The first codec must be a codec for {kind}.")
    capability = _match(ROUTER_CAPABILITIES.codecs, media)
    if capability is None or capability.preferred_payload_type is None:
        raise Invalid(f"The codec {media.mime_type} cannot be used in this session.")
    _check_encodings(sent)
    codecs = [_consumable_codec(media, capability)]
    if _rtx_of(sent, media.payload_type) is not None:
        codecs.append(_consumable_rtx(capability.preferred_payload_type))
    return Producible(
        kind=kind,
        sent=sent,
        consumable=RtpParameters(
            codecs=tuple(codecs),
            header_extensions=_consumable_extensions(kind),
            encodings=sent.encodings,
            rtcp=RtcpParameters(cname=sent.rtcp.cname, reduced_size=True),
        ),
        type=_type(sent.encodings),
    )


def consume(
    producible: Producible, capabilities: RtpCapabilities, *, ssrc: int, mid: str, cname: str
) -> RtpParameters:
    """The parameters of one consumer: one stream, reduced to what the subscriber can do.

    Raises: CannotConsume when the subscriber lacks the codec.
    """
    codecs = _receivable_codecs(producible.consumable.codecs, capabilities)
    extensions = _receivable_extensions(producible, capabilities, codecs[0])
    has_rtx = any(is_rtx(codec) for codec in codecs)
    encoding = RtpEncodingParameters(
        ssrc=ssrc,
        rtx=RtxParameters(ssrc=(ssrc + 1) & 0xFFFF_FFFF) if has_rtx else None,
        scalability_mode=_consumer_scalability(producible.sent.encodings),
    )
    return RtpParameters(
        codecs=tuple(_reduce_feedback(codec, extensions) for codec in codecs),
        header_extensions=extensions,
        encodings=(encoding,),
        mid=mid,
        rtcp=RtcpParameters(cname=cname, reduced_size=True),
    )


def extension_ids(parameters: RtpParameters) -> tuple[tuple[str, int], ...]:
    """(core's name, id) of the extensions that the core knows."""
    return tuple(
        (EXTENSION_NAMES[extension.uri], extension.id)
        for extension in parameters.header_extensions
        if extension.uri in EXTENSION_NAMES and not extension.encrypt
    )


def rtx_payload_type(parameters: RtpParameters) -> int | None:
    """The payload type that repairs the first codec."""
    return _rtx_of(parameters, parameters.codecs[0].payload_type)


def has_feedback(codec: RtpCodecParameters, kind: str, parameter: str = "") -> bool:
    return any(
        feedback.type == kind and (feedback.parameter or "") == parameter
        for feedback in codec.rtcp_feedback
    )


def is_rtx(codec: RtpCodecCapability | RtpCodecParameters) -> bool:
    return codec.mime_type.lower().endswith("/rtx")


def _check_encodings(sent: RtpParameters) -> None:
    if not sent.encodings:
        raise Invalid("At least one encoding is needed.")
    rids = [encoding.rid for encoding in sent.encodings if encoding.rid]
    ssrcs = [encoding.ssrc for encoding in sent.encodings if encoding.ssrc is not None]
    ssrcs += [encoding.rtx.ssrc for encoding in sent.encodings if encoding.rtx]
    if len(set(rids)) != len(rids) or len(set(ssrcs)) != len(ssrcs):
        raise Invalid("Two encodings carry the same rid or ssrc.")
    for encoding in sent.encodings:
        is_single = len(sent.encodings) == 1 and bool(sent.mid)
        if encoding.rid is None and encoding.ssrc is None and not is_single:
            raise Invalid("Each encoding needs a rid or an ssrc.")


def _type(encodings: tuple[RtpEncodingParameters, ...]) -> StreamType:
    if len(encodings) > 1:
        return "simulcast"
    spatial, temporal = layers(encodings[0].scalability_mode)
    return "svc" if spatial > 1 or temporal > 1 else "simple"


def _consumer_scalability(encodings: tuple[RtpEncodingParameters, ...]) -> str | None:
    modes = [encoding.scalability_mode for encoding in encodings if encoding.scalability_mode]
    if len(encodings) > 1:
        return f"L{len(encodings)}T{layers(modes[0] if modes else None)[1]}"
    return modes[0] if modes else None


def _consumable_codec(
    sent: RtpCodecParameters, capability: RtpCodecCapability
) -> RtpCodecParameters:
    return RtpCodecParameters(
        mime_type=capability.mime_type,
        payload_type=capability.preferred_payload_type or 0,
        clock_rate=capability.clock_rate,
        channels=capability.channels,
        # The publisher's own parameters: its profile and fmtp are what will arrive.
        parameters=sent.parameters,
        rtcp_feedback=capability.rtcp_feedback,
    )


def _consumable_rtx(apt: int) -> RtpCodecParameters:
    for capability in ROUTER_CAPABILITIES.codecs:
        if is_rtx(capability) and capability.parameters.get("apt") == apt:
            return RtpCodecParameters(
                mime_type=capability.mime_type,
                payload_type=capability.preferred_payload_type or 0,
                clock_rate=capability.clock_rate,
                parameters=capability.parameters,
            )
    raise LookupError(apt)


def _consumable_extensions(kind: Kind) -> tuple[RtpHeaderExtensionParameters, ...]:
    return tuple(
        RtpHeaderExtensionParameters(uri=extension.uri, id=extension.preferred_id)
        for extension in ROUTER_CAPABILITIES.header_extensions
        if extension.kind == kind and extension.direction in {"sendrecv", "sendonly"}
    )


def _receivable_codecs(
    consumable: tuple[RtpCodecParameters, ...], capabilities: RtpCapabilities
) -> list[RtpCodecParameters]:
    matched: list[RtpCodecParameters] = []
    for codec in consumable:
        capability = next((c for c in capabilities.codecs if _is_same_codec(c, codec)), None)
        if capability is not None:
            matched.append(replace(codec, rtcp_feedback=capability.rtcp_feedback))
    media = [codec for codec in matched if not is_rtx(codec)]
    if not media:
        raise CannotConsume("This browser cannot play the codec that is being sent.")
    known = {codec.payload_type for codec in media}
    return media + [c for c in matched if is_rtx(c) and c.parameters.get("apt") in known]


def _receivable_extensions(
    producible: Producible, capabilities: RtpCapabilities, codec: RtpCodecParameters
) -> tuple[RtpHeaderExtensionParameters, ...]:
    """What the subscriber takes for this kind of media.

    Clients name an extension of both kinds once, under either. Numbers a subscriber would not
    report on stay out: Firefox answers for video only, and its silence would look like loss.
    Dependency descriptors go with AV1 only: of the other codecs they would show the layers left
    out.
    """
    has_descriptor = codec.mime_type.lower() == "video/av1"
    offered = {
        (e.preferred_id, e.uri)
        for e in capabilities.header_extensions
        if (e.uri != TRANSPORT_CC or has_feedback(codec, "transport-cc"))
        and (e.uri != DEPENDENCY_DESCRIPTOR or has_descriptor)
    }
    return tuple(e for e in producible.consumable.header_extensions if (e.id, e.uri) in offered)


def _reduce_feedback(
    codec: RtpCodecParameters, extensions: tuple[RtpHeaderExtensionParameters, ...]
) -> RtpCodecParameters:
    """Keep one kind of bandwidth feedback: transport-cc if it can be carried, else REMB."""
    uris = {extension.uri for extension in extensions}
    dropped = {"transport-cc", "goog-remb"}
    if TRANSPORT_CC in uris:
        dropped = {"goog-remb"}
    elif ABS_SEND_TIME in uris:
        dropped = {"transport-cc"}
    kept = tuple(f for f in codec.rtcp_feedback if f.type not in dropped)
    return replace(codec, rtcp_feedback=kept)


def _rtx_of(parameters: RtpParameters, payload_type: int) -> int | None:
    for codec in parameters.codecs:
        if is_rtx(codec) and codec.parameters.get("apt") == payload_type:
            return codec.payload_type
    return None


def _match(
    capabilities: tuple[RtpCodecCapability, ...], codec: RtpCodecParameters
) -> RtpCodecCapability | None:
    return next((c for c in capabilities if _is_same_codec(c, codec)), None)


def _is_same_codec(capability: RtpCodecCapability, codec: RtpCodecParameters) -> bool:
    mime_type = codec.mime_type.lower()
    same = (
        capability.mime_type.lower() == mime_type
        and capability.clock_rate == codec.clock_rate
        and (capability.channels or 1) == (codec.channels or 1)
    )
    if not same:
        return False
    if mime_type == "video/h264":
        return _is_same_h264(capability, codec)
    if mime_type == "video/vp9":
        return _number(capability, "profile-id") == _number(codec, "profile-id")
    if mime_type == "video/rtx":
        return _number(capability, "apt") == _number(codec, "apt")
    return True


def _is_same_h264(capability: RtpCodecCapability, codec: RtpCodecParameters) -> bool:
    mode = "packetization-mode"
    return _number(capability, mode) == _number(codec, mode) and (
        _h264_profile(capability.parameters.get("profile-level-id"))
        == _h264_profile(codec.parameters.get("profile-level-id"))
    )


def _h264_profile(level_id: object) -> str | None:
    """The profile in a profile-level-id (RFC 6184 §8.1, table 5); None for an unknown one."""
    text = str(level_id or "42000a").lower()
    if not re.fullmatch(r"[0-9a-f]{6}", text):
        return None
    profile, constraints = int(text[:2], 16), int(text[2:4], 16)
    if profile in {0x42, 0x4D, 0x58} and _is_constrained_baseline(profile, constraints):
        return "constrained-baseline"
    return {0x42: "baseline", 0x4D: "main", 0x58: "extended", 0x64: "high"}.get(profile)


def _is_constrained_baseline(profile: int, constraints: int) -> bool:
    needed = {0x42: 0x40, 0x4D: 0x80, 0x58: 0xC0}[profile]
    return constraints & needed == needed


def _number(codec: RtpCodecCapability | RtpCodecParameters, name: str) -> int:
    value = codec.parameters.get(name)
    try:
        return int(value) if value is not None else 0
    except ValueError:
        return -1
