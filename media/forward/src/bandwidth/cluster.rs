//! One burst of a probe: what arrived of it, and how fast; refuses to conclude from too little.

use crate::send_log::SentPacket;

/// Fewer packets tell too little.
pub(super) const MIN_PACKETS: u32 = 5;
/// At least this share of a burst must have arrived, in percent.
const MIN_ARRIVED: u32 = 80;
/// The way is full when a burst arrives slower than it left by more than this, in percent; then this
/// much of the speed of arrival is taken.
const FULL: u64 = 90;
const TAKEN: u64 = 95;
/// A burst that arrives so much faster than it left was held back and let go.
const HELD: u64 = 2;

/// A burst that is being judged.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cluster {
    pub(super) packets: u32,
    pub(super) deadline_us: u64,
    pub(super) arrived: u32,
    pub(super) lost: u32,
    bytes: u64,
    first_sent_us: u64,
    last_sent_us: u64,
    last_sent_bytes: u64,
    first_arrival_us: i64,
    last_arrival_us: i64,
    first_bytes: u64,
}

impl Cluster {
    pub(super) fn note(&mut self, sent: &SentPacket, arrival_us: i64) {
        let bytes = u64::from(sent.bytes);
        if self.arrived == 0 {
            self.first_sent_us = sent.sent_us;
            self.last_sent_us = sent.sent_us;
            self.first_arrival_us = arrival_us;
            self.last_arrival_us = arrival_us;
            self.first_bytes = bytes;
        }
        if sent.sent_us > self.last_sent_us {
            self.last_sent_us = sent.sent_us;
            self.last_sent_bytes = 0;
        }
        if sent.sent_us == self.last_sent_us {
            self.last_sent_bytes += bytes;
        }
        self.last_arrival_us = self.last_arrival_us.max(arrival_us);
        self.arrived += 1;
        self.bytes += bytes;
    }

    /// The speed at which it arrived, but not more than the speed at which it left.
    pub(super) fn result(&self) -> Option<u64> {
        if self.arrived < MIN_PACKETS || self.arrived * 100 < self.packets * MIN_ARRIVED {
            return None;
        }
        let sent_us = self.last_sent_us.checked_sub(self.first_sent_us)?;
        let arrived_us = u64::try_from(self.last_arrival_us - self.first_arrival_us).ok()?;
        let rate = |bytes: u64, us: u64| (bytes * 8_000_000).checked_div(us);
        let left = rate(self.bytes - self.last_sent_bytes, sent_us)?;
        let arrived = rate(self.bytes - self.first_bytes, arrived_us)?;
        if arrived > left * HELD * 2 {
            return None;
        }
        Some(if arrived < left / 100 * FULL {
            arrived / 100 * TAKEN
        } else {
            left.min(arrived)
        })
    }
}
