//! Decides whether to let packets gather for a moment: under load a fraction of a millisecond makes longer
//! runs, which cost less to send; a quiet worker, and one that gets lone packets, answers at once.

use std::time::Duration;

/// Browsers send a frame's packets within this time; far below what anybody hears or sees.
pub(crate) const TICK: Duration = Duration::from_micros(250);
/// Load is judged this often.
const WINDOW_US: u64 = 100_000;
/// About a fiftieth of a core.
const BUSY_DATAGRAMS: u64 = 1000;

/// While gathering does not pay, it is tried at every so many wakes.
const TRIAL: u32 = 32;
/// The averages are in 8ths and forget an eighth at each wake.
const WEIGHT: usize = 8;

/// How much was sent lately, and what waiting brought.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    since_us: u64,
    datagrams_before: u64,
    is_busy: bool,
    /// Datagrams found by a wake that waited, on average, in 8ths.
    found: usize,
    until_trial: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            since_us: 0,
            datagrams_before: 0,
            is_busy: false,
            found: 2 * WEIGHT,
            until_trial: TRIAL,
        }
    }
}

impl Pace {
    /// Is gathering worth the wait? `sent` counts all datagrams that were ever sent.
    pub(crate) fn should_gather(&mut self, now_us: u64, sent: u64) -> bool {
        self.judge_load(now_us, sent);
        if !self.is_busy {
            return false;
        }
        // Lone packets stay alone: waiting for company costs them a second wake.
        let pays = self.found >= 2 * WEIGHT;
        self.until_trial = if pays { TRIAL } else { self.until_trial - 1 };
        let is_trial = self.until_trial == 0;
        if is_trial {
            self.until_trial = TRIAL;
        }
        pays || is_trial
    }

    /// Notes how many datagrams a wake found that had waited.
    pub(crate) fn note_gathered(&mut self, count: usize) {
        self.found = self.found - self.found / WEIGHT + count;
    }

    fn judge_load(&mut self, now_us: u64, sent: u64) {
        if now_us >= self.since_us + WINDOW_US {
            // A window may be long when nothing happened: then it was quiet.
            let is_recent = now_us < self.since_us + 2 * WINDOW_US;
            self.is_busy = is_recent && sent - self.datagrams_before > BUSY_DATAGRAMS;
            self.since_us = now_us;
            self.datagrams_before = sent;
        }
    }
}
