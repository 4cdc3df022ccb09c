//! Reads and writes RTCP compounds (RFC 3550 §6, RFC 4585, RFC 5104, REMB); refuses to decide
//! what a report means, and skips what it does not know.

mod feedback;
mod read;
mod report;
mod write;

pub use feedback::{Fir, FirEntry, Nack, PictureLoss, Remb};
pub use read::{Packet, Packets, packets};
pub use report::{Bye, ReceiverReport, ReportBlock, SenderInfo, SenderReport, SourceDescription};
pub use write::{
    write_bye, write_cname, write_fir, write_nack, write_pli, write_receiver_report, write_remb,
    write_sender_report,
};

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const SOURCE_DESCRIPTION: u8 = 202;
const BYE: u8 = 203;
pub(crate) const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;

const NACK: u8 = 1;
/// Transport-wide congestion control feedback.
pub(crate) const TRANSPORT_CC: u8 = 15;
const PLI: u8 = 1;
const FIR: u8 = 4;
const APPLICATION: u8 = 15;

const REPORT_BLOCK_LEN: usize = 24;
/// Counts in the common header have five bits.
const MAX_COUNT: usize = 31;

/// Tells RTCP from RTP on a shared port (RFC 5761 §4).
#[must_use]
pub fn is_rtcp(datagram: &[u8]) -> bool {
    datagram.len() >= 8 && datagram[0] >> 6 == 2 && (192..=223).contains(&datagram[1])
}

/// From 1900 to 1970.
const NTP_EPOCH_S: u64 = 2_208_988_800;

/// The 64-bit NTP time of a Unix time in µs.
#[must_use]
pub const fn ntp_from_unix_us(unix_us: u64) -> u64 {
    let seconds = unix_us / 1_000_000 + NTP_EPOCH_S;
    let fraction = ((unix_us % 1_000_000) << 32) / 1_000_000;
    seconds << 32 | fraction
}

/// The Unix time in µs of a 64-bit NTP time; 0 for one before 1970.
#[must_use]
pub const fn unix_us_from_ntp(ntp: u64) -> u64 {
    let fraction_us = ((ntp & 0xFFFF_FFFF) * 1_000_000) >> 32;
    ((ntp >> 32) * 1_000_000 + fraction_us).saturating_sub(NTP_EPOCH_S * 1_000_000)
}

/// The middle 32 bits of an NTP time, in 2^-16 s, as report blocks carry it.
#[must_use]
pub const fn ntp_middle(ntp: u64) -> u32 {
    (ntp >> 16) as u32
}

/// The 16 or 32 bits at an offset known to be inside.
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
