//! What a core tells its owner.

use std::net::SocketAddr;

use crate::path::Protocol;

/// A figure, or figures inside figures.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A count or a size.
    Count(u64),
    /// A share or a duration with a fraction.
    Real(f64),
    /// A name.
    Text(String),
    /// Figures of one thing.
    One(Figures),
    /// One entry per object.
    List(Vec<Figures>),
}

/// Named figures, in a fixed order.
pub type Figures = Vec<(&'static str, Figure)>;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The first verified address, or the first after a loss.
    IceConnected {
        /// Whose.
        transport: u64,
        /// What carries it.
        protocol: Protocol,
        /// Where it is.
        remote: SocketAddr,
    },
    /// The address changed.
    IceMoved {
        /// Whose.
        transport: u64,
        /// What carries it.
        protocol: Protocol,
        /// Where it is now.
        remote: SocketAddr,
    },
    /// No valid check for too long.
    IceLost {
        /// Whose.
        transport: u64,
    },
    /// A DTLS datagram from a verified address.
    Dtls {
        /// Whose.
        transport: u64,
        /// The datagram.
        data: Vec<u8>,
    },
    /// How loud the audio producers were that sent something.
    Levels(
        /// Producer and −dBov (0 is loudest, 127 silence).
        Vec<(u64, u8)>,
    ),
    /// The active speaker of a room changed.
    Speaker {
        /// Which.
        room: u64,
        /// 0 is nobody.
        producer: u64,
    },
    /// The highest layers that anybody could use of a video producer changed; −1 is nobody.
    LayersWanted {
        /// Whose.
        producer: u64,
        /// 0 is the lowest; with simulcast the encoding's index.
        spatial: i8,
        /// 0 is the lowest.
        temporal: i8,
    },
    /// What is being forwarded now; −1 is nothing.
    Layers {
        /// To whom.
        consumer: u64,
        /// 0 is the lowest.
        spatial: i8,
        /// 0 is the lowest.
        temporal: i8,
    },
    /// Which moment a tapped stream's timestamps stand for.
    TapClock {
        /// Whose.
        tap: u64,
        /// As the listener gets it.
        rtp_timestamp: u32,
        /// The publisher's sender report, by our clock.
        unix_us: u64,
    },
    /// The producer that was listened to is gone.
    TapEnded {
        /// Which.
        tap: u64,
    },
    /// A subscriber of a source needs a key frame.
    KeyFrameWanted {
        /// The source.
        producer: u64,
    },
    /// Video is, or is no longer, held back because the connection is too slow.
    Suspended {
        /// From whom.
        consumer: u64,
        /// Is it held back now?
        is_suspended: bool,
    },
    /// The answer to a question.
    Stats {
        /// The caller's name for the question.
        request: u64,
        /// The answer.
        figures: Figures,
    },
    /// A command that could not be followed.
    Error {
        /// Which.
        command: &'static str,
        /// About which object.
        id: u64,
        /// Why.
        message: &'static str,
    },
}
