//! Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01):
//! records arrivals and reports them, and reads such reports; refuses to estimate bandwidth.

mod read;
mod record;

pub use read::{Arrival, Arrivals, Feedback, FeedbackError};
pub use record::ArrivalRecorder;

/// Deltas count quarter milliseconds.
const TICK_US: u64 = 250;
/// The reference time counts 64 ms.
const TICKS_PER_REFERENCE: u64 = 256;
/// Header, sender, media source, base, count, reference time and feedback count.
const FEEDBACK_HEADER_LEN: usize = 20;

/// What a status chunk says of one packet.
const NOT_RECEIVED: u8 = 0;
const SMALL_DELTA: u8 = 1;
const LARGE_DELTA: u8 = 2;

/// The longest run a run-length chunk can say.
const MAX_RUN: usize = 0x1FFF;
