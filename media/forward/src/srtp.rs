//! SRTP and SRTCP for one transport (RFC 3711; AES-GCM by RFC 7714), in place and without
//! allocation per packet; refuses MKI, key derivation rates, header encryption and unencrypted SRTCP.

mod cipher;
mod inbound;
mod kdf;
mod outbound;
mod replay;

pub use inbound::SrtpInbound;
pub use outbound::SrtpOutbound;

/// Sender SSRC and the fixed words before it, which SRTCP leaves readable.
const RTCP_HEADER_LEN: usize = 8;
/// The E bit and the 31-bit index after an SRTCP packet.
const RTCP_INDEX_LEN: usize = 4;
/// RTCP indices are 31 bits wide.
const MAX_RTCP_INDEX: u32 = 0x7FFF_FFFF;
/// RTP indices are 48 bits wide: rollover counter and sequence number.
const MAX_RTP_INDEX: u64 = 0xFFFF_FFFF_FFFF;

/// The protection profiles we negotiate in DTLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// `SRTP_AEAD_AES_128_GCM`, the one we prefer.
    Aes128Gcm,
    /// `SRTP_AEAD_AES_256_GCM`.
    Aes256Gcm,
    /// `SRTP_AES128_CM_HMAC_SHA1_80`, for old clients.
    Aes128CmSha1_80,
}

impl Profile {
    /// Bytes of the master key.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes128CmSha1_80 => 16,
            Self::Aes256Gcm => 32,
        }
    }

    /// Bytes of the master salt.
    #[must_use]
    pub const fn salt_len(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => 12,
            Self::Aes128CmSha1_80 => 14,
        }
    }

    /// Bytes of master key and salt, as exported from DTLS for one direction.
    #[must_use]
    pub const fn master_len(self) -> usize {
        self.key_len() + self.salt_len()
    }

    /// Bytes that protecting an RTP packet adds.
    #[must_use]
    pub const fn tag_len(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => 16,
            Self::Aes128CmSha1_80 => 10,
        }
    }

    /// Bytes that protecting an RTCP packet adds.
    #[must_use]
    pub const fn rtcp_overhead(self) -> usize {
        self.tag_len() + RTCP_INDEX_LEN
    }
}

/// Why a packet was not protected or not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SrtpError {
    /// Master key and salt have the wrong length for the profile.
    KeyLength,
    /// Shorter than its header and tag.
    TooShort,
    /// Seen before, or too old to tell.
    Replayed,
    /// Tampered with, or protected under another key.
    Unauthentic,
    /// SRTCP without the E bit.
    NotEncrypted,
    /// The index space of this key is used up.
    Exhausted,
}

impl std::fmt::Display for SrtpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::KeyLength => "wrong length of master key and salt",
            Self::TooShort => "shorter than its header and tag",
            Self::Replayed => "seen before or too old",
            Self::Unauthentic => "authentication failed",
            Self::NotEncrypted => "SRTCP that is not encrypted",
            Self::Exhausted => "the key has no index left",
        })
    }
}

impl std::error::Error for SrtpError {}

/// The 48-bit index of `sequence` given the highest one so far (RFC 3711 §3.3.1);
/// `None` when it would lie before the first cycle.
fn estimate_index(highest: Option<u64>, sequence: u16) -> Option<u64> {
    let Some(highest) = highest else {
        return Some(u64::from(sequence));
    };
    let step = i64::from(sequence.wrapping_sub(highest as u16) as i16);
    highest.checked_add_signed(step)
}

fn rtp_ssrc_and_sequence(packet: &[u8]) -> Result<(u32, u16), SrtpError> {
    let head: &[u8; 12] = packet.first_chunk().ok_or(SrtpError::TooShort)?;
    let ssrc = u32::from_be_bytes([head[8], head[9], head[10], head[11]]);
    Ok((ssrc, u16::from_be_bytes([head[2], head[3]])))
}

fn rtcp_ssrc(packet: &[u8]) -> Result<u32, SrtpError> {
    let head: &[u8; RTCP_HEADER_LEN] = packet.first_chunk().ok_or(SrtpError::TooShort)?;
    Ok(u32::from_be_bytes([head[4], head[5], head[6], head[7]]))
}

#[cfg(test)]
mod tests {
    use super::estimate_index;

    #[test]
    fn the_first_packet_starts_in_cycle_zero() {
        assert_eq!(estimate_index(None, 65_535), Some(65_535));
    }

    #[test]
    fn the_rollover_counter_grows_at_the_wrap() {
        assert_eq!(estimate_index(Some(65_535), 0), Some(0x1_0000));
        assert_eq!(estimate_index(Some(0x1_0000), 65_535), Some(65_535));
        assert_eq!(estimate_index(Some(0x2_FFF0), 5), Some(0x3_0005));
    }

    #[test]
    fn nothing_comes_before_the_first_cycle() {
        assert_eq!(estimate_index(Some(2), 65_535), None);
    }
}
