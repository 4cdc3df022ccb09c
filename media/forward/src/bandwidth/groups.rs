//! Gathers packets that left together into groups and compares how far apart two groups left and
//! arrived; refuses to compare what came out of order.

/// Packets sent within this time are one group (draft-ietf-rmcat-gcc-02 §5.2).
const BURST_US: i64 = 5_000;
/// What arrives in one clump is one group, but no longer than this.
const MAX_CLUMP_US: i64 = 100_000;

/// How far apart two groups left and arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_field_names, reason = "the unit is part of the name")]
pub(crate) struct Delta {
    pub(crate) sent_us: i64,
    pub(crate) arrived_us: i64,
    /// When the later group was complete, on the receiver's clock.
    pub(crate) complete_us: i64,
}

impl Delta {
    /// How much longer the later group took.
    pub(crate) fn growth_ms(&self) -> f64 {
        (self.arrived_us - self.sent_us) as f64 / 1000.0
    }

    pub(crate) fn sent_ms(&self) -> f64 {
        self.sent_us as f64 / 1000.0
    }
}

#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_field_names, reason = "the unit is part of the name")]
struct Group {
    first_sent_us: i64,
    last_sent_us: i64,
    first_arrival_us: i64,
    last_arrival_us: i64,
}

impl Group {
    fn of(sent_us: i64, arrival_us: i64) -> Self {
        Self {
            first_sent_us: sent_us,
            last_sent_us: sent_us,
            first_arrival_us: arrival_us,
            last_arrival_us: arrival_us,
        }
    }

    fn takes(&self, sent_us: i64, arrival_us: i64) -> bool {
        if sent_us - self.first_sent_us <= BURST_US {
            return true;
        }
        let apart_us = arrival_us - self.last_arrival_us;
        let growth_us = apart_us - (sent_us - self.last_sent_us);
        growth_us < 0 && apart_us <= BURST_US && arrival_us - self.first_arrival_us < MAX_CLUMP_US
    }
}

/// The two newest groups.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Groups {
    current: Option<Group>,
    previous: Option<Group>,
}

impl Groups {
    /// Adds one packet; a comparison when it completes a group.
    pub(crate) fn add(&mut self, sent_us: i64, arrival_us: i64) -> Option<Delta> {
        let Some(current) = &mut self.current else {
            self.current = Some(Group::of(sent_us, arrival_us));
            return None;
        };
        if sent_us < current.first_sent_us {
            return None;
        }
        if current.takes(sent_us, arrival_us) {
            current.last_sent_us = current.last_sent_us.max(sent_us);
            current.last_arrival_us = current.last_arrival_us.max(arrival_us);
            return None;
        }
        let complete = *current;
        *current = Group::of(sent_us, arrival_us);
        let previous = self.previous.replace(complete)?;
        let delta = Delta {
            sent_us: complete.last_sent_us - previous.last_sent_us,
            arrived_us: complete.last_arrival_us - previous.last_arrival_us,
            complete_us: complete.last_arrival_us,
        };
        (delta.arrived_us >= 0).then_some(delta)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_left_together_is_one_group() {
        let mut groups = Groups::default();
        for (sent_us, arrival_us) in [(0, 50_000), (2_000, 53_000), (4_000, 56_000)] {
            assert_eq!(groups.add(sent_us, arrival_us), None);
        }
        assert_eq!(groups.add(30_000, 80_000), None);
        let delta = groups.add(60_000, 120_000).unwrap();
        assert_eq!((delta.sent_us, delta.arrived_us), (26_000, 24_000));
    }

    #[test]
    fn what_arrives_in_a_clump_is_one_group() {
        let mut groups = Groups::default();
        groups.add(0, 50_000);
        groups.add(20_000, 90_000);
        // Held back by the network and let go at once.
        assert_eq!(groups.add(40_000, 91_000), None);
        assert_eq!(groups.add(60_000, 92_000), None);
        let delta = groups.add(80_000, 130_000).unwrap();
        assert_eq!((delta.sent_us, delta.arrived_us), (60_000, 42_000));
    }

    #[test]
    fn a_packet_out_of_order_is_passed_over() {
        let mut groups = Groups::default();
        groups.add(0, 0);
        groups.add(20_000, 20_000);
        assert_eq!(groups.add(1_000, 30_000), None);
        let delta = groups.add(40_000, 40_000).unwrap();
        assert_eq!(delta.sent_us, delta.arrived_us);
    }
}
