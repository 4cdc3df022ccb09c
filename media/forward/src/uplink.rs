//! Tells a publisher without transport-wide feedback how much it may send, by what gets lost (REMB).

const START_BPS: u64 = 2_500_000;
const MIN_BPS: u64 = 150_000;
const MAX_BPS: u64 = 8_000_000;
/// Of 256: below 2 % the path is fine, above 10 % it is full; as in the loss-based part of
/// Google congestion control (draft-ietf-rmcat-gcc-02 §6).
const FINE: u8 = 5;
const FULL: u8 = 26;

/// The bound for one publisher.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uplink {
    bits_per_second: u64,
}

impl Default for Uplink {
    fn default() -> Self {
        Self {
            bits_per_second: START_BPS,
        }
    }
}

impl Uplink {
    /// The bound after one more second in which this share, of 256, was lost.
    pub(crate) fn update(&mut self, fraction_lost: u8) -> u64 {
        let bound = self.bits_per_second;
        let next = match fraction_lost {
            0..FINE => bound * 108 / 100,
            FINE..=FULL => bound,
            _ => bound * (512 - u64::from(fraction_lost)) / 512,
        };
        self.bits_per_second = next.clamp(MIN_BPS, MAX_BPS);
        self.bits_per_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loss_lowers_the_bound_and_its_absence_raises_it() {
        let mut uplink = Uplink::default();
        assert!(uplink.update(0) > START_BPS);
        let before = uplink.update(10);
        assert_eq!(uplink.update(10), before);
        assert!(uplink.update(128) < before * 4 / 5);
    }

    #[test]
    fn the_bound_stays_within_reason() {
        let mut uplink = Uplink::default();
        for _ in 0..1000 {
            uplink.update(0);
        }
        assert_eq!(uplink.update(0), MAX_BPS);
        for _ in 0..1000 {
            uplink.update(255);
        }
        assert_eq!(uplink.update(255), MIN_BPS);
    }
}
