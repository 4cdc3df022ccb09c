//! One source stream of a producer: takes decrypted packets into its history and keeps count;
//! refuses duplicates, and never decides who gets a packet.

use crate::cells::SPATIAL;
use crate::command::{Codec, Encoding, Kind, ProducerSpec};
use crate::extensions::{Extension, ExtensionMap};
use crate::frame::{Frame, FrameReader};
use crate::history::{History, PassedElements};
use crate::keyframes::KeyFrames;
use crate::layers::Layers;
use crate::nack::NackGenerator;
use crate::rate::Rate;
use crate::reception::Reception;
use crate::rtp::RtpHeader;
use crate::seq::SeqUnwrapper;

/// VP8 and VP9 have up to four temporal layers in practice.
const TEMPORAL_LAYERS: usize = 4;
/// A layer without packets for this long is switched off.
const SILENCE_US: u64 = 1_500_000;
/// The frames of one moment leave an encoder together: so far apart, one layer has ended.
const BEHIND_US: u64 = 400_000;

/// The publisher's relation of wall clock and RTP time, from its last sender report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SourceClock {
    /// 32.32 fixed point, as sent.
    pub(crate) ntp: u64,
    pub(crate) rtp: u32,
    pub(crate) arrived_us: u64,
}

/// A decrypted packet on its way in: for a retransmission, already with its original number and payload.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incoming<'a> {
    pub(crate) now_us: u64,
    pub(crate) header: &'a RtpHeader,
    pub(crate) packet: &'a [u8],
    pub(crate) sequence: u16,
    pub(crate) payload: &'a [u8],
    pub(crate) is_retransmission: bool,
}

impl<'a> Incoming<'a> {
    /// A packet as it was first sent.
    pub(crate) fn original(
        now_us: u64,
        header: &'a RtpHeader,
        packet: &'a [u8],
        payload: &'a [u8],
    ) -> Self {
        Self {
            now_us,
            header,
            packet,
            sequence: header.sequence,
            payload,
            is_retransmission: false,
        }
    }
}

/// One source stream.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) encoding: Encoding,
    codec: Codec,
    clock_rate: u32,
    has_nack: bool,
    unwrapper: SeqUnwrapper,
    pub(crate) frames: FrameReader,
    pub(crate) history: History,
    pub(crate) nack: NackGenerator,
    pub(crate) reception: Reception,
    pub(crate) keyframes: KeyFrames,
    /// Of each spatial and temporal layer.
    rates: [[Rate; TEMPORAL_LAYERS]; SPATIAL],
    /// When the last packet of each spatial layer came.
    spatial_us: [u64; SPATIAL],
    pub(crate) clock: Option<SourceClock>,
    pub(crate) last_arrival_us: Option<u64>,
    /// The newest packet a receiver could start at, and when it came.
    pub(crate) last_key: Option<(u64, u64)>,
    pub(crate) duplicates: u64,
    pub(crate) retransmitted: u64,
}

impl Stream {
    pub(crate) fn new(encoding: Encoding, spec: &ProducerSpec) -> Self {
        Self {
            encoding,
            codec: spec.codec,
            clock_rate: spec.clock_rate.max(1),
            has_nack: spec.has_nack,
            unwrapper: SeqUnwrapper::new(),
            frames: FrameReader::new(spec.codec),
            history: match spec.kind {
                Kind::Audio => History::for_audio(),
                Kind::Video => History::for_video(),
            },
            nack: NackGenerator::default(),
            reception: Reception::default(),
            keyframes: KeyFrames::default(),
            rates: [[Rate::default(); TEMPORAL_LAYERS]; SPATIAL],
            spatial_us: [0; SPATIAL],
            clock: None,
            last_arrival_us: None,
            last_key: None,
            duplicates: 0,
            retransmitted: 0,
        }
    }

    /// Takes a packet in; its unwrapped number, or `None` when we have it or no longer want it.
    pub(crate) fn accept(&mut self, incoming: &Incoming, ids: &ExtensionMap) -> Option<u64> {
        let sequence = self.unwrapper.unwrap(incoming.sequence);
        let Some(slot) = self.history.place(sequence) else {
            self.duplicates += 1;
            return None;
        };
        let elements = Elements::read(incoming, ids);
        let frame = self.frames.read(incoming.payload, elements.descriptor);
        slot.timestamp = incoming.header.timestamp;
        slot.marker = incoming.header.marker;
        slot.arrived_us = incoming.now_us;
        slot.frame = frame;
        slot.passed = elements.passed;
        slot.fill(elements.descriptor, elements.capture_time, incoming.payload);
        self.count(incoming, sequence, &frame);
        Some(sequence)
    }

    fn count(&mut self, incoming: &Incoming, sequence: u64, frame: &Frame) {
        let now_us = incoming.now_us;
        let temporal = usize::from(frame.temporal).min(TEMPORAL_LAYERS - 1);
        let spatial = usize::from(frame.spatial).min(SPATIAL - 1);
        self.rates[spatial][temporal].add(now_us, incoming.packet.len());
        self.spatial_us[spatial] = now_us;
        self.last_arrival_us = Some(now_us);
        if incoming.is_retransmission {
            self.retransmitted += 1;
        } else {
            let units = (now_us.wrapping_mul(u64::from(self.clock_rate)) / 1_000_000) as u32;
            self.reception
                .arrived(sequence, incoming.header.timestamp, units);
        }
        if self.has_nack && self.nack.arrived(sequence, now_us) {
            self.keyframes.want();
        }
        if frame.is_key && self.is_video() {
            self.note_key_frame(sequence, now_us);
        }
    }

    fn note_key_frame(&mut self, sequence: u64, now_us: u64) {
        // H264 begins a key frame twice: with the parameter sets and with the slice.
        let is_newer = self.last_key.is_none_or(|(last, _)| sequence > last + 3);
        if is_newer {
            self.last_key = Some((sequence, now_us));
            self.keyframes.note_arrival();
            self.nack.forget_before(sequence);
        }
    }

    fn is_video(&self) -> bool {
        !matches!(self.codec, Codec::Opus | Codec::Other)
    }

    /// Is anything coming?
    pub(crate) fn is_active(&self, now_us: u64) -> bool {
        self.last_arrival_us
            .is_some_and(|last| now_us < last + SILENCE_US)
    }

    /// Has it stopped while its sisters, of which the last packet came at `newest_us`, go on? An encoder
    /// that drops a layer says nothing, and its picture must not stand still until silence is certain.
    pub(crate) fn is_behind(&self, newest_us: u64) -> bool {
        self.last_arrival_us
            .is_none_or(|last| newest_us > last + BEHIND_US)
    }

    /// When the last packet came.
    pub(crate) fn last_arrival_us(&self) -> Option<u64> {
        self.last_arrival_us
    }

    /// The newest packet's number.
    pub(crate) fn newest(&self) -> u64 {
        self.unwrapper.highest().unwrap_or(0)
    }

    /// Is this spatial layer of the stream coming? The lowest is as long as any is.
    pub(crate) fn has_spatial(&self, spatial: u8) -> bool {
        let seen_us = self.spatial_us[usize::from(spatial).min(SPATIAL - 1)];
        let newest_us = self.last_arrival_us.unwrap_or_default();
        spatial == 0 || (seen_us != 0 && newest_us <= seen_us + BEHIND_US)
    }

    /// Bits per second of the layers up to these.
    pub(crate) fn bits_per_second(&mut self, now_us: u64, layers: Layers) -> u64 {
        let temporal = usize::from(layers.temporal).saturating_add(1);
        let rows = self.rates.iter_mut();
        rows.take(usize::from(layers.spatial).saturating_add(1))
            .flat_map(|row| row.iter_mut().take(temporal))
            .map(|rate| rate.bits_per_second(now_us))
            .sum()
    }

    pub(crate) fn total_bytes(&self) -> u64 {
        self.rates
            .iter()
            .flatten()
            .map(|rate| rate.total_bytes)
            .sum()
    }
}

/// The elements that pass through to subscribers.
struct Elements<'a> {
    passed: PassedElements,
    descriptor: &'a [u8],
    capture_time: &'a [u8],
}

impl<'a> Elements<'a> {
    fn read(incoming: &Incoming<'a>, ids: &ExtensionMap) -> Self {
        let mut elements = Self {
            passed: PassedElements::default(),
            descriptor: &[],
            capture_time: &[],
        };
        for element in incoming.header.elements(incoming.packet) {
            elements.take(ids.extension(element.id), element.data);
        }
        elements
    }

    fn take(&mut self, extension: Option<Extension>, data: &'a [u8]) {
        match extension {
            Some(Extension::AudioLevel) => self.passed.audio_level = data.first().copied(),
            Some(Extension::VideoOrientation) => self.passed.orientation = data.first().copied(),
            Some(Extension::PlayoutDelay) => {
                self.passed.playout_delay = data.first_chunk().copied();
            }
            Some(Extension::DependencyDescriptor) => self.descriptor = data,
            Some(Extension::AbsCaptureTime) => self.capture_time = data,
            _ => {}
        }
    }
}
