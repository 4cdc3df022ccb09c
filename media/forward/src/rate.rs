//! Measures bits per second over the last second; refuses to guess before half a second has passed.

const BUCKETS: usize = 10;
const BUCKET_US: u64 = 100_000;

/// A sliding window of one second.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rate {
    bytes: [u32; BUCKETS],
    /// Number of the newest bucket since the core's time began.
    newest: u64,
    /// When counting began.
    since: Option<u64>,
    pub(crate) total_bytes: u64,
}

impl Rate {
    pub(crate) fn add(&mut self, now_us: u64, bytes: usize) {
        self.advance(now_us);
        self.since.get_or_insert(now_us);
        let slot = &mut self.bytes[(self.newest % BUCKETS as u64) as usize];
        *slot = slot.saturating_add(bytes as u32);
        self.total_bytes += bytes as u64;
    }

    fn advance(&mut self, now_us: u64) {
        let now = now_us / BUCKET_US;
        let stale = now.saturating_sub(self.newest).min(BUCKETS as u64);
        for step in 1..=stale {
            self.bytes[((self.newest + step) % BUCKETS as u64) as usize] = 0;
        }
        if stale == BUCKETS as u64 {
            self.bytes = [0; BUCKETS];
            self.since = None;
        }
        self.newest = self.newest.max(now);
    }

    pub(crate) fn bits_per_second(&mut self, now_us: u64) -> u64 {
        self.advance(now_us);
        let Some(since) = self.since else { return 0 };
        let window = now_us
            .saturating_sub(since)
            .clamp(500_000, BUCKETS as u64 * BUCKET_US);
        let bytes: u64 = self.bytes.iter().copied().map(u64::from).sum();
        bytes * 8 * 1_000_000 / window
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_stream_is_measured() {
        let mut rate = Rate::default();
        for step in 0..300 {
            rate.add(step * 10_000, 1250);
        }
        let measured = rate.bits_per_second(3_000_000);
        assert!((900_000..=1_100_000).contains(&measured), "{measured}");
    }

    #[test]
    fn silence_is_zero() {
        let mut rate = Rate::default();
        rate.add(0, 1250);
        assert_eq!(rate.bits_per_second(5_000_000), 0);
    }
}
