//! Authenticates and decrypts what one peer sends; learns nothing from a packet until its tag is
//! checked, so nobody without the key can move a window or take a stream's place.

use super::cipher::Cipher;
use super::kdf::Master;
use super::replay::ReplayWindow;
use super::{MAX_RTP_INDEX, Profile, SrtpError, estimate_index, rtcp_ssrc, rtp_ssrc_and_sequence};
use crate::rtp::RtpHeader;

/// Streams remembered per transport; 8 producers of 3 layers with retransmission need 48.
const MAX_STREAMS: usize = 64;

/// The receiving half of a transport's SRTP session.
pub struct SrtpInbound {
    rtp: Cipher,
    rtcp: Cipher,
    rtp_streams: Streams,
    rtcp_streams: Streams,
}

impl SrtpInbound {
    /// From the peer's master key followed by its salt.
    ///
    /// # Errors
    /// When the length is not the profile's.
    pub fn new(profile: Profile, master: &[u8]) -> Result<Self, SrtpError> {
        let master = Master::new(profile, master)?;
        Ok(Self {
            rtp: Cipher::for_rtp(profile, &master)?,
            rtcp: Cipher::for_rtcp(profile, &master)?,
            rtp_streams: Streams::default(),
            rtcp_streams: Streams::default(),
        })
    }

    /// Decrypts in place; returns the length of the plain packet. After an error the bytes are garbage.
    ///
    /// # Errors
    /// When the packet is short, replayed or not authentic.
    pub fn unprotect_rtp(
        &mut self,
        packet: &mut [u8],
        header: &RtpHeader,
    ) -> Result<usize, SrtpError> {
        let (ssrc, sequence) = rtp_ssrc_and_sequence(packet)?;
        let slot = self.rtp_streams.find(ssrc);
        let highest = slot.and_then(|slot| self.rtp_streams.windows[slot].highest());
        let index = estimate_index(highest, sequence)
            .filter(|&index| index <= MAX_RTP_INDEX)
            .ok_or(SrtpError::Replayed)?;
        self.rtp_streams.check(slot, index)?;
        let len = self.rtp.open_rtp(ssrc, index, packet, header.header_len)?;
        self.rtp_streams.accept(slot, ssrc, index);
        Ok(len)
    }

    /// Decrypts a compound in place; returns its plain length. After an error the bytes are garbage.
    ///
    /// # Errors
    /// When the packet is short, replayed, not encrypted or not authentic.
    pub fn unprotect_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, SrtpError> {
        let ssrc = rtcp_ssrc(packet)?;
        let index = self.rtcp.rtcp_index(packet)?;
        let slot = self.rtcp_streams.find(ssrc);
        self.rtcp_streams.check(slot, u64::from(index))?;
        let len = self.rtcp.open_rtcp(ssrc, index, packet)?;
        self.rtcp_streams.accept(slot, ssrc, u64::from(index));
        Ok(len)
    }
}

impl std::fmt::Debug for SrtpInbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys stay out of logs.
        f.debug_struct("SrtpInbound").finish_non_exhaustive()
    }
}

/// Replay windows by stream: a short table, searched linearly, the last hit first.
#[derive(Default)]
struct Streams {
    ssrcs: Vec<u32>,
    windows: Vec<ReplayWindow>,
    used_at: Vec<u64>,
    last: usize,
    uses: u64,
}

impl Streams {
    fn find(&self, ssrc: u32) -> Option<usize> {
        if self.ssrcs.get(self.last) == Some(&ssrc) {
            return Some(self.last);
        }
        self.ssrcs.iter().position(|&known| known == ssrc)
    }

    fn check(&self, slot: Option<usize>, index: u64) -> Result<(), SrtpError> {
        match slot {
            Some(slot) if !self.windows[slot].may_accept(index) => Err(SrtpError::Replayed),
            _ => Ok(()),
        }
    }

    fn accept(&mut self, slot: Option<usize>, ssrc: u32, index: u64) {
        let slot = slot.unwrap_or_else(|| self.open(ssrc));
        self.uses += 1;
        self.used_at[slot] = self.uses;
        self.windows[slot].accept(index);
        self.last = slot;
    }

    /// A slot for a new stream; the one unused for longest gives way when the table is full.
    fn open(&mut self, ssrc: u32) -> usize {
        if self.ssrcs.len() < MAX_STREAMS {
            self.ssrcs.push(ssrc);
            self.windows.push(ReplayWindow::default());
            self.used_at.push(0);
            return self.ssrcs.len() - 1;
        }
        let oldest = (0..self.ssrcs.len())
            .min_by_key(|&slot| self.used_at[slot])
            .unwrap_or_default();
        self.ssrcs[oldest] = ssrc;
        self.windows[oldest] = ReplayWindow::default();
        oldest
    }
}
