//! What the parsers say about packets that a real browser sent.

mod captured;

use std::collections::BTreeMap;

use captured::{Captured, of_type, video_ids};
use forward::av1::{DependencyDescriptor, DependencyReader};
use forward::extensions::{AudioLevel, Extension, VideoOrientation, read_text, read_transport_cc};
use forward::rtcp::{Packet, packets};
use forward::vp8::Vp8Descriptor;
use forward::vp9::Vp9Descriptor;
use forward::{av1, h264, rtcp, vp8, vp9};

/// The descriptors of a capture without layers, or with layers in one stream.
fn descriptors(capture: &[u8], payload_type: u8) -> Vec<DependencyDescriptor> {
    let ids = video_ids();
    let mut reader = DependencyReader::new();
    of_type(capture, payload_type)
        .iter()
        .map(|packet| {
            let data = packet.element(&ids, Extension::DependencyDescriptor);
            reader
                .read(data.expect("every packet has one"))
                .expect("it is well-formed")
        })
        .collect()
}

fn assert_continuous(packets: &[Captured]) {
    for pair in packets.windows(2) {
        let (before, after) = (pair[0].header, pair[1].header);
        assert_eq!(after.sequence, before.sequence.wrapping_add(1));
        assert_eq!(after.ssrc, before.ssrc);
    }
}

/// The marker of a packet ends a picture, so the next one has another timestamp.
fn assert_markers_end_pictures(packets: &[Captured]) {
    for pair in packets.windows(2) {
        let is_same = pair[0].header.timestamp == pair[1].header.timestamp;
        assert_eq!(pair[0].header.marker, !is_same);
    }
}

#[test]
fn single_streams_are_continuous() {
    for (capture, payload_type) in [
        (captured::OPUS, 111),
        (captured::VP8, 96),
        (captured::VP9, 98),
        (captured::VP9_SVC, 98),
        (captured::H264, 102),
        (captured::AV1, 45),
        (captured::AV1_SVC, 45),
    ] {
        let packets = of_type(capture, payload_type);
        assert!(packets.len() > 10);
        assert_continuous(&packets);
        if payload_type != 111 {
            assert_markers_end_pictures(&packets);
        }
    }
}

#[test]
fn the_first_packet_of_every_codec_begins_a_key_frame() {
    let first = |capture, payload_type| of_type(capture, payload_type).remove(0);
    assert!(vp8::is_key_frame(first(captured::VP8, 96).payload()));
    assert!(vp9::is_key_frame(first(captured::VP9, 98).payload()));
    assert!(vp9::is_key_frame(first(captured::VP9_SVC, 98).payload()));
    assert!(h264::is_key_frame(first(captured::H264, 102).payload()));
    assert!(av1::is_key_frame(first(captured::AV1, 45).payload()));
    assert!(av1::is_key_frame(first(captured::AV1_SVC, 45).payload()));
}

#[test]
fn no_later_picture_is_a_key_frame() {
    type Detector = fn(&[u8]) -> bool;
    let detectors: [(&[u8], u8, Detector); 6] = [
        (captured::VP8, 96, vp8::is_key_frame),
        (captured::VP9, 98, vp9::is_key_frame),
        (captured::VP9_SVC, 98, vp9::is_key_frame),
        (captured::H264, 102, h264::is_key_frame),
        (captured::AV1, 45, av1::is_key_frame),
        (captured::AV1_SVC, 45, av1::is_key_frame),
    ];
    for (capture, payload_type, is_key_frame) in detectors {
        let packets = of_type(capture, payload_type);
        let first = packets[0].header.timestamp;
        let mut later = packets.iter().filter(|p| p.header.timestamp != first);
        assert!(later.clone().count() > 0);
        assert!(!later.any(|packet| is_key_frame(packet.payload())));
    }
}

#[test]
fn vp8_counts_pictures() {
    let mut last: Option<(u32, u16)> = None;
    for packet in of_type(captured::VP8, 96) {
        let descriptor = Vp8Descriptor::parse(packet.payload()).expect("it is whole");
        let id = descriptor
            .picture_id
            .expect("Chromium counts pictures")
            .value;
        if let Some((timestamp, previous)) = last {
            let step = u16::from(timestamp != packet.header.timestamp);
            assert_eq!(id, (previous + step) & 0x7FFF);
        }
        last = Some((packet.header.timestamp, id));
    }
}

#[test]
fn a_dependency_descriptor_takes_the_counters_out_of_vp8() {
    for packet in of_type(captured::VP8_DESCRIPTOR, 96) {
        let descriptor = Vp8Descriptor::parse(packet.payload()).expect("it is whole");
        assert_eq!(descriptor.picture_id, None);
        assert_eq!(descriptor.tl0_picture_index, None);
    }
}

#[test]
fn every_vp8_simulcast_layer_starts_with_a_key_frame_and_has_temporal_layers() {
    let ids = video_ids();
    let mut layers: BTreeMap<String, Vec<Captured>> = BTreeMap::new();
    for packet in of_type(captured::VP8_SIMULCAST, 96) {
        let rid = packet.element(&ids, Extension::Rid).and_then(read_text);
        let rid = rid.expect("Chromium names the layer at first").to_owned();
        layers.entry(rid).or_default().push(packet);
    }
    assert_eq!(layers.keys().collect::<Vec<_>>(), ["f", "h", "q"]);
    for packets in layers.values() {
        assert_continuous(packets);
        assert!(vp8::is_key_frame(packets[0].payload()));
        let temporal = packets.iter().map(|packet| {
            let descriptor = Vp8Descriptor::parse(packet.payload()).expect("it is whole");
            assert!(descriptor.tl0_picture_index.is_some());
            descriptor.temporal_layer
        });
        assert_eq!(temporal.max(), Some(Some(2)));
    }
}

#[test]
fn a_simulcast_retransmission_names_the_layer_it_repairs() {
    let ids = video_ids();
    for packet in of_type(captured::VP8_SIMULCAST, 97) {
        let repaired = packet
            .element(&ids, Extension::RepairedRid)
            .and_then(read_text);
        assert!(matches!(repaired, Some("q" | "h" | "f")));
    }
}

#[test]
fn a_rewritten_vp8_descriptor_reads_back() {
    for packet in of_type(captured::VP8_SIMULCAST, 96) {
        let mut payload = packet.payload().to_vec();
        let before = Vp8Descriptor::parse(&payload).expect("it is whole");
        before.rewrite(&mut payload, 0x1234, 0x56);
        let after = Vp8Descriptor::parse(&payload).expect("it is whole");
        assert_eq!(after.picture_id.map(|id| id.value), Some(0x1234));
        assert_eq!(after.tl0_picture_index, Some(0x56));
        assert_eq!(after.temporal_layer, before.temporal_layer);
        assert_eq!(payload[before.len..], packet.payload()[before.len..]);
    }
}

#[test]
fn vp9_layers_follow_the_requested_structure() {
    let descriptors: Vec<_> = of_type(captured::VP9_SVC, 98)
        .iter()
        .map(|packet| Vp9Descriptor::parse(packet.payload()).expect("it is whole"))
        .collect();
    assert_eq!(descriptors[0].spatial_layer_count, Some(2));
    let top = |layer: fn(&Vp9Descriptor) -> u8| descriptors.iter().map(layer).max();
    assert_eq!(top(Vp9Descriptor::spatial_layer), Some(1));
    assert_eq!(top(Vp9Descriptor::temporal_layer), Some(1));
    for pair in descriptors.windows(2) {
        // A frame ends where the next one starts.
        assert_eq!(pair[0].ends_frame, pair[1].starts_frame);
    }
}

#[test]
fn dependency_descriptors_frame_every_codec() {
    for (capture, payload_type) in [
        (captured::VP8_DESCRIPTOR, 96),
        (captured::VP9_SVC, 98),
        (captured::H264, 102),
        (captured::AV1, 45),
        (captured::AV1_SVC, 45),
    ] {
        let descriptors = descriptors(capture, payload_type);
        assert!(descriptors[0].is_key_frame());
        for pair in descriptors.windows(2) {
            assert_eq!(pair[0].ends_frame, pair[1].starts_frame);
            let step = u16::from(pair[1].starts_frame);
            assert_eq!(
                pair[1].frame_number,
                pair[0].frame_number.wrapping_add(step)
            );
            assert!(!pair[1].is_key_frame());
        }
    }
}

#[test]
fn dependency_descriptors_agree_with_the_vp9_payload() {
    let descriptors = descriptors(captured::VP9_SVC, 98);
    for (descriptor, packet) in descriptors.iter().zip(of_type(captured::VP9_SVC, 98)) {
        let payload = Vp9Descriptor::parse(packet.payload()).expect("it is whole");
        assert_eq!(descriptor.spatial, payload.spatial_layer());
        assert_eq!(descriptor.temporal, payload.temporal_layer());
        assert_eq!(descriptor.starts_frame, payload.starts_frame);
        assert_eq!(descriptor.ends_frame, payload.ends_frame);
    }
}

#[test]
fn the_structure_of_l2t2_has_four_targets_and_two_chains() {
    let ids = video_ids();
    let first = of_type(captured::AV1_SVC, 45).remove(0);
    let mut reader = DependencyReader::new();
    let data = first.element(&ids, Extension::DependencyDescriptor);
    reader
        .read(data.expect("it has one"))
        .expect("it is well-formed");
    let structure = reader.structure().expect("a key frame announces it");
    assert_eq!(
        (structure.decode_target_count, structure.chain_count),
        (4, 2)
    );
    assert_eq!((structure.max_spatial(), structure.max_temporal()), (1, 1));
    assert_eq!(structure.resolutions, [(320, 180), (640, 360)]);
    let lowest = structure.target_for(0, 0).expect("there is one");
    assert_eq!(structure.target_layers[lowest], (0, 0));
    let highest = structure.target_for(9, 9).expect("there is one");
    assert_eq!(structure.target_layers[highest], (1, 1));
}

#[test]
fn every_packet_carries_mid_and_a_growing_transport_sequence() {
    let ids = video_ids();
    let mut last = None;
    for packet in captured::all(captured::VP8_SIMULCAST) {
        if rtcp::is_rtcp(&packet) {
            continue;
        }
        let header = forward::rtp::RtpHeader::parse(&packet).expect("it is well-formed");
        let packet = Captured { header, packet };
        let mid = packet.element(&ids, Extension::Mid).and_then(read_text);
        assert_eq!(mid, Some("0"));
        let sequence = packet
            .element(&ids, Extension::TransportCc)
            .and_then(read_transport_cc);
        let sequence = sequence.expect("every packet is counted");
        if let Some(last) = last {
            assert_eq!(sequence, u16::wrapping_add(last, 1));
        }
        last = Some(sequence);
    }
}

#[test]
fn the_orientation_of_the_fake_camera_is_upright() {
    let ids = video_ids();
    let read: Vec<_> = of_type(captured::VP8, 96)
        .iter()
        .filter_map(|packet| packet.element(&ids, Extension::VideoOrientation))
        .filter_map(VideoOrientation::read)
        .collect();
    assert!(!read.is_empty());
    assert!(
        read.iter()
            .all(|orientation| orientation.rotation_degrees == 0)
    );
}

#[test]
fn opus_packets_say_how_loud_they_are() {
    let levels: Vec<_> = of_type(captured::OPUS, 111)
        .iter()
        .filter_map(|packet| packet.header.element(&packet.packet, 1))
        .filter_map(AudioLevel::read)
        .map(|audio| audio.level)
        .collect();
    assert_eq!(levels.len(), 40);
    // Beeps once a second, and silence between them.
    assert!(levels.iter().any(|&level| level < 60));
    assert!(levels.contains(&127));
}

#[test]
fn a_padding_probe_has_an_empty_payload() {
    let probes: Vec<_> = of_type(captured::VP9_SVC, 99)
        .into_iter()
        .filter(|packet| packet.header.has_padding)
        .collect();
    assert!(!probes.is_empty());
    assert!(probes.iter().all(|packet| packet.payload().is_empty()));
}

#[test]
fn sender_reports_are_read_to_the_end() {
    let mut reports = 0;
    for compound in captured::ALL.into_iter().flat_map(captured::all) {
        if !rtcp::is_rtcp(&compound) {
            continue;
        }
        for packet in packets(&compound) {
            match packet {
                Packet::SenderReport(report) => {
                    assert!(report.info.ntp >> 32 > 3_900_000_000);
                    reports += 1;
                }
                Packet::SourceDescription(names) => {
                    assert!(names.cnames().all(|(_, name)| name.len() == 16));
                    assert!(names.cnames().count() > 0);
                }
                other => panic!("Chromium sent {other:?}"),
            }
        }
    }
    assert!(reports > 5);
}
