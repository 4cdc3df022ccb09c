//! Divides what a subscriber's connection can take among its video subscriptions: the lowest layers
//! first, then one step each in turn; down at once, up one step at a time.

use crate::command::Kind;
use crate::core::Core;
use crate::registry::Key;
use crate::selector::Layers;
use crate::stream::Stream;
use crate::twcc::Feedback;

/// After a change, no step up for this long.
const SETTLE_US: u64 = 2_000_000;
/// A step up must leave this share of the connection free, in percent.
const HEADROOM: u64 = 10;

/// A choice of layers and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Level {
    layers: Layers,
    bits_per_second: u64,
}

/// One subscription in the division.
#[derive(Debug)]
struct Claim {
    consumer: Key,
    /// Cheapest first.
    levels: Vec<Level>,
    /// How many of the levels it gets; 0 is nothing.
    granted: usize,
}

impl Core {
    /// Decides anew for every transport.
    pub(crate) fn allocate(&mut self, now_us: u64) {
        for key in self.transports.keys() {
            self.allocate_to(now_us, key);
        }
    }

    pub(crate) fn allocate_to(&mut self, now_us: u64, key: Key) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        transport.bandwidth.tick(now_us);
        let available = transport.bandwidth.available_bps();
        let consumers = transport.consumers.clone();
        let mut claims: Vec<Claim> = consumers
            .iter()
            .filter_map(|&consumer| self.claim(now_us, consumer))
            .collect();
        let audio = self.audio_bps(now_us, &consumers);
        divide(&mut claims, available.map(|bps| bps.saturating_sub(audio)));
        for claim in claims {
            self.grant(now_us, &claim);
        }
    }

    fn audio_bps(&mut self, now_us: u64, consumers: &[Key]) -> u64 {
        let mut sum = 0;
        for &key in consumers {
            if let Some(consumer) = self.consumers.get_mut(key)
                && consumer.kind == Kind::Audio
            {
                sum += consumer.rate.bits_per_second(now_us);
            }
        }
        sum
    }

    fn claim(&mut self, now_us: u64, key: Key) -> Option<Claim> {
        let consumer = self.consumers.get(key)?;
        let producer = self.producers.get_mut(consumer.producer)?;
        if consumer.kind == Kind::Audio || consumer.is_paused || producer.is_paused {
            return None;
        }
        let levels = levels(&mut producer.streams, consumer.depth.temporal, now_us)
            .into_iter()
            .filter(|level| {
                matches!(level.layers.spatial, u8::MAX)
                    || level.layers.spatial <= consumer.wanted.spatial
            })
            .collect();
        Some(Claim {
            consumer: key,
            levels,
            granted: 0,
        })
    }

    fn grant(&mut self, now_us: u64, claim: &Claim) {
        let Some(consumer) = self.consumers.get_mut(claim.consumer) else {
            return;
        };
        let granted = claim
            .granted
            .checked_sub(1)
            .map(|top| claim.levels[top].layers);
        let wanted = if claim.levels.is_empty() {
            // Nothing is measured yet: whatever comes is welcome.
            Some(Layers::ALL)
        } else {
            granted
        };
        let is_up = wanted > consumer.allowed;
        if wanted == consumer.allowed || (is_up && now_us < consumer.allowed_us + SETTLE_US) {
            return;
        }
        consumer.allowed = wanted;
        consumer.allowed_us = now_us;
        consumer.retarget();
        self.want_missing_stream(claim.consumer);
        self.announce_layers(claim.consumer);
    }

    /// Reads a subscriber's transport-wide feedback for loss.
    pub(crate) fn note_feedback(&mut self, now_us: u64, key: Key, feedback: &Feedback) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let (mut expected, mut lost) = (0, 0);
        for arrival in feedback.arrivals() {
            if transport.bandwidth.log.take(arrival.sequence).is_some() {
                expected += 1;
                lost += u64::from(arrival.arrival_us.is_none());
            }
        }
        let sent_bps = transport.sent.bits_per_second(now_us);
        transport
            .bandwidth
            .note_loss(now_us, expected, lost, sent_bps);
    }
}

/// What can be chosen of a producer now: of simulcast each stream that is coming, with its temporal layers.
fn levels(streams: &mut [Stream], temporal_layers: u8, now_us: u64) -> Vec<Level> {
    let mut levels = Vec::new();
    let is_single = streams.len() == 1;
    let newest_us = streams.iter().filter_map(Stream::last_arrival_us).max();
    let newest_us = newest_us.unwrap_or_default();
    for (index, stream) in streams.iter_mut().enumerate() {
        if !stream.is_active(now_us) || stream.is_behind(newest_us) {
            continue;
        }
        for temporal in 0..temporal_layers.max(1) {
            let spatial = if is_single { u8::MAX } else { index as u8 };
            let is_top = temporal + 1 >= temporal_layers;
            let temporal = if is_top { u8::MAX } else { temporal };
            levels.push(Level {
                layers: Layers { spatial, temporal },
                bits_per_second: stream.bits_per_second(now_us, temporal),
            });
        }
    }
    levels
}

/// Grants levels within the budget; without a budget, everything.
fn divide(claims: &mut [Claim], budget: Option<u64>) {
    let Some(budget) = budget else {
        for claim in claims {
            claim.granted = claim.levels.len();
        }
        return;
    };
    // Below zero when even the first picture is too much: then nothing costs little enough.
    let mut left = budget.saturating_sub(budget / 100 * HEADROOM) as i64;
    for (index, claim) in claims.iter_mut().enumerate() {
        let Some(lowest) = claim.levels.first() else {
            continue;
        };
        // The first subscription keeps its picture, however bad.
        let cost = lowest.bits_per_second as i64;
        if cost <= left || index == 0 {
            claim.granted = 1;
            left -= cost;
        }
    }
    while step(claims, &mut left) {}
}

/// One more level for each that can afford it; false when nobody can.
fn step(claims: &mut [Claim], left: &mut i64) -> bool {
    let mut has_stepped = false;
    for claim in claims.iter_mut().filter(|claim| claim.granted > 0) {
        let Some(next) = claim.levels.get(claim.granted) else {
            continue;
        };
        let now = claim.levels[claim.granted - 1].bits_per_second;
        let extra = next.bits_per_second.saturating_sub(now) as i64;
        if extra <= *left {
            *left -= extra;
            claim.granted += 1;
            has_stepped = true;
        }
    }
    has_stepped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registry;

    fn claim(key: Key, costs: &[u64]) -> Claim {
        let level = |(index, &bits_per_second): (usize, &u64)| Level {
            layers: Layers {
                spatial: index as u8,
                temporal: u8::MAX,
            },
            bits_per_second,
        };
        Claim {
            consumer: key,
            levels: costs.iter().enumerate().map(level).collect(),
            granted: 0,
        }
    }

    fn granted(costs: &[&[u64]], budget: Option<u64>) -> Vec<usize> {
        let mut registry = Registry::new();
        let key = registry.insert(1, ()).unwrap();
        let mut claims: Vec<Claim> = costs.iter().map(|costs| claim(key, costs)).collect();
        divide(&mut claims, budget);
        claims.iter().map(|claim| claim.granted).collect()
    }

    #[test]
    fn without_a_bound_everybody_gets_everything() {
        assert_eq!(granted(&[&[100, 300], &[100]], None), [2, 1]);
    }

    #[test]
    fn everybody_gets_the_lowest_layer_before_anybody_gets_more() {
        assert_eq!(granted(&[&[100, 1000], &[100, 300]], Some(600)), [1, 2]);
    }

    #[test]
    fn the_first_keeps_its_picture_and_the_others_wait() {
        assert_eq!(granted(&[&[100, 300], &[100]], Some(50)), [1, 0]);
    }

    #[test]
    fn a_share_stays_free() {
        assert_eq!(granted(&[&[100]], Some(105)), [1]);
        assert_eq!(granted(&[&[10], &[90]], Some(105)), [1, 0]);
    }
}
