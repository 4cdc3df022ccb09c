//! What one path can take, measured from transport-wide feedback: by delay, by loss, and by probes;
//! refuses to trust a path that does not answer.

use super::MIN_BPS;
use super::acknowledged::Acknowledged;
use super::aimd::Aimd;
use super::detector::{Detector, Usage};
use super::groups::Groups;
use super::loss::Loss;
use super::probe::{Need, Probes, Verdict};
use super::trendline::Trendline;
use crate::send_log::{SendLog, SentPacket};
use crate::twcc::Feedback;

/// Before anything is known; enough for sound and a small picture.
const START_BPS: u64 = 600_000;
/// No subscriber takes more.
const MAX_BPS: u64 = 30_000_000;
/// After an outage, and at most: half of what was believed before it.
const RESUME_BPS: u64 = 300_000;
/// What was sent is overdue after this, besides a round trip.
const OVERDUE_US: u64 = 1_000_000;
/// By then a path without probes is known as well.
const SETTLED_US: u64 = 3_000_000;
/// What the detector says is of no use when nothing arrived for so long.
const STALE_US: u64 = 1_000_000;
/// A queue so much shorter than at the last cut is draining.
const DRAINED_MS: f64 = 5.0;
/// Reference times count 64 ms in 24 bits.
const CLOCK_PERIOD_US: i64 = (1 << 24) * 64_000;

/// The receiver's clock, made continuous where its 24 bits wrap.
#[derive(Clone, Copy, Debug, Default)]
struct Clock {
    last_us: Option<i64>,
}

impl Clock {
    fn unwrap(&mut self, raw_us: i64) -> i64 {
        let last_us = *self.last_us.get_or_insert(raw_us);
        let half = CLOCK_PERIOD_US / 2;
        let apart_us = (raw_us - last_us + half).rem_euclid(CLOCK_PERIOD_US) - half;
        let now_us = last_us + apart_us;
        self.last_us = Some(now_us.max(last_us));
        now_us
    }
}

/// The state of one path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Estimate {
    clock: Clock,
    groups: Groups,
    trendline: Trendline,
    detector: Detector,
    acknowledged: Acknowledged,
    aimd: Aimd,
    pub(crate) loss: Loss,
    pub(crate) probes: Probes,
    first_feedback_us: Option<u64>,
    /// The number that was next when feedback came last, and since when what followed is unanswered.
    answered: u16,
    unanswered_us: Option<u64>,
    /// What was believed when answers stopped coming; `None` while they come.
    out_bps: Option<u64>,
    /// What left before this says nothing: it went into an outage, or another way.
    since_us: u64,
    /// What left before this was too fast, which has been dealt with: its loss says nothing of the rate since.
    lowered_us: u64,
    /// When something was last heard to have arrived.
    heard_us: u64,
    is_known: bool,
    /// The delay at the last cut, while the queue has not stood still since.
    cut_at_ms: Option<f64>,
}

impl Default for Estimate {
    fn default() -> Self {
        Self {
            clock: Clock::default(),
            groups: Groups::default(),
            trendline: Trendline::default(),
            detector: Detector::default(),
            acknowledged: Acknowledged::default(),
            aimd: Aimd::new(START_BPS),
            loss: Loss::default(),
            probes: Probes::default(),
            first_feedback_us: None,
            answered: 0,
            unanswered_us: None,
            out_bps: None,
            since_us: 0,
            lowered_us: 0,
            heard_us: 0,
            is_known: false,
            cut_at_ms: None,
        }
    }
}

impl Estimate {
    pub(crate) fn bps(&self) -> u64 {
        let bound = self.loss.bound_bps().unwrap_or(u64::MAX);
        self.aimd.bps().min(bound).clamp(MIN_BPS, MAX_BPS)
    }

    /// Has the path been measured, or is the estimate still a guess?
    pub(crate) fn is_known(&self) -> bool {
        self.is_known
    }

    /// Has the peer ever answered?
    pub(crate) fn has_feedback(&self) -> bool {
        self.first_feedback_us.is_some()
    }

    /// Reads one report.
    pub(crate) fn read(
        &mut self,
        now_us: u64,
        log: &mut SendLog,
        feedback: &Feedback,
        rtt_us: u64,
    ) {
        let first_us = *self.first_feedback_us.get_or_insert(now_us);
        self.is_known |= now_us >= first_us + SETTLED_US;
        self.answer(now_us, log);
        self.forget_queue(now_us);
        for arrival in feedback.arrivals() {
            match arrival.arrival_us {
                Some(raw_us) => {
                    if let Some(sent) = log.take(arrival.sequence) {
                        let arrival_us = self.clock.unwrap(raw_us);
                        if sent.sent_us >= self.since_us {
                            self.note_arrival(&sent, arrival_us);
                        }
                    }
                }
                None => {
                    if let Some(sent) = log.lose(arrival.sequence)
                        && sent.sent_us >= self.since_us
                    {
                        if sent.sent_us >= self.lowered_us {
                            self.loss.window.add(1, 1);
                        }
                        self.probes.note_lost(&sent);
                    }
                }
            }
        }
        self.decide(now_us, rtt_us);
    }

    /// After a pause the queue is another one.
    fn forget_queue(&mut self, now_us: u64) {
        if now_us >= self.heard_us + STALE_US {
            self.groups = Groups::default();
            self.trendline = Trendline::default();
            self.detector = Detector::default();
            self.acknowledged = Acknowledged::default();
            self.aimd.rest(now_us);
            self.cut_at_ms = None;
        }
        self.heard_us = now_us;
    }

    fn note_arrival(&mut self, sent: &SentPacket, arrival_us: i64) {
        if sent.sent_us >= self.lowered_us {
            self.loss.window.note_arrived(sent.was_lost);
        }
        self.acknowledged.note(arrival_us, sent.bytes);
        self.probes.note(sent, arrival_us);
        let sent_us = sent.sent_us.cast_signed();
        if let Some(delta) = self.groups.add(sent_us, arrival_us)
            && let Some(slope) = self.trendline.add(&delta)
        {
            self.detector
                .judge(slope, delta.sent_ms(), delta.complete_us);
        }
    }

    fn decide(&mut self, now_us: u64, rtt_us: u64) {
        let usage = self.usage();
        let arriving_bps = match usage {
            Usage::Over => self.acknowledged.lately_bps(),
            _ => self.acknowledged.bps(),
        };
        if self.aimd.update(now_us, usage, arriving_bps, rtt_us) {
            self.is_known = true;
            self.cut_at_ms = Some(self.trendline.delay_ms());
            self.probes.hold_off(now_us);
            self.lowered_us = now_us;
            self.loss.window.restart(now_us);
        }
        if usage == Usage::Normal {
            self.cut_at_ms = None;
        }
        let arriving = arriving_bps.unwrap_or(0);
        if self.loss.judge(now_us, self.aimd.bps(), arriving) {
            self.lowered_us = now_us;
        }
        self.conclude_probe(now_us);
    }

    /// The detector looks back; a queue that got shorter since the last cut needs no other.
    fn usage(&self) -> Usage {
        let usage = self.detector.usage();
        let delay_ms = self.trendline.delay_ms();
        let is_draining = self
            .cut_at_ms
            .is_some_and(|cut_at_ms| delay_ms < cut_at_ms - DRAINED_MS);
        match usage {
            Usage::Over if is_draining => Usage::Under,
            usage => usage,
        }
    }

    fn conclude_probe(&mut self, now_us: u64) {
        let Some(verdict) = self.probes.verdict(now_us) else {
            return;
        };
        let before = self.bps();
        let result = match verdict {
            Verdict::Arrived(bps) if self.detector.usage() != Usage::Over => {
                Some(bps.clamp(MIN_BPS, MAX_BPS))
            }
            _ => None,
        };
        if let Some(bps) = result
            && (bps > before || !self.is_known)
        {
            self.aimd.set(now_us, bps);
            self.loss.raise_to(bps);
            self.is_known = true;
        }
        self.probes.plan(now_us, result, before);
    }

    /// An answer came: what was sent until now is not overdue.
    fn answer(&mut self, now_us: u64, log: &mut SendLog) {
        self.answered = log.next();
        self.unanswered_us = None;
        if let Some(before_bps) = self.out_bps {
            let bps = RESUME_BPS.min(before_bps / 2).max(MIN_BPS);
            self.begin_again(now_us, bps, log);
        }
    }

    /// The way leads over another network now: what is known is of the old one.
    pub(crate) fn reroute(&mut self, now_us: u64, log: &mut SendLog) {
        self.begin_again(now_us, START_BPS, log);
        self.is_known = false;
    }

    /// Measures afresh from now on, with probes at once. An outage says nothing of what the path takes,
    /// and what it held back or lost says less.
    fn begin_again(&mut self, now_us: u64, bps: u64, log: &mut SendLog) {
        log.cluster = 0;
        *self = Self {
            clock: self.clock,
            aimd: Aimd::new(bps),
            probes: self.probes.afresh(),
            first_feedback_us: self.first_feedback_us.map(|_| now_us),
            answered: self.answered,
            since_us: now_us,
            is_known: self.is_known,
            ..Self::default()
        };
    }

    /// Lets time pass: a path that does not answer is given less and less.
    pub(crate) fn tick(&mut self, now_us: u64, next: u16, rtt_us: u64) {
        self.conclude_probe(now_us);
        if !self.has_feedback() || next == self.answered {
            return;
        }
        let since_us = *self.unanswered_us.get_or_insert(now_us);
        if now_us >= since_us + OVERDUE_US + rtt_us {
            self.out_bps.get_or_insert(self.bps());
            self.unanswered_us = Some(now_us - rtt_us);
            self.aimd.cut(now_us, (self.bps() / 2).max(MIN_BPS));
            self.probes.hold_off(now_us);
        }
    }

    /// Begins a probe if one is needed; its mark.
    pub(crate) fn probe(&mut self, now_us: u64, need: Need, sent: (u16, u64)) -> Option<u8> {
        let need = Need {
            estimate_bps: self.bps(),
            usage: if now_us < self.heard_us + STALE_US {
                self.detector.usage()
            } else {
                Usage::Normal
            },
            ..need
        };
        if self.out_bps.is_some() {
            return None;
        }
        self.probes.begin(now_us, &need, sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_receivers_clock_may_wrap_and_step_back_a_little() {
        let mut clock = Clock::default();
        let top = CLOCK_PERIOD_US / 2 - 1000;
        assert_eq!(clock.unwrap(top), top);
        assert_eq!(clock.unwrap(-CLOCK_PERIOD_US / 2 + 500), top + 1500);
        assert_eq!(clock.unwrap(-CLOCK_PERIOD_US / 2 - 500), top + 500);
    }

    #[test]
    fn a_path_that_does_not_answer_is_given_less() {
        let mut estimate = Estimate {
            first_feedback_us: Some(0),
            ..Estimate::default()
        };
        for second in 0..=5 {
            estimate.tick(second * 1_100_000, 10, 50_000);
        }
        assert!(estimate.bps() < START_BPS / 8);
        assert_eq!(estimate.probe(9_000_000, Need::default(), (10, 0)), None);
    }

    #[test]
    fn a_peer_that_never_answered_is_not_out() {
        let mut estimate = Estimate::default();
        for second in 0..=5 {
            estimate.tick(second * 1_100_000, 10, 50_000);
        }
        assert_eq!(estimate.bps(), START_BPS);
    }
}
