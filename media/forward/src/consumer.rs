//! One subscriber's view of one producer: its own numbers, times and pictures without seams;
//! refuses to use an outgoing number twice, which would break the encryption.

mod alignment;
mod forwarding;

pub(crate) use alignment::aligned;

use crate::command::{Codec, ConsumerSpec, Kind, ProducerSpec};
use crate::extensions::Extension;
use crate::layers::Layers;
use crate::munger::Munger;
use crate::rate::Rate;
use crate::registry::Key;
use crate::selector::Selector;
use crate::sent::SentRing;
use crate::stream::Stream;
use crate::template::Template;

/// A late joiner gets what followed the last key frame if it is this fresh and this short;
/// otherwise a new key frame is cheaper than the burst.
const REPLAY_US: u64 = 500_000;
const REPLAY_PACKETS: u64 = 150;

/// One subscription.
#[derive(Debug)]
pub(crate) struct Consumer {
    pub(crate) transport: Key,
    pub(crate) producer: Key,
    pub(crate) kind: Kind,
    pub(crate) spec: ConsumerSpec,
    clock_rate: u32,
    media: Template,
    repair: Option<Template>,
    pub(crate) selector: Selector,
    /// The stream the numbers below belong to; it stays when forwarding pauses.
    source: Option<u8>,
    sequence: Munger,
    pictures: Munger,
    tl0_offset: u8,
    last_tl0: u8,
    timestamp_offset: u32,
    last_timestamp: u32,
    last_sent_us: u64,
    sent: SentRing,
    repair_index: u64,
    start_at: Option<(u8, u64)>,
    pub(crate) counters: Counters,
    pub(crate) rate: Rate,
    /// The highest layers the subscriber asked for.
    pub(crate) wanted: Layers,
    pub(crate) is_paused: bool,
    /// Given up for lack of room, until there is some.
    pub(crate) is_held: bool,
    /// The first number of the picture that is shown, `None` since it was given up: what is older is of no
    /// use, even if it is asked for.
    pub(crate) shown_from: Option<u64>,
    /// Its own place, for what waits.
    pub(crate) key: Key,
    /// The layers its owner was told of; −1 is nothing.
    announced: (i8, i8),
    /// Larger is served first.
    pub(crate) priority: i32,
    /// What the subscriber's connection can take; `None` is nothing.
    pub(crate) allowed: Option<Layers>,
    /// Layers were chosen for it before.
    pub(crate) is_placed: bool,
    /// What its lowest layer took when last measured.
    pub(crate) lowest_bps: u64,
    /// Numbers reported on so far, and those lost, ours and the publisher's.
    reported: Option<(u64, i64)>,
    first_index: u64,
    /// How many layers the producer says it has.
    pub(crate) depth: Layers,
}

/// What one subscription sent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counters {
    pub(crate) packets: u64,
    /// Payload bytes, as sender reports count them.
    pub(crate) octets: u64,
    pub(crate) repaired: u64,
    pub(crate) padded: u64,
    pub(crate) nacked: u64,
    pub(crate) key_requests: u64,
    /// Of 256, from the subscriber's last report.
    pub(crate) fraction_lost: u8,
    pub(crate) lost: i32,
    pub(crate) jitter: u32,
}

impl Consumer {
    /// Does the subscriber report on its packets?
    pub(crate) fn is_numbered(&self) -> bool {
        self.media.is_numbered()
    }

    #[allow(clippy::too_many_lines, reason = "one line a field")]
    pub(crate) fn new(
        (transport, producer): (Key, Key),
        spec: ConsumerSpec,
        source: &ProducerSpec,
    ) -> Self {
        let kind = source.kind;
        let mut extensions = spec.extensions;
        if source.codec != Codec::Av1 {
            // Its frame numbers would show the layers we leave out; the other codecs do without it.
            extensions.insert(Extension::DependencyDescriptor, 0);
        }
        let template =
            |ssrc, payload_type| Template::new(ssrc, payload_type, &spec.mid, &extensions);
        let (spatial, temporal) = source.layer_counts();
        // A receiver guesses rollover counter 0, so the first number stays in the lower half.
        let first = u64::from(spec.ssrc & 0x3FFF) + 1;
        Self {
            transport,
            producer,
            kind,
            clock_rate: source.clock_rate,
            depth: Layers { spatial, temporal },
            media: template(spec.ssrc, spec.payload_type),
            repair: spec
                .rtx_ssrc
                .zip(spec.rtx_payload_type)
                .map(|(ssrc, payload_type)| template(ssrc, payload_type)),
            is_paused: spec.is_paused,
            spec,
            selector: Selector::new(source.encodings.len() as u8),
            source: None,
            sequence: Munger::new(first),
            pictures: Munger::new(first),
            tl0_offset: 0,
            last_tl0: 0,
            timestamp_offset: 0,
            last_timestamp: 0,
            last_sent_us: 0,
            sent: SentRing::new(kind),
            repair_index: first,
            start_at: None,
            counters: Counters::default(),
            rate: Rate::default(),
            wanted: Layers::ALL,
            priority: 0,
            allowed: Some(Layers::ALL),
            is_placed: false,
            is_held: false,
            shown_from: Some(0),
            key: Key::NOTHING,
            lowest_bps: 0,
            reported: None,
            first_index: first,
            announced: (-1, -1),
        }
        .targeted()
    }

    fn targeted(mut self) -> Self {
        self.retarget();
        self
    }

    /// Aims at what is both wanted and affordable.
    pub(crate) fn retarget(&mut self) {
        let target = self
            .allowed
            .filter(|_| !self.is_paused)
            .map(|allowed| Layers {
                spatial: open_top(self.wanted.spatial.min(allowed.spatial), self.depth.spatial),
                temporal: open_top(
                    self.wanted.temporal.min(allowed.temporal),
                    self.depth.temporal,
                ),
            });
        self.selector.set_target(target);
    }

    /// The layers going out, if that is news. Only video has any.
    pub(crate) fn take_layers_news(&mut self, streams: &[Stream]) -> Option<(i8, i8)> {
        let layers = self.selector.forwarded().map_or((-1, -1), |layers| {
            let encoding = self
                .selector
                .current()
                .and_then(|index| streams.get(usize::from(index)))
                .map(|stream| &stream.encoding);
            let (spatial, temporal) = encoding.map_or((1, 1), |encoding| {
                (encoding.spatial_layers, encoding.temporal_layers)
            });
            // Inside one stream, what is wanted may be more than there is.
            let inside = layers.spatial.min(spatial.max(1) - 1);
            let spatial = if streams.len() > 1 {
                layers.spatial
            } else {
                inside
            };
            let temporal = layers.temporal.min(temporal.max(1) - 1);
            (spatial as i8, temporal as i8)
        });
        let is_news = self.kind == Kind::Video && layers != self.announced;
        self.announced = layers;
        is_news.then_some(layers)
    }

    /// Begins with the last key frame at the next chance, if that is worth it.
    pub(crate) fn replay(&mut self, streams: &[Stream], now_us: u64) -> bool {
        let Some(index) = self.selector.wanted_stream() else {
            return false;
        };
        let Some(stream) = streams.get(usize::from(index)) else {
            return false;
        };
        let Some((sequence, arrived_us)) = stream.last_key else {
            return false;
        };
        let is_fresh = now_us < arrived_us + REPLAY_US
            && stream.newest() < sequence + REPLAY_PACKETS
            && !self.is_late((index, sequence));
        if is_fresh {
            self.start_at = Some((index, sequence));
        }
        is_fresh
    }

    /// The stream that the numbers going out belong to.
    pub(crate) fn source(&self) -> Option<u8> {
        self.source
    }

    pub(crate) fn timestamp_offset(&self) -> u32 {
        self.timestamp_offset
    }
}

/// The highest layer announced stands for all there are: announcements may be too low.
pub(crate) fn open_top(layer: u8, count: u8) -> u8 {
    if layer.saturating_add(1) >= count {
        u8::MAX
    } else {
        layer
    }
}
