//! Counts what was thrown away, by reason.

use crate::event::{Figure, Figures};

/// Why a datagram went no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Drop {
    /// Neither STUN, DTLS, RTP nor RTCP.
    Junk,
    /// No transport has verified this address.
    UnknownAddress,
    /// A check that is malformed, or for nobody here.
    StrangeCheck,
    /// A check by somebody who does not know the password.
    ForgedCheck,
    /// More unverified checks than are looked at.
    Limited,
    /// Media before the handshake.
    NoKeys,
    /// Not a whole RTP or RTCP packet.
    Malformed,
    /// Seen before.
    Replayed,
    /// Tampered with, or from before a new handshake.
    Unauthentic,
    /// Media of no producer.
    UnknownStream,
    /// A queue was full.
    NoRoom,
}

const NAMES: [&str; 11] = [
    "junk",
    "unknown_address",
    "strange_check",
    "forged_check",
    "limited",
    "no_keys",
    "malformed",
    "replayed",
    "unauthentic",
    "unknown_stream",
    "no_room",
];

/// A counter for each reason.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Drops {
    counts: [u64; NAMES.len()],
}

impl Drops {
    pub(crate) fn count(&mut self, reason: Drop) {
        self.counts[reason as usize] += 1;
    }

    pub(crate) fn figures(&self) -> Figures {
        let counts = self.counts.iter().map(|&count| Figure::Count(count));
        NAMES.into_iter().zip(counts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_name() {
        let mut drops = Drops::default();
        drops.count(Drop::NoRoom);
        assert_eq!(drops.figures().last(), Some(&("no_room", Figure::Count(1))));
    }
}
