//! Counts what the way to a subscriber loses, and bounds the rate when that is a lot; refuses to act on
//! a few packets, and on light loss, which radio links have at any rate.

use super::estimate::MIN_BPS;

/// Loss is judged over at least this long and this many packets.
const WINDOW_US: u64 = 1_000_000;
const WINDOW_PACKETS: u64 = 50;
/// The thresholds of the loss-based controller of draft-ietf-rmcat-gcc-02 §6, in thousandths.
const FINE: u64 = 20;
const FULL: u64 = 100;
/// A share of one second's window that is enough to judge heavy loss.
const HASTY_US: u64 = 300_000;

/// Packets reported on since the last judgement.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    since_us: u64,
    expected: u64,
    lost: u64,
}

impl Window {
    pub(crate) fn add(&mut self, expected: u64, lost: u64) {
        self.expected += expected;
        self.lost += lost;
    }

    /// A packet has arrived, maybe one that was counted as lost.
    pub(crate) fn note_arrived(&mut self, was_lost: bool) {
        if was_lost {
            self.lost = self.lost.saturating_sub(1);
        } else {
            self.expected += 1;
        }
    }

    /// Counts anew from now on.
    pub(crate) fn restart(&mut self, now_us: u64) {
        *self = Self {
            since_us: now_us,
            ..Self::default()
        };
    }

    /// Thousandths lost, once there is enough to judge; counting then starts over.
    pub(crate) fn take(&mut self, now_us: u64, packets: u64) -> Option<u64> {
        let has_time = now_us >= self.since_us + WINDOW_US;
        // Half of everything lost need not wait for the second to end.
        let is_heavy = now_us >= self.since_us + HASTY_US && self.lost * 3 > self.expected;
        if !(has_time || is_heavy) || self.expected < packets {
            return None;
        }
        let lost = (self.lost * 1000 / self.expected).min(1000);
        self.restart(now_us);
        Some(lost)
    }
}

/// The bound that loss puts on one path.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Loss {
    pub(crate) window: Window,
    bound_bps: Option<u64>,
    thousandths: u64,
}

impl Loss {
    /// Judges what was counted; `bps` is the estimate by delay, `arriving_bps` what gets through. True when
    /// the bound was lowered.
    pub(crate) fn judge(&mut self, now_us: u64, bps: u64, arriving_bps: u64) -> bool {
        let Some(lost) = self.window.take(now_us, WINDOW_PACKETS) else {
            return false;
        };
        self.thousandths = lost;
        let bound = self.bound_bps.unwrap_or(bps).min(bps);
        self.bound_bps = if lost > FULL {
            // What we send, not what we think we might: an estimate far above it says little.
            let sent_bps = arriving_bps * 1000 / (1000 - lost.min(900));
            let lowered = bound.min(sent_bps.max(1)) * (2000 - lost) / 2000;
            Some(lowered.min(bound).max(MIN_BPS))
        } else if lost > FINE {
            self.bound_bps
        } else {
            self.bound_bps.map(|bound| bound + bound / 12)
        }
        .filter(|&bound| bound < bps);
        lost > FULL
    }

    /// A measurement got through: the bound is at least that high.
    pub(crate) fn raise_to(&mut self, bps: u64) {
        self.bound_bps = self.bound_bps.map(|bound| bound.max(bps));
    }

    pub(crate) fn bound_bps(&self) -> Option<u64> {
        self.bound_bps
    }

    /// The share lost in the last window, 0 to 1.
    pub(crate) fn share(&self) -> f64 {
        self.thousandths as f64 / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(loss: &mut Loss, second: u64, thousandths: u64) -> Option<u64> {
        loss.window.add(1000, thousandths);
        loss.judge(
            second * WINDOW_US,
            1_000_000,
            1_000_000 - thousandths * 1000,
        );
        loss.bound_bps()
    }

    #[test]
    fn light_loss_does_not_bound_and_heavy_loss_does() {
        let mut loss = Loss::default();
        assert_eq!(judged(&mut loss, 1, 50), None);
        assert_eq!(judged(&mut loss, 2, 200), Some(900_000));
        assert_eq!(judged(&mut loss, 3, 50), Some(900_000));
    }

    #[test]
    fn the_bound_rises_and_goes_when_nothing_is_lost() {
        let mut loss = Loss::default();
        judged(&mut loss, 1, 200);
        assert_eq!(judged(&mut loss, 2, 0), Some(975_000));
        assert_eq!(judged(&mut loss, 3, 0), None);
    }

    #[test]
    fn a_few_packets_are_not_judged() {
        let mut loss = Loss::default();
        loss.window.add(10, 10);
        loss.judge(10 * WINDOW_US, 1_000_000, 0);
        assert_eq!(loss.bound_bps(), None);
    }

    #[test]
    fn a_late_packet_was_not_lost() {
        let mut loss = Loss::default();
        loss.window.add(1000, 120);
        for _ in 0..60 {
            loss.window.note_arrived(true);
        }
        loss.judge(WINDOW_US, 1_000_000, 1_000_000);
        assert_eq!((loss.bound_bps(), loss.share()), (None, 0.06));
    }
}
