//! One subscriber's view of one producer: its own numbers, times and pictures without seams;
//! refuses to use an outgoing number twice, which would break the encryption.

use crate::command::{Codec, ConsumerSpec, Kind, ProducerSpec};
use crate::egress::{Egress, Outgoing};
use crate::extensions::Extension;
use crate::history::Packet;
use crate::munger::Munger;
use crate::rate::Rate;
use crate::registry::Key;
use crate::rtcp::ReportBlock;
use crate::selector::{Choice, Layers, Selector};
use crate::sent::{Sent, SentRing};
use crate::seq::timestamp_newer;
use crate::stream::{SourceClock, Stream};
use crate::template::Template;

/// A late joiner gets what followed the last key frame if it is this fresh and this short;
/// otherwise a new key frame is cheaper than the burst.
const REPLAY_US: u64 = 500_000;
const REPLAY_PACKETS: u64 = 150;
/// A timestamp step that no pause explains: the clocks cannot be compared.
const IMPLAUSIBLE_S: u32 = 30;

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
    /// The layers its owner was told of; −1 is nothing.
    announced: (i8, i8),
    /// What the subscriber's connection can take; `None` is nothing.
    pub(crate) allowed: Option<Layers>,
    /// When that changed last.
    pub(crate) allowed_us: u64,
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
        let layers = source.encodings.last();
        // A receiver guesses rollover counter 0, so the first number stays in the lower half.
        let first = u64::from(spec.ssrc & 0x3FFF) + 1;
        Self {
            transport,
            producer,
            kind,
            clock_rate: source.clock_rate,
            depth: Layers {
                spatial: if source.encodings.len() > 1 {
                    source.encodings.len() as u8
                } else {
                    layers.map_or(1, |encoding| encoding.spatial_layers)
                },
                temporal: layers.map_or(1, |encoding| encoding.temporal_layers),
            },
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
            allowed: Some(Layers::ALL),
            allowed_us: 0,
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

    /// Forwards what came in since the last time.
    pub(crate) fn forward(&mut self, streams: &[Stream], fresh: &[(u8, u64)], egress: &mut Egress) {
        let before = egress.bytes;
        if let Some(start) = self.start_at.take() {
            self.forward_one(streams, start, egress);
        }
        for &packet in fresh {
            self.forward_one(streams, packet, egress);
        }
        if egress.bytes > before {
            self.rate.add(egress.now_us, egress.bytes - before);
        }
    }

    fn forward_one(&mut self, streams: &[Stream], at: (u8, u64), egress: &mut Egress) {
        let Some((stream, packet)) = find(streams, at) else {
            return;
        };
        let is_late = self.is_late(at);
        match self.selector.choose(at.0, packet, is_late) {
            Choice::Ignore => {}
            Choice::Skip => self.leave_out(packet, is_late, egress),
            Choice::Forward { marker } => self.send(at.0, packet, marker, egress),
            Choice::Start if is_late => self.selector.stop(),
            Choice::Start => self.start(streams, stream, at, egress),
        }
    }

    fn is_late(&self, (stream, sequence): (u8, u64)) -> bool {
        self.source == Some(stream) && sequence <= self.sequence.last_in()
    }

    /// Begins with this packet and goes on with those after it that came before it.
    fn start(&mut self, streams: &[Stream], stream: &Stream, at: (u8, u64), egress: &mut Egress) {
        let (index, sequence) = at;
        let Some(packet) = stream.history.get(sequence) else {
            return;
        };
        self.align(streams, at, packet, egress.now_us);
        self.source = Some(index);
        self.sequence.restart(sequence);
        if let Some(vp8) = packet.frame.vp8 {
            self.pictures.restart(vp8.picture);
            let tl0 = vp8.descriptor.tl0_picture_index.unwrap_or(0);
            self.tl0_offset = self.last_tl0.wrapping_add(1).wrapping_sub(tl0);
        }
        self.send(index, packet, self.selector.marker(packet), egress);
        for sequence in sequence + 1..=stream.newest() {
            self.forward_next(stream, (index, sequence), egress);
        }
    }

    fn forward_next(&mut self, stream: &Stream, at: (u8, u64), egress: &mut Egress) {
        let Some(packet) = stream.history.get(at.1) else {
            return;
        };
        match self.selector.choose(at.0, packet, false) {
            Choice::Skip => self.leave_out(packet, false, egress),
            Choice::Forward { marker } => self.send(at.0, packet, marker, egress),
            Choice::Ignore | Choice::Start => {}
        }
    }

    /// Chooses the timestamp offset so that time goes on where the subscriber saw it last.
    fn align(&mut self, streams: &[Stream], at: (u8, u64), packet: &Packet, now_us: u64) {
        let Some(source) = self.source.filter(|&source| source != at.0) else {
            return;
        };
        let elapsed_us = now_us.saturating_sub(self.last_sent_us);
        let elapsed = (elapsed_us * u64::from(self.clock_rate) / 1_000_000) as u32;
        let guess = self.last_timestamp.wrapping_add(elapsed);
        let clocks = streams
            .get(usize::from(source))
            .and_then(|stream| stream.clock)
            .zip(
                streams
                    .get(usize::from(at.0))
                    .and_then(|stream| stream.clock),
            );
        let exact = clocks
            .map(|(old, new)| translate(packet.timestamp, &new, &old, self.clock_rate))
            .map(|timestamp| timestamp.wrapping_add(self.timestamp_offset))
            .filter(|timestamp| {
                let apart = timestamp.wrapping_sub(guess) as i32;
                apart.unsigned_abs() < IMPLAUSIBLE_S * self.clock_rate
            });
        let mut timestamp = exact.unwrap_or(guess);
        if !timestamp_newer(timestamp, self.last_timestamp) {
            timestamp = self.last_timestamp.wrapping_add(1);
        }
        self.timestamp_offset = timestamp.wrapping_sub(packet.timestamp);
    }

    fn send(&mut self, stream: u8, packet: &Packet, marker: bool, egress: &mut Egress) {
        let Some(index) = self.sequence.forward(packet.sequence) else {
            return;
        };
        let picture = self.rewrite_picture(packet);
        let sent = Sent {
            input: packet.sequence,
            index,
            timestamp: packet.timestamp.wrapping_add(self.timestamp_offset),
            at_ms: (egress.now_us / 1000) as u32,
            picture,
            stream,
            marker,
        };
        if !self.sent.reserve(sent) {
            return;
        }
        let outgoing = outgoing(&self.media, &sent, picture);
        if egress.send(packet, &outgoing).is_some() {
            self.counters.packets += 1;
            self.counters.octets += packet.payload().len() as u64;
        }
        if timestamp_newer(sent.timestamp, self.last_timestamp) || self.last_sent_us == 0 {
            self.last_timestamp = sent.timestamp;
        }
        self.last_sent_us = egress.now_us;
    }

    fn rewrite_picture(&mut self, packet: &Packet) -> Option<(u16, u8)> {
        let vp8 = packet.frame.vp8?;
        let picture = self.pictures.forward(vp8.picture)?;
        let tl0 = vp8.descriptor.tl0_picture_index.unwrap_or(0);
        self.last_tl0 = tl0.wrapping_add(self.tl0_offset);
        Some((picture as u16, self.last_tl0))
    }

    /// A packet that is not for this subscriber: new ones leave no gap, late ones fill the gap they left.
    fn leave_out(&mut self, packet: &Packet, is_late: bool, egress: &mut Egress) {
        if !is_late {
            self.sequence.skip(packet.sequence);
            if let Some(vp8) = packet.frame.vp8 {
                self.pictures.skip(vp8.picture);
            }
            return;
        }
        let Some(index) = self.sequence.recall(packet.sequence) else {
            return;
        };
        let sent = Sent {
            index,
            timestamp: packet.timestamp.wrapping_add(self.timestamp_offset),
            ..Sent::default()
        };
        if self.sent.reserve(sent) {
            let outgoing = Outgoing {
                is_padding: true,
                ..outgoing(&self.media, &sent, None)
            };
            egress.send(packet, &outgoing);
            self.counters.padded += 1;
        }
    }

    /// Reads a report of the subscriber: how many it should have got since the last one, and how many
    /// the way to it lost. What the way to us lost does not count.
    pub(crate) fn note_report(&mut self, block: &ReportBlock) -> (u64, u64) {
        self.counters.fraction_lost = block.fraction_lost;
        self.counters.lost = block.cumulative_lost;
        self.counters.jitter = block.jitter;
        let given = self.counters.packets + self.counters.padded;
        let numbered = (self.sequence.last_out() + 1).saturating_sub(self.first_index);
        let upstream = numbered.saturating_sub(given) as i64;
        let highest = u64::from(block.highest_sequence);
        let lost = i64::from(block.cumulative_lost) - upstream;
        let before = self.reported.replace((highest, lost));
        before.map_or((0, 0), |(highest_before, lost_before)| {
            let expected = highest.saturating_sub(highest_before);
            (expected, (lost - lost_before).max(0) as u64)
        })
    }

    /// Sends a packet again, as the subscriber asked; bounded to once in half a round trip.
    pub(crate) fn repair(
        &mut self,
        streams: &[Stream],
        sequence: u16,
        rtt_us: u64,
        egress: &mut Egress,
    ) {
        self.counters.nacked += 1;
        let Some(template) = &self.repair else {
            // Without a stream of its own it would need the same number for different bytes.
            return;
        };
        let newest = self.sequence.last_out();
        let behind = u64::from((newest as u16).wrapping_sub(sequence));
        let index = newest.wrapping_sub(behind);
        let now_ms = (egress.now_us / 1000) as u32;
        let Some(sent) = self.sent.again(index, now_ms, (rtt_us / 2000) as u32) else {
            return;
        };
        let Some((_, packet)) = find(streams, (sent.stream, sent.input)) else {
            return;
        };
        let outgoing = Outgoing {
            index: self.repair_index,
            repairs: Some(sequence),
            ..outgoing(template, &sent, sent.picture)
        };
        self.repair_index += 1;
        if egress.send(packet, &outgoing).is_some() {
            self.counters.repaired += 1;
        }
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
fn open_top(layer: u8, count: u8) -> u8 {
    if layer.saturating_add(1) >= count {
        u8::MAX
    } else {
        layer
    }
}

fn find(streams: &[Stream], (stream, sequence): (u8, u64)) -> Option<(&Stream, &Packet)> {
    let stream = streams.get(usize::from(stream))?;
    Some((stream, stream.history.get(sequence)?))
}

fn outgoing<'a>(template: &'a Template, sent: &Sent, picture: Option<(u16, u8)>) -> Outgoing<'a> {
    Outgoing {
        template,
        index: sent.index,
        timestamp: sent.timestamp,
        marker: sent.marker,
        picture,
        repairs: None,
        is_padding: false,
    }
}

/// The RTP time that one stream's clock showed when another's showed `timestamp`.
fn translate(timestamp: u32, from: &SourceClock, to: &SourceClock, clock_rate: u32) -> u32 {
    let since_report = i64::from(timestamp.wrapping_sub(from.rtp) as i32);
    // 32.32 fixed point seconds to timestamp units.
    let between = (from.ntp.wrapping_sub(to.ntp) as i64 as i128 * i128::from(clock_rate)) >> 32;
    to.rtp
        .wrapping_add(since_report as u32)
        .wrapping_add(between as u32)
}
