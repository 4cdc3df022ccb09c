//! What one publisher sends: its streams, who wants them, and what came in since the last flush.

use crate::command::{Kind, ProducerSpec};
use crate::dynacast::Wish;
use crate::levels::Level;
use crate::loudest::Fading;
use crate::registry::Key;
use crate::speaker::Voice;
use crate::stream::{Incoming, Stream};

/// A wake takes 64 datagrams; more than this means that nobody flushes.
const MAX_FRESH: usize = 512;

/// One producer.
#[derive(Debug)]
pub(crate) struct Producer {
    pub(crate) transport: Key,
    pub(crate) spec: ProducerSpec,
    pub(crate) streams: Vec<Stream>,
    pub(crate) consumers: Vec<Key>,
    /// Who listens inside the server.
    pub(crate) taps: Vec<Key>,
    /// Stream and unwrapped number of packets not yet offered to consumers.
    pub(crate) fresh: Vec<(u8, u64)>,
    /// It is on the list of those with something to offer.
    pub(crate) is_listed: bool,
    pub(crate) is_paused: bool,
    pub(crate) level: Level,
    /// Where its voice is judged, when it is.
    pub(crate) room: Option<Key>,
    /// A source is a member of a room itself.
    pub(crate) member_of: Option<Key>,
    pub(crate) voice: Voice,
    pub(crate) fading: Fading,
    /// Forwarded, as one of the loudest or because nobody counts.
    pub(crate) is_heard: bool,
    pub(crate) wish: Wish,
}

impl Producer {
    pub(crate) fn new(transport: Key, spec: ProducerSpec) -> Self {
        let encodings = spec.encodings.iter().cloned();
        let streams = encodings
            .map(|encoding| Stream::new(encoding, &spec))
            .collect();
        Self {
            transport,
            wish: Wish::new(spec.highest_layers()),
            streams,
            spec,
            consumers: Vec::new(),
            taps: Vec::new(),
            fresh: Vec::with_capacity(64),
            is_listed: false,
            is_paused: false,
            level: Level::default(),
            room: None,
            member_of: None,
            voice: Voice::default(),
            fading: Fading::default(),
            is_heard: true,
        }
    }

    /// Do its packets come from the owner instead of a peer?
    pub(crate) fn is_source(&self) -> bool {
        self.transport == Key::NOTHING
    }

    pub(crate) fn is_video(&self) -> bool {
        self.spec.kind == Kind::Video
    }

    /// Takes a packet in; true when there is something new to offer.
    pub(crate) fn accept(&mut self, stream: u8, incoming: &Incoming) -> bool {
        let Some(source) = self.streams.get_mut(usize::from(stream)) else {
            return false;
        };
        let Some(sequence) = source.accept(incoming, &self.spec.extensions) else {
            return false;
        };
        self.note_level(stream, sequence, incoming.now_us);
        if self.is_paused || self.fresh.len() >= MAX_FRESH {
            return false;
        }
        self.fresh.push((stream, sequence));
        true
    }

    fn note_level(&mut self, stream: u8, sequence: u64, now_us: u64) {
        if self.is_video() || self.is_paused {
            return;
        }
        let packet = self.streams[usize::from(stream)].history.get(sequence);
        if let Some(level) = packet.and_then(|packet| packet.passed.audio_level) {
            let level = level & 0x7F;
            self.level.add(level);
            if self.room.is_some() {
                self.voice.add(level);
                self.fading.add(now_us, level);
            }
        }
    }

    /// Wishes for a key frame of this stream, if there is such a thing.
    pub(crate) fn want_key_frame(&mut self, stream: u8) {
        let may_ask = self.is_video() && self.spec.has_pli && !self.is_paused;
        if let Some(stream) = self
            .streams
            .get_mut(usize::from(stream))
            .filter(|_| may_ask)
        {
            stream.keyframes.want();
        }
    }
}
