//! Reads the VP9 payload descriptor (RFC 9628 §4.2); refuses to parse the frame itself and to
//! rewrite anything: picture ids may jump when layers are dropped, which receivers expect.

/// At most three references per picture in flexible mode.
const MAX_REFERENCES: usize = 3;

/// A parsed payload descriptor.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the flags of the format"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vp9Descriptor {
    /// Bytes of descriptor before the frame data.
    pub len: usize,
    /// Counts pictures (all spatial layers of one moment), wrapping.
    pub picture_id: Option<u16>,
    /// The picture id has 15 bits instead of 7.
    pub has_long_picture_id: bool,
    /// The frame refers to earlier pictures.
    pub is_inter_picture: bool,
    /// References are listed per picture.
    pub is_flexible: bool,
    /// First packet of a frame (one spatial layer of a picture).
    pub starts_frame: bool,
    /// Last packet of a frame.
    pub ends_frame: bool,
    /// No higher spatial layer of this picture refers to this frame.
    pub is_not_reference_for_upper: bool,
    /// Layer indices, when the stream has them.
    pub layers: Option<Vp9Layers>,
    /// Counts pictures of the lowest temporal layer, wrapping; non-flexible mode only.
    pub tl0_picture_index: Option<u8>,
    /// How many spatial layers the scalability structure announces, when the packet carries one.
    pub spatial_layer_count: Option<u8>,
}

/// Where in the layer grid a frame belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vp9Layers {
    /// 0 is the lowest.
    pub temporal: u8,
    /// 0 is the lowest.
    pub spatial: u8,
    /// A receiver may start this temporal layer here.
    pub is_switching_up_point: bool,
    /// The frame refers to the next lower spatial layer of the same picture.
    pub is_inter_layer: bool,
}

/// Why a payload is not VP9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vp9Error {
    /// It ends inside the descriptor.
    TooShort,
    /// More references than the format allows.
    References,
}

impl std::fmt::Display for Vp9Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooShort => "the payload ends inside the descriptor",
            Self::References => "too many references",
        })
    }
}

impl std::error::Error for Vp9Error {}

impl Vp9Descriptor {
    /// Reads the descriptor at the front of a payload.
    ///
    /// # Errors
    /// When the payload ends inside the descriptor or names too many references.
    pub fn parse(payload: &[u8]) -> Result<Self, Vp9Error> {
        let mut reader = Reader { payload, at: 0 };
        let flags = reader.byte()?;
        let is_inter_picture = flags & 0x40 != 0;
        let is_flexible = flags & 0x10 != 0;
        let (picture_id, has_long_picture_id) = reader.picture_id(flags & 0x80 != 0)?;
        let layers = reader.layers(flags & 0x20 != 0)?;
        let has_tl0 = layers.is_some() && !is_flexible;
        let tl0_picture_index = if has_tl0 { Some(reader.byte()?) } else { None };
        if is_flexible && is_inter_picture {
            reader.skip_references()?;
        }
        let spatial_layer_count = reader.structure(flags & 0x02 != 0)?;
        Ok(Self {
            len: reader.at,
            picture_id,
            has_long_picture_id,
            is_inter_picture,
            is_flexible,
            starts_frame: flags & 0x08 != 0,
            ends_frame: flags & 0x04 != 0,
            is_not_reference_for_upper: flags & 0x01 != 0,
            layers,
            tl0_picture_index,
            spatial_layer_count,
        })
    }

    /// 0 for a stream without layers.
    #[must_use]
    pub fn spatial_layer(&self) -> u8 {
        self.layers.map_or(0, |layers| layers.spatial)
    }

    /// 0 for a stream without layers.
    #[must_use]
    pub fn temporal_layer(&self) -> u8 {
        self.layers.map_or(0, |layers| layers.temporal)
    }

    /// Is this the first packet of a key picture: one that refers to nothing, from its lowest layer?
    #[must_use]
    pub fn is_key_frame(&self) -> bool {
        self.starts_frame && !self.is_inter_picture && self.spatial_layer() == 0
    }
}

/// Does this VP9 payload begin a key picture? False for bytes that are no VP9.
#[must_use]
pub fn is_key_frame(payload: &[u8]) -> bool {
    Vp9Descriptor::parse(payload).is_ok_and(|descriptor| descriptor.is_key_frame())
}

struct Reader<'a> {
    payload: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, Vp9Error> {
        let byte = *self.payload.get(self.at).ok_or(Vp9Error::TooShort)?;
        self.at += 1;
        Ok(byte)
    }

    fn skip(&mut self, count: usize) -> Result<(), Vp9Error> {
        self.at += count;
        if self.at > self.payload.len() {
            return Err(Vp9Error::TooShort);
        }
        Ok(())
    }

    fn picture_id(&mut self, is_present: bool) -> Result<(Option<u16>, bool), Vp9Error> {
        if !is_present {
            return Ok((None, false));
        }
        let high = self.byte()?;
        if high & 0x80 == 0 {
            return Ok((Some(u16::from(high)), false));
        }
        let value = u16::from(high & 0x7F) << 8 | u16::from(self.byte()?);
        Ok((Some(value), true))
    }

    fn layers(&mut self, is_present: bool) -> Result<Option<Vp9Layers>, Vp9Error> {
        if !is_present {
            return Ok(None);
        }
        let byte = self.byte()?;
        Ok(Some(Vp9Layers {
            temporal: byte >> 5,
            spatial: byte >> 1 & 0x07,
            is_switching_up_point: byte & 0x10 != 0,
            is_inter_layer: byte & 0x01 != 0,
        }))
    }

    fn skip_references(&mut self) -> Result<(), Vp9Error> {
        for _ in 0..MAX_REFERENCES {
            // The lowest bit says that another one follows.
            if self.byte()? & 1 == 0 {
                return Ok(());
            }
        }
        Err(Vp9Error::References)
    }

    /// Walks over the scalability structure and returns its number of spatial layers.
    fn structure(&mut self, is_present: bool) -> Result<Option<u8>, Vp9Error> {
        if !is_present {
            return Ok(None);
        }
        let head = self.byte()?;
        let count = (head >> 5) + 1;
        if head & 0x10 != 0 {
            // Width and height of each layer.
            self.skip(usize::from(count) * 4)?;
        }
        if head & 0x08 != 0 {
            for _ in 0..self.byte()? {
                let references = self.byte()? >> 2 & 0x03;
                self.skip(usize::from(references))?;
            }
        }
        Ok(Some(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_non_flexible_key_picture_with_a_structure_is_read() {
        let payload = [
            0xAA, 0x81, 0x02, 0x10, 0x05, // I L B V, picture id 258, layers, TL0
            0x18, 0x01, 0x40, 0x00, 0xF0, // one layer of 320 x 240
            0x01, 0x04, 0x01, 0xAA, // one picture in the group, with one reference
        ];
        let descriptor = Vp9Descriptor::parse(&payload).expect("it is whole");
        assert_eq!(descriptor.picture_id, Some(258));
        assert!(descriptor.has_long_picture_id && descriptor.is_key_frame());
        assert_eq!(descriptor.tl0_picture_index, Some(5));
        assert_eq!(descriptor.spatial_layer_count, Some(1));
        assert_eq!(descriptor.len, payload.len() - 1);
        assert!(descriptor.layers.is_some_and(|l| l.is_switching_up_point));
    }

    #[test]
    fn a_flexible_inter_picture_lists_its_references() {
        let payload = [0xF8, 0x05, 0x45, 0x03, 0x04, 0xAA];
        let descriptor = Vp9Descriptor::parse(&payload).expect("it is whole");
        assert_eq!(descriptor.len, 5);
        assert_eq!(
            (descriptor.spatial_layer(), descriptor.temporal_layer()),
            (2, 2)
        );
        assert!(!descriptor.is_key_frame());
        assert_eq!(descriptor.tl0_picture_index, None);
    }

    #[test]
    fn a_fourth_reference_is_refused() {
        let payload = [0x50, 0x03, 0x03, 0x03, 0x02];
        assert_eq!(Vp9Descriptor::parse(&payload), Err(Vp9Error::References));
    }

    #[test]
    fn an_upper_layer_of_a_key_picture_starts_none() {
        assert!(is_key_frame(&[0x28, 0x00, 0x00]));
        assert!(!is_key_frame(&[0x28, 0x03, 0x00]));
    }
}
