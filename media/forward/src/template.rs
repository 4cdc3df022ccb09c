//! Writes the headers of one outgoing stream: the constant bytes once, the few that change per packet;
//! keeps the extension block the same size in every packet, so that segmentation offload finds equal sizes.

use crate::av1::{ActiveTargets, MAX_DESCRIPTOR_LEN};
use crate::extensions::{Extension, ExtensionMap};
use crate::history::Packet;
use crate::rtp::{ExtensionForm, RtpFields, RtpWriter, set_marker, set_sequence, set_timestamp};

/// Fixed header, mid of 32 bytes, six small elements and padding.
const MAX_HEADER: usize = 96;
/// Elements up to this length fit the one-byte form (RFC 8285).
const ONE_BYTE_LIMIT: usize = 16;

/// What changes from packet to packet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values {
    pub(crate) marker: bool,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) transport_cc: u16,
    pub(crate) abs_send_time: [u8; 3],
    pub(crate) active: ActiveTargets,
}

/// Offsets of the elements that are patched; 0 where there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    transport_cc: usize,
    abs_send_time: usize,
    audio_level: usize,
    orientation: usize,
    playout_delay: usize,
}

/// The header of a stream in one element form.
#[derive(Clone, Debug)]
struct Form {
    bytes: [u8; MAX_HEADER],
    len: usize,
    /// End of the last element, before padding.
    elements_end: usize,
    head_len: usize,
    places: Places,
}

impl Form {
    fn new(fields: &RtpFields, mid: &str, ids: &ExtensionMap, form: ExtensionForm) -> Self {
        let mut bytes = [0; MAX_HEADER];
        let mut places = Places::default();
        let mut len = 12;
        let mut elements_end = 12;
        if let Ok(mut writer) = RtpWriter::new(&mut bytes, fields, form) {
            let mut add = |extension, data: &[u8]| {
                ids.id(extension)
                    .and_then(|id| writer.element(id, data).ok())
                    .inspect(|at| elements_end = at + data.len())
                    .unwrap_or(0)
            };
            if !mid.is_empty() {
                add(Extension::Mid, mid.as_bytes());
            }
            places = Places {
                transport_cc: add(Extension::TransportCc, &[0; 2]),
                abs_send_time: add(Extension::AbsSendTime, &[0; 3]),
                audio_level: add(Extension::AudioLevel, &[0; 1]),
                orientation: add(Extension::VideoOrientation, &[0; 1]),
                playout_delay: add(Extension::PlayoutDelay, &[0; 3]),
            };
            len = writer.finish().unwrap_or(12);
        }
        Self {
            bytes,
            len,
            elements_end,
            head_len: if form == ExtensionForm::OneByte { 1 } else { 2 },
            places,
        }
    }

    fn patch(&self, out: &mut [u8], packet: &Packet, values: &Values) {
        set_marker(out, values.marker);
        set_sequence(out, values.sequence);
        set_timestamp(out, values.timestamp);
        let places = &self.places;
        if places.transport_cc != 0 {
            put(out, places.transport_cc, &values.transport_cc.to_be_bytes());
        }
        if places.abs_send_time != 0 {
            put(out, places.abs_send_time, &values.abs_send_time);
        }
        let passed = &packet.passed;
        let level = passed.audio_level.map(|level| [level]);
        self.patch_or_blank(out, places.audio_level, level);
        let orientation = passed.orientation.map(|turn| [turn]);
        self.patch_or_blank(out, places.orientation, orientation);
        self.patch_or_blank(out, places.playout_delay, passed.playout_delay);
    }

    /// An element the source left out becomes padding of its size.
    fn patch_or_blank<const N: usize>(&self, out: &mut [u8], at: usize, data: Option<[u8; N]>) {
        if at == 0 {
            return;
        }
        match data {
            Some(data) => put(out, at, &data),
            None => {
                if let Some(element) = out.get_mut(at - self.head_len..at + N) {
                    element.fill(0);
                }
            }
        }
    }
}

fn put(out: &mut [u8], at: usize, data: &[u8]) {
    if let Some(place) = out.get_mut(at..at + data.len()) {
        place.copy_from_slice(data);
    }
}

/// The header of one outgoing stream.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    one_byte: Option<Form>,
    two_byte: Form,
    descriptor_id: Option<u8>,
    capture_id: Option<u8>,
}

impl Template {
    pub(crate) fn new(ssrc: u32, payload_type: u8, mid: &str, ids: &ExtensionMap) -> Self {
        let fields = RtpFields {
            marker: false,
            payload_type,
            sequence: 0,
            timestamp: 0,
            ssrc,
        };
        let is_narrow = ids.fits_one_byte() && mid.len() <= ONE_BYTE_LIMIT;
        Self {
            one_byte: is_narrow.then(|| Form::new(&fields, mid, ids, ExtensionForm::OneByte)),
            two_byte: Form::new(&fields, mid, ids, ExtensionForm::TwoByte),
            descriptor_id: ids.id(Extension::DependencyDescriptor),
            capture_id: ids.id(Extension::AbsCaptureTime),
        }
    }

    /// Does it carry transport-wide numbers?
    pub(crate) fn is_numbered(&self) -> bool {
        self.two_byte.places.transport_cc != 0
    }

    /// Writes the header in front of `out` and returns its length; `None` when there is no room.
    pub(crate) fn write(&self, out: &mut [u8], packet: &Packet, values: &Values) -> Option<usize> {
        let original = packet.dependency_descriptor();
        if values.active.count == 0 || original.is_empty() {
            return self.write_with(out, packet, values, original);
        }
        let mut listed = [0; MAX_DESCRIPTOR_LEN];
        let bits = packet.frame.structure_bits;
        let descriptor = match values.active.write(original, bits, &mut listed) {
            Some(len) => &listed[..len],
            None => original,
        };
        self.write_with(out, packet, values, descriptor)
    }

    #[inline]
    fn write_with(
        &self,
        out: &mut [u8],
        packet: &Packet,
        values: &Values,
        descriptor: &[u8],
    ) -> Option<usize> {
        let descriptor = (self.descriptor_id, descriptor);
        let capture = (self.capture_id, packet.capture_time());
        let needs_tail = |(id, data): (Option<u8>, &[u8])| id.is_some() && !data.is_empty();
        let is_wide = needs_tail(descriptor) && descriptor.1.len() > ONE_BYTE_LIMIT;
        let form = match &self.one_byte {
            Some(form) if !is_wide => form,
            _ => &self.two_byte,
        };
        out.get_mut(..form.len)?
            .copy_from_slice(&form.bytes[..form.len]);
        form.patch(out, packet, values);
        if !needs_tail(descriptor) && !needs_tail(capture) {
            return Some(form.len);
        }
        let mut end = form.elements_end;
        for (id, data) in [descriptor, capture] {
            end = append(out, end, form.head_len, id, data)?;
        }
        close(out, end, form.head_len)
    }
}

/// Adds an element of varying size at `end`; returns the new end.
fn append(
    out: &mut [u8],
    end: usize,
    head_len: usize,
    id: Option<u8>,
    data: &[u8],
) -> Option<usize> {
    let Some(id) = id.filter(|_| !data.is_empty()) else {
        return Some(end);
    };
    // The block's own head is missing when no constant element precedes.
    let end = if end == 12 { 16 } else { end };
    let start = end + head_len;
    let element = out.get_mut(end..start + data.len())?;
    if head_len == 1 {
        element[0] = id << 4 | (data.len() as u8 - 1);
    } else {
        element[0] = id;
        element[1] = data.len() as u8;
    }
    element[head_len..].copy_from_slice(data);
    Some(start + data.len())
}

/// Pads the block and writes its head.
fn close(out: &mut [u8], end: usize, head_len: usize) -> Option<usize> {
    let padded = end.next_multiple_of(4);
    out.get_mut(end..padded)?.fill(0);
    let profile = if head_len == 1 {
        crate::extensions::ONE_BYTE_PROFILE
    } else {
        crate::extensions::TWO_BYTE_PROFILE
    };
    out[0] |= 0x10;
    out[12..14].copy_from_slice(&profile.to_be_bytes());
    out[14..16].copy_from_slice(&(((padded - 16) / 4) as u16).to_be_bytes());
    Some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::PassedElements;
    use crate::rtp::RtpHeader;

    const VALUES: Values = Values {
        marker: true,
        sequence: 7,
        timestamp: 9,
        transport_cc: 0x1234,
        abs_send_time: [1, 2, 3],
        active: ActiveTargets { mask: 0, count: 0 },
    };

    fn ids(pairs: &[(&str, u8)]) -> ExtensionMap {
        ExtensionMap::from_names(pairs.iter().copied())
    }

    fn written(ids: &ExtensionMap, packet: &Packet) -> Vec<u8> {
        let template = Template::new(0xABCD, 96, "0", ids);
        let mut out = vec![0; 300];
        let len = template.write(&mut out, packet, &VALUES).unwrap();
        out.truncate(len);
        out
    }

    #[test]
    fn a_header_without_extensions_is_bare() {
        let out = written(&ExtensionMap::new(), &Packet::default());
        let header = RtpHeader::parse(&out).unwrap();
        assert_eq!((out.len(), header.sequence, header.timestamp), (12, 7, 9));
        assert!(header.marker && header.ssrc == 0xABCD && header.payload_type == 96);
    }

    #[test]
    fn an_element_the_source_left_out_does_not_change_the_size() {
        let ids = ids(&[("mid", 1), ("transport-cc", 2), ("video-orientation", 3)]);
        let bare = written(&ids, &Packet::default());
        let turned = Packet {
            passed: PassedElements {
                orientation: Some(2),
                ..PassedElements::default()
            },
            ..Packet::default()
        };
        let full = written(&ids, &turned);
        assert_eq!(bare.len(), full.len());
        let header = RtpHeader::parse(&full).unwrap();
        assert_eq!(header.element(&full, 3), Some(&[2][..]));
        assert_eq!(header.element(&full, 2), Some(&[0x12, 0x34][..]));
        assert_eq!(header.element(&bare, 1), Some(&b"0"[..]));
        assert_eq!(RtpHeader::parse(&bare).unwrap().element(&bare, 3), None);
    }

    #[test]
    fn a_short_descriptor_is_appended_in_the_one_byte_form() {
        let mut packet = Packet::default();
        packet.fill(&[9, 8, 7], &[], &[]);
        for ids in [
            ids(&[("dependency-descriptor", 4)]),
            ids(&[("dependency-descriptor", 4), ("transport-cc", 2)]),
        ] {
            let out = written(&ids, &packet);
            let header = RtpHeader::parse(&out).unwrap();
            assert_eq!(header.header_len, out.len());
            assert_eq!(header.element(&out, 4), Some(&[9, 8, 7][..]));
        }
    }

    #[test]
    fn a_long_descriptor_takes_the_two_byte_form() {
        let mut packet = Packet::default();
        packet.fill(&[5; 60], &[3; 8], &[]);
        let out = written(
            &ids(&[
                ("dependency-descriptor", 4),
                ("mid", 1),
                ("abs-capture-time", 6),
            ]),
            &packet,
        );
        let header = RtpHeader::parse(&out).unwrap();
        assert_eq!(header.element(&out, 4), Some(&[5; 60][..]));
        assert_eq!(header.element(&out, 1), Some(&b"0"[..]));
        assert_eq!(header.element(&out, 6), Some(&[3; 8][..]));
    }
}
