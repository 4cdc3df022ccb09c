//! Remembers under which number each packet went to one subscriber, so that it can be sent again and
//! no number is used twice; the packets themselves stay in the source's history.

use crate::av1::ActiveTargets;
use crate::command::Kind;

/// As many as the source keeps.
const VIDEO_SLOTS: usize = 1024;
const AUDIO_SLOTS: usize = 256;

/// One packet that went out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sent {
    /// The source's number; 0 when only padding went out.
    pub(crate) input: u64,
    /// Rollover counter and sequence number; 0 means the slot is empty.
    pub(crate) index: u64,
    pub(crate) timestamp: u32,
    pub(crate) at_ms: u32,
    pub(crate) picture: Option<(u16, u8)>,
    pub(crate) stream: u8,
    pub(crate) marker: bool,
    /// What its dependency descriptor was made to say.
    pub(crate) active: ActiveTargets,
}

/// A ring of them by outgoing number.
#[derive(Debug)]
pub(crate) struct SentRing {
    slots: Vec<Sent>,
}

impl SentRing {
    pub(crate) fn new(kind: Kind) -> Self {
        let count = match kind {
            Kind::Audio => AUDIO_SLOTS,
            Kind::Video => VIDEO_SLOTS,
        };
        Self {
            slots: vec![Sent::default(); count],
        }
    }

    /// Claims a number; false when it was used, or is too old to tell.
    pub(crate) fn reserve(&mut self, sent: Sent) -> bool {
        let at = sent.index as usize & (self.slots.len() - 1);
        if self.slots[at].index >= sent.index {
            return false;
        }
        self.slots[at] = sent;
        true
    }

    /// The packet that went out under this number.
    pub(crate) fn find(&self, index: u64) -> Option<Sent> {
        let sent = self.slots[index as usize & (self.slots.len() - 1)];
        (sent.index == index && sent.input != 0).then_some(sent)
    }

    /// A packet to send again, unless that happened less than `pause_ms` ago.
    pub(crate) fn again(&mut self, index: u64, now_ms: u32, pause_ms: u32) -> Option<Sent> {
        let at = index as usize & (self.slots.len() - 1);
        let sent = &mut self.slots[at];
        let is_known = sent.index == index && sent.input != 0;
        if !is_known || now_ms.wrapping_sub(sent.at_ms) < pause_ms {
            return None;
        }
        sent.at_ms = now_ms;
        Some(*sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(index: u64) -> Sent {
        Sent {
            input: 7,
            index,
            ..Sent::default()
        }
    }

    #[test]
    fn no_number_is_used_twice() {
        let mut ring = SentRing::new(Kind::Audio);
        assert!(ring.reserve(sent(1000)));
        assert!(!ring.reserve(sent(1000)));
    }

    #[test]
    fn a_number_too_old_to_tell_is_refused() {
        let mut ring = SentRing::new(Kind::Audio);
        ring.reserve(sent(1000 + AUDIO_SLOTS as u64));
        assert!(!ring.reserve(sent(1000)));
    }

    #[test]
    fn a_packet_is_not_repeated_at_once() {
        let mut ring = SentRing::new(Kind::Video);
        ring.reserve(sent(1000));
        assert!(ring.again(1000, 10, 20).is_none());
        assert!(ring.again(1000, 20, 20).is_some());
        assert!(ring.again(1000, 30, 20).is_none());
        assert!(ring.again(1001, 30, 20).is_none());
    }
}
