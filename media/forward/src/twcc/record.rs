//! Remembers when packets arrived and writes the reports; a late packet reopens the report so that
//! the sender learns it was not lost.

use super::{
    FEEDBACK_HEADER_LEN, LARGE_DELTA, MAX_RUN, NOT_RECEIVED, SMALL_DELTA, TICK_US,
    TICKS_PER_REFERENCE,
};
use crate::rtcp::{TRANSPORT_CC, TRANSPORT_FEEDBACK};
use crate::seq::SeqUnwrapper;

/// Arrivals remembered: 400 ms at 5000 packets/s.
const SLOTS: u64 = 2048;
/// Longest report, so that it fits a datagram with its SRTCP trailer.
const MAX_LEN: usize = 1150;

/// The arrivals of one publisher's transport.
#[derive(Debug)]
pub struct ArrivalRecorder {
    unwrapper: SeqUnwrapper,
    slots: Box<[Slot]>,
    /// The first sequence number to report next, when something is new.
    pending: Option<u64>,
    /// One after the newest reported.
    reported: Option<u64>,
    feedback_count: u8,
    symbols: Vec<u8>,
    deltas: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Unwrapped; 0 for empty, because unwrapping starts above it.
    sequence: u64,
    tick: u64,
}

impl Default for ArrivalRecorder {
    fn default() -> Self {
        Self::new()
    }
}

impl ArrivalRecorder {
    /// A recorder that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self {
            unwrapper: SeqUnwrapper::new(),
            slots: vec![Slot::default(); SLOTS as usize].into_boxed_slice(),
            pending: None,
            reported: None,
            feedback_count: 0,
            symbols: Vec::new(),
            deltas: Vec::new(),
        }
    }

    /// Notes that the packet with this transport-wide sequence number arrived; a repetition changes nothing.
    pub fn record(&mut self, sequence: u16, arrival_us: u64) {
        let sequence = self.unwrapper.unwrap(sequence);
        let newest = self.unwrapper.highest().unwrap_or(sequence);
        if sequence + SLOTS <= newest {
            return;
        }
        let slot = &mut self.slots[(sequence % SLOTS) as usize];
        if slot.sequence == sequence {
            return;
        }
        *slot = Slot {
            sequence,
            tick: arrival_us / TICK_US,
        };
        self.pending = Some(
            self.pending
                .map_or(sequence, |pending| pending.min(sequence)),
        );
    }

    /// Is there anything to report?
    #[must_use]
    pub const fn has_news(&self) -> bool {
        self.pending.is_some()
    }

    /// Appends reports of everything since the last call to a compound; returns how many.
    pub fn write_feedback(&mut self, buf: &mut Vec<u8>, sender: u32, media: u32) -> usize {
        let (Some(pending), Some(newest)) = (self.pending.take(), self.unwrapper.highest()) else {
            return 0;
        };
        let oldest = (newest + 1).saturating_sub(SLOTS);
        let mut from = self
            .reported
            .map_or(pending, |reported| reported.min(pending))
            .max(oldest);
        let mut count = 0;
        while from <= newest {
            // What is left may be older than what was overwritten: then nothing is known of it.
            let Some(first) = (from..=newest).find_map(|sequence| self.tick(sequence)) else {
                break;
            };
            from = self.write_one(buf, (sender, media), from..newest + 1, first);
            count += 1;
        }
        self.reported = Some(newest + 1);
        count
    }

    fn tick(&self, sequence: u64) -> Option<u64> {
        let slot = self.slots[(sequence % SLOTS) as usize];
        (slot.sequence == sequence).then_some(slot.tick)
    }

    /// Writes one report from the front of `range`; returns the first number it does not cover.
    fn write_one(
        &mut self,
        buf: &mut Vec<u8>,
        (sender, media): (u32, u32),
        range: std::ops::Range<u64>,
        first_tick: u64,
    ) -> u64 {
        let reference = first_tick / TICKS_PER_REFERENCE;
        let base = range.start;
        let end = self.collect(range, reference * TICKS_PER_REFERENCE);
        let start = buf.len();
        buf.extend_from_slice(&[0x80 | TRANSPORT_CC, TRANSPORT_FEEDBACK, 0, 0]);
        buf.extend_from_slice(&sender.to_be_bytes());
        buf.extend_from_slice(&media.to_be_bytes());
        buf.extend_from_slice(&(base as u16).to_be_bytes());
        buf.extend_from_slice(&(self.symbols.len() as u16).to_be_bytes());
        buf.extend_from_slice(&(reference as u32).to_be_bytes()[1..]);
        buf.push(self.feedback_count);
        write_chunks(buf, &self.symbols);
        buf.extend_from_slice(&self.deltas);
        buf.resize(start + (buf.len() - start).next_multiple_of(4), 0);
        let words = ((buf.len() - start) / 4 - 1) as u16;
        buf[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
        self.feedback_count = self.feedback_count.wrapping_add(1);
        end
    }

    /// Fills symbols and deltas until the range ends, the report is full or a delta does not fit.
    fn collect(&mut self, range: std::ops::Range<u64>, reference_tick: u64) -> u64 {
        self.symbols.clear();
        self.deltas.clear();
        let mut previous = reference_tick;
        for sequence in range.clone() {
            if is_full(self.symbols.len(), self.deltas.len()) {
                return sequence;
            }
            let Some(tick) = self.tick(sequence) else {
                self.symbols.push(NOT_RECEIVED);
                continue;
            };
            let delta = tick.wrapping_sub(previous).cast_signed();
            if let Ok(small) = u8::try_from(delta) {
                self.symbols.push(SMALL_DELTA);
                self.deltas.push(small);
            } else if let Ok(large) = i16::try_from(delta) {
                self.symbols.push(LARGE_DELTA);
                self.deltas.extend_from_slice(&large.to_be_bytes());
            } else {
                return sequence;
            }
            previous = tick;
        }
        range.end
    }
}

/// Would one more packet, in the worst case, pass the longest report?
const fn is_full(symbols: usize, deltas_len: usize) -> bool {
    let chunks_len = (symbols / 7 + 1) * 2;
    FEEDBACK_HEADER_LEN + chunks_len + deltas_len + 2 + 3 > MAX_LEN
}

fn write_chunks(buf: &mut Vec<u8>, symbols: &[u8]) {
    let mut rest = symbols;
    while let Some(&symbol) = rest.first() {
        let run = rest.iter().take_while(|&&other| other == symbol).count();
        let narrow = rest.iter().take(14).all(|&symbol| symbol < LARGE_DELTA);
        let vector = if narrow { 14 } else { 7 };
        let (chunk, taken) = if run >= vector.min(rest.len()) {
            run_length(symbol, run.min(MAX_RUN))
        } else if narrow {
            one_bit_vector(rest)
        } else {
            two_bit_vector(rest)
        };
        buf.extend_from_slice(&chunk.to_be_bytes());
        rest = &rest[taken..];
    }
}

const fn run_length(symbol: u8, run: usize) -> (u16, usize) {
    ((symbol as u16) << 13 | run as u16, run)
}

fn one_bit_vector(symbols: &[u8]) -> (u16, usize) {
    let taken = symbols.len().min(14);
    let bits = symbols[..taken]
        .iter()
        .enumerate()
        .fold(0, |bits, (at, &symbol)| {
            bits | u16::from(symbol) << (13 - at)
        });
    (0x8000 | bits, taken)
}

fn two_bit_vector(symbols: &[u8]) -> (u16, usize) {
    let taken = symbols.len().min(7);
    let bits = symbols[..taken]
        .iter()
        .enumerate()
        .fold(0, |bits, (at, &symbol)| {
            bits | u16::from(symbol) << (12 - 2 * at)
        });
    (0xC000 | bits, taken)
}
