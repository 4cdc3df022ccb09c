//! Judges the slope of the delays against a threshold that follows the path's usual jitter; refuses to
//! cry out at the first sign.

/// The threshold at first, in the trendline's units, and its bounds.
const FIRST: f64 = 12.5;
const LOWEST: f64 = 6.0;
const HIGHEST: f64 = 600.0;
/// A slope so far above the threshold is an outlier that must not move it.
const OUTLIER: f64 = 15.0;
/// How fast the threshold follows up and down, per ms.
const GAIN_UP: f64 = 0.0087;
const GAIN_DOWN: f64 = 0.039;
/// The threshold never follows for longer than this at once.
const MAX_STEP_MS: f64 = 100.0;
/// A slope must stay above the threshold for longer than this.
const OVER_MS: f64 = 10.0;

/// What the path does with what we send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Its queue neither grows nor shrinks.
    #[default]
    Normal,
    /// Its queue grows.
    Over,
    /// Its queue shrinks.
    Under,
}

/// The judge of one path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Detector {
    threshold: f64,
    last_us: Option<i64>,
    last_slope: f64,
    over_ms: f64,
    over_count: u32,
    usage: Usage,
}

impl Default for Detector {
    fn default() -> Self {
        Self {
            threshold: FIRST,
            last_us: None,
            last_slope: 0.0,
            over_ms: 0.0,
            over_count: 0,
            usage: Usage::Normal,
        }
    }
}

impl Detector {
    pub(crate) fn usage(&self) -> Usage {
        self.usage
    }

    /// Takes the newest slope, of a group sent `apart_ms` after the one before.
    pub(crate) fn judge(&mut self, slope: f64, apart_ms: f64, now_us: i64) {
        if slope > self.threshold {
            let is_first = self.over_count == 0;
            self.over_ms += if is_first { apart_ms / 2.0 } else { apart_ms };
            self.over_count += 1;
            let is_lasting = self.over_ms > OVER_MS && self.over_count > 1;
            if is_lasting && slope >= self.last_slope {
                self.over_ms = 0.0;
                self.over_count = 0;
                self.usage = Usage::Over;
            }
        } else {
            self.over_ms = 0.0;
            self.over_count = 0;
            self.usage = if slope < -self.threshold {
                Usage::Under
            } else {
                Usage::Normal
            };
        }
        self.last_slope = slope;
        self.adapt(slope, now_us);
    }

    fn adapt(&mut self, slope: f64, now_us: i64) {
        let last_us = self.last_us.replace(now_us).unwrap_or(now_us);
        let distance = slope.abs() - self.threshold;
        if distance > OUTLIER {
            return;
        }
        let gain = if distance < 0.0 { GAIN_DOWN } else { GAIN_UP };
        let step_ms = ((now_us - last_us) as f64 / 1000.0).clamp(0.0, MAX_STEP_MS);
        self.threshold = (self.threshold + gain * distance * step_ms).clamp(LOWEST, HIGHEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(slopes: &[f64]) -> Usage {
        let mut detector = Detector::default();
        for (index, &slope) in slopes.iter().enumerate() {
            detector.judge(slope, 20.0, index as i64 * 20_000);
        }
        detector.usage()
    }

    #[test]
    fn one_high_slope_is_not_overuse_and_lasting_ones_are() {
        assert_eq!(judged(&[0.0, 20.0]), Usage::Normal);
        assert_eq!(judged(&[0.0, 20.0, 21.0]), Usage::Over);
    }

    #[test]
    fn a_falling_slope_is_not_overuse() {
        assert_eq!(judged(&[0.0, 25.0, 20.0]), Usage::Normal);
    }

    #[test]
    fn a_shrinking_queue_is_underuse() {
        assert_eq!(judged(&[0.0, -20.0]), Usage::Under);
    }

    #[test]
    fn the_threshold_learns_a_jittery_path() {
        let mut detector = Detector::default();
        for index in 0..2000 {
            let slope = if index % 2 == 0 { 18.0 } else { -18.0 };
            detector.judge(slope, 20.0, index * 20_000);
        }
        detector.judge(17.0, 20.0, 40_000_000);
        detector.judge(17.0, 20.0, 40_020_000);
        assert_eq!(detector.usage(), Usage::Normal);
    }
}
