//! Iterates RTP header extension elements (RFC 8285) and reads and writes the ones an SFU must
//! understand; refuses to interpret the dependency descriptor, which `av1` does.

/// RFC 8285 §4.2.
pub const ONE_BYTE_PROFILE: u16 = 0xBEDE;
/// RFC 8285 §4.3; the low four bits are application bits.
pub const TWO_BYTE_PROFILE: u16 = 0x1000;

/// One element of an extension block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// As negotiated, 1..=255.
    pub id: u8,
    /// Offset of `data` in the packet.
    pub offset: usize,
    /// What the element carries.
    pub data: &'a [u8],
}

/// The elements of a block in order; stops at the first malformed one.
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    bytes: &'a [u8],
    at: usize,
    base: usize,
    is_two_byte: bool,
}

impl<'a> Elements<'a> {
    /// Elements of a block of this profile that begins at `base` in its packet; none if the profile is unknown.
    #[must_use]
    pub fn new(profile: u16, bytes: &'a [u8], base: usize) -> Self {
        let is_two_byte = profile & 0xFFF0 == TWO_BYTE_PROFILE;
        let is_known = is_two_byte || profile == ONE_BYTE_PROFILE;
        Self {
            bytes: if is_known { bytes } else { &[] },
            at: 0,
            base,
            is_two_byte,
        }
    }

    /// No elements.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            bytes: &[],
            at: 0,
            base: 0,
            is_two_byte: false,
        }
    }

    /// The id and length at the cursor and how many bytes say so.
    fn head(&self) -> Option<(u8, usize, usize)> {
        let first = *self.bytes.get(self.at)?;
        if self.is_two_byte {
            let len = *self.bytes.get(self.at + 1)?;
            return Some((first, usize::from(len), 2));
        }
        Some((first >> 4, usize::from(first & 0x0F) + 1, 1))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        // Zero bytes between elements are padding.
        while *self.bytes.get(self.at)? == 0 {
            self.at += 1;
        }
        let (id, len, head_len) = self.head()?;
        if !self.is_two_byte && (id == 15 || id == 0) {
            // RFC 8285 §4.2: id 15 ends the block, and so does padding that claims a length.
            self.at = self.bytes.len();
            return None;
        }
        let start = self.at + head_len;
        let Some(data) = self.bytes.get(start..start + len) else {
            self.at = self.bytes.len();
            return None;
        };
        self.at = start + len;
        Some(Element {
            id,
            offset: self.base + start,
            data,
        })
    }
}

/// The data of the first element with this id.
#[must_use]
pub fn find(mut elements: Elements<'_>, id: u8) -> Option<&[u8]> {
    elements
        .find(|element| element.id == id)
        .map(|element| element.data)
}

/// The extensions this core knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Extension {
    /// RFC 9143: the media section.
    Mid,
    /// RFC 8852: the simulcast layer.
    Rid,
    /// RFC 8852: the layer that a retransmission repairs.
    RepairedRid,
    /// RFC 6464.
    AudioLevel,
    /// draft-holmer-rmcat-transport-wide-cc-extensions-01.
    TransportCc,
    /// 24-bit send time in 6.18 fixed-point seconds.
    AbsSendTime,
    /// AV1 RTP specification, appendix A.
    DependencyDescriptor,
    /// 3GPP TS 26.114: coordination of video orientation.
    VideoOrientation,
    /// Minimum and maximum playout delay.
    PlayoutDelay,
    /// Absolute capture time.
    AbsCaptureTime,
}

impl Extension {
    /// Every one, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Mid,
        Self::Rid,
        Self::RepairedRid,
        Self::AudioLevel,
        Self::TransportCc,
        Self::AbsSendTime,
        Self::DependencyDescriptor,
        Self::VideoOrientation,
        Self::PlayoutDelay,
        Self::AbsCaptureTime,
    ];

    /// The name used in producer and consumer specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mid => "mid",
            Self::Rid => "rid",
            Self::RepairedRid => "repaired-rid",
            Self::AudioLevel => "audio-level",
            Self::TransportCc => "transport-cc",
            Self::AbsSendTime => "abs-send-time",
            Self::DependencyDescriptor => "dependency-descriptor",
            Self::VideoOrientation => "video-orientation",
            Self::PlayoutDelay => "playout-delay",
            Self::AbsCaptureTime => "abs-capture-time",
        }
    }

    /// The extension of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|extension| extension.name() == name)
    }
}

/// Which id stands for which extension on one stream; id 0 means absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExtensionMap {
    ids: [u8; Extension::ALL.len()],
}

impl ExtensionMap {
    /// A map without extensions.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            ids: [0; Extension::ALL.len()],
        }
    }

    /// Built from (name, id) pairs; unknown names are skipped, because a peer may negotiate more than we read.
    #[must_use]
    pub fn from_names<'a>(pairs: impl IntoIterator<Item = (&'a str, u8)>) -> Self {
        let mut map = Self::new();
        for (name, id) in pairs {
            if let Some(extension) = Extension::from_name(name) {
                map.insert(extension, id);
            }
        }
        map
    }

    /// Sets the id; 0 removes the extension.
    pub const fn insert(&mut self, extension: Extension, id: u8) {
        self.ids[extension as usize] = id;
    }

    /// The id negotiated for this extension.
    #[must_use]
    pub const fn id(&self, extension: Extension) -> Option<u8> {
        match self.ids[extension as usize] {
            0 => None,
            id => Some(id),
        }
    }

    /// The extension this id stands for.
    #[must_use]
    pub fn extension(&self, id: u8) -> Option<Extension> {
        let index = self
            .ids
            .iter()
            .position(|&known| known == id && known != 0)?;
        Some(Extension::ALL[index])
    }

    /// Does every id fit the one-byte form?
    #[must_use]
    pub fn fits_one_byte(&self) -> bool {
        self.ids.iter().all(|&id| id <= 14)
    }
}

/// A mid or rid: 1..=32 visible ASCII characters, otherwise `None`.
#[must_use]
pub fn read_text(data: &[u8]) -> Option<&str> {
    // Some stacks send the string with a trailing zero.
    let end = data
        .iter()
        .position(|&byte| byte == 0)
        .unwrap_or(data.len());
    let text = &data[..end];
    let is_token = (1..=32).contains(&end) && text.iter().all(u8::is_ascii_graphic);
    if is_token {
        std::str::from_utf8(text).ok()
    } else {
        None
    }
}

/// How loud an audio packet is (RFC 6464).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AudioLevel {
    /// −dBov: 0 is loudest, 127 is silence.
    pub level: u8,
    /// The sender believes that somebody speaks.
    pub has_voice: bool,
}

impl AudioLevel {
    /// Reads the element's data.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        let byte = *data.first()?;
        Some(Self {
            level: byte & 0x7F,
            has_voice: byte & 0x80 != 0,
        })
    }

    /// The element's data.
    #[must_use]
    pub const fn bytes(self) -> [u8; 1] {
        [(self.level & 0x7F) | (self.has_voice as u8) << 7]
    }
}

/// The transport-wide sequence number; its data is written as `u16::to_be_bytes`.
#[must_use]
pub fn read_transport_cc(data: &[u8]) -> Option<u16> {
    data.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
}

/// The 24-bit send time, in 2^-18 s, wrapping every 64 s.
#[must_use]
pub fn read_abs_send_time(data: &[u8]) -> Option<u32> {
    let bytes: &[u8; 3] = data.first_chunk()?;
    Some(u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]))
}

/// The element's data for a send time in µs since any fixed moment.
#[must_use]
pub const fn abs_send_time(now_us: u64) -> [u8; 3] {
    // The seconds are reduced first, so that the shift cannot overflow.
    let units = (((now_us % 64_000_000) << 18) + 500_000) / 1_000_000;
    let bytes = ((units & 0x00FF_FFFF) as u32).to_be_bytes();
    [bytes[1], bytes[2], bytes[3]]
}

/// How the receiver must turn the picture (3GPP TS 26.114 §7.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VideoOrientation {
    /// The camera points away from the user.
    pub is_back_camera: bool,
    /// The picture is mirrored horizontally.
    pub is_flipped: bool,
    /// Clockwise, in degrees: 0, 90, 180 or 270.
    pub rotation_degrees: u16,
}

impl VideoOrientation {
    /// Reads the element's data.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        let byte = *data.first()?;
        Some(Self {
            is_back_camera: byte & 0x08 != 0,
            is_flipped: byte & 0x04 != 0,
            rotation_degrees: u16::from(byte & 0x03) * 90,
        })
    }

    /// The element's data; the rotation is cut to quarter turns.
    #[must_use]
    pub const fn bytes(self) -> [u8; 1] {
        let quarters = (self.rotation_degrees / 90 % 4) as u8;
        [(self.is_back_camera as u8) << 3 | (self.is_flipped as u8) << 2 | quarters]
    }
}

/// The playout delay a sender asks for, in steps of 10 ms up to 40,950 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlayoutDelay {
    /// Never play earlier than this.
    pub min_ms: u16,
    /// Never play later than this.
    pub max_ms: u16,
}

impl PlayoutDelay {
    /// Reads the element's data; `None` also when the minimum exceeds the maximum.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        let bytes: &[u8; 3] = data.first_chunk()?;
        let min = u16::from(bytes[0]) << 4 | u16::from(bytes[1] >> 4);
        let max = u16::from(bytes[1] & 0x0F) << 8 | u16::from(bytes[2]);
        (min <= max).then_some(Self {
            min_ms: min * 10,
            max_ms: max * 10,
        })
    }

    /// The element's data, rounded down to steps of 10 ms.
    #[must_use]
    pub const fn bytes(self) -> [u8; 3] {
        let min = (self.min_ms / 10) & 0x0FFF;
        let max = (self.max_ms / 10) & 0x0FFF;
        [
            (min >> 4) as u8,
            (min << 4) as u8 | (max >> 8) as u8,
            max as u8,
        ]
    }
}
