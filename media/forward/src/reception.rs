//! Counts what arrived of one stream and how evenly (RFC 3550 §6.4.1, A.3, A.8).

/// One stream's reception since it began.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reception {
    base: u64,
    highest: u64,
    received: u64,
    expected_prior: u64,
    received_prior: u64,
    transit: Option<i64>,
    /// In timestamp units, times 16 as the RFC's sample code keeps it.
    jitter_q4: u64,
}

/// The figures of one report block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reported {
    /// Share lost since the last report, of 256.
    pub(crate) fraction_lost: u8,
    /// 24 bits, signed.
    pub(crate) cumulative_lost: i32,
    pub(crate) highest: u32,
    pub(crate) jitter: u32,
}

impl Reception {
    /// Notes one packet; `units` is the arrival time in the stream's clock.
    pub(crate) fn arrived(&mut self, sequence: u64, timestamp: u32, units: u32) {
        if self.received == 0 {
            self.base = sequence;
        }
        self.received += 1;
        if sequence >= self.highest {
            self.highest = sequence;
            self.note_transit(i64::from(units.wrapping_sub(timestamp) as i32));
        }
    }

    fn note_transit(&mut self, transit: i64) {
        if let Some(last) = self.transit {
            // The difference wraps with the timestamps.
            let difference = ((transit - last) as i32).unsigned_abs();
            self.jitter_q4 = self.jitter_q4 + u64::from(difference) - ((self.jitter_q4 + 8) >> 4);
        }
        self.transit = Some(transit);
    }

    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    pub(crate) fn lost(&self) -> u64 {
        self.expected().saturating_sub(self.received)
    }

    pub(crate) fn jitter(&self) -> u32 {
        (self.jitter_q4 >> 4) as u32
    }

    fn expected(&self) -> u64 {
        if self.received == 0 {
            return 0;
        }
        (self.highest + 1).saturating_sub(self.base)
    }

    /// The next report block; the loss fraction counts from the previous call.
    pub(crate) fn report(&mut self) -> Reported {
        let expected = self.expected() - self.expected_prior;
        let received = self.received - self.received_prior;
        self.expected_prior = self.expected();
        self.received_prior = self.received;
        let lost = expected.saturating_sub(received);
        let fraction = (lost << 8).checked_div(expected).unwrap_or(0);
        let cumulative = self.expected() as i64 - self.received as i64;
        Reported {
            fraction_lost: fraction.min(255) as u8,
            cumulative_lost: cumulative.clamp(-0x80_0000, 0x7F_FFFF) as i32,
            highest: self.highest as u32,
            jitter: self.jitter(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lost_is_reported_as_nothing() {
        let mut reception = Reception::default();
        for sequence in 65_530..65_540 {
            reception.arrived(sequence, 0, 0);
        }
        let report = reception.report();
        assert_eq!((report.fraction_lost, report.cumulative_lost), (0, 0));
        assert_eq!(report.highest, 65_539);
    }

    #[test]
    fn the_fraction_counts_since_the_last_report() {
        let mut reception = Reception::default();
        for sequence in (1000..1100).step_by(2) {
            reception.arrived(sequence, 0, 0);
        }
        assert!(reception.report().fraction_lost > 120);
        for sequence in 1099..1199 {
            reception.arrived(sequence, 0, 0);
        }
        assert_eq!(reception.report().fraction_lost, 0);
        assert_eq!(reception.lost(), 49);
    }

    #[test]
    fn even_arrivals_have_no_jitter() {
        let mut reception = Reception::default();
        for step in 0..50 {
            reception.arrived(1000 + u64::from(step), step * 960, 7000 + step * 960);
        }
        assert_eq!(reception.jitter(), 0);
    }

    #[test]
    fn jitter_grows_with_uneven_arrivals() {
        let mut reception = Reception::default();
        for step in 0..200 {
            let wobble = if step % 2 == 0 { 0 } else { 160 };
            reception.arrived(1000 + u64::from(step), step * 960, step * 960 + wobble);
        }
        assert!((140..=170).contains(&reception.jitter()));
    }
}
