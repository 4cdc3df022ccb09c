//! Fits a line through the delays of the last groups: its slope says whether a queue grows. Refuses to
//! judge, which the detector does.

use super::groups::Delta;

/// Groups in the window.
const POINTS: usize = 20;
/// How much of the old delay stays when a new one is averaged in.
const SMOOTHING: f64 = 0.9;
/// Scales the slope to the detector's threshold.
const GAIN: f64 = 4.0;
/// A slope over few groups weighs less; this many weigh in full.
const FULL_WEIGHT: u32 = 60;

/// The delays of the last groups.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trendline {
    points: [(f64, f64); POINTS],
    deltas: u32,
    first_us: i64,
    accumulated_ms: f64,
    smoothed_ms: f64,
}

impl Default for Trendline {
    fn default() -> Self {
        Self {
            points: [(0.0, 0.0); POINTS],
            deltas: 0,
            first_us: 0,
            accumulated_ms: 0.0,
            smoothed_ms: 0.0,
        }
    }
}

impl Trendline {
    /// Adds a comparison; the weighted slope once there are enough.
    pub(crate) fn add(&mut self, delta: &Delta) -> Option<f64> {
        if self.deltas == 0 {
            self.first_us = delta.complete_us;
        }
        self.accumulated_ms += delta.growth_ms();
        self.smoothed_ms = SMOOTHING * self.smoothed_ms + (1.0 - SMOOTHING) * self.accumulated_ms;
        let at_ms = (delta.complete_us - self.first_us) as f64 / 1000.0;
        self.points[self.deltas as usize % POINTS] = (at_ms, self.smoothed_ms);
        self.deltas = self.deltas.wrapping_add(1).max(1);
        if (self.deltas as usize) < POINTS {
            return None;
        }
        let weight = f64::from(self.deltas.min(FULL_WEIGHT));
        Some(self.slope()? * weight * GAIN)
    }

    /// How much longer packets take than at the beginning.
    pub(crate) fn delay_ms(&self) -> f64 {
        self.accumulated_ms
    }

    /// Least squares; `None` when all groups arrived at once.
    fn slope(&self) -> Option<f64> {
        let count = POINTS as f64;
        let (sum_x, sum_y) = self
            .points
            .iter()
            .fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
        let (mean_x, mean_y) = (sum_x / count, sum_y / count);
        let (mut above, mut below) = (0.0, 0.0);
        for (x, y) in self.points {
            above += (x - mean_x) * (y - mean_y);
            below += (x - mean_x) * (x - mean_x);
        }
        (below > 0.0).then(|| above / below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(growth_us: i64, count: i64) -> Option<f64> {
        let mut trendline = Trendline::default();
        let mut slope = None;
        for index in 1..=count {
            slope = trendline.add(&Delta {
                sent_us: 20_000,
                arrived_us: 20_000 + growth_us,
                complete_us: index * (20_000 + growth_us),
            });
        }
        slope
    }

    #[test]
    fn a_steady_delay_has_no_slope() {
        assert_eq!(last(0, 100), Some(0.0));
    }

    #[test]
    fn a_growing_delay_rises_and_a_shrinking_one_falls() {
        assert!(last(2_000, 60).unwrap() > 12.5);
        assert!(last(-2_000, 60).unwrap() < -12.5);
    }

    #[test]
    fn few_groups_say_nothing() {
        assert_eq!(last(2_000, 19), None);
    }
}
