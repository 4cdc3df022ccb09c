//! Measures what arrives, on the receiver's clock, from feedback; refuses to jump at one odd sample.

/// The first sample takes longer, the others are this long.
const FIRST_WINDOW_US: i64 = 500_000;
const WINDOW_US: i64 = 150_000;
/// A window much longer than planned was mostly silence.
const SILENCE_WINDOWS: i64 = 4;
/// How uncertain a sample is that differs by as much as the estimate itself, in kbit/s. A fall is
/// believed sooner: it says that a path got narrower.
const DOUBT: f64 = 10.0;
const DOUBT_OF_A_FALL: f64 = 4.0;
/// How fast certainty fades, in (kbit/s)².
const FADE: f64 = 5.0;
const FIRST_VARIANCE: f64 = 50.0;
/// The best span of so many slices among the last ones.
const SLICE_US: i64 = 25_000;
const SLICES: usize = 12;
const SPAN: usize = 4;

/// The rate at which packets arrive.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Acknowledged {
    since_us: Option<i64>,
    bytes: u64,
    kbps: Option<f64>,
    variance: f64,
    lately: Lately,
}

/// Bytes that arrived, in slices of time.
#[derive(Clone, Copy, Debug, Default)]
struct Lately {
    slices: [u32; SLICES],
    newest: i64,
}

impl Lately {
    fn add(&mut self, arrival_us: i64, bytes: u16) {
        let now = arrival_us.div_euclid(SLICE_US);
        let stale = now.saturating_sub(self.newest).clamp(0, SLICES as i64);
        for step in 1..=stale {
            self.slices[(now - stale + step).rem_euclid(SLICES as i64) as usize] = 0;
        }
        self.newest = self.newest.max(now);
        if now > self.newest - SLICES as i64 {
            let slice = &mut self.slices[now.rem_euclid(SLICES as i64) as usize];
            *slice = slice.saturating_add(u32::from(bytes));
        }
    }

    /// Bits per second in the best span.
    fn best_bps(&self) -> u64 {
        let oldest = self.newest + 1;
        let at = |step: usize| {
            let index = (oldest + step as i64).rem_euclid(SLICES as i64);
            u64::from(self.slices[index as usize])
        };
        let spans = (0..=SLICES - SPAN).map(|from| (from..from + SPAN).map(at).sum());
        let best: u64 = spans.max().unwrap_or(0);
        best * 8_000_000 / (SPAN as u64 * SLICE_US as u64)
    }
}

impl Acknowledged {
    /// One packet that arrived.
    pub(crate) fn note(&mut self, arrival_us: i64, bytes: u16) {
        self.lately.add(arrival_us, bytes);
        let since_us = *self.since_us.get_or_insert(arrival_us);
        let window_us = if self.kbps.is_none() {
            FIRST_WINDOW_US
        } else {
            WINDOW_US
        };
        let elapsed_us = arrival_us - since_us;
        if elapsed_us >= window_us {
            if elapsed_us < SILENCE_WINDOWS * window_us {
                self.sample((self.bytes * 8) as f64 * 1000.0 / elapsed_us as f64);
            }
            self.since_us = Some(arrival_us);
            self.bytes = 0;
        }
        self.bytes += u64::from(bytes);
    }

    fn sample(&mut self, sample: f64) {
        let Some(kbps) = self.kbps else {
            self.kbps = Some(sample);
            self.variance = FIRST_VARIANCE;
            return;
        };
        let scale = if sample < kbps {
            DOUBT_OF_A_FALL
        } else {
            DOUBT
        };
        let doubt = scale * (kbps - sample).abs() / kbps.max(1.0);
        let (doubt, variance) = (doubt * doubt, self.variance + FADE);
        self.kbps = Some((doubt * kbps + variance * sample) / (doubt + variance));
        self.variance = doubt * variance / (doubt + variance);
    }

    /// What got through in the best 100 of the last 300 ms: when a queue stands, what the path can take.
    /// Follows a jump of what is sent, and a fall of what the path takes, at once.
    pub(crate) fn lately_bps(&self) -> Option<u64> {
        self.kbps.map(|_| self.lately.best_bps())
    }

    /// Bits per second; `None` until there is a sample.
    pub(crate) fn bps(&self) -> Option<u64> {
        self.kbps.map(|kbps| (kbps * 1000.0) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(acknowledged: &mut Acknowledged, from_ms: i64, to_ms: i64, bytes: u16) {
        for ms in (from_ms..to_ms).step_by(10) {
            acknowledged.note(ms * 1000, bytes);
        }
    }

    #[test]
    fn a_steady_rate_is_measured() {
        let mut acknowledged = Acknowledged::default();
        assert_eq!(acknowledged.bps(), None);
        run(&mut acknowledged, 0, 2000, 1250);
        assert_eq!(acknowledged.bps(), Some(1_000_000));
    }

    #[test]
    fn a_fall_is_seen_within_half_a_second() {
        let mut acknowledged = Acknowledged::default();
        run(&mut acknowledged, 0, 2000, 1250);
        run(&mut acknowledged, 2000, 2500, 250);
        let bps = acknowledged.bps().unwrap();
        assert!(bps < 500_000, "{bps}");
        assert_eq!(acknowledged.lately_bps(), Some(200_000));
    }

    #[test]
    fn a_burst_shows_the_speed_of_the_path() {
        let mut acknowledged = Acknowledged::default();
        run(&mut acknowledged, 0, 2000, 250);
        // A key frame that takes 130 ms.
        run(&mut acknowledged, 2000, 2130, 2500);
        run(&mut acknowledged, 2130, 2200, 250);
        assert_eq!(acknowledged.lately_bps(), Some(2_000_000));
    }

    #[test]
    fn silence_is_no_sample() {
        let mut acknowledged = Acknowledged::default();
        run(&mut acknowledged, 0, 2000, 1250);
        acknowledged.note(60_000_000, 1250);
        assert_eq!(acknowledged.bps(), Some(1_000_000));
    }
}
