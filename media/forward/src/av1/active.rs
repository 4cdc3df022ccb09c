//! Tells a receiver which decode targets it is being sent, in the descriptor that goes out to it;
//! refuses to touch anything else of a descriptor.

use super::bits::Bits;

/// Mandatory fields, then five flags of which the second says that the targets are listed.
const FLAGS_AT: usize = 24;
const FLAGS: usize = 5;
const LISTED_AT: usize = FLAGS_AT + 1;
const MANDATORY_LEN: usize = 3;
/// The longest element (RFC 8285), with room for what is added.
pub(crate) const MAX_LEN: usize = 255;

/// The decode targets that go out; nothing listed means all that the publisher has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActiveTargets {
    /// One bit each, the lowest for the first.
    pub mask: u32,
    /// How many the structure has; 0 to list none.
    pub count: u8,
}

impl ActiveTargets {
    /// Copies a descriptor with these targets in place of its own; `structure_bits` is where its structure
    /// ends, 0 without one. The length, or `None` when it cannot be done.
    #[must_use]
    pub fn write(
        self,
        descriptor: &[u8],
        structure_bits: u16,
        out: &mut [u8; MAX_LEN],
    ) -> Option<usize> {
        let mut from = Bits::new(descriptor);
        let mut to = Writer { out, at: 0 };
        to.copy(&mut from, FLAGS_AT)?;
        if descriptor.len() == MANDATORY_LEN {
            to.put(0b01000, FLAGS)?;
            to.put(self.mask, usize::from(self.count))?;
            return Some(to.at.div_ceil(8));
        }
        let flags_end = FLAGS_AT + FLAGS;
        let was_listed = descriptor.get(LISTED_AT / 8)? >> (7 - LISTED_AT % 8) & 1 == 1;
        let flags = from.take(FLAGS as u32).ok()?;
        to.put(flags | 0b01000, FLAGS)?;
        let structure_bits = usize::from(structure_bits).saturating_sub(flags_end);
        to.copy(&mut from, structure_bits)?;
        to.put(self.mask, usize::from(self.count))?;
        if was_listed {
            from.take(u32::from(self.count)).ok()?;
        }
        let left = (descriptor.len() * 8).checked_sub(from.at())?;
        to.copy(&mut from, left)?;
        Some(to.at.div_ceil(8))
    }
}

/// Writes bits from the most significant on.
struct Writer<'a> {
    out: &'a mut [u8; MAX_LEN],
    at: usize,
}

impl Writer<'_> {
    fn put(&mut self, value: u32, width: usize) -> Option<()> {
        for bit in (0..width).rev() {
            let byte = self.out.get_mut(self.at / 8)?;
            if self.at.is_multiple_of(8) {
                *byte = 0;
            }
            *byte |= ((value >> bit & 1) as u8) << (7 - self.at % 8);
            self.at += 1;
        }
        Some(())
    }

    fn copy(&mut self, from: &mut Bits<'_>, count: usize) -> Option<()> {
        for _ in 0..count {
            self.put(u32::from(from.flag().ok()?), 1)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::DependencyReader;
    use super::*;

    /// Chromium's first descriptor of two spatial layers with two temporal ones each.
    const KEY: [u8; 31] = [
        0xC0, 0x00, 0x01, 0x80, 0x03, 0x18, 0x7A, 0xAA, 0x01, 0x00, 0xA0, 0xA0, 0x14, 0xD1, 0x41,
        0x34, 0x51, 0x80, 0x21, 0x90, 0x88, 0x8A, 0x19, 0x40, 0x4F, 0xC0, 0x2C, 0xC0, 0x9F, 0xC0,
        0x59,
    ];

    fn key() -> Vec<u8> {
        let mut bytes = KEY.to_vec();
        bytes.push(0xC0);
        bytes
    }

    fn listed(descriptor: &[u8], mask: u32, structure_bits: u16) -> Vec<u8> {
        let mut out = [0xFF; MAX_LEN];
        let targets = ActiveTargets { mask, count: 4 };
        let len = targets.write(descriptor, structure_bits, &mut out);
        out[..len.expect("there is room")].to_vec()
    }

    #[test]
    fn a_key_frame_says_what_it_said_and_which_targets_there_are() {
        let mut reader = DependencyReader::new();
        let before = reader.read(&key()).expect("it is whole");
        let once = listed(&key(), 0b0011, before.structure_bits);
        let mut fresh = DependencyReader::new();
        let after = fresh.read(&once).expect("it is whole");
        assert_eq!(after.active_decode_targets, Some(0b0011));
        assert_eq!(fresh.structure(), reader.structure());
        assert_eq!(after.frame_number, before.frame_number);
        // Over a list there was before.
        let twice = listed(&once, 0b0101, after.structure_bits);
        let again = fresh.read(&twice).expect("it is whole");
        assert_eq!(again.active_decode_targets, Some(0b0101));
    }

    #[test]
    fn a_descriptor_of_the_mandatory_fields_grows() {
        let mut reader = DependencyReader::new();
        reader.read(&key()).expect("it is whole");
        let short = [0xC2, 0x00, 0x03];
        let before = reader.read(&short).expect("it is whole");
        let after = reader.read(&listed(&short, 0b0001, 0)).expect("whole");
        assert_eq!(after.active_decode_targets, Some(0b0001));
        assert_eq!(after.indications, before.indications);
        assert_eq!(after.chain_diffs, before.chain_diffs);
    }

    #[test]
    fn what_was_cut_off_is_refused() {
        let mut out = [0; MAX_LEN];
        let targets = ActiveTargets { mask: 1, count: 4 };
        assert_eq!(targets.write(&[0xC0, 0], 0, &mut out), None);
        assert_eq!(targets.write(&KEY[..4], 200, &mut out), None);
    }
}
