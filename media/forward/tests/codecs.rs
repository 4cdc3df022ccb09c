//! No payload, arbitrary or a damaged real one, makes a codec's parser panic.

mod captured;

use forward::av1::DependencyReader;
use forward::extensions::Extension;
use forward::rtp::RtpHeader;
use forward::vp8::Vp8Descriptor;
use forward::vp9::Vp9Descriptor;
use forward::{av1, h264, rtcp, vp8, vp9};
use proptest::prelude::*;

fn read_all(payload: &[u8]) {
    let _ = vp8::is_key_frame(payload);
    let _ = vp9::is_key_frame(payload);
    let _ = h264::is_key_frame(payload);
    let _ = av1::is_key_frame(payload);
    if let Ok(descriptor) = Vp8Descriptor::parse(payload) {
        assert!(descriptor.len <= payload.len());
        descriptor.rewrite(&mut payload.to_vec(), 1, 2);
        descriptor.rewrite(&mut [], 1, 2);
    }
    if let Ok(descriptor) = Vp9Descriptor::parse(payload) {
        assert!(descriptor.len <= payload.len());
    }
}

fn video_packets() -> Vec<Vec<u8>> {
    captured::ALL
        .into_iter()
        .flat_map(captured::all)
        .filter(|packet| !rtcp::is_rtcp(packet))
        .collect()
}

proptest! {
    #[test]
    fn arbitrary_payloads_are_read_or_refused(payload in proptest::collection::vec(any::<u8>(), 0..80)) {
        read_all(&payload);
    }

    #[test]
    fn arbitrary_descriptors_are_read_or_refused(
        all in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 1..5),
    ) {
        let mut reader = DependencyReader::new();
        for mut data in all {
            let _ = reader.read(&data);
            // A structure makes the longest way through.
            if data.len() > 3 {
                data[3] |= 0x80;
                let _ = reader.read(&data);
            }
        }
    }

    #[test]
    fn damaged_packets_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((0_usize..80, any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let all = video_packets();
        let mut packet = all[which.index(all.len())].clone();
        for (at, value) in changes {
            if let Some(byte) = packet.get_mut(at) {
                *byte = value;
            }
        }
        packet.truncate(cut.index(packet.len()) + 1);
        if let Ok(header) = RtpHeader::parse(&packet) {
            let mut reader = DependencyReader::new();
            let ids = captured::video_ids();
            let id = ids.id(Extension::DependencyDescriptor).unwrap_or_default();
            if let Some(data) = header.element(&packet, id) {
                let _ = reader.read(data);
            }
            if let Ok(payload) = header.payload(&packet) {
                read_all(payload);
            }
        }
    }
}
