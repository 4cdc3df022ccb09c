//! What a subscriber without transport-wide feedback says of its connection: a bound appears when REMB
//! or its reports show signs of too much, falls at once, and rises slowly; refuses to guess while all is
//! well.

use super::loss::Window;

/// Less tells little; below this even audio suffers.
const MIN_BPS: u64 = 60_000;
/// Fewer packets are not judged.
const WINDOW_PACKETS: u64 = 20;
/// The thresholds of the loss-based controller of draft-ietf-rmcat-gcc-02 §6, in thousandths.
const FINE: u64 = 20;
const FULL: u64 = 100;
/// How long after trouble the bound is raised by half, and the longest such wait when raising failed.
const FIRST_WAIT_US: u64 = 5_000_000;
const LONGEST_WAIT_US: u64 = 60_000_000;
/// No subscriber takes more; a bound this high is none.
const NO_BOUND_BPS: u64 = 30_000_000;

/// What one subscriber reported.
#[derive(Debug)]
pub(crate) struct Reported {
    bound_bps: Option<u64>,
    last_remb_bps: Option<u64>,
    raise_us: u64,
    raised_us: Option<u64>,
    wait_us: u64,
    window: Window,
    thousandths: u64,
}

impl Default for Reported {
    fn default() -> Self {
        Self {
            bound_bps: None,
            last_remb_bps: None,
            raise_us: 0,
            raised_us: None,
            wait_us: FIRST_WAIT_US,
            window: Window::default(),
            thousandths: 0,
        }
    }
}

impl Reported {
    /// What the subscriber's receiver estimates. Its value follows what we send, so only a fall to
    /// where we are says that the path is full.
    pub(crate) fn note_remb(&mut self, now_us: u64, remb_bps: u64, sent_bps: u64) {
        let has_fallen = self
            .last_remb_bps
            .is_some_and(|last| remb_bps < last / 100 * 97);
        self.last_remb_bps = Some(remb_bps);
        if has_fallen && remb_bps < sent_bps.saturating_add(sent_bps / 5) {
            self.lower(now_us, remb_bps);
        } else if let Some(bound) = &mut self.bound_bps {
            *bound = remb_bps.max(*bound);
        }
    }

    /// What it reports as received and lost on the way, without what never reached us.
    pub(crate) fn note_loss(&mut self, now_us: u64, expected: u64, lost: u64, sent_bps: u64) {
        self.window.add(expected, lost.min(expected));
        let Some((lost, _)) = self.window.take(now_us, WINDOW_PACKETS) else {
            return;
        };
        self.thousandths = lost;
        if lost > FULL {
            self.lower(now_us, sent_bps * (2000 - lost) / 2000);
        } else if lost > FINE {
            // Neither fine nor full: no trying yet.
            self.raise_us = self.raise_us.max(now_us + FIRST_WAIT_US);
        }
    }

    fn lower(&mut self, now_us: u64, bits_per_second: u64) {
        let bound = self.bound_bps.unwrap_or(u64::MAX);
        self.bound_bps = Some(bits_per_second.min(bound).max(MIN_BPS));
        // Trouble soon after raising: wait longer next time.
        let has_failed = self
            .raised_us
            .take()
            .is_some_and(|raised_us| now_us < raised_us + 2 * FIRST_WAIT_US);
        self.wait_us = if has_failed {
            (self.wait_us * 2).min(LONGEST_WAIT_US)
        } else {
            self.wait_us
        };
        self.raise_us = now_us + self.wait_us;
    }

    /// Raises the bound when it is time to try.
    pub(crate) fn tick(&mut self, now_us: u64) {
        let Some(bound) = self.bound_bps.filter(|_| now_us >= self.raise_us) else {
            return;
        };
        self.raise_us = now_us + self.wait_us;
        self.raised_us = Some(now_us);
        let raised = bound.saturating_add(bound / 2);
        self.bound_bps = Some(raised).filter(|&raised| raised < NO_BOUND_BPS);
        if self.bound_bps.is_none() {
            self.wait_us = FIRST_WAIT_US;
        }
    }

    /// What may be sent; `None` while nothing says otherwise.
    pub(crate) fn bound_bps(&self) -> Option<u64> {
        self.bound_bps
    }

    /// The share lost in the last window, 0 to 1.
    pub(crate) fn loss(&self) -> f64 {
        self.thousandths as f64 / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MBPS: u64 = 1_000_000;
    const SECOND_US: u64 = 1_000_000;

    #[test]
    fn nothing_is_bounded_while_all_is_well() {
        let mut reported = Reported::default();
        reported.note_remb(0, MBPS, MBPS);
        reported.note_remb(1, 2 * MBPS, MBPS);
        reported.note_loss(2 * SECOND_US, 1000, 10, MBPS);
        assert_eq!(reported.bound_bps(), None);
    }

    #[test]
    fn a_falling_estimate_bounds_at_once() {
        let mut reported = Reported::default();
        reported.note_remb(0, 2 * MBPS, 2 * MBPS);
        reported.note_remb(1, MBPS, 2 * MBPS);
        assert_eq!(reported.bound_bps(), Some(MBPS));
    }

    #[test]
    fn a_fall_far_above_what_is_sent_means_nothing() {
        let mut reported = Reported::default();
        reported.note_remb(0, 5 * MBPS, MBPS);
        reported.note_remb(1, 4 * MBPS, MBPS);
        assert_eq!(reported.bound_bps(), None);
    }

    #[test]
    fn heavy_loss_bounds_and_light_loss_does_not() {
        let mut reported = Reported::default();
        reported.note_loss(2 * SECOND_US, 1000, 50, MBPS);
        assert_eq!(reported.bound_bps(), None);
        reported.note_loss(4 * SECOND_US, 1000, 200, MBPS);
        assert_eq!(reported.bound_bps(), Some(900_000));
    }

    #[test]
    fn the_bound_rises_after_a_wait_that_grows_with_failure() {
        let mut reported = Reported::default();
        reported.lower(0, MBPS);
        reported.tick(FIRST_WAIT_US - 1);
        assert_eq!(reported.bound_bps(), Some(MBPS));
        reported.tick(FIRST_WAIT_US);
        assert_eq!(reported.bound_bps(), Some(MBPS * 3 / 2));
        reported.lower(FIRST_WAIT_US + 1, MBPS);
        reported.tick(2 * FIRST_WAIT_US + 1);
        assert_eq!(reported.bound_bps(), Some(MBPS));
        reported.tick(3 * FIRST_WAIT_US + 1);
        assert_eq!(reported.bound_bps(), Some(MBPS * 3 / 2));
    }
}
