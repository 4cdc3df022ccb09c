//! When a subscriber may have more: not right after a change, and later each time that more turned out to
//! be too much, whichever of its videos had it.

/// After more, look at how it goes before trying yet more.
const SETTLE_US: u64 = 1_000_000;
/// After less, no more for this long; twice as long each time that more has failed, up to the longest.
const FIRST_WAIT_US: u64 = 3_000_000;
const LONGEST_WAIT_US: u64 = 48_000_000;
/// A video that shows nothing waits no longer than this.
const LONGEST_DARK_US: u64 = 4_000_000;
/// While a connection is being found out, more is a guess like the first choice, and proves nothing.
const BEGINNING_US: u64 = 1_000_000;
/// Less within this time after more means that more has failed.
const PROOF_US: u64 = 15_000_000;

/// The state of one connection.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_field_names, reason = "the unit is part of the name")]
pub(crate) struct Climb {
    began_us: Option<u64>,
    may_us: u64,
    climbed_us: Option<u64>,
    fell_us: u64,
    wait_us: u64,
}

impl Default for Climb {
    fn default() -> Self {
        Self {
            began_us: None,
            may_us: 0,
            climbed_us: None,
            fell_us: 0,
            wait_us: FIRST_WAIT_US,
        }
    }
}

impl Climb {
    /// `is_dark`: it has nothing now.
    pub(crate) fn may_climb(&self, now_us: u64, is_dark: bool) -> bool {
        now_us >= self.may_us || (is_dark && now_us >= self.fell_us + LONGEST_DARK_US)
    }

    /// It got more.
    pub(crate) fn note_climb(&mut self, now_us: u64) {
        if now_us < *self.began_us.get_or_insert(now_us) + BEGINNING_US {
            return;
        }
        self.climbed_us = Some(now_us);
        self.may_us = now_us + SETTLE_US;
    }

    /// It got less.
    pub(crate) fn note_fall(&mut self, now_us: u64) {
        self.fell_us = now_us;
        if let Some(climbed_us) = self.climbed_us.take() {
            let has_failed = now_us < climbed_us + PROOF_US;
            self.wait_us = if has_failed {
                (self.wait_us * 2).min(LONGEST_WAIT_US)
            } else {
                FIRST_WAIT_US
            };
            self.may_us = now_us + self.wait_us;
        } else if self.may_us != 0 {
            self.may_us = self.may_us.max(now_us + FIRST_WAIT_US);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_choice_may_be_corrected_at_once() {
        let mut climb = Climb::default();
        climb.note_fall(1);
        assert!(climb.may_climb(2, false));
    }

    #[test]
    fn what_is_tried_in_the_beginning_may_be_tried_again() {
        let mut climb = Climb::default();
        climb.note_climb(0);
        climb.note_fall(BEGINNING_US - 1);
        assert!(climb.may_climb(BEGINNING_US, false));
    }

    #[test]
    fn failing_waits_longer_each_time_and_success_forgets_it() {
        let mut climb = Climb {
            began_us: Some(0),
            ..Climb::default()
        };
        climb.note_climb(4_000_000);
        climb.note_fall(5_000_000);
        assert!(!climb.may_climb(5_000_000 + 2 * FIRST_WAIT_US - 1, false));
        assert!(climb.may_climb(5_000_000 + 2 * FIRST_WAIT_US, false));
        climb.note_climb(20_000_000);
        climb.note_fall(25_000_000);
        assert!(!climb.may_climb(25_000_000 + 4 * FIRST_WAIT_US - 1, false));
        climb.note_climb(60_000_000);
        climb.note_fall(60_000_000 + PROOF_US);
        assert!(climb.may_climb(60_000_000 + PROOF_US + FIRST_WAIT_US, false));
    }
}
