//! A listener inside the server: one producer's packets, decrypted, as one continuous stream; refuses
//! to slow forwarding down, and to begin or change streams of video anywhere but at a key frame.

use crate::av1::ActiveTargets;
use crate::command::{Kind, ProducerSpec};
use crate::consumer::aligned;
use crate::event::{Figure, Figures};
use crate::extensions::{Extension, ExtensionMap};
use crate::history::Packet;
use crate::munger::Munger;
use crate::outbox::MAX_DATAGRAM_BYTES;
use crate::producer::Producer;
use crate::registry::Key;
use crate::seq::timestamp_newer;
use crate::stream::Stream;
use crate::template::{Template, Values};

/// Between two drains at most: a key frame of every publisher of a full worker.
const MAX_TAPPED_BYTES: usize = 4 * 1024 * 1024;
const MAX_TAPPED: usize = 8192;

/// One listener.
#[derive(Debug)]
pub(crate) struct Tap {
    pub(crate) producer: Key,
    kind: Kind,
    clock_rate: u32,
    /// Made at the first packet: its SSRC may be unknown before.
    stream: Option<Outgoing>,
    /// The stream of the producer that is being listened to.
    current: Option<u8>,
    packets: u64,
    dropped: u64,
}

/// The stream as the listener gets it.
#[derive(Debug)]
struct Outgoing {
    template: Template,
    sequence: Munger,
    timestamp_offset: u32,
    last_timestamp: u32,
    last_arrived_us: u64,
    /// The producer's stream that the numbers belong to.
    source: u8,
}

/// Packets on their way to the listeners, in one buffer that is allocated with the first tap.
#[derive(Debug, Default)]
pub(crate) struct Tapped {
    pub(crate) bytes: Vec<u8>,
    pub(crate) entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) tap: u64,
    pub(crate) arrived_us: u64,
    pub(crate) len: usize,
}

impl Tapped {
    pub(crate) fn allocate(&mut self) {
        self.bytes.reserve(MAX_TAPPED_BYTES);
        self.entries.reserve(MAX_TAPPED);
    }

    /// False when there is no room.
    fn push(&mut self, tap: u64, packet: &Packet, header: &[u8]) -> bool {
        let len = header.len() + packet.payload().len();
        let has_room =
            self.bytes.len() + len <= MAX_TAPPED_BYTES && self.entries.len() < MAX_TAPPED;
        if has_room {
            self.bytes.extend_from_slice(header);
            self.bytes.extend_from_slice(packet.payload());
            let arrived_us = packet.arrived_us;
            self.entries.push(Entry {
                tap,
                arrived_us,
                len,
            });
        }
        has_room
    }
}

impl Tap {
    pub(crate) fn new(producer: Key, spec: &ProducerSpec) -> Self {
        Self {
            producer,
            kind: spec.kind,
            clock_rate: spec.clock_rate,
            stream: None,
            current: None,
            packets: 0,
            dropped: 0,
        }
    }

    /// The stream to listen to: the highest that is being sent.
    pub(crate) fn wanted(&self, streams: &[Stream], now_us: u64) -> u8 {
        let newest_us = streams.iter().filter_map(Stream::last_arrival_us).max();
        let is_coming = |stream: &Stream| {
            stream.is_active(now_us) && !stream.is_behind(newest_us.unwrap_or(now_us))
        };
        let highest = streams.iter().rposition(is_coming);
        highest.map_or_else(|| self.current.unwrap_or(0), |index| index as u8)
    }

    /// Stops until the next key frame, as when the publisher pauses.
    pub(crate) fn stop(&mut self) {
        self.current = None;
    }

    pub(crate) fn current(&self) -> Option<u8> {
        self.current
    }

    /// A packet that was counted did not reach the listener.
    pub(crate) fn note_dropped(&mut self) {
        self.packets -= 1;
        self.dropped += 1;
    }

    pub(crate) fn figures(&self, id: u64) -> Figures {
        vec![
            ("tap", Figure::Count(id)),
            ("packets", Figure::Count(self.packets)),
            ("dropped", Figure::Count(self.dropped)),
        ]
    }

    /// Takes what came in since the last time; true when a stream began.
    pub(crate) fn take(
        &mut self,
        id: u64,
        producer: &Producer,
        wanted: u8,
        tapped: &mut Tapped,
    ) -> bool {
        let mut begun = None;
        for &at in &producer.fresh {
            // What came with the packet that began the stream went along with it.
            if begun == Some(at.0) {
                continue;
            }
            let Some(stream) = producer.streams.get(usize::from(at.0)) else {
                continue;
            };
            let Some(packet) = stream.history.get(at.1) else {
                continue;
            };
            if self.current == Some(at.0) {
                self.pass(id, packet, tapped);
            } else if self.may_begin(packet, at.0, wanted) {
                self.begin(producer, stream, at, packet);
                begun = Some(at.0);
                for sequence in at.1..=stream.newest() {
                    if let Some(packet) = stream.history.get(sequence) {
                        self.pass(id, packet, tapped);
                    }
                }
            }
        }
        begun.is_some()
    }

    fn may_begin(&self, packet: &Packet, stream: u8, wanted: u8) -> bool {
        // Any picture is better than none; later only the wanted one.
        let is_wanted = stream == wanted || (self.current.is_none() && stream < wanted);
        let is_start = self.kind == Kind::Audio || packet.frame.is_key;
        let is_late = self.stream.as_ref().is_some_and(|outgoing| {
            outgoing.source == stream && packet.sequence <= outgoing.sequence.last_in()
        });
        is_wanted && is_start && !packet.frame.is_padding && !is_late
    }

    /// Goes on with this packet as if it were the next of the same stream.
    fn begin(&mut self, producer: &Producer, stream: &Stream, at: (u8, u64), packet: &Packet) {
        self.current = Some(at.0);
        let outgoing = self.stream.get_or_insert_with(|| {
            let ssrc = stream.encoding.ssrc.unwrap_or(at.1 as u32);
            Outgoing::new(ssrc, &producer.spec, at)
        });
        if outgoing.source != at.0 {
            let clock = |index: u8| producer.streams.get(usize::from(index))?.clock;
            let clocks = clock(outgoing.source).zip(clock(at.0));
            let since_us = packet.arrived_us.saturating_sub(outgoing.last_arrived_us);
            let last = (outgoing.last_timestamp, outgoing.timestamp_offset, since_us);
            let timestamp = aligned(packet.timestamp, last, clocks, self.clock_rate);
            outgoing.timestamp_offset = timestamp.wrapping_sub(packet.timestamp);
            outgoing.source = at.0;
        }
        outgoing.sequence.restart(at.1);
    }

    fn pass(&mut self, id: u64, packet: &Packet, tapped: &mut Tapped) {
        let Some(outgoing) = self.stream.as_mut() else {
            return;
        };
        if packet.frame.is_padding {
            outgoing.sequence.skip(packet.sequence);
            return;
        }
        let mut header = [0; MAX_DATAGRAM_BYTES];
        let Some(len) = outgoing.write_header(packet, &mut header) else {
            return;
        };
        if tapped.push(id, packet, &header[..len]) {
            self.packets += 1;
        } else {
            self.dropped += 1;
        }
    }

    /// The listener's timestamp for a moment of one of the producer's streams.
    pub(crate) fn timestamp(&self, stream: u8, timestamp: u32) -> Option<u32> {
        let outgoing = self.stream.as_ref()?;
        let is_current = self.current == Some(stream);
        is_current.then(|| timestamp.wrapping_add(outgoing.timestamp_offset))
    }
}

impl Outgoing {
    /// The first stream keeps the publisher's numbers; others continue them.
    fn new(ssrc: u32, spec: &ProducerSpec, at: (u8, u64)) -> Self {
        let mut passed = ExtensionMap::new();
        for extension in [
            Extension::AudioLevel,
            Extension::VideoOrientation,
            Extension::PlayoutDelay,
            Extension::DependencyDescriptor,
            Extension::AbsCaptureTime,
        ] {
            if let Some(id) = spec.extensions.id(extension) {
                passed.insert(extension, id);
            }
        }
        Self {
            template: Template::new(ssrc, spec.payload_type, "", &passed),
            sequence: Munger::new(at.1),
            timestamp_offset: 0,
            last_timestamp: 0,
            last_arrived_us: 0,
            source: at.0,
        }
    }

    /// `None` for a packet from before the stream began, or from too long ago.
    fn write_header(&mut self, packet: &Packet, header: &mut [u8]) -> Option<usize> {
        let index = self.sequence.forward(packet.sequence)?;
        let timestamp = packet.timestamp.wrapping_add(self.timestamp_offset);
        if self.last_arrived_us == 0 || timestamp_newer(timestamp, self.last_timestamp) {
            self.last_timestamp = timestamp;
        }
        self.last_arrived_us = packet.arrived_us;
        let values = Values {
            marker: packet.marker,
            sequence: index as u16,
            timestamp,
            transport_cc: 0,
            abs_send_time: [0; 3],
            active: ActiveTargets::default(),
        };
        self.template.write(header, packet, &values)
    }
}
