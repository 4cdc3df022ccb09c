//! What one subscriber's connection can take: measured from its transport-wide feedback, or, where the
//! peer sends none, learned from its REMB and its reports of loss. Refuses to touch a packet.

mod acknowledged;
mod aimd;
mod cluster;
mod detector;
mod estimate;
mod groups;
mod loss;
mod probe;
mod reported;
mod trendline;

pub(crate) use self::probe::{Need, STEP_US};

use self::estimate::Estimate;
use self::reported::Reported;
use crate::send_log::SendLog;
use crate::twcc::Feedback;

/// Below this even audio suffers.
const MIN_BPS: u64 = 50_000;
/// Until reports say otherwise; a nearby round trip.
const DEFAULT_RTT_US: u64 = 100_000;
/// A peer that was to answer and has not by then never will.
const SILENT_US: u64 = 3_000_000;

/// The state of one connection's downstream.
#[derive(Debug)]
pub(crate) struct Bandwidth {
    pub(crate) log: SendLog,
    pub(crate) rtt_us: u64,
    /// What the owner allows.
    pub(crate) max_bps: Option<u64>,
    /// Packets to this peer carry transport-wide numbers.
    pub(crate) is_numbered: bool,
    /// What the allocation would do with more; `None` without video.
    pub(crate) need: Option<Need>,
    numbered_us: Option<u64>,
    is_silent: bool,
    reported: Reported,
    estimate: Estimate,
}

impl Default for Bandwidth {
    fn default() -> Self {
        Self {
            log: SendLog::default(),
            rtt_us: DEFAULT_RTT_US,
            max_bps: None,
            is_numbered: false,
            need: None,
            numbered_us: None,
            is_silent: false,
            reported: Reported::default(),
            estimate: Estimate::default(),
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
    pub(crate) fn note_remb(&mut self, now_us: u64, remb_bps: u64, sent_bps: u64) {
        self.reported.note_remb(now_us, remb_bps, sent_bps);
    }

    /// What it reports as received and lost on the way, without what never reached us.
    pub(crate) fn note_loss(&mut self, now_us: u64, expected: u64, lost: u64, sent_bps: u64) {
        self.reported.note_loss(now_us, expected, lost, sent_bps);
    }

    /// Its transport-wide feedback. What was never sent is not in the log, so a publisher's own loss
    /// does not count.
    pub(crate) fn note_feedback(&mut self, now_us: u64, feedback: &Feedback) {
        if self.is_numbered {
            self.is_silent = false;
            self.estimate
                .read(now_us, &mut self.log, feedback, self.rtt_us);
        }
    }

    /// The way to the peer leads over another network now.
    pub(crate) fn reroute(&mut self, now_us: u64) {
        self.rtt_us = DEFAULT_RTT_US;
        self.reported = Reported::default();
        self.estimate.reroute(now_us, &mut self.log);
    }

    /// Lets time pass.
    pub(crate) fn tick(&mut self, now_us: u64) {
        self.reported.tick(now_us);
        if !self.is_numbered {
            return;
        }
        let next = self.log.next();
        self.estimate.tick(now_us, next, self.rtt_us);
        if next != 0 && !self.estimate.has_feedback() {
            let since_us = *self.numbered_us.get_or_insert(now_us);
            self.is_silent = now_us >= since_us + SILENT_US;
        }
    }

    /// By reports on every packet?
    pub(crate) fn is_measured(&self) -> bool {
        self.is_numbered && !self.is_silent
    }

    /// What may be sent; `None` while nothing says otherwise.
    pub(crate) fn available_bps(&self) -> Option<u64> {
        let bound = if self.is_measured() {
            Some(self.estimate.bps())
        } else {
            self.reported.bound_bps()
        };
        [bound, self.max_bps].into_iter().flatten().min()
    }

    /// The estimate itself; 0 while there is none.
    pub(crate) fn estimate_bps(&self) -> u64 {
        if self.is_measured() {
            self.estimate.bps()
        } else {
            self.reported.bound_bps().unwrap_or(0)
        }
    }

    /// Is the estimate more than a guess?
    pub(crate) fn is_known(&self) -> bool {
        !self.is_measured() || self.estimate.is_known() || self.max_bps.is_some()
    }

    /// The share of what was sent that got lost lately, 0 to 1.
    pub(crate) fn loss(&self) -> f64 {
        if self.is_measured() {
            self.estimate.loss.share()
        } else {
            self.reported.loss()
        }
    }

    pub(crate) fn probes(&self) -> u64 {
        self.estimate.probes.count
    }

    /// Begins a probe if one is needed.
    pub(crate) fn probe(&mut self, now_us: u64, sent_bps: u64) {
        let Some(need) = self.need.filter(|_| self.is_measured()) else {
            return;
        };
        let is_capped = self
            .max_bps
            .is_some_and(|max_bps| self.estimate.bps() >= max_bps);
        if !is_capped {
            let need = Need { sent_bps, ..need };
            let sent = (self.log.next(), self.log.bytes());
            if let Some(mark) = self.estimate.probe(now_us, need, sent) {
                self.log.cluster = mark;
            }
        }
    }

    pub(crate) fn is_probing(&self) -> bool {
        self.estimate.probes.is_running()
    }

    /// Padding that the running probe needs now: bytes, and the size of a piece.
    pub(crate) fn probe_padding(&self, now_us: u64) -> Option<(u64, u64)> {
        self.estimate.probes.padding(now_us, self.log.bytes())
    }

    /// Ends the running probe when it has lasted long enough.
    pub(crate) fn end_probe(&mut self, now_us: u64) {
        if self.estimate.probes.end(now_us, self.log.next()) {
            self.log.cluster = 0;
        }
    }
}
