//! Reads arrival reports; checks every length first, so that iterating cannot fail midway.

use super::{LARGE_DELTA, SMALL_DELTA, TICK_US, TICKS_PER_REFERENCE};

/// Why bytes are not a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackError {
    /// It ends before its chunks or deltas do.
    TooShort,
    /// A chunk uses the reserved symbol.
    Reserved,
}

impl std::fmt::Display for FeedbackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooShort => "the report ends early",
            Self::Reserved => "a reserved status symbol",
        })
    }
}

impl std::error::Error for FeedbackError {}

/// A checked report.
#[derive(Clone, Copy, Debug)]
pub struct Feedback<'a> {
    /// Who reports.
    pub sender: u32,
    /// One of the streams on the transport.
    pub media: u32,
    /// The transport-wide sequence number of the first packet.
    pub base_sequence: u16,
    /// How many packets the report covers.
    pub packet_count: u16,
    /// In 64 ms since any fixed moment; signed, 24 bits wide.
    pub reference_time: i32,
    /// Counts reports, wrapping.
    pub feedback_count: u8,
    chunks: &'a [u8],
    deltas: &'a [u8],
}

/// What became of one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Transport-wide.
    pub sequence: u16,
    /// µs on the clock of the reference time; `None` when it did not arrive.
    pub arrival_us: Option<i64>,
}

impl<'a> Feedback<'a> {
    /// Reads what follows the common header of a transport feedback packet of format 15.
    ///
    /// # Errors
    /// When the report is cut off or uses the reserved symbol.
    pub fn parse(body: &'a [u8]) -> Result<Self, FeedbackError> {
        let (head, rest) = body
            .split_first_chunk::<16>()
            .ok_or(FeedbackError::TooShort)?;
        let packet_count = u16::from_be_bytes([head[10], head[11]]);
        let (chunks_len, deltas_len) = measure(rest, usize::from(packet_count))?;
        let (chunks, deltas) = rest.split_at(chunks_len);
        let deltas = deltas.get(..deltas_len).ok_or(FeedbackError::TooShort)?;
        // Shifted down, so that the sign of the 24-bit number is kept.
        let reference_time = i32::from_be_bytes([head[12], head[13], head[14], 0]) >> 8;
        Ok(Self {
            sender: u32::from_be_bytes([head[0], head[1], head[2], head[3]]),
            media: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
            base_sequence: u16::from_be_bytes([head[8], head[9]]),
            packet_count,
            reference_time,
            feedback_count: head[15],
            chunks,
            deltas,
        })
    }

    /// Every packet covered, in sequence order.
    #[must_use]
    pub fn arrivals(&self) -> Arrivals<'a> {
        Arrivals {
            chunks: self.chunks.chunks_exact(2),
            chunk: Chunk::default(),
            deltas: self.deltas,
            sequence: self.base_sequence,
            left: self.packet_count,
            tick: i64::from(self.reference_time) * TICKS_PER_REFERENCE.cast_signed(),
        }
    }
}

/// How many bytes chunks and deltas of this many packets take.
fn measure(bytes: &[u8], packet_count: usize) -> Result<(usize, usize), FeedbackError> {
    let mut left = packet_count;
    let mut chunks_len = 0;
    let mut deltas_len = 0;
    while left > 0 {
        let raw: &[u8; 2] = bytes[chunks_len..]
            .first_chunk()
            .ok_or(FeedbackError::TooShort)?;
        chunks_len += 2;
        let chunk = Chunk::read(*raw);
        let covered = chunk.left.min(left);
        deltas_len += chunk.deltas_len(covered)?;
        left -= covered;
    }
    Ok((chunks_len, deltas_len))
}

/// The symbols of one chunk that are still to come.
#[derive(Clone, Copy, Debug, Default)]
struct Chunk {
    /// A symbol repeated, or symbols in the high bits.
    bits: u16,
    /// 0 for a run, else bits per symbol.
    width: u32,
    left: usize,
}

impl Chunk {
    const fn read(raw: [u8; 2]) -> Self {
        let raw = u16::from_be_bytes(raw);
        match raw >> 14 {
            0 | 1 => Self {
                bits: raw >> 13,
                width: 0,
                left: (raw & 0x1FFF) as usize,
            },
            2 => Self {
                bits: raw << 2,
                width: 1,
                left: 14,
            },
            _ => Self {
                bits: raw << 2,
                width: 2,
                left: 7,
            },
        }
    }

    fn next(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        if self.width == 0 {
            return Some(self.bits as u8);
        }
        let symbol = (self.bits >> (16 - self.width)) as u8;
        self.bits <<= self.width;
        Some(symbol)
    }

    /// Bytes of deltas that its first `covered` symbols need.
    fn deltas_len(mut self, covered: usize) -> Result<usize, FeedbackError> {
        if self.width == 0 {
            return Ok(delta_len(self.bits as u8)? * covered);
        }
        let mut len = 0;
        for _ in 0..covered {
            len += delta_len(self.next().unwrap_or_default())?;
        }
        Ok(len)
    }
}

const fn delta_len(symbol: u8) -> Result<usize, FeedbackError> {
    // A symbol's value happens to be the length of its delta.
    if symbol > LARGE_DELTA {
        Err(FeedbackError::Reserved)
    } else {
        Ok(symbol as usize)
    }
}

/// Iterates a report.
#[derive(Clone, Debug)]
pub struct Arrivals<'a> {
    chunks: std::slice::ChunksExact<'a, u8>,
    chunk: Chunk,
    deltas: &'a [u8],
    sequence: u16,
    left: u16,
    tick: i64,
}

impl Arrivals<'_> {
    fn symbol(&mut self) -> Option<u8> {
        loop {
            if let Some(symbol) = self.chunk.next() {
                return Some(symbol);
            }
            let raw = self.chunks.next()?;
            self.chunk = Chunk::read([raw[0], raw[1]]);
        }
    }

    fn delta(&mut self, symbol: u8) -> Option<i64> {
        if symbol == SMALL_DELTA {
            let (&small, rest) = self.deltas.split_first()?;
            self.deltas = rest;
            return Some(i64::from(small));
        }
        let (large, rest) = self.deltas.split_first_chunk::<2>()?;
        self.deltas = rest;
        Some(i64::from(i16::from_be_bytes(*large)))
    }
}

impl Iterator for Arrivals<'_> {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        self.left = self.left.checked_sub(1)?;
        let symbol = self.symbol()?;
        let mut arrival_us = None;
        if symbol == SMALL_DELTA || symbol == LARGE_DELTA {
            self.tick += self.delta(symbol)?;
            arrival_us = Some(self.tick * TICK_US.cast_signed());
        }
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        Some(Arrival {
            sequence,
            arrival_us,
        })
    }
}
