//! Spreads one subscriber's video over time where its connection is tight: repairs first, then pictures, at
//! a multiple of what the connection takes. Keeps numbers, not packets; refuses more than it has room for.

use std::collections::VecDeque;

use crate::registry::Key;

/// Faster than the estimate, so that a picture is not late; not much, so that it fills no queue on the way.
const FACTOR_PERCENT: u64 = 250;
/// Below this a packet would wait longer than it is of use.
const MIN_BPS: u64 = 200_000;
/// What may leave at once after a rest: the time between two steps.
const BURST_US: u64 = 5_000;
/// As many as a source keeps.
const MAX_WAITING: usize = 1024;
/// Pictures that would wait so long are of little use; one large key frame alone takes less.
const FULL_US: u64 = 1_000_000;
/// Repairs have what pictures and sound leave of the estimate, and at least this share of it, in percent.
const REPAIRS_PERCENT: u64 = 10;
/// So much of it in advance; what does not fit is asked for again.
const REPAIRS_AHEAD_US: u64 = 250_000;
/// A picture may begin anew once so little waits.
const FREE_US: u64 = 50_000;

/// One packet that has its number and waits to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) consumer: Key,
    /// The number it has on the subscriber's stream.
    pub(crate) index: u64,
    pub(crate) bytes: u16,
    pub(crate) is_repair: bool,
}

/// The queue of one subscriber.
#[derive(Debug, Default)]
pub(crate) struct Pacer {
    /// 0 while nothing need wait.
    bps: u64,
    ready_us: u64,
    /// What repairs may take, and until when those let in so far take it.
    repair_bps: u64,
    repaired_us: u64,
    repairs: VecDeque<Waiting>,
    media: VecDeque<Waiting>,
    bytes: u64,
    /// It is on the list of those to be looked after.
    pub(crate) is_listed: bool,
    /// When a picture was last given up for lack of room, or began.
    pub(crate) judged_us: u64,
}

impl Pacer {
    pub(crate) fn is_active(&self) -> bool {
        self.bps != 0
    }

    /// Begins, goes on or ends pacing; `None` is no bound. What still waits is sent out at the old pace. Of it
    /// `taken_bps` go to pictures and sound.
    pub(crate) fn set_estimate(&mut self, bps: Option<u64>, taken_bps: u64) {
        match bps {
            Some(bps) => {
                self.bps = (bps * FACTOR_PERCENT / 100).max(MIN_BPS);
                self.repair_bps = bps
                    .saturating_sub(taken_bps)
                    .max(bps * REPAIRS_PERCENT / 100);
            }
            None if self.is_empty() => self.bps = 0,
            None => {}
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.media.is_empty() && self.repairs.is_empty()
    }

    /// May another repair go? Without a bound a full connection would get nothing but repairs, each of them
    /// lost and asked for again.
    pub(crate) fn admits_repair(&self, now_us: u64) -> bool {
        self.repaired_us <= now_us + REPAIRS_AHEAD_US
    }

    /// False when there is no room: the packet is lost.
    pub(crate) fn push(&mut self, now_us: u64, waiting: Waiting) -> bool {
        if waiting.is_repair {
            let bits = u64::from(waiting.bytes) * 8_000_000;
            self.repaired_us = self.repaired_us.max(now_us) + bits / self.repair_bps.max(1);
        }
        let queue = if waiting.is_repair {
            &mut self.repairs
        } else {
            &mut self.media
        };
        let has_room = queue.len() < MAX_WAITING;
        if has_room {
            self.bytes += u64::from(waiting.bytes);
            queue.push_back(waiting);
        }
        has_room
    }

    /// The next packet, whether or not it is time.
    pub(crate) fn take(&mut self) -> Option<Waiting> {
        let next = self
            .repairs
            .pop_front()
            .or_else(|| self.media.pop_front())?;
        self.bytes = self.bytes.saturating_sub(u64::from(next.bytes));
        Some(next)
    }

    /// The next packet, if it is time.
    pub(crate) fn take_due(&mut self, now_us: u64) -> Option<Waiting> {
        (now_us >= self.ready_us).then(|| self.take()).flatten()
    }

    /// So many bytes left.
    pub(crate) fn spend(&mut self, now_us: u64, bytes: u64) {
        let from_us = self.ready_us.max(now_us.saturating_sub(BURST_US));
        self.ready_us = from_us + self.time_us(bytes);
    }

    /// When the next packet may leave; `None` when none waits.
    pub(crate) fn next_us(&self) -> Option<u64> {
        (!self.is_empty()).then_some(self.ready_us)
    }

    /// Would a picture that is put in now be too late?
    pub(crate) fn is_full(&self) -> bool {
        self.time_us(self.bytes) > FULL_US
    }

    /// May a picture begin that was given up?
    pub(crate) fn is_free(&self) -> bool {
        self.time_us(self.bytes) < FREE_US
    }

    fn time_us(&self, bytes: u64) -> u64 {
        (bytes * 8_000_000).checked_div(self.bps).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(index: u64, is_repair: bool) -> Waiting {
        Waiting {
            consumer: Key::NOTHING,
            index,
            bytes: 1000,
            is_repair,
        }
    }

    fn limited(bps: u64) -> Pacer {
        let mut pacer = Pacer::default();
        pacer.set_estimate(Some(bps), 0);
        pacer
    }

    /// The numbers that leave within so many ms, looked at every ms.
    fn leaving(pacer: &mut Pacer, from_ms: u64, ms: u64) -> Vec<u64> {
        let mut gone = Vec::new();
        for now_us in (from_ms..from_ms + ms).map(|ms| ms * 1000) {
            while let Some(waiting) = pacer.take_due(now_us) {
                pacer.spend(now_us, u64::from(waiting.bytes));
                gone.push(waiting.index);
            }
        }
        gone
    }

    #[test]
    fn it_leaves_at_two_and_a_half_times_the_estimate() {
        let mut pacer = limited(1_000_000);
        (0..100).for_each(|index| assert!(pacer.push(0, packet(index, false))));
        let count = leaving(&mut pacer, 1000, 100).len();
        assert!((30..=34).contains(&count), "{count}");
    }

    #[test]
    fn repairs_go_before_pictures_and_each_in_order() {
        let mut pacer = limited(1_000_000);
        for (index, is_repair) in [(1, false), (2, true), (3, false), (4, true)] {
            pacer.push(0, packet(index, is_repair));
        }
        assert_eq!(leaving(&mut pacer, 1000, 100), [2, 4, 1, 3]);
    }

    #[test]
    fn repairs_take_no_more_than_what_is_left_of_the_estimate() {
        let mut pacer = Pacer::default();
        pacer.set_estimate(Some(600_000), 200_000);
        let mut let_in = 0;
        for now_us in (0..2_000_000).step_by(1000) {
            while pacer.admits_repair(now_us) {
                pacer.push(now_us, packet(1, true));
                let_in += 1;
            }
            pacer.take_due(now_us);
        }
        // Two seconds, and a quarter in advance.
        assert!((100..=115).contains(&let_in), "{let_in}");
    }

    #[test]
    fn a_rest_is_not_saved_up() {
        let mut pacer = limited(1_000_000);
        (0..2).for_each(|index| assert!(pacer.push(0, packet(index, false))));
        leaving(&mut pacer, 1000, 5000);
        (0..100).for_each(|index| assert!(pacer.push(0, packet(index, false))));
        assert!(leaving(&mut pacer, 6000, 1).len() <= 3);
    }

    #[test]
    fn too_much_is_told_and_enough_room_as_well() {
        let mut pacer = limited(400_000);
        assert!(pacer.is_free() && !pacer.is_full());
        (0..130).for_each(|index| assert!(pacer.push(0, packet(index, false))));
        assert!(pacer.is_full() && !pacer.is_free());
        while pacer.take().is_some() {}
        assert!(pacer.is_free() && pacer.next_us().is_none());
    }

    #[test]
    fn it_ends_only_when_nothing_waits() {
        let mut pacer = limited(400_000);
        pacer.push(0, packet(1, false));
        pacer.set_estimate(None, 0);
        assert!(pacer.is_active());
        pacer.take();
        pacer.set_estimate(None, 0);
        assert!(!pacer.is_active());
    }

    #[test]
    fn there_is_an_end_to_the_room() {
        let mut pacer = limited(400_000);
        assert!(
            (0..2000)
                .filter(|&index| pacer.push(0, packet(index, false)))
                .count()
                == MAX_WAITING
        );
    }
}
