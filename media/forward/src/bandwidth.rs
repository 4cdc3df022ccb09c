//! What one subscriber's connection can take, as far as its reports tell.

use crate::rtcp::ReportBlock;
use crate::send_log::SendLog;

/// Until reports say otherwise; a nearby round trip.
const DEFAULT_RTT_US: u64 = 100_000;

/// The state of one connection's downstream.
#[derive(Debug)]
pub(crate) struct Bandwidth {
    pub(crate) log: SendLog,
    pub(crate) rtt_us: u64,
    pub(crate) max_bps: Option<u64>,
    pub(crate) remb_bps: Option<u64>,
}

impl Default for Bandwidth {
    fn default() -> Self {
        Self {
            log: SendLog::default(),
            rtt_us: DEFAULT_RTT_US,
            max_bps: None,
            remb_bps: None,
        }
    }
}

impl Bandwidth {
    /// A new measurement of the round trip, smoothed.
    pub(crate) fn note_rtt(&mut self, rtt_us: u64) {
        let rtt_us = rtt_us.clamp(1_000, 2_000_000);
        self.rtt_us = (self.rtt_us * 7 + rtt_us) / 8;
    }

    /// What the subscriber's receiver estimates.
    pub(crate) fn note_remb(&mut self, bits_per_second: u64) {
        self.remb_bps = Some(bits_per_second);
    }

    /// What it reports as lost.
    pub(crate) fn note_loss(&mut self, _now_us: u64, _block: &ReportBlock) {}

    /// What may be sent; `None` while nobody knows.
    pub(crate) fn available_bps(&self) -> Option<u64> {
        [self.remb_bps, self.max_bps].into_iter().flatten().min()
    }
}
