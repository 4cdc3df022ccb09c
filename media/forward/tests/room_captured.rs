//! What Chromium really sends passes through a room without a seam, layers chosen or not.

mod captured;
mod room;

use captured::{AV1, AV1_SVC, H264, OPUS, VP8, VP8_DESCRIPTOR, VP8_SIMULCAST, VP9, VP9_SVC};
use forward::command::{Codec, Command, ConsumerSpec, Encoding, Kind, ProducerSpec};
use forward::rtcp::is_rtcp;
use forward::rtp::RtpHeader;
use forward::vp8::Vp8Descriptor;
use forward::vp9::Vp9Descriptor;
use room::{Received, Room, audio, ids, simulcast, subscription, video};

fn producer(codec: Codec, payload_type: u8) -> ProducerSpec {
    let mut spec = if payload_type == 111 {
        ProducerSpec {
            kind: Kind::Audio,
            extensions: ids(&[("audio-level", 1), ("mid", 4)]),
            ..audio()
        }
    } else {
        ProducerSpec {
            extensions: captured::video_ids(),
            rtx_payload_type: Some(payload_type + 1),
            ..video()
        }
    };
    spec.codec = codec;
    spec.payload_type = payload_type;
    spec.encodings[0] = Encoding {
        spatial_layers: 2,
        temporal_layers: 3,
        ..Encoding::default()
    };
    spec
}

/// Plays a capture to one subscriber that wants these layers.
fn play(capture: &[u8], spec: ProducerSpec, layers: (u8, u8)) -> Vec<Received> {
    let mut room = Room::with_peers(2);
    let packets = captured::all(capture);
    let mid = mid_of(&packets, &spec);
    room.producer(1, 10, ProducerSpec { mid, ..spec });
    let wanted = ConsumerSpec {
        extensions: ids(&[("mid", 4), ("dependency-descriptor", 9)]),
        ..subscription(2000)
    };
    room.consumer(2, 20, 10, wanted);
    room.run(Command::SetLayers {
        consumer: 20,
        spatial: layers.0,
        temporal: layers.1,
    });
    for packet in packets {
        if is_rtcp(&packet) {
            room.send_rtcp(1, &packet);
        } else {
            room.send(1, &packet);
        }
        room.now_us += 1000;
    }
    assert!(room.errors().is_empty());
    room.peer(2).take_media(2000)
}

fn mid_of(packets: &[Vec<u8>], spec: &ProducerSpec) -> String {
    let id = spec
        .extensions
        .id(forward::extensions::Extension::Mid)
        .expect("negotiated");
    packets
        .iter()
        .filter(|packet| !is_rtcp(packet))
        .find_map(|packet| {
            let header = RtpHeader::parse(packet).ok()?;
            let text = header.element(packet, id)?;
            Some(String::from_utf8_lossy(text).into_owned())
        })
        .unwrap_or_default()
}

fn assert_gapless(received: &[Received]) {
    assert!(!received.is_empty());
    for pair in received.windows(2) {
        assert_eq!(pair[1].sequence(), pair[0].sequence().wrapping_add(1));
    }
}

#[test]
fn every_capture_passes_whole() {
    let captures: [(&[u8], Codec, u8); 8] = [
        (OPUS, Codec::Opus, 111),
        (VP8, Codec::Vp8, 96),
        (VP8_DESCRIPTOR, Codec::Vp8, 96),
        (VP9, Codec::Vp9, 98),
        (VP9_SVC, Codec::Vp9, 98),
        (H264, Codec::H264, 102),
        (AV1, Codec::Av1, 45),
        (AV1_SVC, Codec::Av1, 45),
    ];
    for (capture, codec, payload_type) in captures {
        let sent = captured::of_type(capture, payload_type);
        let with_payload = sent.iter().filter(|packet| !packet.payload().is_empty());
        let received = play(capture, producer(codec, payload_type), (7, 7));
        assert_eq!(received.len(), with_payload.count(), "{codec:?}");
        assert_gapless(&received);
    }
}

#[test]
fn the_lower_spatial_layer_of_vp9_is_a_whole_stream() {
    let received = play(VP9_SVC, producer(Codec::Vp9, 98), (0, 7));
    assert_gapless(&received);
    let mut timestamps: Vec<u32> = Vec::new();
    for packet in &received {
        let descriptor = Vp9Descriptor::parse(packet.payload()).expect("Chromium's");
        assert_eq!(descriptor.spatial_layer(), 0);
        if packet.header.marker {
            timestamps.push(packet.header.timestamp);
        }
    }
    let mut pictures: Vec<u32> = received.iter().map(|it| it.header.timestamp).collect();
    pictures.dedup();
    // Each picture ends with a marker, although the upper layer carried it.
    let whole = pictures.len().min(timestamps.len());
    assert!(pictures.len() - whole <= 1, "only the last may be cut off");
    assert_eq!(pictures[..whole], timestamps[..whole]);
}

#[test]
fn each_layer_of_simulcast_comes_alone_and_numbered_through() {
    for spatial in 0..3 {
        let mut spec = simulcast();
        spec.extensions = captured::video_ids();
        for encoding in &mut spec.encodings {
            encoding.temporal_layers = 3;
        }
        let received = play(VP8_SIMULCAST, spec, (spatial, 0));
        assert_gapless(&received);
        let pictures: Vec<u16> = received
            .iter()
            .map(|packet| Vp8Descriptor::parse(packet.payload()).expect("Chromium's"))
            .inspect(|descriptor| assert_eq!(descriptor.temporal_layer.unwrap_or(0), 0))
            .filter_map(|descriptor| descriptor.picture_id.map(|id| id.value))
            .collect();
        for pair in pictures.windows(2) {
            assert!(pair[1].wrapping_sub(pair[0]) <= 1, "{pair:?}");
        }
    }
}
