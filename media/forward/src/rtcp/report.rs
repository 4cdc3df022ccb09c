//! Sender and receiver reports, source descriptions and goodbyes (RFC 3550 §6.4 to §6.6).

use super::{REPORT_BLOCK_LEN, u32_at};

const SENDER_INFO_LEN: usize = 24;
const CNAME: u8 = 1;

/// How one stream arrived at a receiver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportBlock {
    /// The stream.
    pub ssrc: u32,
    /// Lost since the last report, in 256ths.
    pub fraction_lost: u8,
    /// Lost since the start, 24 bits with sign; negative when duplicates came.
    pub cumulative_lost: i32,
    /// Highest sequence number, with its cycles above 16 bits.
    pub highest_sequence: u32,
    /// In units of the stream's clock rate.
    pub jitter: u32,
    /// Middle bits of the newest sender report's NTP time; 0 for none.
    pub last_sender_report: u32,
    /// Time since that report came, in 2^-16 s.
    pub delay_since_last: u32,
}

impl ReportBlock {
    fn read(bytes: &[u8]) -> Self {
        // Shifted up and down, so that the sign of the 24-bit number is kept.
        let cumulative_lost = ((u32_at(bytes, 4) << 8) as i32) >> 8;
        Self {
            ssrc: u32_at(bytes, 0),
            fraction_lost: bytes[4],
            cumulative_lost,
            highest_sequence: u32_at(bytes, 8),
            jitter: u32_at(bytes, 12),
            last_sender_report: u32_at(bytes, 16),
            delay_since_last: u32_at(bytes, 20),
        }
    }

    pub(super) fn write(&self, buf: &mut Vec<u8>) {
        let lost = self.cumulative_lost.clamp(-0x80_0000, 0x7F_FFFF) as u32 & 0x00FF_FFFF;
        for word in [
            self.ssrc,
            u32::from(self.fraction_lost) << 24 | lost,
            self.highest_sequence,
            self.jitter,
            self.last_sender_report,
            self.delay_since_last,
        ] {
            buf.extend_from_slice(&word.to_be_bytes());
        }
    }
}

/// `count` report blocks at the front of `bytes`, if they are all there.
fn blocks(bytes: &[u8], count: usize) -> Option<&[u8]> {
    bytes.get(..count * REPORT_BLOCK_LEN)
}

fn iterate(blocks: &[u8]) -> impl Iterator<Item = ReportBlock> + '_ {
    blocks.chunks_exact(REPORT_BLOCK_LEN).map(ReportBlock::read)
}

/// What a sender says about its own stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SenderInfo {
    /// The stream.
    pub ssrc: u32,
    /// When the report was made, as 64-bit NTP time.
    pub ntp: u64,
    /// The same moment on the stream's clock.
    pub rtp_timestamp: u32,
    /// Packets since the start, wrapping.
    pub packet_count: u32,
    /// Payload bytes since the start, wrapping.
    pub octet_count: u32,
}

/// A sender report.
#[derive(Clone, Copy, Debug)]
pub struct SenderReport<'a> {
    /// What was sent.
    pub info: SenderInfo,
    blocks: &'a [u8],
}

impl<'a> SenderReport<'a> {
    pub(super) fn read(body: &'a [u8], count: usize) -> Option<Self> {
        let (info, rest) = body.split_at_checked(SENDER_INFO_LEN)?;
        Some(Self {
            info: SenderInfo {
                ssrc: u32_at(info, 0),
                ntp: u64::from(u32_at(info, 4)) << 32 | u64::from(u32_at(info, 8)),
                rtp_timestamp: u32_at(info, 12),
                packet_count: u32_at(info, 16),
                octet_count: u32_at(info, 20),
            },
            blocks: blocks(rest, count)?,
        })
    }

    /// What the sender received.
    pub fn blocks(&self) -> impl Iterator<Item = ReportBlock> + use<'a> {
        iterate(self.blocks)
    }
}

/// A receiver report.
#[derive(Clone, Copy, Debug)]
pub struct ReceiverReport<'a> {
    /// Who reports.
    pub ssrc: u32,
    blocks: &'a [u8],
}

impl<'a> ReceiverReport<'a> {
    pub(super) fn read(body: &'a [u8], count: usize) -> Option<Self> {
        let (ssrc, rest) = body.split_at_checked(4)?;
        Some(Self {
            ssrc: u32_at(ssrc, 0),
            blocks: blocks(rest, count)?,
        })
    }

    /// What was received.
    pub fn blocks(&self) -> impl Iterator<Item = ReportBlock> + use<'a> {
        iterate(self.blocks)
    }
}

/// Names of sources.
#[derive(Clone, Copy, Debug)]
pub struct SourceDescription<'a> {
    body: &'a [u8],
    count: usize,
}

impl<'a> SourceDescription<'a> {
    pub(super) const fn new(body: &'a [u8], count: usize) -> Self {
        Self { body, count }
    }

    /// Each stream with its canonical name; stops at the first malformed chunk.
    pub fn cnames(&self) -> impl Iterator<Item = (u32, &'a [u8])> + use<'a> {
        let mut rest = self.body;
        (0..self.count)
            .map_while(move |_| {
                let ssrc: &[u8; 4] = rest.first_chunk()?;
                let (name, len) = cname(&rest[4..])?;
                // Chunks start on 32-bit boundaries.
                let next = (4 + len).next_multiple_of(4);
                rest = rest.get(next..).unwrap_or_default();
                Some(name.map(|name| (u32::from_be_bytes(*ssrc), name)))
            })
            .flatten()
    }
}

/// The canonical name among the items of a chunk, and how long the items are with their end mark.
fn cname(items: &[u8]) -> Option<(Option<&[u8]>, usize)> {
    let mut name = None;
    let mut at = 0;
    loop {
        let kind = *items.get(at)?;
        if kind == 0 {
            return Some((name, at + 1));
        }
        let len = usize::from(*items.get(at + 1)?);
        let value = items.get(at + 2..at + 2 + len)?;
        if kind == CNAME {
            name = Some(value);
        }
        at += 2 + len;
    }
}

/// Streams that end.
#[derive(Clone, Copy, Debug)]
pub struct Bye<'a> {
    ssrcs: &'a [u8],
}

impl<'a> Bye<'a> {
    pub(super) fn read(body: &'a [u8], count: usize) -> Option<Self> {
        Some(Self {
            ssrcs: body.get(..count * 4)?,
        })
    }

    /// Which ones.
    pub fn ssrcs(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.ssrcs.chunks_exact(4).map(|bytes| u32_at(bytes, 0))
    }
}
