//! The dependency descriptor of one packet, read with the structure its stream last announced.

use super::bits::{Bits, End};
use super::error::DescriptorError;
use super::structure::{Indications, TemplateStructure};
use super::{MAX_CHAINS, MAX_DECODE_TARGETS};

/// A descriptor of just the mandatory fields.
const MANDATORY_LEN: usize = 3;

/// What one packet says about its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DependencyDescriptor {
    /// First packet of a frame (one spatial layer of one moment).
    pub starts_frame: bool,
    /// Last packet of a frame.
    pub ends_frame: bool,
    /// Counts frames of all layers, wrapping.
    pub frame_number: u16,
    /// As sent; meaningful with the structure only.
    pub template_id: u8,
    /// 0 is the lowest.
    pub spatial: u8,
    /// 0 is the lowest.
    pub temporal: u8,
    /// The packet announces a structure, which only key frames do.
    pub has_structure: bool,
    /// Where the structure ends, in bits; 0 without one.
    pub structure_bits: u16,
    /// The decode targets the encoder produces from now on, one bit each, when announced.
    pub active_decode_targets: Option<u32>,
    /// What the frame is to each decode target.
    pub indications: Indications,
    /// Distance to the previous frame of each chain, 0 for the chain's first.
    pub chain_diffs: [u8; MAX_CHAINS],
}

impl DependencyDescriptor {
    /// Is this the first packet of a key frame?
    #[must_use]
    pub const fn is_key_frame(&self) -> bool {
        self.has_structure && self.starts_frame
    }
}

/// Reads the descriptors of one stream, keeping the newest structure.
#[derive(Clone, Debug, Default)]
pub struct DependencyReader {
    structure: Option<TemplateStructure>,
}

/// The five flags that follow the mandatory fields.
#[derive(Clone, Copy, Default)]
struct Flags {
    structure: bool,
    active_targets: bool,
    custom: Custom,
}

/// What a frame says for itself instead of taking it from its template.
#[derive(Clone, Copy, Default)]
struct Custom {
    indications: bool,
    frame_diffs: bool,
    chains: bool,
}

impl DependencyReader {
    /// A reader that knows no structure.
    #[must_use]
    pub const fn new() -> Self {
        Self { structure: None }
    }

    /// The newest structure.
    #[must_use]
    pub const fn structure(&self) -> Option<&TemplateStructure> {
        self.structure.as_ref()
    }

    /// Reads the extension's data; a structure in it replaces the one kept once all of it was read.
    ///
    /// # Errors
    /// When the descriptor is malformed or needs a structure that is not there.
    pub fn read(&mut self, data: &[u8]) -> Result<DependencyDescriptor, DescriptorError> {
        let mut bits = Bits::new(data);
        let starts_frame = bits.flag()?;
        let ends_frame = bits.flag()?;
        let template_id = bits.take(6)? as u8;
        let frame_number = bits.take(16)? as u16;
        let flags = if data.len() > MANDATORY_LEN {
            read_flags(&mut bits)?
        } else {
            Flags::default()
        };
        let (announced, structure_bits) = read_structure(&mut bits, flags)?;
        let structure = announced
            .as_ref()
            .or(self.structure.as_ref())
            .ok_or(DescriptorError::NoStructure)?;
        let active_decode_targets = read_active_targets(&mut bits, flags, structure)?;
        let template = structure
            .template(template_id)
            .ok_or(DescriptorError::UnknownTemplate)?;
        let mut descriptor = DependencyDescriptor {
            starts_frame,
            ends_frame,
            frame_number,
            template_id,
            spatial: template.spatial,
            temporal: template.temporal,
            has_structure: flags.structure,
            structure_bits,
            active_decode_targets,
            indications: template.indications,
            chain_diffs: template.chain_diffs,
        };
        read_custom(&mut bits, flags.custom, structure, &mut descriptor)?;
        if announced.is_some() {
            self.structure = announced;
        }
        Ok(descriptor)
    }
}

/// A structure, if the packet has one, and where it ends.
fn read_structure(
    bits: &mut Bits<'_>,
    flags: Flags,
) -> Result<(Option<TemplateStructure>, u16), DescriptorError> {
    if !flags.structure {
        return Ok((None, 0));
    }
    let structure = TemplateStructure::read(bits)?;
    Ok((Some(structure), bits.at() as u16))
}

fn read_flags(bits: &mut Bits<'_>) -> Result<Flags, End> {
    Ok(Flags {
        structure: bits.flag()?,
        active_targets: bits.flag()?,
        custom: Custom {
            indications: bits.flag()?,
            frame_diffs: bits.flag()?,
            chains: bits.flag()?,
        },
    })
}

/// A new structure makes every target active, unless the packet says otherwise.
fn read_active_targets(
    bits: &mut Bits<'_>,
    flags: Flags,
    structure: &TemplateStructure,
) -> Result<Option<u32>, End> {
    let count = structure.decode_target_count.min(MAX_DECODE_TARGETS) as u32;
    if flags.active_targets {
        return bits.take(count).map(Some);
    }
    Ok(flags.structure.then_some(u32::MAX >> (32 - count)))
}

fn read_custom(
    bits: &mut Bits<'_>,
    custom: Custom,
    structure: &TemplateStructure,
    descriptor: &mut DependencyDescriptor,
) -> Result<(), End> {
    if custom.indications {
        descriptor.indications = Indications::read(bits, structure.decode_target_count)?;
    }
    if custom.frame_diffs {
        skip_custom_frame_diffs(bits)?;
    }
    if custom.chains {
        for diff in &mut descriptor.chain_diffs[..structure.chain_count] {
            *diff = bits.take(8)? as u8;
        }
    }
    Ok(())
}

fn skip_custom_frame_diffs(bits: &mut Bits<'_>) -> Result<(), End> {
    loop {
        let nibbles = bits.take(2)?;
        if nibbles == 0 {
            return Ok(());
        }
        bits.take(nibbles * 4)?;
    }
}
