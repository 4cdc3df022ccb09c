//! What is due by time alone: requests to publishers, feedback, reports, levels and lost peers.

use crate::bandwidth::STEP_US;
use crate::core::Core;
use crate::event::Event;
use crate::{levels, speaker};

/// While packets are missing or a key frame is awaited.
const BUSY_US: u64 = 10_000;
/// Congestion control wants feedback every 50 to 100 ms.
const FEEDBACK_US: u64 = 50_000;
/// Sender and receiver reports, as browsers send them for video.
pub(crate) const REPORT_US: u64 = 1_000_000;
/// Layers that nobody wants any more wait some seconds anyway.
const WISHES_US: u64 = 250_000;
/// Nobody's rates change faster than this measures.
const ALLOCATE_US: u64 = 200_000;

/// When each periodic task is due.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Timers {
    is_hurried: bool,
    feedback_us: u64,
    levels_us: u64,
    voices_us: u64,
    wishes_us: u64,
    has_new_wishes: bool,
    reports_us: u64,
    allocate_us: u64,
}

impl Timers {
    /// Something may be due at once.
    pub(crate) fn hurry(&mut self) {
        self.is_hurried = true;
    }

    /// A command may have changed what is wanted of somebody.
    pub(crate) fn note_command(&mut self) {
        self.has_new_wishes = true;
        self.hurry();
    }
}

/// True once per interval; the next one counts from now.
fn is_due(due_us: &mut u64, now_us: u64, interval_us: u64) -> bool {
    let is_due = now_us >= *due_us;
    if is_due {
        *due_us = now_us + interval_us;
    }
    is_due
}

impl Core {
    /// Does what is due; returns when to call again at the latest, `None` when nothing ever will be due.
    pub fn handle_timeout(&mut self, now_us: u64) -> Option<u64> {
        self.timers.is_hurried = false;
        let is_waiting = self.ask_publishers(now_us);
        for producer in self.ask_sources(now_us) {
            self.tell(Event::KeyFrameWanted { producer });
        }
        if is_due(&mut self.timers.feedback_us, now_us, FEEDBACK_US) {
            self.send_feedback();
        }
        if is_due(&mut self.timers.levels_us, now_us, levels::INTERVAL_US) {
            self.tell_levels();
        }
        if is_due(&mut self.timers.voices_us, now_us, speaker::TICK_US) {
            self.judge_voices(now_us);
        }
        let has_new_wishes = std::mem::take(&mut self.timers.has_new_wishes);
        if is_due(&mut self.timers.wishes_us, now_us, WISHES_US) || has_new_wishes {
            self.judge_wishes(now_us);
        }
        if is_due(&mut self.timers.allocate_us, now_us, ALLOCATE_US) {
            self.allocate(now_us);
        }
        let is_probing = self.step_probes(now_us);
        if is_due(&mut self.timers.reports_us, now_us, FEEDBACK_US) {
            self.send_reports(now_us);
            self.tell_lost(now_us);
        }
        if self.transports.len() == 0 && self.producers.len() == 0 {
            return None;
        }
        let wait_us = match (is_probing, is_waiting) {
            (true, _) => STEP_US,
            (_, true) => BUSY_US,
            _ => FEEDBACK_US,
        };
        Some(now_us + wait_us)
    }

    /// Should `handle_timeout` be called without waiting for its deadline?
    #[must_use]
    pub fn is_hurried(&self) -> bool {
        self.timers.is_hurried
    }

    fn tell_levels(&mut self) {
        let levels: Vec<(u64, u8)> = self
            .producers
            .iter_mut()
            .filter_map(|(_, id, producer)| Some((id, producer.level.take()?)))
            .collect();
        if !levels.is_empty() {
            self.tell(Event::Levels(levels));
        }
    }

    fn tell_lost(&mut self, now_us: u64) {
        let lost: Vec<u64> = self
            .transports
            .iter_mut()
            .filter_map(|(_, id, transport)| transport.ice.take_lost(now_us).then_some(id))
            .collect();
        for transport in lost {
            self.tell(Event::IceLost { transport });
        }
    }
}
