//! RTP headers and extension elements: written ones read back, malformed ones are refused.

use forward::extensions::{
    AudioLevel, Extension, ExtensionMap, PlayoutDelay, VideoOrientation, abs_send_time,
    read_abs_send_time, read_text, read_transport_cc,
};
use forward::rtp::{
    self, ExtensionForm, RtpError, RtpFields, RtpHeader, RtpWriter, is_rtp_or_rtcp,
};
use proptest::prelude::*;

const FIELDS: RtpFields = RtpFields {
    marker: true,
    payload_type: 96,
    sequence: 0xFFFE,
    timestamp: 0x8000_0001,
    ssrc: 0xDEAD_BEEF,
};

fn written(form: ExtensionForm, elements: &[(u8, &[u8])]) -> Vec<u8> {
    let mut buf = vec![0xFF; 2048];
    let mut writer = RtpWriter::new(&mut buf, &FIELDS, form).expect("there is room");
    for (id, data) in elements {
        writer.element(*id, data).expect("it fits the form");
    }
    let len = writer.finish().expect("there is room");
    buf.truncate(len);
    buf
}

#[test]
fn a_header_without_elements_has_twelve_bytes() {
    let packet = written(ExtensionForm::OneByte, &[]);
    assert_eq!(
        packet,
        [
            0x80, 0xE0, 0xFF, 0xFE, 0x80, 0, 0, 1, 0xDE, 0xAD, 0xBE, 0xEF
        ]
    );
}

#[test]
fn the_one_byte_form_is_that_of_rfc_8285() {
    let packet = written(ExtensionForm::OneByte, &[(1, &[0xAA]), (2, &[1, 2, 3])]);
    assert_eq!(
        packet[12..],
        [0xBE, 0xDE, 0, 2, 0x10, 0xAA, 0x22, 1, 2, 3, 0, 0]
    );
}

#[test]
fn the_two_byte_form_is_that_of_rfc_8285() {
    let packet = written(ExtensionForm::TwoByte, &[(1, &[]), (20, &[7])]);
    assert_eq!(packet[12..], [0x10, 0, 0, 2, 1, 0, 20, 1, 7, 0, 0, 0]);
}

#[test]
fn an_element_says_where_its_data_lies() {
    let mut buf = [0; 64];
    let mut writer = RtpWriter::new(&mut buf, &FIELDS, ExtensionForm::OneByte).expect("room");
    writer.element(1, &[9]).expect("it fits");
    let at = writer.element(5, &[1, 2]).expect("it fits");
    writer.finish().expect("room");
    assert_eq!(buf[at..at + 2], [1, 2]);
    let header = RtpHeader::parse(&buf).expect("it is whole");
    let offsets: Vec<_> = header
        .elements(&buf)
        .map(|element| element.offset)
        .collect();
    assert_eq!(offsets, [at - 2, at]);
}

#[test]
fn an_element_that_does_not_fit_its_form_is_refused() {
    let mut buf = [0; 512];
    let mut writer = RtpWriter::new(&mut buf, &FIELDS, ExtensionForm::OneByte).expect("room");
    for (id, len) in [(0, 1), (15, 1), (1, 0), (1, 17)] {
        assert_eq!(writer.element(id, &[0; 17][..len]), Err(RtpError::Element));
    }
}

#[test]
fn a_buffer_too_small_is_refused_at_every_length() {
    let whole = written(ExtensionForm::OneByte, &[(1, &[1, 2, 3, 4])]).len();
    for len in 0..whole {
        let mut buf = vec![0; len];
        let result = RtpWriter::new(&mut buf, &FIELDS, ExtensionForm::OneByte).and_then(|mut w| {
            w.element(1, &[1, 2, 3, 4])?;
            w.finish()
        });
        assert_eq!(result, Err(RtpError::NoRoom), "{len} bytes");
    }
}

#[test]
fn setters_change_one_field_each() {
    let mut packet = written(ExtensionForm::OneByte, &[]);
    rtp::set_marker(&mut packet, false);
    rtp::set_payload_type(&mut packet, 111);
    rtp::set_sequence(&mut packet, 7);
    rtp::set_timestamp(&mut packet, 8);
    rtp::set_ssrc(&mut packet, 9);
    let header = RtpHeader::parse(&packet).expect("it is whole");
    assert_eq!((header.marker, header.payload_type), (false, 111));
    assert_eq!((header.sequence, header.timestamp, header.ssrc), (7, 8, 9));
    rtp::set_sequence(&mut [], 7);
}

#[test]
fn contributing_sources_count_into_the_header() {
    let mut packet = vec![0x82, 96];
    packet.extend_from_slice(&[0; 18]);
    packet.push(0xAA);
    let header = RtpHeader::parse(&packet).expect("it is whole");
    assert_eq!((header.csrc_count, header.header_len), (2, 20));
    assert_eq!(header.payload(&packet), Ok(&[0xAA][..]));
    assert_eq!(RtpHeader::parse(&packet[..19]), Err(RtpError::TooShort));
}

#[test]
fn padding_is_taken_off_and_impossible_padding_refused() {
    let mut packet = vec![0xA0, 96];
    packet.extend_from_slice(&[0; 10]);
    packet.extend_from_slice(&[1, 2, 3, 0, 2]);
    let header = RtpHeader::parse(&packet).expect("it is whole");
    assert_eq!(header.payload(&packet), Ok(&[1, 2, 3][..]));
    for impossible in [0, 6] {
        packet[16] = impossible;
        assert_eq!(header.payload(&packet), Err(RtpError::Padding));
    }
}

#[test]
fn other_versions_and_rtcp_are_refused() {
    let mut packet = written(ExtensionForm::OneByte, &[]);
    packet[0] = 0x40;
    assert_eq!(RtpHeader::parse(&packet), Err(RtpError::Version));
    packet[0] = 0x80;
    packet[1] = 200;
    assert_eq!(RtpHeader::parse(&packet), Err(RtpError::Rtcp));
    assert!(is_rtp_or_rtcp(0x80) && !is_rtp_or_rtcp(22));
}

#[test]
fn id_15_ends_a_one_byte_block() {
    let mut packet = vec![0x90, 96];
    packet.extend_from_slice(&[0; 10]);
    packet.extend_from_slice(&[0xBE, 0xDE, 0, 2, 0x10, 0xAA, 0xF0, 0, 0x20, 0xBB, 0, 0]);
    let header = RtpHeader::parse(&packet).expect("it is whole");
    let ids: Vec<_> = header.elements(&packet).map(|element| element.id).collect();
    assert_eq!(ids, [1]);
}

/// Found by fuzzing; RFC 8285 §4.2 ends the block there.
#[test]
fn padding_that_claims_a_length_ends_a_one_byte_block() {
    let mut packet = written(ExtensionForm::OneByte, &[(1, &[7]), (2, &[8]), (3, &[9])]);
    packet[18] = 0x01;
    let header = RtpHeader::parse(&packet).expect("it is an RTP packet");
    let ids: Vec<_> = header.elements(&packet).map(|it| it.id).collect();
    assert_eq!(ids, [1]);
}

#[test]
fn a_block_of_an_unknown_profile_has_no_elements() {
    let mut packet = written(ExtensionForm::OneByte, &[(1, &[1])]);
    packet[12] = 0x77;
    let header = RtpHeader::parse(&packet).expect("it is whole");
    assert_eq!(header.elements(&packet).count(), 0);
}

#[test]
fn names_and_ids_map_both_ways() {
    let map = ExtensionMap::from_names([("mid", 9), ("transport-cc", 4), ("toffset", 1)]);
    assert_eq!(map.id(Extension::Mid), Some(9));
    assert_eq!(map.extension(4), Some(Extension::TransportCc));
    assert_eq!(map.extension(1), None);
    assert_eq!(map.extension(0), None);
    assert_eq!(map.id(Extension::Rid), None);
    for extension in Extension::ALL {
        assert_eq!(Extension::from_name(extension.name()), Some(extension));
    }
}

#[test]
fn an_id_above_14_needs_the_two_byte_form() {
    let mut map = ExtensionMap::from_names([("mid", 14)]);
    assert!(map.fits_one_byte());
    map.insert(Extension::DependencyDescriptor, 16);
    assert!(!map.fits_one_byte());
}

#[test]
fn a_mid_of_odd_characters_is_refused() {
    assert_eq!(read_text(b"audio-1"), Some("audio-1"));
    assert_eq!(read_text(b"q\0"), Some("q"));
    assert_eq!(read_text(b""), None);
    assert_eq!(read_text(b"a b"), None);
    assert_eq!(read_text(&[0xC3, 0xA9]), None);
    assert_eq!(read_text(&[b'a'; 33]), None);
}

#[test]
fn one_second_of_send_time_is_two_to_the_18() {
    assert_eq!(read_abs_send_time(&abs_send_time(1_000_000)), Some(1 << 18));
    assert_eq!(abs_send_time(64_000_000), [0, 0, 0]);
    assert_eq!(read_abs_send_time(&[0, 0]), None);
}

#[test]
fn small_elements_read_back() {
    let loud = AudioLevel {
        level: 12,
        has_voice: true,
    };
    assert_eq!(AudioLevel::read(&loud.bytes()), Some(loud));
    let turned = VideoOrientation {
        is_back_camera: true,
        is_flipped: false,
        rotation_degrees: 270,
    };
    assert_eq!(VideoOrientation::read(&turned.bytes()), Some(turned));
    let delay = PlayoutDelay {
        min_ms: 100,
        max_ms: 40_950,
    };
    assert_eq!(PlayoutDelay::read(&delay.bytes()), Some(delay));
    assert_eq!(PlayoutDelay::read(&[0xFF, 0xF0, 0x00]), None);
    assert_eq!(read_transport_cc(&[1, 2]), Some(0x0102));
    assert_eq!(read_transport_cc(&[1]), None);
}

fn elements() -> impl Strategy<Value = Vec<(u8, Vec<u8>)>> {
    proptest::collection::vec(
        (1_u8..=14, proptest::collection::vec(any::<u8>(), 1..=16)),
        0..8,
    )
}

proptest! {
    #[test]
    fn what_is_written_reads_back(elements in elements(), is_two_byte in any::<bool>()) {
        let form = if is_two_byte { ExtensionForm::TwoByte } else { ExtensionForm::OneByte };
        let borrowed: Vec<_> = elements.iter().map(|(id, data)| (*id, &data[..])).collect();
        let packet = written(form, &borrowed);
        let header = RtpHeader::parse(&packet).expect("it is whole");
        prop_assert_eq!(header.header_len, packet.len());
        prop_assert_eq!(header.sequence, FIELDS.sequence);
        prop_assert_eq!(header.timestamp, FIELDS.timestamp);
        let read: Vec<_> = header.elements(&packet).map(|e| (e.id, e.data)).collect();
        prop_assert_eq!(read, borrowed);
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let mut bytes = bytes;
        // A true version reaches further.
        if let Some(first) = bytes.first_mut() {
            *first = *first & 0x3F | 0x80;
        }
        if let Ok(header) = RtpHeader::parse(&bytes) {
            let _ = header.payload(&bytes);
            for element in header.elements(&bytes) {
                prop_assert_eq!(&bytes[element.offset..][..element.data.len()], element.data);
            }
            // The header may also meet other bytes than its own.
            prop_assert_eq!(header.elements(&[]).count(), 0);
        }
    }
}
