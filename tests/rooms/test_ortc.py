"""Capability matching, on the shapes that real browsers send."""

import msgspec
import pytest
from msgspec.structs import replace

from server.core.errors import Invalid
from server.rooms import ortc
from server.rooms.capabilities import ABS_SEND_TIME, ROUTER_CAPABILITIES, TRANSPORT_CC
from server.rooms.model import (
    CannotConsume,
    RtpCapabilities,
    RtpCodecCapability,
    RtpCodecParameters,
    RtpEncodingParameters,
    RtpHeaderExtension,
    RtpParameters,
    RtxParameters,
)
from server.rooms.specs import consumer_spec, producer_spec

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"


def opus(**changes: object) -> RtpParameters:
    parameters = {
        "mid": "0",
        "codecs": [
            {
                "mimeType": "audio/opus",
                "payloadType": 111,
                "clockRate": 48000,
                "channels": 2,
                "parameters": {"minptime": 10, "useinbandfec": 1},
                "rtcpFeedback": [{"type": "transport-cc", "parameter": ""}],
            }
        ],
        "headerExtensions": [
            {"uri": MID, "id": 4, "encrypt": False, "parameters": {}},
            {"uri": TRANSPORT_CC, "id": 3, "encrypt": False, "parameters": {}},
        ],
        "encodings": [{"ssrc": 1111, "dtx": False}],
        "rtcp": {"cname": "abc", "reducedSize": True},
    }
    return msgspec.convert({**parameters, **changes}, RtpParameters)


def vp8(*encodings: RtpEncodingParameters) -> RtpParameters:
    return RtpParameters(
        mid="1",
        codecs=(
            RtpCodecParameters(
                mime_type="video/VP8",
                payload_type=96,
                clock_rate=90000,
                rtcp_feedback=ROUTER_CAPABILITIES.codecs[1].rtcp_feedback,
            ),
            RtpCodecParameters(
                mime_type="video/rtx",
                payload_type=97,
                clock_rate=90000,
                parameters={"apt": 96},
            ),
        ),
        encodings=encodings or (RtpEncodingParameters(ssrc=22, rtx=RtxParameters(ssrc=23)),),
    )


def h264(profile: str, mode: int = 1) -> RtpParameters:
    codec = RtpCodecParameters(
        mime_type="video/H264",
        payload_type=102,
        clock_rate=90000,
        parameters={"profile-level-id": profile, "packetization-mode": mode},
    )
    return RtpParameters(codecs=(codec,), encodings=(RtpEncodingParameters(ssrc=5),))


def without(mime_type: str) -> RtpCapabilities:
    kept = tuple(c for c in ROUTER_CAPABILITIES.codecs if c.mime_type != mime_type)
    return RtpCapabilities(codecs=kept, header_extensions=ROUTER_CAPABILITIES.header_extensions)


def consume(sent: RtpParameters, capabilities: RtpCapabilities) -> RtpParameters:
    kind = "audio" if sent.codecs[0].mime_type.startswith("audio") else "video"
    produced = ortc.produce(kind, sent)  # type: ignore[arg-type]
    return ortc.consume(produced, capabilities, ssrc=7000, mid="3", cname="peer")


def test_a_consumer_sees_the_routers_payload_type_and_not_the_publishers() -> None:
    received = consume(opus(), ROUTER_CAPABILITIES)
    assert [codec.payload_type for codec in received.codecs] == [100]
    assert received.encodings[0].ssrc == 7000
    assert received.mid == "3"


def test_audio_is_given_no_retransmission_stream() -> None:
    received = consume(opus(), ROUTER_CAPABILITIES)
    assert received.encodings[0].rtx is None


def test_video_is_given_a_retransmission_stream_when_both_sides_have_it() -> None:
    received = consume(vp8(), ROUTER_CAPABILITIES)
    assert [codec.mime_type for codec in received.codecs] == ["video/VP8", "video/rtx"]
    assert received.encodings[0].rtx == RtxParameters(ssrc=7001)
    assert ortc.rtx_payload_type(received) == 102


def test_video_goes_without_retransmission_to_a_subscriber_that_lacks_it() -> None:
    received = consume(vp8(), without("video/rtx"))
    assert [codec.mime_type for codec in received.codecs] == ["video/VP8"]
    assert received.encodings[0].rtx is None


def test_a_subscriber_without_the_codec_is_refused() -> None:
    with pytest.raises(CannotConsume):
        consume(vp8(), without("video/VP8"))


def test_subscribers_report_on_every_packet() -> None:
    for sent in (vp8(), opus()):
        received = consume(sent, ROUTER_CAPABILITIES)
        assert TRANSPORT_CC in {extension.uri for extension in received.header_extensions}
        kinds = {feedback.type for feedback in received.codecs[0].rtcp_feedback}
        assert "transport-cc" in kinds
        assert "goog-remb" not in kinds


def test_a_subscriber_without_transport_cc_answers_with_remb() -> None:
    extensions = tuple(e for e in ROUTER_CAPABILITIES.header_extensions if e.uri != TRANSPORT_CC)
    old = RtpCapabilities(codecs=ROUTER_CAPABILITIES.codecs, header_extensions=extensions)
    received = consume(vp8(), old)
    uris = {extension.uri for extension in received.header_extensions}
    assert ABS_SEND_TIME in uris
    assert TRANSPORT_CC not in uris
    kinds = {feedback.type for feedback in received.codecs[0].rtcp_feedback}
    assert "goog-remb" in kinds
    assert "transport-cc" not in kinds


def test_audio_is_not_numbered_for_a_subscriber_that_reports_on_video_only() -> None:
    codecs = tuple(
        replace(codec, rtcp_feedback=()) if codec.mime_type.startswith("audio/") else codec
        for codec in ROUTER_CAPABILITIES.codecs
    )
    firefox = replace(ROUTER_CAPABILITIES, codecs=codecs)
    uris = {extension.uri for extension in consume(opus(), firefox).header_extensions}
    assert TRANSPORT_CC not in uris
    assert TRANSPORT_CC in {e.uri for e in consume(vp8(), firefox).header_extensions}


def test_an_extension_that_a_client_names_once_serves_both_kinds() -> None:
    extensions = tuple(e for e in ROUTER_CAPABILITIES.header_extensions if e.kind == "video")
    chromium = replace(ROUTER_CAPABILITIES, header_extensions=extensions)
    assert TRANSPORT_CC in {e.uri for e in consume(opus(), chromium).header_extensions}


def test_a_subscriber_without_send_times_is_asked_for_no_bandwidth_feedback() -> None:
    bare = RtpCapabilities(codecs=ROUTER_CAPABILITIES.codecs)
    received = consume(vp8(), bare)
    assert received.header_extensions == ()
    kinds = {feedback.type for feedback in received.codecs[0].rtcp_feedback}
    assert kinds == {"nack", "ccm"}


def test_an_extension_is_only_used_under_the_same_id() -> None:
    moved = RtpCapabilities(
        codecs=ROUTER_CAPABILITIES.codecs,
        header_extensions=(RtpHeaderExtension(kind="audio", uri=MID, preferred_id=9),),
    )
    assert consume(opus(), moved).header_extensions == ()


@pytest.mark.parametrize("profile", ["42e01f", "42c00b", "4d801f", "58f01f"])
def test_every_spelling_of_constrained_baseline_is_the_same_profile(profile: str) -> None:
    assert ortc.produce("video", h264(profile)).codec == "h264"


@pytest.mark.parametrize("profile", ["42001f", "4d001f", "640c1f", "f4001f", "zz", ""])
def test_another_h264_profile_is_refused(profile: str) -> None:
    with pytest.raises(Invalid):
        ortc.produce("video", h264(profile))


def test_h264_in_another_packetization_mode_is_refused() -> None:
    with pytest.raises(Invalid):
        ortc.produce("video", h264("42e01f", mode=0))


def test_the_first_codec_must_be_of_the_stated_kind() -> None:
    with pytest.raises(Invalid):
        ortc.produce("video", opus())


def test_three_rids_are_simulcast_and_the_consumer_sees_three_layers() -> None:
    sent = vp8(*(RtpEncodingParameters(rid=r, scalability_mode="L1T3") for r in "abc"))
    produced = ortc.produce("video", sent)
    assert produced.type == "simulcast"
    received = ortc.consume(produced, ROUTER_CAPABILITIES, ssrc=1, mid="0", cname="p")
    assert received.encodings[0].scalability_mode == "L3T3"


def test_layers_inside_one_stream_are_svc() -> None:
    sent = vp8(RtpEncodingParameters(ssrc=9, scalability_mode="L3T3_KEY"))
    assert ortc.produce("video", sent).type == "svc"


@pytest.mark.parametrize(
    "encodings",
    [
        (RtpEncodingParameters(rid="a"), RtpEncodingParameters(rid="a")),
        (RtpEncodingParameters(ssrc=1), RtpEncodingParameters(ssrc=1)),
        (RtpEncodingParameters(ssrc=1, rtx=RtxParameters(ssrc=1)),),
        (RtpEncodingParameters(rid="a"), RtpEncodingParameters()),
    ],
)
def test_streams_that_cannot_be_told_apart_are_refused(
    encodings: tuple[RtpEncodingParameters, ...],
) -> None:
    with pytest.raises(Invalid):
        ortc.produce("video", vp8(*encodings))


def test_a_producer_without_encodings_is_refused() -> None:
    with pytest.raises(Invalid):
        ortc.produce("audio", opus(encodings=[]))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("L1T3", (1, 3)), ("S2T1", (2, 1)), ("L3T3_KEY", (3, 3)), ("x", (1, 1)), (None, (1, 1))],
)
def test_a_scalability_mode_names_its_layers(mode: str | None, expected: tuple[int, int]) -> None:
    assert ortc.layers(mode) == expected


def test_the_core_is_told_the_publishers_numbers_for_the_producer() -> None:
    spec = producer_spec(ortc.produce("audio", opus()))
    assert (spec.codec, spec.payload_type, spec.mid) == ("opus", 111, "0")
    assert spec.extensions == (("mid", 4), ("transport-cc", 3))
    assert spec.has_transport_cc
    assert not spec.has_nack


def test_the_core_is_told_the_routers_numbers_for_the_consumer() -> None:
    spec = consumer_spec(consume(vp8(), ROUTER_CAPABILITIES))
    assert (spec.payload_type, spec.rtx_payload_type) == (101, 102)
    assert (spec.ssrc, spec.rtx_ssrc, spec.mid, spec.cname) == (7000, 7001, "3", "peer")
    assert ("abs-send-time", 4) in spec.extensions
    assert spec.is_paused


def test_a_client_may_send_fields_that_are_not_known_here() -> None:
    assert opus(msid="x y", encodings=[{"ssrc": 1, "networkPriority": "high"}]).mid == "0"


def test_the_router_numbers_no_payload_type_twice() -> None:
    numbers = [codec.preferred_payload_type for codec in ROUTER_CAPABILITIES.codecs]
    assert len(set(numbers)) == len(numbers)
    assert all(number is not None and 96 <= number <= 127 for number in numbers)


def test_every_video_codec_has_a_retransmission_codec() -> None:
    def is_media(codec: RtpCodecCapability) -> bool:
        return codec.kind == "video" and not ortc.is_rtx(codec)

    media = {c.preferred_payload_type for c in ROUTER_CAPABILITIES.codecs if is_media(c)}
    repaired = {c.parameters["apt"] for c in ROUTER_CAPABILITIES.codecs if ortc.is_rtx(c)}
    assert media == repaired
