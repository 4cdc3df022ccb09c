//! Turns the detector's verdicts into a rate: up by a share far from the path's capacity, by a packet a
//! round trip near it, down to below what arrives when the queue grows.

use super::detector::Usage;

/// Of what arrives, this share is the new rate when a queue grows.
const DECREASE: f64 = 0.85;
/// Less for each verdict that follows without a pause: what was given up was not enough.
const INSISTENCE: f64 = 0.06;
/// Growth a second, far from the capacity.
const GROWTH: f64 = 0.08;
/// Bits of a packet that the rate grows by each response time, near the capacity.
const PACKET_BITS: f64 = 9600.0;
/// What the other side takes to respond, besides the round trip.
const RESPONSE_US: u64 = 100_000;
/// Never more than this multiple of what arrives, and a little, by growth alone.
const LEAD: f64 = 1.5;
const LEAD_BPS: f64 = 10_000.0;
/// How much one new measurement of the capacity moves its average.
const CAPACITY_GAIN: f64 = 0.05;
/// A measurement so many deviations off is of another path.
const OUTLIER: f64 = 3.0;

/// The rate of one path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aimd {
    bps: f64,
    capacity: Capacity,
    is_growing: bool,
    grown_us: u64,
    lowered_us: u64,
    /// How often it was lowered since the queue last stood still.
    insisted: u8,
}

/// What arrived when the path was full, averaged.
#[derive(Clone, Copy, Debug, Default)]
struct Capacity {
    kbps: Option<f64>,
    /// Relative to the average.
    variance: f64,
}

impl Capacity {
    fn note(&mut self, bps: f64) {
        let sample = bps / 1000.0;
        let Some(kbps) = self.kbps else {
            self.kbps = Some(sample);
            self.variance = 0.4;
            return;
        };
        let kbps = kbps + CAPACITY_GAIN * (sample - kbps);
        let error = sample - kbps;
        let variance =
            (1.0 - CAPACITY_GAIN) * self.variance + CAPACITY_GAIN * error * error / kbps.max(1.0);
        self.kbps = Some(kbps);
        self.variance = variance.clamp(0.4, 2.5);
    }

    /// The rates that count as near it.
    fn range(&self) -> Option<(f64, f64)> {
        let kbps = self.kbps?;
        let deviation = OUTLIER * (self.variance * kbps).sqrt();
        Some(((kbps - deviation) * 1000.0, (kbps + deviation) * 1000.0))
    }
}

impl Aimd {
    pub(crate) fn new(bps: u64) -> Self {
        Self {
            bps: bps as f64,
            capacity: Capacity::default(),
            is_growing: false,
            grown_us: 0,
            lowered_us: 0,
            insisted: 0,
        }
    }

    pub(crate) fn bps(&self) -> u64 {
        self.bps as u64
    }

    /// Takes over a measurement.
    pub(crate) fn set(&mut self, now_us: u64, bps: u64) {
        self.bps = bps as f64;
        self.grown_us = now_us;
        if self
            .capacity
            .range()
            .is_some_and(|(_, high)| self.bps > high)
        {
            self.capacity.kbps = None;
        }
    }

    /// Nothing was sent that could have shown anything: no growth for that time.
    pub(crate) fn rest(&mut self, now_us: u64) {
        self.is_growing = false;
        self.grown_us = now_us;
    }

    /// Follows a verdict; true when the rate was lowered.
    pub(crate) fn update(
        &mut self,
        now_us: u64,
        usage: Usage,
        arriving_bps: Option<u64>,
        rtt_us: u64,
    ) -> bool {
        let arriving = arriving_bps.map(|bps| bps as f64);
        match usage {
            Usage::Over => {
                let is_time = now_us >= self.lowered_us + rtt_us.clamp(10_000, 200_000)
                    || arriving.is_some_and(|arriving| arriving < self.bps / 2.0);
                if is_time {
                    self.lower(now_us, arriving);
                }
                self.is_growing = false;
                is_time
            }
            Usage::Under => {
                self.is_growing = false;
                false
            }
            Usage::Normal => {
                if self.is_growing {
                    self.grow(now_us, arriving, rtt_us);
                }
                self.is_growing = true;
                self.insisted = 0;
                self.grown_us = now_us;
                false
            }
        }
    }

    fn lower(&mut self, now_us: u64, arriving: Option<f64>) {
        let share = DECREASE - INSISTENCE * f64::from(self.insisted);
        let target = arriving.unwrap_or(self.bps) * share;
        self.insisted = (self.insisted + 1).min(4);
        self.bps = self.bps.min(target);
        self.lowered_us = now_us;
        let Some(arriving) = arriving else { return };
        if self
            .capacity
            .range()
            .is_some_and(|(low, high)| !(low..=high).contains(&arriving))
        {
            self.capacity.kbps = None;
        }
        self.capacity.note(arriving);
    }

    fn grow(&mut self, now_us: u64, arriving: Option<f64>, rtt_us: u64) {
        let seconds = (now_us - self.grown_us.min(now_us)) as f64 / 1e6;
        let seconds = seconds.min(1.0);
        if let (Some((_, high)), Some(arriving)) = (self.capacity.range(), arriving)
            && arriving > high
        {
            self.capacity.kbps = None;
        }
        let is_near = self
            .capacity
            .range()
            .is_some_and(|(low, _)| self.bps > low / 1.1);
        let step = if is_near {
            let response_s = (rtt_us + RESPONSE_US) as f64 / 1e6;
            (PACKET_BITS / response_s).max(4000.0) * seconds
        } else {
            (self.bps * GROWTH * seconds).max(1000.0 * seconds)
        };
        let lead = arriving.map_or(self.bps, |arriving| arriving * LEAD + LEAD_BPS);
        self.bps = self.bps.max((self.bps + step).min(lead));
    }

    /// Goes down to what is known to arrive, because something else said that it is too much.
    pub(crate) fn cut(&mut self, now_us: u64, bps: u64) {
        self.bps = self.bps.min(bps as f64);
        self.lowered_us = now_us;
        self.is_growing = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RTT_US: u64 = 50_000;

    #[test]
    fn a_growing_queue_brings_it_below_what_arrives() {
        let mut aimd = Aimd::new(2_000_000);
        assert!(aimd.update(1_000_000, Usage::Over, Some(1_000_000), RTT_US));
        assert_eq!(aimd.bps(), 850_000);
    }

    #[test]
    fn it_grows_by_a_share_and_not_far_beyond_what_arrives() {
        let mut aimd = Aimd::new(1_000_000);
        for step in 0..=10 {
            aimd.update(step * 100_000, Usage::Normal, Some(900_000), RTT_US);
        }
        assert!(
            (1_070_000..1_090_000).contains(&aimd.bps()),
            "{}",
            aimd.bps()
        );
        for step in 10..1000 {
            aimd.update(step * 100_000, Usage::Normal, Some(900_000), RTT_US);
        }
        assert_eq!(aimd.bps(), 1_360_000);
    }

    #[test]
    fn it_creeps_near_the_capacity() {
        let mut aimd = Aimd::new(1_000_000);
        aimd.update(1_000_000, Usage::Over, Some(1_000_000), RTT_US);
        for step in 0..=20 {
            let now_us = 2_000_000 + step * 100_000;
            aimd.update(now_us, Usage::Normal, Some(900_000), RTT_US);
        }
        // Two seconds by share would be 990,000.
        assert!((900_000..985_000).contains(&aimd.bps()), "{}", aimd.bps());
    }

    #[test]
    fn a_shrinking_queue_holds_it() {
        let mut aimd = Aimd::new(1_000_000);
        for step in 0..20 {
            aimd.update(step * 100_000, Usage::Under, Some(900_000), RTT_US);
        }
        assert_eq!(aimd.bps(), 1_000_000);
    }
}
