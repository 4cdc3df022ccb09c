//! Feedback of receivers: NACK and PLI (RFC 4585 §6), FIR (RFC 5104 §4.3.1) and REMB
//! (draft-alvestrand-rmcat-remb-03).

use super::{u16_at, u32_at};

const REMB_NAME: [u8; 4] = *b"REMB";

/// Splits the sender and the media source off a feedback packet.
fn addressed(body: &[u8]) -> Option<(u32, u32, &[u8])> {
    let (head, rest) = body.split_at_checked(8)?;
    Some((u32_at(head, 0), u32_at(head, 4), rest))
}

/// Packets a receiver misses.
#[derive(Clone, Copy, Debug)]
pub struct Nack<'a> {
    /// Who asks.
    pub sender: u32,
    /// The stream.
    pub media: u32,
    items: &'a [u8],
}

impl<'a> Nack<'a> {
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let (sender, media, items) = addressed(body)?;
        Some(Self {
            sender,
            media,
            items,
        })
    }

    /// The missing sequence numbers, in the order written.
    pub fn sequences(&self) -> impl Iterator<Item = u16> + use<'a> {
        self.items.chunks_exact(4).flat_map(|item| {
            let first = u16_at(item, 0);
            let following = u16_at(item, 2);
            let rest = (0..16)
                .filter(move |bit| following >> bit & 1 != 0)
                .map(move |bit| first.wrapping_add(bit + 1));
            std::iter::once(first).chain(rest)
        })
    }
}

/// A picture loss indication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureLoss {
    /// Who asks.
    pub sender: u32,
    /// The stream.
    pub media: u32,
}

impl PictureLoss {
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let (sender, media, _) = addressed(body)?;
        Some(Self { sender, media })
    }
}

/// Full intra requests.
#[derive(Clone, Copy, Debug)]
pub struct Fir<'a> {
    /// Who asks.
    pub sender: u32,
    items: &'a [u8],
}

/// One stream's full intra request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirEntry {
    /// The stream.
    pub ssrc: u32,
    /// Counts requests; a repeated number is a repeated request.
    pub number: u8,
}

impl<'a> Fir<'a> {
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let (sender, _, items) = addressed(body)?;
        Some(Self { sender, items })
    }

    /// The requests.
    pub fn entries(&self) -> impl Iterator<Item = FirEntry> + use<'a> {
        self.items.chunks_exact(8).map(|item| FirEntry {
            ssrc: u32_at(item, 0),
            number: item[4],
        })
    }
}

/// A receiver's estimate of what it can receive.
#[derive(Clone, Copy, Debug)]
pub struct Remb<'a> {
    /// Who estimates.
    pub sender: u32,
    /// Bits per second, saturating.
    pub bitrate_bps: u64,
    ssrcs: &'a [u8],
}

impl<'a> Remb<'a> {
    pub(super) fn read(body: &'a [u8]) -> Option<Self> {
        let (sender, _, rest) = addressed(body)?;
        let (head, ssrcs) = rest.split_at_checked(8)?;
        if head[..4] != REMB_NAME {
            return None;
        }
        let exponent = u32::from(head[5] >> 2);
        let mantissa = u64::from(u32_at(head, 4) & 0x0003_FFFF);
        let is_too_big = exponent > mantissa.leading_zeros();
        Some(Self {
            sender,
            bitrate_bps: if is_too_big {
                u64::MAX
            } else {
                mantissa << exponent
            },
            ssrcs: ssrcs.get(..usize::from(head[4]) * 4)?,
        })
    }

    /// The streams the estimate covers.
    pub fn ssrcs(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.ssrcs.chunks_exact(4).map(|bytes| u32_at(bytes, 0))
    }
}
