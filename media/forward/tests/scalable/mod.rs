//! A model of an encoder with layers inside one stream, and of a decoder that knows what each frame needs:
//! VP8 with temporal layers, VP9 and AV1 with spatial ones, every frame in several packets.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use forward::command::{Codec, Encoding, ProducerSpec};
use forward::rtp::{ExtensionForm, RtpFields, RtpWriter};

use crate::room::{Received, SSRC, ids, video};

pub(crate) const TEMPORAL: [u8; 4] = [0, 2, 1, 2];
const DESCRIPTOR_ID: u8 = 7;
/// Frame, part, number of parts, at the end of each payload.
const TRAILER: usize = 6;

/// How a stream is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) codec: Codec,
    pub(crate) spatial: u8,
    /// Upper layers need lower ones in key pictures only.
    pub(crate) is_key_only: bool,
    /// VP9: references are listed.
    pub(crate) is_flexible: bool,
}

/// Picture and spatial layer.
pub(crate) type FrameId = (u32, u8);

/// What is known of a frame that was encoded.
#[derive(Clone, Debug)]
pub(crate) struct Encoded {
    pub(crate) temporal: u8,
    pub(crate) is_key: bool,
    pub(crate) needs: Vec<FrameId>,
    pub(crate) parts: u8,
    number: u16,
}

/// One packet on its way.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) frame: FrameId,
    pub(crate) place: u8,
    pub(crate) bytes: Vec<u8>,
}

/// Encodes pictures.
pub(crate) struct Encoder {
    format: Format,
    pub(crate) frames: HashMap<FrameId, Encoded>,
    /// The newest picture of each temporal place since the key picture.
    last: [Option<u32>; 3],
    picture: u32,
    since_key: usize,
    number: u16,
    sequence: u16,
    tl0: u8,
}

pub(crate) fn producer(format: Format) -> ProducerSpec {
    ProducerSpec {
        codec: format.codec,
        encodings: vec![Encoding {
            ssrc: Some(SSRC),
            rtx_ssrc: None,
            rid: None,
            spatial_layers: format.spatial,
            temporal_layers: 3,
        }],
        extensions: ids(&[("mid", 1), ("dependency-descriptor", DESCRIPTOR_ID)]),
        has_transport_cc: false,
        ..video()
    }
}

impl Encoder {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            frames: HashMap::new(),
            last: [None; 3],
            picture: 0,
            since_key: 0,
            number: 0,
            sequence: 65_000,
            tl0: 0,
        }
    }

    /// The packets of the next picture, lowest layer first; each frame in one to three.
    pub(crate) fn picture(&mut self, is_key: bool, mut roll: impl FnMut(u64) -> u64) -> Vec<Part> {
        self.picture += 1;
        let is_key = is_key || self.last[0].is_none();
        if is_key {
            self.since_key = 0;
            self.last = [None; 3];
        }
        let place = self.since_key % 4;
        let temporal = TEMPORAL[place];
        self.since_key += 1;
        // The first of two highest pictures needs the lowest one, the second the middle one.
        let needed = match (temporal, place) {
            (2, 3) => self.last[1],
            _ => self.last[0],
        };
        if temporal == 0 {
            self.tl0 = self.tl0.wrapping_add(1);
        }
        let mut parts = Vec::new();
        for spatial in 0..self.format.spatial {
            parts.extend(self.frame(is_key, (spatial, temporal), needed, 1 + roll(3) as u8));
        }
        self.last[usize::from(temporal)] = Some(self.picture);
        parts
    }

    fn frame(
        &mut self,
        is_key: bool,
        (spatial, temporal): (u8, u8),
        needed: Option<u32>,
        count: u8,
    ) -> Vec<Part> {
        let mut needs: Vec<FrameId> = needed
            .map(|picture| (picture, spatial))
            .into_iter()
            .collect();
        if spatial > 0 && (is_key || !self.format.is_key_only) {
            needs.push((self.picture, spatial - 1));
        }
        self.number = self.number.wrapping_add(1);
        let frame = (self.picture, spatial);
        let encoded = Encoded {
            temporal,
            is_key: is_key && spatial == 0,
            needs,
            parts: count,
            number: self.number,
        };
        self.frames.insert(frame, encoded);
        (0..count)
            .map(|part| self.packet(frame, part, is_key))
            .collect()
    }

    fn packet(&mut self, frame: FrameId, part: u8, is_key: bool) -> Part {
        let encoded = self.frames[&frame].clone();
        let (begins, ends) = (part == 0, part + 1 == encoded.parts);
        let mut payload = match self.format.codec {
            Codec::Vp8 => self.vp8(&encoded, begins),
            Codec::Vp9 => self.vp9(frame, &encoded, (begins, ends), is_key),
            _ => vec![0x10 | u8::from(encoded.is_key && begins) << 3],
        };
        payload.extend_from_slice(&[9; 20]);
        payload.extend_from_slice(&frame.0.to_be_bytes());
        payload.extend_from_slice(&[frame.1 << 4 | part, encoded.parts]);
        self.sequence = self.sequence.wrapping_add(1);
        let fields = RtpFields {
            marker: ends && frame.1 + 1 == self.format.spatial,
            payload_type: 96,
            sequence: self.sequence,
            timestamp: frame.0 * 3000,
            ssrc: SSRC,
        };
        let mut bytes = vec![0; 400];
        let mut writer = RtpWriter::new(&mut bytes, &fields, ExtensionForm::TwoByte).expect("room");
        writer.element(1, b"0").expect("room");
        if self.format.codec == Codec::Av1 {
            let descriptor = self.descriptor(frame.1, &encoded, (begins, ends), is_key);
            writer.element(DESCRIPTOR_ID, &descriptor).expect("room");
        }
        let head = writer.finish().expect("room");
        bytes.truncate(head);
        bytes.extend_from_slice(&payload);
        Part {
            frame,
            place: part,
            bytes,
        }
    }

    fn vp8(&self, encoded: &Encoded, begins: bool) -> Vec<u8> {
        let id = (self.picture as u16 | 0x8000).to_be_bytes();
        // Only the lowest layer and the first of the highest ones need nothing but the lowest.
        let is_sync = encoded
            .needs
            .iter()
            .all(|need| self.frames[need].temporal == 0);
        vec![
            0x80 | u8::from(begins) << 4,
            0xE0,
            id[0],
            id[1],
            self.tl0,
            encoded.temporal << 6 | u8::from(is_sync && encoded.temporal > 0) << 5,
            u8::from(!encoded.is_key),
        ]
    }

    fn vp9(
        &self,
        frame: FrameId,
        encoded: &Encoded,
        (begins, ends): (bool, bool),
        is_key: bool,
    ) -> Vec<u8> {
        let is_inter = encoded.needs.iter().any(|need| need.0 != frame.0);
        assert_eq!(is_inter, !is_key);
        let flexible = self.format.is_flexible;
        let id = (self.picture as u16 & 0x7FFF | 0x8000).to_be_bytes();
        let depends_below = encoded.needs.iter().any(|need| need.0 == frame.0);
        let is_up = flexible || encoded.temporal == 0;
        let mut bytes = vec![
            0x80 | u8::from(is_inter) << 6
                | 0x20
                | u8::from(flexible) << 4
                | u8::from(begins) << 3
                | u8::from(ends) << 2,
            id[0],
            id[1],
            encoded.temporal << 5 | u8::from(is_up) << 4 | frame.1 << 1 | u8::from(depends_below),
        ];
        if flexible {
            let before = encoded.needs.iter().filter(|need| need.0 != frame.0);
            bytes.extend(before.map(|need| ((frame.0 - need.0) as u8) << 1));
        } else {
            bytes.push(self.tl0);
        }
        bytes
    }

    /// What the frame is to the decode target of these layers, in two bits.
    fn indication(&self, (spatial, temporal): (u8, u8), target: (u8, u8), is_key: bool) -> u32 {
        let is_part = spatial <= target.0
            && temporal <= target.1
            && (is_key || !self.format.is_key_only || spatial == target.0);
        match (is_part, spatial == target.0) {
            (false, _) => 0,
            (true, _) if is_key => 2,
            (true, true) if temporal == 2 => 1,
            (true, true) => 2,
            (true, false) => 3,
        }
    }

    fn descriptor(
        &self,
        spatial: u8,
        encoded: &Encoded,
        (begins, ends): (bool, bool),
        is_key: bool,
    ) -> Vec<u8> {
        let layers = |index: u8| (index / 3, index % 3);
        let count = self.format.spatial * 3;
        let mut bits = Bits::default();
        bits.put(u32::from(begins), 1);
        bits.put(u32::from(ends), 1);
        bits.put(u32::from(spatial * 3 + encoded.temporal), 6);
        bits.put(u32::from(encoded.number), 16);
        let has_structure = encoded.is_key && begins;
        bits.put(u32::from(has_structure), 1);
        bits.put(0b0110, 4);
        if has_structure {
            bits.put(0, 6);
            bits.put(u32::from(count) - 1, 5);
            for index in 0..count {
                let next = [1, 1, 2][usize::from(index % 3)];
                bits.put(if index + 1 == count { 3 } else { next }, 2);
            }
            for (template, target) in (0..count).flat_map(|t| (0..count).map(move |d| (t, d))) {
                let ((s, t), (ts, tt)) = (layers(template), layers(target));
                bits.put(if s <= ts && t <= tt { 3 } else { 0 }, 2);
            }
            bits.put(0, usize::from(count));
            // No chains: the first number below count + 1, which takes three bits for 9 and two for 3.
            bits.put(0, if count == 9 { 3 } else { 2 });
            bits.put(0, 1);
        }
        for target in 0..count {
            let here = (spatial, encoded.temporal);
            bits.put(self.indication(here, layers(target), is_key), 2);
        }
        for need in &encoded.needs {
            let before = encoded.number.wrapping_sub(self.frames[need].number);
            bits.put(2, 2);
            bits.put(u32::from(before - 1), 8);
        }
        bits.put(0, 2);
        bits.bytes
    }
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    at: usize,
}

impl Bits {
    fn put(&mut self, value: u32, width: usize) {
        for bit in (0..width).rev() {
            if self.at.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= ((value >> bit & 1) as u8) << (7 - self.at % 8);
            self.at += 1;
        }
    }
}

/// What one viewer was sent, put together.
#[derive(Default)]
pub(crate) struct Decoder {
    /// Unwrapped sequence numbers of everything, padding as well.
    pub(crate) numbers: BTreeSet<u64>,
    highest: Option<u64>,
    parts: HashMap<FrameId, HashSet<u8>>,
    /// Of each picture, by number: is it marked, and its frame.
    pictures: BTreeMap<u32, BTreeMap<u64, (bool, FrameId)>>,
    /// VP8's own numbers.
    ids: BTreeMap<u32, BTreeSet<u16>>,
}

impl Decoder {
    pub(crate) fn take(&mut self, packet: &Received, codec: Codec) {
        let number = match self.highest {
            None => 1 << 16 | u64::from(packet.sequence()),
            Some(highest) => {
                let step = packet.sequence().wrapping_sub(highest as u16) as i16;
                highest.saturating_add_signed(i64::from(step))
            }
        };
        self.highest = Some(self.highest.unwrap_or(0).max(number));
        assert!(self.numbers.insert(number), "no number comes twice");
        let payload = packet.payload();
        if payload.is_empty() {
            return;
        }
        let trailer = &payload[payload.len() - TRAILER..];
        let picture = u32::from_be_bytes([trailer[0], trailer[1], trailer[2], trailer[3]]);
        let (frame, part) = ((picture, trailer[4] >> 4), trailer[4] & 0xF);
        self.parts.entry(frame).or_default().insert(part);
        let numbered = self.pictures.entry(picture).or_default();
        numbered.insert(number, (packet.header.marker, frame));
        if codec == Codec::Vp8 {
            let id = u16::from_be_bytes([payload[2], payload[3]]) & 0x7FFF;
            self.ids.entry(picture).or_default().insert(id);
        }
    }

    fn is_whole(&self, frame: FrameId, encoder: &Encoder) -> bool {
        let parts = self.parts.get(&frame).map_or(0, HashSet::len);
        parts == usize::from(encoder.frames[&frame].parts)
    }

    /// The highest layers of what came of the pictures from `first` on.
    pub(crate) fn highest_layers(&self, encoder: &Encoder, first: u32) -> Option<(u8, u8)> {
        let frames = self.parts.keys().filter(|frame| frame.0 >= first);
        let spatial = frames.clone().map(|frame| frame.1).max()?;
        let temporal = frames.map(|frame| encoder.frames[frame].temporal).max()?;
        Some((spatial, temporal))
    }

    /// Every frame that came is whole and has what it needs, every picture is marked at its end and
    /// nowhere else, and nothing is missing that the core had.
    pub(crate) fn assert_sound(&self, publisher: &Encoder, had: &HashSet<(FrameId, u8)>) {
        let mut tainted: HashSet<FrameId> = HashSet::new();
        let mut all: Vec<FrameId> = publisher.frames.keys().copied().collect();
        all.sort_unstable();
        for frame in all {
            let encoded = &publisher.frames[&frame];
            let arrived = (0..encoded.parts).all(|part| had.contains(&(frame, part)));
            if !arrived || encoded.needs.iter().any(|need| tainted.contains(need)) {
                tainted.insert(frame);
                continue;
            }
            if !self.parts.contains_key(&frame) {
                continue;
            }
            assert!(self.is_whole(frame, publisher), "{frame:?} is in pieces");
            for &need in &encoded.needs {
                assert!(self.is_whole(need, publisher), "{frame:?} needs {need:?}");
            }
        }
        for (picture, packets) in &self.pictures {
            let is_tainted = (0..8).any(|spatial| tainted.contains(&(*picture, spatial)));
            if is_tainted {
                continue;
            }
            let marks: Vec<bool> = packets.values().map(|(marker, _)| *marker).collect();
            let (last, before) = marks.split_last().expect("there is a packet");
            assert!(*last && !before.contains(&true), "{picture}: {marks:?}");
        }
        let mut last = None;
        for ids in self.ids.values() {
            assert_eq!(ids.len(), 1, "one number a picture");
            let id = *ids.first().expect("there is one");
            if let Some(last) = last.replace(id) {
                let step = id.wrapping_sub(last) & 0x7FFF;
                assert!((1..100).contains(&step), "{last} then {id}");
            }
        }
    }

    /// Numbers that never came, between the first and the last.
    pub(crate) fn gaps(&self) -> u64 {
        let (Some(first), Some(last)) = (self.numbers.first(), self.numbers.last()) else {
            return 0;
        };
        last - first + 1 - self.numbers.len() as u64
    }
}
