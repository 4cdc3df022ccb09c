//! Reads what AV1 shows a forwarder: the dependency descriptor extension and the aggregation
//! header (AV1 RTP specification §4.4 and appendix A); refuses to parse OBUs.

mod active;
mod bits;
mod descriptor;
mod error;
mod structure;

pub use active::ActiveTargets;
pub(crate) use active::MAX_LEN as MAX_DESCRIPTOR_LEN;
pub use descriptor::{DependencyDescriptor, DependencyReader};
pub use error::DescriptorError;
pub use structure::{Indication, Indications, Template, TemplateStructure};

/// Decode targets a structure can have.
pub const MAX_DECODE_TARGETS: usize = 32;
/// Chains a structure can have.
pub const MAX_CHAINS: usize = 32;

/// Does this payload begin a coded video sequence, by the N bit of its aggregation header?
///
/// For streams without the dependency descriptor; only the first packet of a key frame has it.
#[must_use]
pub fn is_key_frame(payload: &[u8]) -> bool {
    payload.len() > 1 && payload[0] & 0x08 != 0
}

#[cfg(test)]
mod tests {
    use super::is_key_frame;

    #[test]
    fn the_n_bit_marks_a_key_frame() {
        assert!(is_key_frame(&[0x18, 0x0A]));
        assert!(!is_key_frame(&[0x10, 0x32]));
        assert!(!is_key_frame(&[0x08]));
        assert!(!is_key_frame(&[]));
    }
}
