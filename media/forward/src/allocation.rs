//! Decides what each subscriber's videos get of what its connection can take: by priority, down at once,
//! up slowly, nothing at all when not even the lowest layer fits.

mod climb;
mod divide;

pub(crate) use self::climb::Climb;

use self::divide::{Claim, Level, divide};
use crate::bandwidth::{Bandwidth, Need};
use crate::command::Kind;
use crate::consumer::{Consumer, open_top};
use crate::core::Core;
use crate::event::Event;
use crate::layers::Layers;
use crate::registry::Key;
use crate::stream::Stream;

/// More of a connection is not kept for repairs.
const MAX_REPAIRED: f64 = 0.2;
/// What a video begins with on a tight connection.
const LOWEST: Layers = Layers {
    spatial: 0,
    temporal: u8::MAX,
};

/// What is known of a connection when its share-out is decided.
struct Means {
    available_bps: Option<u64>,
    is_guess: bool,
    is_measured: bool,
    /// What is left for pictures where what gets lost is sent again.
    kept: f64,
}

impl Means {
    fn of(bandwidth: &Bandwidth) -> Self {
        Self {
            available_bps: bandwidth.available_bps(),
            is_guess: !bandwidth.is_known(),
            is_measured: bandwidth.is_measured(),
            kept: 1.0 - bandwidth.loss().min(MAX_REPAIRED),
        }
    }

    /// For pictures.
    fn budget_bps(&self, audio_bps: u64) -> Option<u64> {
        let bps = self.available_bps?.saturating_sub(audio_bps);
        Some((bps as f64 * self.kept) as u64)
    }

    /// The estimate at which pictures would have such a budget.
    fn needed_bps(&self, budget_bps: u64, audio_bps: u64) -> u64 {
        (budget_bps as f64 / self.kept) as u64 + audio_bps
    }
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
        let means = Means::of(&transport.bandwidth);
        let (available, is_guess) = (means.available_bps, means.is_guess);
        let consumers = transport.consumers.clone();
        let mut claims: Vec<Claim> = consumers
            .iter()
            .filter_map(|&consumer| self.claim(now_us, consumer))
            .collect();
        let audio = self.audio_bps(now_us, &consumers, means.is_measured);
        let all_bps = claims.iter().map(Claim::all_bps).sum::<u64>() + audio;
        let is_limited = is_guess || available.is_some_and(|bps| bps <= all_bps + all_bps / 2);
        // What a newcomer will take may not be known yet.
        let is_open = claims.iter().any(|it| it.is_new && it.levels.is_empty());
        let is_tight = available.is_some() && (is_limited || is_open);
        if is_tight && !is_guess {
            claims.iter_mut().for_each(Claim::begin_low);
        }
        let wishes = divide(&mut claims, means.budget_bps(audio), is_guess);
        let is_dark = claims
            .iter()
            .any(|claim| claim.granted == 0 && !claim.levels.is_empty());
        for claim in &claims {
            self.grant(claim, is_tight);
        }
        if let Some(transport) = self.transports.get_mut(key) {
            note_changes(&mut transport.climb, now_us, &claims);
            let bound = available.filter(|_| is_limited && !claims.is_empty());
            let taken = audio + wishes.granted_bps;
            transport.pacer.set_estimate(bound, taken);
            transport.bandwidth.need = (!claims.is_empty()).then(|| Need {
                next_bps: wishes.next_bps.map(|bps| means.needed_bps(bps, audio)),
                all_bps,
                is_dark,
                ..Need::default()
            });
        }
    }

    /// What sound takes of an estimate. Where the path is measured, sound that is not reported on is as others'
    /// traffic: what is left beside it has been measured.
    fn audio_bps(&mut self, now_us: u64, consumers: &[Key], is_measured: bool) -> u64 {
        let mut sum = 0;
        for &key in consumers {
            if let Some(consumer) = self.consumers.get_mut(key)
                && consumer.kind == Kind::Audio
                && (consumer.is_numbered() || !is_measured)
            {
                sum += consumer.rate.bits_per_second(now_us);
            }
        }
        sum
    }

    fn claim(&mut self, now_us: u64, key: Key) -> Option<Claim> {
        let consumer = self.consumers.get_mut(key)?;
        let producer = self.producers.get_mut(consumer.producer)?;
        if consumer.kind == Kind::Audio || consumer.is_paused || producer.is_paused {
            return None;
        }
        let mut levels = levels(&mut producer.streams, consumer, now_us);
        match levels.first() {
            Some(lowest) => consumer.lowest_bps = lowest.bits_per_second,
            // A publisher that nobody watches may have stopped: it would cost what it cost.
            None if consumer.allowed.is_none() => levels.push(Level {
                layers: Layers::ALL,
                bits_per_second: consumer.lowest_bps,
            }),
            None => {}
        }
        let held = consumer.allowed.map_or(0, |allowed| {
            levels
                .iter()
                .filter(|level| level.layers <= allowed)
                .count()
        });
        let is_dark = consumer.allowed.is_none();
        let may_climb = self
            .transports
            .get(consumer.transport)
            .is_some_and(|transport| transport.climb.may_climb(now_us, is_dark));
        let is_new = !consumer.is_placed;
        consumer.is_placed |= !levels.is_empty();
        Some(Claim {
            consumer: key,
            priority: consumer.priority,
            may_climb,
            is_new,
            held,
            levels,
            granted: 0,
        })
    }

    fn grant(&mut self, claim: &Claim, is_tight: bool) {
        let Some(consumer) = self.consumers.get_mut(claim.consumer) else {
            return;
        };
        let granted = claim
            .granted
            .checked_sub(1)
            .map(|top| claim.levels[top].layers);
        let allowed = if claim.levels.is_empty() {
            // Nothing is measured yet: whatever comes is welcome, but not all at once where it is tight.
            Some(if is_tight { LOWEST } else { Layers::ALL })
        } else {
            granted
        };
        let was_suspended = consumer.allowed.is_none();
        if allowed == consumer.allowed {
            return;
        }
        consumer.allowed = allowed;
        if allowed.is_none() {
            consumer.shown_from = None;
        }
        consumer.retarget();
        self.want_missing_stream(claim.consumer);
        self.announce_layers(claim.consumer);
        let is_suspended = allowed.is_none();
        if is_suspended != was_suspended
            && let Some(consumer) = self.consumers.id(claim.consumer)
        {
            self.tell(Event::Suspended {
                consumer,
                is_suspended,
            });
        }
    }
}

/// What one subscriber can choose of a producer now, cheapest first.
fn levels(streams: &mut [Stream], consumer: &Consumer, now_us: u64) -> Vec<Level> {
    match streams {
        [only] => levels_inside(only, consumer, now_us),
        _ => levels_of_streams(streams, consumer, now_us),
    }
}

/// Of simulcast: each stream that is coming, with its temporal layers.
fn levels_of_streams(streams: &mut [Stream], consumer: &Consumer, now_us: u64) -> Vec<Level> {
    let mut levels = Vec::new();
    let newest_us = streams.iter().filter_map(Stream::last_arrival_us).max();
    let newest_us = newest_us.unwrap_or_default();
    for (spatial, stream) in (0..=consumer.wanted.spatial).zip(streams) {
        if !stream.is_active(now_us) || stream.is_behind(newest_us) {
            continue;
        }
        for temporal in temporal_layers(consumer) {
            let inside = Layers {
                spatial: u8::MAX,
                temporal,
            };
            levels.push(Level {
                layers: Layers { spatial, temporal },
                bits_per_second: stream.bits_per_second(now_us, inside),
            });
        }
    }
    levels
}

/// Of one stream: each spatial layer in it that is coming, with those below it.
fn levels_inside(stream: &mut Stream, consumer: &Consumer, now_us: u64) -> Vec<Level> {
    let mut levels = Vec::new();
    let count = consumer.depth.spatial.max(1);
    let highest = consumer.wanted.spatial.min(count - 1);
    for spatial in 0..=highest {
        if !stream.is_active(now_us) || !stream.has_spatial(spatial) {
            break;
        }
        for temporal in temporal_layers(consumer) {
            let spatial = open_top(spatial, count);
            let layers = Layers { spatial, temporal };
            levels.push(Level {
                layers,
                bits_per_second: stream.bits_per_second(now_us, layers),
            });
        }
    }
    levels
}

fn temporal_layers(consumer: &Consumer) -> impl Iterator<Item = u8> {
    let count = consumer.depth.temporal.max(1);
    let highest = consumer.wanted.temporal.min(count - 1);
    (0..=highest).map(move |temporal| open_top(temporal, count))
}

/// Fewer because the publisher sends fewer is no failure, and a first choice no fall.
fn note_changes(climb: &mut Climb, now_us: u64, claims: &[Claim]) {
    let has = |is_it: fn(&Claim) -> bool| claims.iter().any(is_it);
    if has(|claim| !claim.is_new && claim.granted < claim.held) {
        climb.note_fall(now_us);
    } else if has(|claim| !claim.is_new && claim.granted > claim.held) {
        climb.note_climb(now_us);
    }
}
