//! Decides which lost packets of a source stream to ask for again, and when to stop asking;
//! refuses to ask at once, because most gaps are packets out of order.

/// Reordered packets on Wi-Fi arrive within a few ms; asking earlier wastes the publisher's uplink.
const FIRST_DELAY_US: u64 = 15_000;
/// Asking faster than this never pays, however short the round trip.
const MIN_RETRY_US: u64 = 20_000;
/// After this many requests the packet would come too late to be shown.
const MAX_TRIES: u8 = 10;
/// A jitter buffer gives up at about this age.
const MAX_AGE_US: u64 = 1_000_000;
/// More missing than this is an outage: a key frame mends it cheaper.
const MAX_MISSING: usize = 256;

#[derive(Clone, Copy, Debug)]
struct Missing {
    sequence: u64,
    noticed_us: u64,
    asked_us: u64,
    tries: u8,
}

impl Missing {
    fn is_due(&self, now_us: u64, retry_us: u64) -> bool {
        if self.tries == 0 {
            now_us >= self.noticed_us + FIRST_DELAY_US
        } else {
            now_us >= self.asked_us + retry_us
        }
    }

    fn is_hopeless(&self, now_us: u64) -> bool {
        self.tries >= MAX_TRIES || now_us > self.noticed_us + MAX_AGE_US
    }
}

/// The gaps of one stream.
#[derive(Debug, Default)]
pub(crate) struct NackGenerator {
    missing: Vec<Missing>,
    highest: u64,
    /// Packets asked for, counted once per request.
    pub(crate) asked: u64,
    /// Packets that came after a gap was noticed.
    pub(crate) recovered: u64,
}

impl NackGenerator {
    /// Notes an arrival; true when so much is missing that only a key frame helps.
    pub(crate) fn arrived(&mut self, sequence: u64, now_us: u64) -> bool {
        if self.highest == 0 || sequence == self.highest + 1 {
            self.highest = sequence;
            return false;
        }
        if sequence <= self.highest {
            self.found(sequence);
            return false;
        }
        let gap = self.highest + 1..sequence;
        self.highest = sequence;
        if self.missing.len() as u64 + (gap.end - gap.start) > MAX_MISSING as u64 {
            self.missing.clear();
            return true;
        }
        self.missing.extend(gap.map(|sequence| Missing {
            sequence,
            noticed_us: now_us,
            asked_us: 0,
            tries: 0,
        }));
        false
    }

    fn found(&mut self, sequence: u64) {
        if let Ok(at) = self
            .missing
            .binary_search_by_key(&sequence, |gap| gap.sequence)
        {
            self.missing.remove(at);
            self.recovered += 1;
        }
    }

    /// Appends the numbers to ask for now; true when something was given up.
    pub(crate) fn due(&mut self, now_us: u64, rtt_us: u64, ask: &mut Vec<u16>) -> bool {
        let before = self.missing.len();
        self.missing.retain(|gap| !gap.is_hopeless(now_us));
        let has_given_up = self.missing.len() < before;
        let retry_us = rtt_us.max(MIN_RETRY_US);
        for gap in &mut self.missing {
            if gap.is_due(now_us, retry_us) {
                gap.asked_us = now_us;
                gap.tries += 1;
                self.asked += 1;
                ask.push(gap.sequence as u16);
            }
        }
        has_given_up
    }

    /// Everything before a key frame is of no use any more.
    pub(crate) fn forget_before(&mut self, sequence: u64) {
        self.missing.retain(|gap| gap.sequence >= sequence);
    }

    pub(crate) fn is_waiting(&self) -> bool {
        !self.missing.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RTT: u64 = 50_000;

    fn asked(nack: &mut NackGenerator, now_us: u64) -> Vec<u16> {
        let mut ask = Vec::new();
        nack.due(now_us, RTT, &mut ask);
        ask
    }

    fn with_gap() -> NackGenerator {
        let mut nack = NackGenerator::default();
        nack.arrived(100, 0);
        nack.arrived(103, 0);
        nack
    }

    #[test]
    fn a_gap_is_not_asked_for_at_once() {
        let mut nack = with_gap();
        assert!(asked(&mut nack, 9_999).is_empty());
        assert_eq!(asked(&mut nack, 15_000), [101, 102]);
    }

    #[test]
    fn a_reordered_packet_is_never_asked_for() {
        let mut nack = with_gap();
        nack.arrived(101, 5_000);
        assert_eq!(asked(&mut nack, 15_000), [102]);
    }

    #[test]
    fn a_request_is_repeated_after_a_round_trip() {
        let mut nack = with_gap();
        asked(&mut nack, 15_000);
        assert!(asked(&mut nack, 64_999).is_empty());
        assert_eq!(asked(&mut nack, 65_000), [101, 102]);
    }

    #[test]
    fn what_does_not_come_is_given_up() {
        let mut nack = with_gap();
        let mut has_given_up = false;
        for step in 0..30 {
            has_given_up |= nack.due(15_000 + step * RTT, RTT, &mut Vec::new());
        }
        assert!(has_given_up);
        assert!(!nack.is_waiting());
    }

    #[test]
    fn an_outage_asks_for_a_key_frame_instead() {
        let mut nack = NackGenerator::default();
        nack.arrived(100, 0);
        assert!(nack.arrived(1000, 0));
        assert!(!nack.is_waiting());
    }

    #[test]
    fn what_precedes_a_key_frame_is_forgotten() {
        let mut nack = with_gap();
        nack.forget_before(102);
        assert_eq!(asked(&mut nack, 15_000), [102]);
    }
}
