//! Reads from a packet what layer selection must know, codec by codec; refuses to look beyond the
//! payload descriptor, so that end-to-end encrypted frames pass.

use crate::av1::{DependencyReader, Indication, TemplateStructure};
use crate::cells::{Cells, SPATIAL, TEMPORAL};
use crate::command::Codec;
use crate::h264;
use crate::vp8::Vp8Descriptor;
use crate::vp9::Vp9Descriptor;

/// How a receiver of fewer layers may have more from this frame on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Up {
    /// It may not.
    #[default]
    Nowhere,
    /// VP8: the frame needs nothing but the lowest temporal layer, so its own may begin with it.
    Own,
    /// VP9: no later picture of a higher temporal layer needs one from before this.
    Temporal,
    /// AV1: every decode target to which this frame is a switch.
    To(Cells),
}

/// What one packet says about its frame.
#[derive(Clone, Copy, Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts of one packet"
)]
pub(crate) struct Frame {
    /// A receiver can start at this packet.
    pub(crate) is_key: bool,
    /// No payload: a probe that only fills a sequence number.
    pub(crate) is_padding: bool,
    /// The last packet of its spatial layer's frame.
    pub(crate) ends_layer: bool,
    /// The first one, of AV1.
    pub(crate) begins_layer: bool,
    pub(crate) spatial: u8,
    pub(crate) temporal: u8,
    /// Where the structure in its dependency descriptor ends, in bits; 0 when there is none.
    pub(crate) structure_bits: u16,
    pub(crate) up: Up,
    pub(crate) vp8: Option<Vp8Frame>,
}

/// VP8 numbers its pictures, so a subscriber needs its own numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vp8Frame {
    pub(crate) descriptor: Vp8Descriptor,
    /// The source's picture id, unwrapped; 0 when there is none.
    pub(crate) picture: u64,
}

/// Unwraps the picture ids of one stream.
#[derive(Clone, Copy, Debug, Default)]
struct Pictures {
    newest: Option<u64>,
}

impl Pictures {
    fn unwrap(&mut self, value: u16, is_long: bool) -> u64 {
        let circle = if is_long { 1 << 15 } else { 1 << 7 };
        let newest = *self.newest.get_or_insert(circle + u64::from(value));
        let ahead = u64::from(value).wrapping_sub(newest) & (circle - 1);
        let picture = if ahead < circle / 2 {
            newest + ahead
        } else {
            (newest + ahead).saturating_sub(circle)
        };
        self.newest = Some(newest.max(picture));
        picture
    }
}

/// Reads the packets of one stream, in the order in which they come.
#[derive(Debug)]
pub(crate) struct FrameReader {
    codec: Codec,
    pictures: Pictures,
    dependencies: DependencyReader,
    /// The decode target of each place of the grid, of the newest structure.
    targets: [u8; SPATIAL * TEMPORAL],
}

impl FrameReader {
    pub(crate) fn new(codec: Codec) -> Self {
        Self {
            codec,
            pictures: Pictures::default(),
            dependencies: DependencyReader::new(),
            targets: [u8::MAX; SPATIAL * TEMPORAL],
        }
    }

    /// The layers of AV1, once they were announced.
    pub(crate) fn structure(&self) -> Option<&TemplateStructure> {
        self.dependencies.structure()
    }

    /// Reads one packet; what cannot be read is forwarded as it is.
    pub(crate) fn read(&mut self, payload: &[u8], descriptor: &[u8]) -> Frame {
        if payload.is_empty() {
            return Frame {
                is_padding: true,
                ..Frame::default()
            };
        }
        match self.codec {
            Codec::Vp8 => self.read_vp8(payload),
            Codec::Vp9 => read_vp9(payload),
            Codec::H264 => Frame {
                is_key: h264::is_key_frame(payload),
                ..Frame::default()
            },
            Codec::Av1 => self.read_av1(payload, descriptor),
            Codec::Opus | Codec::Other => Frame {
                is_key: true,
                ..Frame::default()
            },
        }
    }

    fn read_vp8(&mut self, payload: &[u8]) -> Frame {
        let Ok(descriptor) = Vp8Descriptor::parse(payload) else {
            return Frame::default();
        };
        let picture = descriptor
            .picture_id
            .map_or(0, |id| self.pictures.unwrap(id.value, id.is_long));
        Frame {
            is_key: descriptor.is_key_frame(payload),
            up: if descriptor.is_layer_sync {
                Up::Own
            } else {
                Up::Nowhere
            },
            temporal: descriptor.temporal_layer.unwrap_or(0),
            vp8: Some(Vp8Frame {
                descriptor,
                picture,
            }),
            ..Frame::default()
        }
    }

    fn read_av1(&mut self, payload: &[u8], descriptor: &[u8]) -> Frame {
        let bare = Frame {
            is_key: crate::av1::is_key_frame(payload),
            ..Frame::default()
        };
        if descriptor.is_empty() {
            return bare;
        }
        let Ok(read) = self.dependencies.read(descriptor) else {
            return bare;
        };
        if read.has_structure {
            self.place_targets();
        }
        let is_switch = |place: usize| {
            let target = usize::from(self.targets[place]);
            read.indications.of(target) == Indication::Switch
        };
        Frame {
            is_key: read.is_key_frame(),
            begins_layer: read.starts_frame,
            ends_layer: read.ends_frame,
            spatial: read.spatial,
            temporal: read.temporal,
            structure_bits: read.structure_bits,
            up: if read.starts_frame {
                Up::To(Cells::those(is_switch))
            } else {
                Up::Nowhere
            },
            ..Frame::default()
        }
    }

    fn place_targets(&mut self) {
        let Some(structure) = self.dependencies.structure() else {
            return;
        };
        for (place, target) in self.targets.iter_mut().enumerate() {
            let layers = Cells::layers(place);
            let found = structure.target_for(layers.spatial, layers.temporal);
            *target = found.map_or(u8::MAX, |target| target as u8);
        }
    }
}

fn read_vp9(payload: &[u8]) -> Frame {
    let Ok(descriptor) = Vp9Descriptor::parse(payload) else {
        return Frame::default();
    };
    let is_up = descriptor
        .layers
        .is_some_and(|layers| layers.is_switching_up_point);
    Frame {
        is_key: descriptor.is_key_frame(),
        ends_layer: descriptor.ends_frame,
        up: if is_up { Up::Temporal } else { Up::Nowhere },
        spatial: descriptor.spatial_layer(),
        temporal: descriptor.temporal_layer(),
        ..Frame::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picture_ids_unwrap_over_both_circles() {
        for (is_long, top) in [(true, 0x7FFF), (false, 0x7F)] {
            let mut pictures = Pictures::default();
            let before = pictures.unwrap(top, is_long);
            assert_eq!(pictures.unwrap(1, is_long), before + 2);
            assert_eq!(pictures.unwrap(0, is_long), before + 1);
        }
    }

    #[test]
    fn an_empty_payload_is_padding() {
        let frame = FrameReader::new(Codec::Vp8).read(&[], &[]);
        assert!(frame.is_padding && !frame.is_key);
    }

    #[test]
    fn every_audio_packet_is_a_start() {
        assert!(FrameReader::new(Codec::Opus).read(&[1], &[]).is_key);
    }

    #[test]
    fn a_packet_with_a_descriptor_that_cannot_be_read_is_told_by_its_payload() {
        let mut reader = FrameReader::new(Codec::Av1);
        assert!(reader.read(&[0x18, 0x0A], &[0x80, 0, 1]).is_key);
    }
}
