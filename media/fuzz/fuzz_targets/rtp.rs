//! Reads an RTP packet, changes it in place, and writes it anew: nothing is read from outside the packet,
//! a change touches its own bytes only, and what was written reads the same.
#![no_main]

use forward::extensions::{self, AudioLevel, Element, PlayoutDelay, VideoOrientation};
use forward::rtp::{self, ExtensionForm, RtpFields, RtpHeader, RtpWriter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|packet: &[u8]| {
    let Ok(header) = RtpHeader::parse(packet) else {
        return;
    };
    let elements = read(packet, &header);
    change(packet, &header);
    write(packet, &header, &elements);
    read_values(&elements);
});

/// What was read lies where it is said to lie.
fn read<'a>(packet: &'a [u8], header: &RtpHeader) -> Vec<Element<'a>> {
    assert!((12..=packet.len()).contains(&header.header_len));
    let elements: Vec<_> = header.elements(packet).collect();
    let mut end = 12;
    for element in &elements {
        assert!(element.id != 0 && element.offset > end);
        end = element.offset + element.data.len();
        assert!(end <= header.header_len);
        assert_eq!(&packet[element.offset..end], element.data);
        let first = elements.iter().find(|other| other.id == element.id);
        assert_eq!(header.element(packet, element.id), first.map(|it| it.data));
    }
    if let Ok(range) = header.payload_range(packet) {
        assert!(range.start == header.header_len && range.end <= packet.len());
        assert!(header.has_padding || range.end == packet.len());
    }
    elements
}

/// Rewriting the fixed fields changes them and nothing else.
fn change(packet: &[u8], header: &RtpHeader) {
    let mut changed = packet.to_vec();
    rtp::set_marker(&mut changed, !header.marker);
    // Together they must not look like RTCP.
    rtp::set_payload_type(&mut changed, 96);
    rtp::set_sequence(&mut changed, header.sequence.wrapping_add(1));
    rtp::set_timestamp(&mut changed, !header.timestamp);
    rtp::set_ssrc(&mut changed, !header.ssrc);
    let expected = RtpHeader {
        marker: !header.marker,
        payload_type: 96,
        sequence: header.sequence.wrapping_add(1),
        timestamp: !header.timestamp,
        ssrc: !header.ssrc,
        ..*header
    };
    assert_eq!(RtpHeader::parse(&changed), Ok(expected));
    assert_eq!(changed[12..], packet[12..]);
}

/// A header of the same elements, in each form that can carry them, reads the same.
fn write(packet: &[u8], header: &RtpHeader, elements: &[Element]) {
    let fields = RtpFields {
        marker: header.marker,
        payload_type: header.payload_type,
        sequence: header.sequence,
        timestamp: header.timestamp,
        ssrc: header.ssrc,
    };
    for form in [ExtensionForm::OneByte, ExtensionForm::TwoByte] {
        for room in [packet.len(), packet.len() * 3 + 64] {
            let mut buf = vec![0xEE; room];
            let Some((len, kept)) = written(&mut buf, &fields, form, elements) else {
                continue;
            };
            assert!(len <= room && buf[len..].iter().all(|byte| *byte == 0xEE));
            let again = RtpHeader::parse(&buf[..len]).expect("we wrote it");
            assert_eq!(
                (again.header_len, again.csrc_count, again.has_padding),
                (len, 0, false)
            );
            assert_eq!(
                (again.marker, again.payload_type),
                (fields.marker, fields.payload_type)
            );
            assert_eq!(
                (again.sequence, again.timestamp),
                (fields.sequence, fields.timestamp)
            );
            assert_eq!(again.ssrc, fields.ssrc);
            let read: Vec<_> = again.elements(&buf).map(|it| (it.id, it.data)).collect();
            assert_eq!(read, kept);
        }
    }
}

/// Writes what fits the form and the room; `None` when not even the block's end does.
fn written<'a>(
    buf: &mut [u8],
    fields: &RtpFields,
    form: ExtensionForm,
    elements: &'a [Element],
) -> Option<(usize, Vec<(u8, &'a [u8])>)> {
    let mut writer = RtpWriter::new(buf, fields, form).ok()?;
    let mut kept = Vec::new();
    for element in elements {
        if writer.element(element.id, element.data).is_ok() {
            kept.push((element.id, element.data));
        }
    }
    Some((writer.finish().ok()?, kept))
}

/// The values that an SFU reads say the same after being written.
fn read_values(elements: &[Element]) {
    for Element { data, .. } in elements {
        if let Some(level) = AudioLevel::read(data) {
            assert_eq!(AudioLevel::read(&level.bytes()), Some(level));
            assert_eq!(level.bytes()[0], data[0]);
        }
        if let Some(turn) = VideoOrientation::read(data) {
            assert_eq!(VideoOrientation::read(&turn.bytes()), Some(turn));
            assert_eq!(turn.bytes()[0], data[0] & 0x0F);
        }
        if let Some(delay) = PlayoutDelay::read(data) {
            assert_eq!(delay.bytes()[..], data[..3]);
            assert!(delay.min_ms <= delay.max_ms && delay.max_ms <= 40_950);
        }
        if let Some(text) = extensions::read_text(data) {
            assert!((1..=32).contains(&text.len()) && data.starts_with(text.as_bytes()));
        }
        assert_eq!(
            extensions::read_transport_cc(data).is_some(),
            data.len() >= 2
        );
        let time = extensions::read_abs_send_time(data);
        assert!(time.is_none_or(|time| time < 1 << 24));
    }
}
