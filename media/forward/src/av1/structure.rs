//! The template dependency structure that a key frame carries: which layers exist, and how each
//! kind of frame serves each decode target.

use super::bits::{Bits, End};
use super::error::DescriptorError;
use super::{MAX_CHAINS, MAX_DECODE_TARGETS};

/// Template ids have six bits.
const MAX_TEMPLATES: usize = 64;
/// Layer ids of AV1: three bits temporal, two bits spatial.
const MAX_TEMPORAL_LAYERS: u8 = 8;
const MAX_SPATIAL_LAYERS: u8 = 4;

/// What a frame is to a decode target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indication {
    /// Not part of the target.
    NotPresent,
    /// Part of it, and nothing in it depends on this frame.
    Discardable,
    /// Part of it, and a receiver may switch to the target here.
    Switch,
    /// Part of it, and others depend on it.
    Required,
}

/// The indications of one frame for every decode target, packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Indications(u64);

impl Indications {
    pub(super) fn read(bits: &mut Bits<'_>, targets: usize) -> Result<Self, End> {
        let mut packed = 0;
        for target in 0..targets {
            packed |= u64::from(bits.take(2)?) << (target * 2);
        }
        Ok(Self(packed))
    }

    /// What the frame is to this target; not present when there is no such target.
    #[must_use]
    pub const fn of(self, target: usize) -> Indication {
        if target >= MAX_DECODE_TARGETS {
            return Indication::NotPresent;
        }
        match self.0 >> (target * 2) & 3 {
            0 => Indication::NotPresent,
            1 => Indication::Discardable,
            2 => Indication::Switch,
            _ => Indication::Required,
        }
    }
}

/// What frames of one kind have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// 0 is the lowest.
    pub spatial: u8,
    /// 0 is the lowest.
    pub temporal: u8,
    /// What such a frame is to each target.
    pub indications: Indications,
    /// Distance to the previous frame of each chain, 0 for the chain's first.
    pub chain_diffs: [u8; MAX_CHAINS],
}

/// What a key frame announces about its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateStructure {
    /// The id of the first template.
    pub template_id_offset: u8,
    /// 1..=32.
    pub decode_target_count: usize,
    /// 0..=32.
    pub chain_count: usize,
    /// In the order of their ids.
    pub templates: Vec<Template>,
    /// Which chain protects each decode target.
    pub protected_by: [u8; MAX_DECODE_TARGETS],
    /// Highest (spatial, temporal) layer of each decode target.
    pub target_layers: [(u8, u8); MAX_DECODE_TARGETS],
    /// Width and height of each spatial layer, when announced.
    pub resolutions: Vec<(u32, u32)>,
}

impl TemplateStructure {
    pub(super) fn read(bits: &mut Bits<'_>) -> Result<Self, DescriptorError> {
        let template_id_offset = bits.take(6)? as u8;
        let decode_target_count = bits.take(5)? as usize + 1;
        let mut templates = read_layers(bits)?;
        for template in &mut templates {
            template.indications = Indications::read(bits, decode_target_count)?;
        }
        for _ in &templates {
            skip_frame_diffs(bits)?;
        }
        let mut structure = Self {
            template_id_offset,
            decode_target_count,
            chain_count: 0,
            templates,
            protected_by: [0; MAX_DECODE_TARGETS],
            target_layers: [(0, 0); MAX_DECODE_TARGETS],
            resolutions: Vec::new(),
        };
        structure.read_chains(bits)?;
        structure.derive_target_layers();
        structure.read_resolutions(bits)?;
        Ok(structure)
    }

    /// The template with this id.
    #[must_use]
    pub fn template(&self, id: u8) -> Option<&Template> {
        // Ids count modulo 64 from the offset.
        let index = id.wrapping_sub(self.template_id_offset) % 64;
        self.templates.get(usize::from(index))
    }

    /// Highest spatial layer of any template.
    #[must_use]
    pub fn max_spatial(&self) -> u8 {
        self.templates
            .iter()
            .map(|template| template.spatial)
            .max()
            .unwrap_or_default()
    }

    /// Highest temporal layer of any template.
    #[must_use]
    pub fn max_temporal(&self) -> u8 {
        self.templates
            .iter()
            .map(|template| template.temporal)
            .max()
            .unwrap_or_default()
    }

    /// The best decode target at or below these layers.
    #[must_use]
    pub fn target_for(&self, spatial: u8, temporal: u8) -> Option<usize> {
        (0..self.decode_target_count)
            .filter(|&target| {
                let (s, t) = self.target_layers[target];
                s <= spatial && t <= temporal
            })
            .max_by_key(|&target| self.target_layers[target])
    }

    /// The decode targets at or below these layers, one bit each.
    #[must_use]
    pub fn targets_within(&self, spatial: u8, temporal: u8) -> u32 {
        let targets = 0..self.decode_target_count.min(MAX_DECODE_TARGETS);
        targets.fold(0, |mask, target| {
            let (s, t) = self.target_layers[target];
            mask | u32::from(s <= spatial && t <= temporal) << target
        })
    }

    fn read_chains(&mut self, bits: &mut Bits<'_>) -> Result<(), End> {
        let targets = self.decode_target_count;
        let count = bits.below(targets as u32 + 1)?;
        self.chain_count = count as usize;
        if count == 0 {
            return Ok(());
        }
        for chain in &mut self.protected_by[..targets] {
            *chain = bits.below(count)? as u8;
        }
        for template in &mut self.templates {
            for diff in &mut template.chain_diffs[..self.chain_count] {
                *diff = bits.take(4)? as u8;
            }
        }
        Ok(())
    }

    fn derive_target_layers(&mut self) {
        for (target, (spatial, temporal)) in self.target_layers.iter_mut().enumerate() {
            for template in &self.templates {
                if template.indications.of(target) != Indication::NotPresent {
                    *spatial = template.spatial.max(*spatial);
                    *temporal = template.temporal.max(*temporal);
                }
            }
        }
    }

    fn read_resolutions(&mut self, bits: &mut Bits<'_>) -> Result<(), End> {
        if bits.flag()? {
            for _ in 0..=self.max_spatial() {
                let width = bits.take(16)? + 1;
                self.resolutions.push((width, bits.take(16)? + 1));
            }
        }
        Ok(())
    }
}

fn read_layers(bits: &mut Bits<'_>) -> Result<Vec<Template>, DescriptorError> {
    let mut templates = Vec::new();
    let (mut spatial, mut temporal) = (0, 0);
    loop {
        if templates.len() == MAX_TEMPLATES
            || spatial >= MAX_SPATIAL_LAYERS
            || temporal >= MAX_TEMPORAL_LAYERS
        {
            return Err(DescriptorError::Layers);
        }
        templates.push(Template {
            spatial,
            temporal,
            indications: Indications::default(),
            chain_diffs: [0; MAX_CHAINS],
        });
        match bits.take(2)? {
            0 => {}
            1 => temporal += 1,
            2 => (spatial, temporal) = (spatial + 1, 0),
            _ => return Ok(templates),
        }
    }
}

/// Frame diffs say which frames a decoder needs; forwarding follows indications and chains instead.
fn skip_frame_diffs(bits: &mut Bits<'_>) -> Result<(), End> {
    while bits.flag()? {
        bits.take(4)?;
    }
    Ok(())
}
