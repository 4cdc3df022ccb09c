"""What the media core needs to know of a stream, taken from its RTP parameters. Pure."""

from dataclasses import dataclass
from typing import Literal, cast

from server.rooms.model import Kind, RtpParameters
from server.rooms.ortc import Producible, extension_ids, has_feedback, layers, rtx_payload_type

Codec = Literal["opus", "vp8", "h264", "vp9", "av1", "other"]


@dataclass(frozen=True, slots=True)
class Encoding:
    """One RTP stream of a producer, told by ssrc or by rid."""

    ssrc: int | None
    rtx_ssrc: int | None
    rid: str | None
    spatial_layers: int
    temporal_layers: int


@dataclass(frozen=True, slots=True)
class ProducerSpec:
    """A stream as its publisher sends it; field meanings in `ithaca_media.ProducerSpec`."""

    kind: Kind
    codec: Codec
    clock_rate: int
    payload_type: int
    rtx_payload_type: int | None
    mid: str
    encodings: tuple[Encoding, ...]
    extensions: tuple[tuple[str, int], ...]
    has_nack: bool
    has_pli: bool
    has_transport_cc: bool
    has_remb: bool


@dataclass(frozen=True, slots=True)
class ConsumerSpec:
    """A stream as its subscriber expects it; see `ithaca_media.ConsumerSpec`."""

    payload_type: int
    rtx_payload_type: int | None
    ssrc: int
    rtx_ssrc: int | None
    mid: str
    cname: str
    extensions: tuple[tuple[str, int], ...]
    has_nack: bool
    has_pli: bool
    is_paused: bool


def producer_spec(producible: Producible) -> ProducerSpec:
    """The core's view of a checked producer."""
    sent = producible.sent
    media, extensions = sent.codecs[0], extension_ids(sent)
    # A publisher with transport-cc does its own bandwidth estimate; REMB would cap it twice.
    has_transport_cc = has_feedback(media, "transport-cc") and any(
        name == "transport-cc" for name, _ in extensions
    )
    return ProducerSpec(
        kind=producible.kind,
        codec=cast("Codec", producible.codec),
        clock_rate=media.clock_rate,
        payload_type=media.payload_type,
        rtx_payload_type=rtx_payload_type(sent),
        mid=sent.mid or "",
        encodings=_encodings(sent),
        extensions=extensions,
        has_nack=has_feedback(media, "nack"),
        has_pli=has_feedback(media, "nack", "pli"),
        has_transport_cc=has_transport_cc,
        has_remb=has_feedback(media, "goog-remb") and not has_transport_cc,
    )


def consumer_spec(parameters: RtpParameters) -> ConsumerSpec:
    """The core's view of a new consumer, which starts paused."""
    media, encoding = parameters.codecs[0], parameters.encodings[0]
    return ConsumerSpec(
        payload_type=media.payload_type,
        rtx_payload_type=rtx_payload_type(parameters),
        ssrc=encoding.ssrc or 0,
        rtx_ssrc=encoding.rtx.ssrc if encoding.rtx else None,
        mid=parameters.mid or "",
        cname=parameters.rtcp.cname or "",
        extensions=extension_ids(parameters),
        has_nack=has_feedback(media, "nack"),
        has_pli=has_feedback(media, "nack", "pli"),
        is_paused=True,
    )


def _encodings(sent: RtpParameters) -> tuple[Encoding, ...]:
    encodings = []
    for encoding in sent.encodings:
        spatial, temporal = layers(encoding.scalability_mode)
        encodings.append(
            Encoding(
                ssrc=encoding.ssrc,
                rtx_ssrc=encoding.rtx.ssrc if encoding.rtx else None,
                rid=encoding.rid,
                spatial_layers=spatial,
                temporal_layers=temporal,
            )
        )
    return tuple(encodings)
