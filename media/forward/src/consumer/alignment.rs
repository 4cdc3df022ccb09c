//! Where one stream's time goes on when another takes over; pure arithmetic on RTP clocks.

use crate::seq::timestamp_newer;
use crate::stream::SourceClock;

/// A timestamp step that no pause explains: the clocks cannot be compared.
const IMPLAUSIBLE_S: u32 = 30;

/// The timestamp with which another stream goes on where the last one stood: `last` is its timestamp as
/// the receiver saw it, its offset, and how long ago that was; `clocks` are those of the old and the new.
pub(crate) fn aligned(
    timestamp: u32,
    (last, offset, since_us): (u32, u32, u64),
    clocks: Option<(SourceClock, SourceClock)>,
    clock_rate: u32,
) -> u32 {
    let elapsed = (since_us * u64::from(clock_rate) / 1_000_000) as u32;
    let guess = last.wrapping_add(elapsed);
    let exact = clocks
        .map(|(old, new)| translate(timestamp, &new, &old, clock_rate))
        .map(|timestamp| timestamp.wrapping_add(offset))
        .filter(|timestamp| {
            let apart = timestamp.wrapping_sub(guess) as i32;
            apart.unsigned_abs() < IMPLAUSIBLE_S * clock_rate
        });
    let timestamp = exact.unwrap_or(guess);
    if timestamp_newer(timestamp, last) {
        timestamp
    } else {
        last.wrapping_add(1)
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
