//! A token bucket, for work that strangers can cause; refuses once the bucket is empty.

/// Allows `burst` at once and `per_second` in the long run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limiter {
    per_second: u64,
    burst: u64,
    /// In millionths, so that short intervals count.
    tokens_millionths: u64,
    filled_us: u64,
}

impl Limiter {
    pub(crate) fn new(per_second: u64, burst: u64) -> Self {
        Self {
            per_second,
            burst,
            tokens_millionths: burst * 1_000_000,
            filled_us: 0,
        }
    }

    pub(crate) fn allows(&mut self, now_us: u64) -> bool {
        self.take(now_us, 1) == 1
    }

    /// As many of `wanted` as there are.
    pub(crate) fn take(&mut self, now_us: u64, wanted: u64) -> u64 {
        let elapsed_us = now_us.saturating_sub(self.filled_us).min(60_000_000);
        self.filled_us = now_us;
        let filled = self.tokens_millionths + elapsed_us * self.per_second;
        self.tokens_millionths = filled.min(self.burst * 1_000_000);
        let taken = wanted.min(self.tokens_millionths / 1_000_000);
        self.tokens_millionths -= taken * 1_000_000;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let mut limiter = Limiter::new(10, 3);
        let passed = (0..10).filter(|_| limiter.allows(0)).count();
        assert_eq!(passed, 3);
        assert!(!limiter.allows(99_999));
        assert!(limiter.allows(200_000));
    }

    #[test]
    fn who_wants_more_than_there_is_gets_what_there_is() {
        let mut limiter = Limiter::new(10, 30);
        assert_eq!(limiter.take(0, 20), 20);
        assert_eq!(limiter.take(0, 20), 10);
        assert_eq!(limiter.take(0, 20), 0);
        assert_eq!(limiter.take(1_000_000, 20), 10);
    }
}
