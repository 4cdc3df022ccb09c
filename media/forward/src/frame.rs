//! Reads from a payload what layer selection must know, codec by codec; refuses to look beyond the
//! payload descriptor, so that end-to-end encrypted frames pass.

use crate::command::Codec;
use crate::h264;
use crate::vp8::Vp8Descriptor;
use crate::vp9::Vp9Descriptor;

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
    /// A receiver of the layer below may go up here.
    pub(crate) is_sync: bool,
    pub(crate) spatial: u8,
    pub(crate) temporal: u8,
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
pub(crate) struct Pictures {
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

impl Frame {
    /// Reads one payload; what cannot be read is forwarded as it is.
    pub(crate) fn read(codec: Codec, payload: &[u8], pictures: &mut Pictures) -> Self {
        if payload.is_empty() {
            return Self {
                is_padding: true,
                ..Self::default()
            };
        }
        match codec {
            Codec::Vp8 => Self::read_vp8(payload, pictures),
            Codec::Vp9 => Self::read_vp9(payload),
            Codec::H264 => Self {
                is_key: h264::is_key_frame(payload),
                ..Self::default()
            },
            Codec::Av1 => Self {
                is_key: crate::av1::is_key_frame(payload),
                ..Self::default()
            },
            Codec::Opus | Codec::Other => Self {
                is_key: true,
                ..Self::default()
            },
        }
    }

    fn read_vp8(payload: &[u8], pictures: &mut Pictures) -> Self {
        let Ok(descriptor) = Vp8Descriptor::parse(payload) else {
            return Self::default();
        };
        let picture = descriptor
            .picture_id
            .map_or(0, |id| pictures.unwrap(id.value, id.is_long));
        Self {
            is_key: descriptor.is_key_frame(payload),
            is_sync: descriptor.is_layer_sync,
            temporal: descriptor.temporal_layer.unwrap_or(0),
            vp8: Some(Vp8Frame {
                descriptor,
                picture,
            }),
            ..Self::default()
        }
    }

    fn read_vp9(payload: &[u8]) -> Self {
        let Ok(descriptor) = Vp9Descriptor::parse(payload) else {
            return Self::default();
        };
        Self {
            is_key: descriptor.is_key_frame(),
            ends_layer: descriptor.ends_frame,
            is_sync: descriptor
                .layers
                .is_some_and(|layers| layers.is_switching_up_point),
            spatial: descriptor.spatial_layer(),
            temporal: descriptor.temporal_layer(),
            ..Self::default()
        }
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
        let frame = Frame::read(Codec::Vp8, &[], &mut Pictures::default());
        assert!(frame.is_padding && !frame.is_key);
    }

    #[test]
    fn every_audio_packet_is_a_start() {
        let frame = Frame::read(Codec::Opus, &[1], &mut Pictures::default());
        assert!(frame.is_key);
    }
}
