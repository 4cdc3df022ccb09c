//! Compares and unwraps the counters of RTP (16-bit sequence numbers, 32-bit timestamps);
//! refuses to judge whether a jump is plausible: that is the caller's policy.

/// Where unwrapping starts, so that packets older than the first one never go below zero.
const SEQUENCE_EPOCH: u64 = 1 << 16;
const TIMESTAMP_EPOCH: u64 = 1 << 32;

/// Is `a` after `b` on the 16-bit circle? Exactly half a circle apart counts as older.
#[must_use]
pub const fn seq_newer(a: u16, b: u16) -> bool {
    let ahead = a.wrapping_sub(b);
    ahead != 0 && ahead < 0x8000
}

/// Is `a` after `b` on the 32-bit circle? Exactly half a circle apart counts as older.
#[must_use]
pub const fn timestamp_newer(a: u32, b: u32) -> bool {
    let ahead = a.wrapping_sub(b);
    ahead != 0 && ahead < 0x8000_0000
}

/// Turns 16-bit sequence numbers into ever-growing ones, tolerating reorder of half a circle.
///
/// The first number is placed in cycle 1, so `unwrapped as u16` gives the number back
/// and a late packet from before the first one still has a place.
#[derive(Clone, Copy, Debug, Default)]
pub struct SeqUnwrapper {
    highest: Option<u64>,
}

impl SeqUnwrapper {
    /// An unwrapper that has seen nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { highest: None }
    }

    /// The unwrapped number, which becomes the reference when it is the newest.
    pub fn unwrap(&mut self, sequence: u16) -> u64 {
        let unwrapped = self.peek(sequence);
        self.highest = Some(
            self.highest
                .map_or(unwrapped, |highest| highest.max(unwrapped)),
        );
        unwrapped
    }

    /// What `unwrap` would say, remembering nothing.
    #[must_use]
    pub fn peek(&self, sequence: u16) -> u64 {
        let Some(highest) = self.highest else {
            return SEQUENCE_EPOCH + u64::from(sequence);
        };
        // The cast to i16 picks the shorter way round the circle.
        let step = i64::from(sequence.wrapping_sub(highest as u16) as i16);
        highest.saturating_add_signed(step)
    }

    /// The newest number so far.
    #[must_use]
    pub const fn highest(&self) -> Option<u64> {
        self.highest
    }
}

/// Turns 32-bit RTP timestamps into ever-growing ones; otherwise as [`SeqUnwrapper`].
#[derive(Clone, Copy, Debug, Default)]
pub struct TimestampUnwrapper {
    highest: Option<u64>,
}

impl TimestampUnwrapper {
    /// An unwrapper that has seen nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { highest: None }
    }

    /// The unwrapped timestamp, which becomes the reference when it is the newest.
    pub fn unwrap(&mut self, timestamp: u32) -> u64 {
        let unwrapped = self.peek(timestamp);
        self.highest = Some(
            self.highest
                .map_or(unwrapped, |highest| highest.max(unwrapped)),
        );
        unwrapped
    }

    /// What `unwrap` would say, remembering nothing.
    #[must_use]
    pub fn peek(&self, timestamp: u32) -> u64 {
        let Some(highest) = self.highest else {
            return TIMESTAMP_EPOCH + u64::from(timestamp);
        };
        let step = i64::from(timestamp.wrapping_sub(highest as u32) as i32);
        highest.saturating_add_signed(step)
    }

    /// The newest timestamp so far.
    #[must_use]
    pub const fn highest(&self) -> Option<u64> {
        self.highest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_after_the_wrap_is_newer() {
        assert!(seq_newer(0, 65_535));
        assert!(!seq_newer(65_535, 0));
        assert!(!seq_newer(7, 7));
        assert!(timestamp_newer(5, u32::MAX));
    }

    #[test]
    fn the_wrap_starts_a_new_cycle() {
        let mut unwrapper = SeqUnwrapper::new();
        let before = unwrapper.unwrap(65_535);
        assert_eq!(unwrapper.unwrap(0), before + 1);
        assert_eq!(unwrapper.unwrap(1), before + 2);
    }

    #[test]
    fn a_late_packet_keeps_its_cycle() {
        let mut unwrapper = SeqUnwrapper::new();
        let first = unwrapper.unwrap(3);
        assert_eq!(unwrapper.unwrap(65_534), first - 5);
        assert_eq!(unwrapper.highest(), Some(first));
        assert_eq!(unwrapper.unwrap(4), first + 1);
    }

    #[test]
    fn timestamps_unwrap_the_same_way() {
        let mut unwrapper = TimestampUnwrapper::new();
        let before = unwrapper.unwrap(u32::MAX - 10);
        assert_eq!(unwrapper.unwrap(20), before + 31);
    }
}
