//! Tells key frames of H.264 by NAL unit types (RFC 6184); refuses to read slices or parameter sets.

const IDR_SLICE: u8 = 5;
const SEQUENCE_PARAMETER_SET: u8 = 7;
const STAP_A: u8 = 24;
const STAP_B: u8 = 25;
const FU_A: u8 = 28;
const FU_B: u8 = 29;

/// Does this payload begin a key frame: a sequence parameter set, or the start of an IDR slice?
///
/// Browsers send the parameter sets in front of every IDR slice, so a receiver can start there.
#[must_use]
pub fn is_key_frame(payload: &[u8]) -> bool {
    nal_starts(payload).any(|kind| kind == SEQUENCE_PARAMETER_SET || kind == IDR_SLICE)
}

/// Does this payload carry a sequence parameter set?
#[must_use]
pub fn has_parameter_set(payload: &[u8]) -> bool {
    nal_starts(payload).any(|kind| kind == SEQUENCE_PARAMETER_SET)
}

/// The types of the NAL units that begin in this payload.
fn nal_starts(payload: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let kind = payload.first().map(|byte| byte & 0x1F);
    let (single, aggregate): (Option<u8>, &[u8]) = match kind {
        Some(STAP_A) => (None, &payload[1..]),
        // A decoding order number precedes the units.
        Some(STAP_B) => (None, payload.get(3..).unwrap_or_default()),
        Some(FU_A | FU_B) => (fragment_start(payload), &[]),
        Some(kind @ 1..=23) => (Some(kind), &[]),
        _ => (None, &[]),
    };
    single.into_iter().chain(Aggregate { rest: aggregate })
}

fn fragment_start(payload: &[u8]) -> Option<u8> {
    let header = *payload.get(1)?;
    (header & 0x80 != 0).then_some(header & 0x1F)
}

/// The unit types of an aggregation packet; stops at the first unit that is cut off.
struct Aggregate<'a> {
    rest: &'a [u8],
}

impl Iterator for Aggregate<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let (size, rest) = self.rest.split_first_chunk::<2>()?;
        let size = usize::from(u16::from_be_bytes(*size));
        let unit = rest.get(..size)?;
        self.rest = &rest[size..];
        unit.first().map(|byte| byte & 0x1F)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_idr_slice_is_a_key_frame() {
        assert!(is_key_frame(&[0x65, 0x88]));
        assert!(!is_key_frame(&[0x61, 0x88]));
    }

    #[test]
    fn a_parameter_set_inside_an_aggregate_is_found() {
        let stap = [0x78, 0, 2, 0x68, 0xCE, 0, 3, 0x67, 0x42, 0xE0];
        assert!(is_key_frame(&stap));
        assert!(has_parameter_set(&stap));
        assert!(!is_key_frame(&stap[..5]));
    }

    #[test]
    fn only_the_first_fragment_of_an_idr_slice_counts() {
        assert!(is_key_frame(&[0x7C, 0x85, 0]));
        assert!(!is_key_frame(&[0x7C, 0x05, 0]));
        assert!(!is_key_frame(&[0x7C, 0x81, 0]));
        assert!(!is_key_frame(&[0x7C]));
    }

    #[test]
    fn an_empty_payload_is_none() {
        assert!(!is_key_frame(&[]));
    }
}
