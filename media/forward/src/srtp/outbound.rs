//! Encrypts what we send to one peer, straight in its send buffer; refuses to encrypt once an
//! index space is used up, and never forgets a stream's counter: a reused nonce would break AES-GCM.

use super::cipher::Cipher;
use super::kdf::Master;
use super::{
    MAX_RTCP_INDEX, MAX_RTP_INDEX, Profile, SrtpError, estimate_index, rtcp_ssrc,
    rtp_ssrc_and_sequence,
};

/// The sending half of a transport's SRTP session.
pub struct SrtpOutbound {
    profile: Profile,
    rtp: Cipher,
    rtcp: Cipher,
    ssrcs: Vec<u32>,
    highest: Vec<u64>,
    last: usize,
    next_rtcp_index: u32,
}

impl SrtpOutbound {
    /// From our master key followed by its salt.
    ///
    /// # Errors
    /// When the length is not the profile's.
    pub fn new(profile: Profile, master: &[u8]) -> Result<Self, SrtpError> {
        let master = Master::new(profile, master)?;
        Ok(Self {
            profile,
            rtp: Cipher::for_rtp(profile, &master)?,
            rtcp: Cipher::for_rtcp(profile, &master)?,
            ssrcs: Vec::new(),
            highest: Vec::new(),
            last: 0,
            next_rtcp_index: 0,
        })
    }

    /// The profile, for tag lengths.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// Encrypts a packet whose last `tag_len` bytes are room for the tag; returns its whole length.
    ///
    /// The rollover counter is tracked by the packet's own stream and sequence number, which may
    /// come out of order but must not repeat with other content.
    ///
    /// # Errors
    /// When there is no room, or no index left.
    pub fn protect_rtp(
        &mut self,
        packet: &mut [u8],
        header_len: usize,
    ) -> Result<usize, SrtpError> {
        let (ssrc, sequence) = rtp_ssrc_and_sequence(packet)?;
        let slot = self.find(ssrc);
        let highest = slot.map(|slot| self.highest[slot]);
        let index = estimate_index(highest, sequence).ok_or(SrtpError::Exhausted)?;
        let len = self.protect_rtp_at(index, packet, header_len)?;
        self.advance(slot, ssrc, index);
        Ok(len)
    }

    /// As [`Self::protect_rtp`] with the index (rollover counter and sequence number) given.
    ///
    /// For callers that count in 64 bits anyway; the low 16 bits must be the packet's sequence
    /// number, and an index must never come twice with other content.
    ///
    /// # Errors
    /// When there is no room, or the index has more than 48 bits.
    pub fn protect_rtp_at(
        &self,
        index: u64,
        packet: &mut [u8],
        header_len: usize,
    ) -> Result<usize, SrtpError> {
        if index > MAX_RTP_INDEX {
            return Err(SrtpError::Exhausted);
        }
        let (ssrc, sequence) = rtp_ssrc_and_sequence(packet)?;
        debug_assert_eq!(index as u16, sequence, "the index is of another packet");
        self.rtp.seal_rtp(ssrc, index, packet, header_len)?;
        Ok(packet.len())
    }

    /// Encrypts a compound whose last `rtcp_overhead` bytes are room; returns its whole length.
    ///
    /// # Errors
    /// When there is no room, or no index left.
    pub fn protect_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, SrtpError> {
        let ssrc = rtcp_ssrc(packet)?;
        let index = self.next_rtcp_index;
        if index > MAX_RTCP_INDEX {
            return Err(SrtpError::Exhausted);
        }
        self.rtcp.seal_rtcp(ssrc, index, packet)?;
        // One counter for all senders: it still only grows for each of them.
        self.next_rtcp_index = index + 1;
        Ok(packet.len())
    }

    fn find(&self, ssrc: u32) -> Option<usize> {
        if self.ssrcs.get(self.last) == Some(&ssrc) {
            return Some(self.last);
        }
        self.ssrcs.iter().position(|&known| known == ssrc)
    }

    fn advance(&mut self, slot: Option<usize>, ssrc: u32, index: u64) {
        let slot = slot.unwrap_or_else(|| {
            self.ssrcs.push(ssrc);
            self.highest.push(index);
            self.ssrcs.len() - 1
        });
        self.highest[slot] = self.highest[slot].max(index);
        self.last = slot;
    }
}

impl std::fmt::Debug for SrtpOutbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys stay out of logs.
        f.debug_struct("SrtpOutbound")
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}
