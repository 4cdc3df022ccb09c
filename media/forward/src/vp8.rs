//! Reads and rewrites the VP8 payload descriptor (RFC 7741 §4.2); refuses to look further than
//! the first byte of the frame, which end-to-end encryption leaves readable.

/// Picture ids have 7 or 15 bits; the size is kept when one is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureId {
    /// As sent.
    pub value: u16,
    /// 15 bits instead of 7.
    pub is_long: bool,
    offset: usize,
}

/// A parsed payload descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vp8Descriptor {
    /// Bytes of descriptor before the frame data.
    pub len: usize,
    /// No other frame depends on this one.
    pub is_non_reference: bool,
    /// The packet begins a partition; of partition 0, a frame.
    pub starts_partition: bool,
    /// 0 is the first partition, with the frame header.
    pub partition: u8,
    /// Counts frames, wrapping.
    pub picture_id: Option<PictureId>,
    /// Counts frames of the lowest temporal layer, wrapping.
    pub tl0_picture_index: Option<u8>,
    /// 0 is the lowest.
    pub temporal_layer: Option<u8>,
    /// Depends on the lowest temporal layer only, so switching up is safe here.
    pub is_layer_sync: bool,
    /// Key frame index, wrapping at 32.
    pub key_index: Option<u8>,
    tl0_offset: usize,
}

/// Why a payload is not VP8: it ends inside the descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooShort;

impl std::fmt::Display for TooShort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the payload ends inside the descriptor")
    }
}

impl std::error::Error for TooShort {}

impl Vp8Descriptor {
    /// Reads the descriptor at the front of a payload.
    ///
    /// # Errors
    /// When the payload ends inside the descriptor.
    pub fn parse(payload: &[u8]) -> Result<Self, TooShort> {
        let mut reader = Reader { payload, at: 0 };
        let first = reader.byte()?;
        let flags = if first & 0x80 == 0 { 0 } else { reader.byte()? };
        let picture_id = if flags & 0x80 == 0 {
            None
        } else {
            Some(reader.picture_id()?)
        };
        let tl0_offset = reader.at;
        let tl0_picture_index = reader.byte_if(flags & 0x40 != 0)?;
        let layers = reader.byte_if(flags & 0x30 != 0)?.unwrap_or_default();
        Ok(Self {
            len: reader.at,
            is_non_reference: first & 0x20 != 0,
            starts_partition: first & 0x10 != 0,
            partition: first & 0x07,
            picture_id,
            tl0_picture_index,
            temporal_layer: (flags & 0x20 != 0).then_some(layers >> 6),
            is_layer_sync: flags & 0x20 != 0 && layers & 0x20 != 0,
            key_index: (flags & 0x10 != 0).then_some(layers & 0x1F),
            tl0_offset,
        })
    }

    /// Is this the first packet of a frame?
    #[must_use]
    pub const fn starts_frame(&self) -> bool {
        self.starts_partition && self.partition == 0
    }

    /// Is this the first packet of a key frame? (RFC 6386 §9.1: the lowest bit of the frame tag is 0.)
    #[must_use]
    pub fn is_key_frame(&self, payload: &[u8]) -> bool {
        self.starts_frame() && payload.get(self.len).is_some_and(|tag| tag & 1 == 0)
    }

    /// Overwrites picture id and TL0 index where the descriptor has them, keeping every size.
    ///
    /// `payload` must be the one this descriptor was parsed from, or a copy; a shorter one is left alone.
    pub fn rewrite(&self, payload: &mut [u8], picture_id: u16, tl0_picture_index: u8) {
        if payload.len() < self.len {
            return;
        }
        if let Some(old) = self.picture_id {
            if old.is_long {
                let value = picture_id & 0x7FFF | 0x8000;
                payload[old.offset..old.offset + 2].copy_from_slice(&value.to_be_bytes());
            } else {
                payload[old.offset] = picture_id as u8 & 0x7F;
            }
        }
        if self.tl0_picture_index.is_some() {
            payload[self.tl0_offset] = tl0_picture_index;
        }
    }
}

/// Does this VP8 payload begin a key frame? False for bytes that are no VP8.
#[must_use]
pub fn is_key_frame(payload: &[u8]) -> bool {
    Vp8Descriptor::parse(payload).is_ok_and(|descriptor| descriptor.is_key_frame(payload))
}

struct Reader<'a> {
    payload: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, TooShort> {
        let byte = *self.payload.get(self.at).ok_or(TooShort)?;
        self.at += 1;
        Ok(byte)
    }

    fn byte_if(&mut self, is_present: bool) -> Result<Option<u8>, TooShort> {
        if is_present {
            self.byte().map(Some)
        } else {
            Ok(None)
        }
    }

    fn picture_id(&mut self) -> Result<PictureId, TooShort> {
        let offset = self.at;
        let high = self.byte()?;
        let is_long = high & 0x80 != 0;
        let mut value = u16::from(high & 0x7F);
        if is_long {
            value = value << 8 | u16::from(self.byte()?);
        }
        Ok(PictureId {
            value,
            is_long,
            offset,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X, then I L T K, picture id 0x1234, TL0 7, layer 2 with sync and key index 5, delta frame.
    const FULL: [u8; 7] = [0x90, 0xF0, 0x92, 0x34, 7, 0xA5, 0x01];

    #[test]
    fn every_field_is_read() {
        let descriptor = Vp8Descriptor::parse(&FULL).expect("it is whole");
        assert_eq!(descriptor.len, 6);
        assert_eq!(descriptor.picture_id.map(|id| id.value), Some(0x1234));
        assert_eq!(descriptor.tl0_picture_index, Some(7));
        assert_eq!(descriptor.temporal_layer, Some(2));
        assert_eq!(descriptor.key_index, Some(5));
        assert!(descriptor.is_layer_sync && descriptor.starts_frame());
        assert!(!descriptor.is_key_frame(&FULL));
    }

    #[test]
    fn a_key_frame_has_a_zero_lowest_bit() {
        assert!(is_key_frame(&[0x10, 0x00]));
        assert!(!is_key_frame(&[0x10, 0x01]));
    }

    #[test]
    fn only_the_first_packet_of_a_frame_can_tell() {
        assert!(!is_key_frame(&[0x00, 0x00]));
        assert!(!is_key_frame(&[0x11, 0x00]));
    }

    #[test]
    fn every_shorter_descriptor_is_refused() {
        for len in 0..6 {
            assert_eq!(Vp8Descriptor::parse(&FULL[..len]), Err(TooShort));
        }
    }

    #[test]
    fn a_rewrite_keeps_the_size_of_both_forms() {
        let mut long = FULL;
        Vp8Descriptor::parse(&FULL)
            .expect("it is whole")
            .rewrite(&mut long, 0x0005, 9);
        assert_eq!(long, [0x90, 0xF0, 0x80, 0x05, 9, 0xA5, 0x01]);

        let mut short = [0x90, 0x80, 0x11, 0x00];
        Vp8Descriptor::parse(&short)
            .expect("it is whole")
            .rewrite(&mut short, 0x1FF, 9);
        assert_eq!(short, [0x90, 0x80, 0x7F, 0x00]);
    }
}
