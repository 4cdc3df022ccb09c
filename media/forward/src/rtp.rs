//! Reads and writes RTP headers (RFC 3550 §5.1, RFC 8285 extension blocks) as offsets into the
//! caller's bytes; refuses to copy a payload or to guess what it holds.

use std::ops::Range;

use crate::extensions::{self, Elements, ONE_BYTE_PROFILE, TWO_BYTE_PROFILE};

/// The header without contributing sources and extensions.
pub const FIXED_HEADER_LEN: usize = 12;

const VERSION: u8 = 2;

/// Why bytes are not an RTP packet, or do not fit into the buffer given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtpError {
    /// The header runs past the end of the packet.
    TooShort,
    /// The version is not 2.
    Version,
    /// The payload type is one that RTCP uses (RFC 5761 §4).
    Rtcp,
    /// The padding count is zero or longer than the payload.
    Padding,
    /// The buffer to write into is too small.
    NoRoom,
    /// An extension id or length that the chosen form cannot carry.
    Element,
}

impl std::fmt::Display for RtpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooShort => "the header runs past the end of the packet",
            Self::Version => "not RTP version 2",
            Self::Rtcp => "an RTCP packet, not RTP",
            Self::Padding => "impossible padding",
            Self::NoRoom => "the buffer is too small",
            Self::Element => "an extension element that does not fit its form",
        })
    }
}

impl std::error::Error for RtpError {}

/// Is this first datagram byte one of RTP or RTCP? (RFC 7983 §7)
#[must_use]
pub const fn is_rtp_or_rtcp(first_byte: u8) -> bool {
    matches!(first_byte, 128..=191)
}

/// Where the extension elements of a packet are, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtensionBlock {
    /// The 16 "defined by profile" bits.
    pub profile: u16,
    /// Offset of the first element in the packet.
    pub start: usize,
    /// Bytes of elements with their padding, a multiple of four.
    pub len: usize,
}

/// A parsed header. It borrows nothing, so the packet can be decrypted in place under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RtpHeader {
    /// Codec-specific; usually the last packet of a frame.
    pub marker: bool,
    /// 0..=127.
    pub payload_type: u8,
    /// As sent, wrapping.
    pub sequence: u16,
    /// In units of the codec's clock rate, wrapping.
    pub timestamp: u32,
    /// The stream.
    pub ssrc: u32,
    /// How many contributing sources follow the fixed header.
    pub csrc_count: u8,
    /// The last payload byte counts padding bytes; readable only once decrypted.
    pub has_padding: bool,
    /// Bytes before the payload: fixed header, contributing sources and extensions.
    pub header_len: usize,
    /// The extension block, when there is one.
    pub extension: Option<ExtensionBlock>,
}

impl RtpHeader {
    /// Reads the header of an encrypted or plain packet.
    ///
    /// # Errors
    /// When the bytes cannot be an RTP packet.
    pub fn parse(packet: &[u8]) -> Result<Self, RtpError> {
        let fixed: &[u8; FIXED_HEADER_LEN] = packet.first_chunk().ok_or(RtpError::TooShort)?;
        if fixed[0] >> 6 != VERSION {
            return Err(RtpError::Version);
        }
        // RTCP packet types 192..=223 appear here as marker plus 64..=95.
        if (192..=223).contains(&fixed[1]) {
            return Err(RtpError::Rtcp);
        }
        let csrc_count = fixed[0] & 0x0F;
        let mut header_len = FIXED_HEADER_LEN + usize::from(csrc_count) * 4;
        let mut extension = None;
        if fixed[0] & 0x10 != 0 {
            let block = extension_block(packet, header_len)?;
            header_len = block.start + block.len;
            extension = Some(block);
        }
        if packet.len() < header_len {
            return Err(RtpError::TooShort);
        }
        Ok(Self {
            marker: fixed[1] & 0x80 != 0,
            payload_type: fixed[1] & 0x7F,
            sequence: u16::from_be_bytes([fixed[2], fixed[3]]),
            timestamp: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
            ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
            csrc_count,
            has_padding: fixed[0] & 0x20 != 0,
            header_len,
            extension,
        })
    }

    /// Where the payload is in a decrypted packet, without padding; empty for a padding-only probe.
    ///
    /// # Errors
    /// When the padding count is zero or reaches into the header.
    pub fn payload_range(&self, packet: &[u8]) -> Result<Range<usize>, RtpError> {
        let body = packet.get(self.header_len..).ok_or(RtpError::TooShort)?;
        if !self.has_padding {
            return Ok(self.header_len..packet.len());
        }
        let padding = usize::from(*body.last().ok_or(RtpError::Padding)?);
        if padding == 0 || padding > body.len() {
            return Err(RtpError::Padding);
        }
        Ok(self.header_len..packet.len() - padding)
    }

    /// The payload of a decrypted packet, without padding.
    ///
    /// # Errors
    /// When the padding count is zero or reaches into the header.
    pub fn payload<'a>(&self, packet: &'a [u8]) -> Result<&'a [u8], RtpError> {
        self.payload_range(packet).map(|range| &packet[range])
    }

    /// The extension elements of the packet this header was parsed from.
    #[must_use]
    pub fn elements<'a>(&self, packet: &'a [u8]) -> Elements<'a> {
        let Some(block) = self.extension else {
            return Elements::empty();
        };
        let bytes = packet
            .get(block.start..block.start + block.len)
            .unwrap_or_default();
        Elements::new(block.profile, bytes, block.start)
    }

    /// The first element with this id.
    #[must_use]
    pub fn element<'a>(&self, packet: &'a [u8], id: u8) -> Option<&'a [u8]> {
        extensions::find(self.elements(packet), id)
    }
}

fn extension_block(packet: &[u8], at: usize) -> Result<ExtensionBlock, RtpError> {
    let head: &[u8; 4] = packet
        .get(at..)
        .and_then(<[u8]>::first_chunk)
        .ok_or(RtpError::TooShort)?;
    Ok(ExtensionBlock {
        profile: u16::from_be_bytes([head[0], head[1]]),
        start: at + 4,
        len: usize::from(u16::from_be_bytes([head[2], head[3]])) * 4,
    })
}

/// The fields of a header to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RtpFields {
    /// Codec-specific; usually the last packet of a frame.
    pub marker: bool,
    /// 0..=127; a higher bit is dropped.
    pub payload_type: u8,
    /// As sent, wrapping.
    pub sequence: u16,
    /// In units of the codec's clock rate, wrapping.
    pub timestamp: u32,
    /// The stream.
    pub ssrc: u32,
}

/// Which element form a written header uses (RFC 8285).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionForm {
    /// Ids 1..=14, 1..=16 bytes each.
    OneByte,
    /// Ids 1..=255, 0..=255 bytes each.
    TwoByte,
}

/// Writes one header into the front of a buffer; a block without elements is left out.
#[derive(Debug)]
pub struct RtpWriter<'a> {
    buf: &'a mut [u8],
    form: ExtensionForm,
    end: usize,
}

impl<'a> RtpWriter<'a> {
    /// Writes the fixed header.
    ///
    /// # Errors
    /// When the buffer is too small.
    pub fn new(
        buf: &'a mut [u8],
        fields: &RtpFields,
        form: ExtensionForm,
    ) -> Result<Self, RtpError> {
        let head: &mut [u8; FIXED_HEADER_LEN] = buf.first_chunk_mut().ok_or(RtpError::NoRoom)?;
        head[0] = VERSION << 6;
        head[1] = fields.payload_type & 0x7F | u8::from(fields.marker) << 7;
        head[2..4].copy_from_slice(&fields.sequence.to_be_bytes());
        head[4..8].copy_from_slice(&fields.timestamp.to_be_bytes());
        head[8..12].copy_from_slice(&fields.ssrc.to_be_bytes());
        Ok(Self {
            buf,
            form,
            end: FIXED_HEADER_LEN,
        })
    }

    /// Adds one element and says where its data lies in the buffer, for patching it later.
    ///
    /// # Errors
    /// When the id or length does not fit the form, or the buffer is too small.
    pub fn element(&mut self, id: u8, data: &[u8]) -> Result<usize, RtpError> {
        let (head, head_len) = element_head(self.form, id, data.len())?;
        if self.end == FIXED_HEADER_LEN {
            // The block's own head; finish() fills it in.
            self.end += 4;
        }
        let start = self.end + head_len;
        let end = start + data.len();
        if end > self.buf.len() {
            return Err(RtpError::NoRoom);
        }
        self.buf[self.end..start].copy_from_slice(&head[..head_len]);
        self.buf[start..end].copy_from_slice(data);
        self.end = end;
        Ok(start)
    }

    /// Pads and closes the block; returns the header's length.
    ///
    /// # Errors
    /// When the buffer is too small.
    pub fn finish(self) -> Result<usize, RtpError> {
        if self.end == FIXED_HEADER_LEN {
            return Ok(self.end);
        }
        let end = self.end.next_multiple_of(4);
        self.buf
            .get_mut(self.end..end)
            .ok_or(RtpError::NoRoom)?
            .fill(0);
        let profile = match self.form {
            ExtensionForm::OneByte => ONE_BYTE_PROFILE,
            ExtensionForm::TwoByte => TWO_BYTE_PROFILE,
        };
        let words = ((end - FIXED_HEADER_LEN - 4) / 4) as u16;
        self.buf[0] |= 0x10;
        self.buf[12..14].copy_from_slice(&profile.to_be_bytes());
        self.buf[14..16].copy_from_slice(&words.to_be_bytes());
        Ok(end)
    }
}

fn element_head(form: ExtensionForm, id: u8, len: usize) -> Result<([u8; 2], usize), RtpError> {
    match form {
        ExtensionForm::OneByte if (1..=14).contains(&id) && (1..=16).contains(&len) => {
            Ok(([id << 4 | (len as u8 - 1), 0], 1))
        }
        ExtensionForm::TwoByte if id != 0 && len <= 255 => Ok(([id, len as u8], 2)),
        _ => Err(RtpError::Element),
    }
}

/// Overwrites the marker of a written header.
pub fn set_marker(packet: &mut [u8], marker: bool) {
    if let Some(byte) = packet.get_mut(1) {
        *byte = *byte & 0x7F | u8::from(marker) << 7;
    }
}

/// Overwrites the payload type of a written header.
pub fn set_payload_type(packet: &mut [u8], payload_type: u8) {
    if let Some(byte) = packet.get_mut(1) {
        *byte = *byte & 0x80 | payload_type & 0x7F;
    }
}

/// Overwrites the sequence number of a written header.
pub fn set_sequence(packet: &mut [u8], sequence: u16) {
    if let Some(bytes) = packet.get_mut(2..4) {
        bytes.copy_from_slice(&sequence.to_be_bytes());
    }
}

/// Overwrites the timestamp of a written header.
pub fn set_timestamp(packet: &mut [u8], timestamp: u32) {
    if let Some(bytes) = packet.get_mut(4..8) {
        bytes.copy_from_slice(&timestamp.to_be_bytes());
    }
}

/// Overwrites the stream of a written header.
pub fn set_ssrc(packet: &mut [u8], ssrc: u32) {
    if let Some(bytes) = packet.get_mut(8..12) {
        bytes.copy_from_slice(&ssrc.to_be_bytes());
    }
}
