//! Counts what the way to a subscriber loses, and bounds the rate when that is a lot; refuses to act on
//! a few packets, on light loss, and on loss that does not fall with the rate: radio links have it at any.

use super::MIN_BPS;

/// Loss is judged over at least this long and this many packets.
const WINDOW_US: u64 = 1_000_000;
const WINDOW_PACKETS: u64 = 50;
/// The thresholds of the loss-based controller of draft-ietf-rmcat-gcc-02 §6, in thousandths.
const FINE: u64 = 20;
const FULL: u64 = 100;
/// A share of one second's window that is enough to judge heavy loss.
const HASTY_US: u64 = 300_000;
/// Loss that a lower rate leaves at so much of what it was, in percent, is the link's own; up to this much.
const STUBBORN: u64 = 70;
const MOST_OWN: u64 = 300;
/// A lower bound does not help where no picture is sent any more; heavier loss than the link's own does count.
const PICTURE_BPS: u64 = 150_000;

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

    /// How much of the share may be chance: two standard deviations, in thousandths.
    fn chance(expected: u64, lost: u64) -> u64 {
        let share = lost as f64 / 1000.0;
        (2000.0 * (share * (1.0 - share) / expected.max(1) as f64).sqrt()) as u64
    }

    /// Thousandths lost, and of how many packets, once there is enough to judge; counting then starts over.
    pub(crate) fn take(&mut self, now_us: u64, packets: u64) -> Option<(u64, u64)> {
        let has_time = now_us >= self.since_us + WINDOW_US;
        // Half of everything lost need not wait for the second to end.
        let is_heavy = now_us >= self.since_us + HASTY_US && self.lost * 3 > self.expected;
        if !(has_time || is_heavy) || self.expected < packets {
            return None;
        }
        let lost = (self.lost * 1000 / self.expected).min(1000);
        let expected = self.expected;
        self.restart(now_us);
        Some((lost, expected))
    }
}

/// What was lost before the rate was lowered, and what the bound was.
#[derive(Clone, Copy, Debug)]
struct Lowered {
    lost: u64,
    bound_bps: u64,
}

/// The bound that loss puts on one path.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Loss {
    pub(crate) window: Window,
    bound_bps: Option<u64>,
    thousandths: u64,
    /// What the link loses at any rate, in thousandths.
    own: u64,
    lowered: Option<Lowered>,
}

impl Loss {
    /// Judges what was counted; `bps` is the estimate by delay, `arriving_bps` what gets through. True when
    /// the bound was lowered.
    pub(crate) fn judge(&mut self, now_us: u64, bps: u64, arriving_bps: u64) -> bool {
        let Some((lost, expected)) = self.window.take(now_us, WINDOW_PACKETS) else {
            return false;
        };
        self.thousandths = lost;
        self.own = self.own.min(u64::midpoint(self.own, lost));
        let bound = self.bound_bps.unwrap_or(bps).min(bps);
        if let Some(before) = self.lowered.take()
            && (before.lost * STUBBORN / 100..MOST_OWN).contains(&lost)
        {
            self.own = lost;
            self.bound_bps = Some(bound.max(before.bound_bps)).filter(|&bound| bound < bps);
            return false;
        }
        let beyond = lost.saturating_sub(self.own + Window::chance(expected, lost));
        let next = if beyond > FULL {
            self.lowered = Some(Lowered {
                lost,
                bound_bps: bound,
            });
            lowered(bound, lost, arriving_bps)
        } else if lost > FINE + self.own {
            bound
        } else {
            bound + bound / 12
        };
        let has_bound = self.bound_bps.is_some() || beyond > FULL;
        self.bound_bps = Some(next).filter(|&bound| has_bound && bound < bps);
        beyond > FULL
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

/// Less than is sent, not less than we think we might send: an estimate far above it says little.
fn lowered(bound: u64, lost: u64, arriving_bps: u64) -> u64 {
    let sent_bps = arriving_bps * 1000 / (1000 - lost.min(900));
    let least = if lost < MOST_OWN {
        PICTURE_BPS
    } else {
        MIN_BPS
    };
    let lowered = bound.min(sent_bps.max(1)) * (2000 - lost) / 2000;
    lowered.max(least).min(bound)
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
    fn what_a_lower_rate_does_not_mend_is_the_links_own() {
        let mut loss = Loss::default();
        assert_eq!(judged(&mut loss, 1, 200), Some(900_000));
        assert_eq!(judged(&mut loss, 2, 190), None);
        assert_eq!(judged(&mut loss, 3, 210), None);
        // Twice as much is not.
        assert!(judged(&mut loss, 4, 400).is_some_and(|bound| bound < 900_000));
    }

    #[test]
    fn what_may_be_chance_is_not_judged() {
        let mut loss = Loss::default();
        loss.window.add(60, 10);
        assert!(!loss.judge(WINDOW_US, 1_000_000, 900_000));
        assert_eq!(loss.bound_bps(), None);
    }

    #[test]
    fn sound_alone_is_not_held_back_further() {
        let mut loss = Loss::default();
        loss.window.add(100, 28);
        loss.judge(WINDOW_US, 1_000_000, 20_000);
        assert_eq!(loss.bound_bps(), Some(PICTURE_BPS));
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
