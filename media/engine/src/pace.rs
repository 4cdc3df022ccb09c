//! Decides whether to let packets gather for a moment: under load a fraction of a millisecond makes longer
//! runs, which cost less to send; a quiet worker answers at once.

use std::time::Duration;

/// Browsers send a frame's packets within this time; far below what anybody hears or sees.
pub(crate) const TICK: Duration = Duration::from_micros(250);
/// Load is judged this often.
const WINDOW_US: u64 = 100_000;
/// About a fiftieth of a core.
const BUSY_DATAGRAMS: u64 = 1000;

/// How much was sent lately.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pace {
    since_us: u64,
    datagrams_before: u64,
    is_busy: bool,
}

impl Pace {
    /// Is gathering worth the wait? `datagrams` counts all that was ever sent.
    pub(crate) fn is_busy(&mut self, now_us: u64, datagrams: u64) -> bool {
        if now_us >= self.since_us + WINDOW_US {
            // A window may be long when nothing happened: then it was quiet.
            let is_recent = now_us < self.since_us + 2 * WINDOW_US;
            self.is_busy = is_recent && datagrams - self.datagrams_before > BUSY_DATAGRAMS;
            self.since_us = now_us;
            self.datagrams_before = datagrams;
        }
        self.is_busy
    }
}
