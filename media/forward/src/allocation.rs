//! Divides what a subscriber's connection can take among its video subscriptions.

use crate::core::Core;
use crate::registry::Key;
use crate::twcc::Feedback;

impl Core {
    pub(crate) fn allocate(&mut self, _now_us: u64) {}

    pub(crate) fn note_feedback(&mut self, _now_us: u64, _key: Key, _feedback: &Feedback) {}
}
