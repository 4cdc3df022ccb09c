//! What the owner of a core may ask of it; ids are the owner's and never reused.

use crate::extensions::ExtensionMap;
use crate::srtp::Profile;

/// Audio or video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sound.
    Audio,
    /// Camera or screen.
    Video,
}

/// How payloads are to be read, as far as forwarding needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// RFC 7587.
    Opus,
    /// RFC 7741.
    Vp8,
    /// RFC 6184.
    H264,
    /// RFC 9628.
    Vp9,
    /// The AV1 RTP specification.
    Av1,
    /// Forwarded without looking inside.
    Other,
}

/// One RTP stream of a producer.
#[derive(Clone, Debug, Default)]
pub struct Encoding {
    /// Known in advance, or latched from the mid and rid extensions.
    pub ssrc: Option<u32>,
    /// The stream of its retransmissions.
    pub rtx_ssrc: Option<u32>,
    /// RFC 8851.
    pub rid: Option<String>,
    /// Spatial layers inside this stream; 1 unless scalable.
    pub spatial_layers: u8,
    /// Temporal layers inside this stream.
    pub temporal_layers: u8,
}

/// What a publisher sends.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "the signalling's own flags")]
pub struct ProducerSpec {
    /// Audio or video.
    pub kind: Kind,
    /// How to read payloads.
    pub codec: Codec,
    /// Hz.
    pub clock_rate: u32,
    /// 0..=127.
    pub payload_type: u8,
    /// Of retransmissions.
    pub rtx_payload_type: Option<u8>,
    /// Empty when the publisher sends none.
    pub mid: String,
    /// Lowest layer first.
    pub encodings: Vec<Encoding>,
    /// As the publisher numbers them.
    pub extensions: ExtensionMap,
    /// The publisher answers NACK.
    pub has_nack: bool,
    /// The publisher answers PLI.
    pub has_pli: bool,
    /// The publisher wants transport-wide feedback.
    pub has_transport_cc: bool,
    /// The publisher obeys REMB.
    pub has_remb: bool,
}

/// AV1 has up to eight temporal layers; nothing has more of any.
const MAX_LAYERS: u8 = 8;

impl ProducerSpec {
    /// How many layers it announces: streams of their own, or inside the only one; and temporal ones.
    pub(crate) fn layer_counts(&self) -> (u8, u8) {
        let highest = self.encodings.last();
        let inside = highest.map_or(1, |encoding| encoding.spatial_layers.clamp(1, MAX_LAYERS));
        let spatial = match self.encodings.len() {
            0 | 1 => inside,
            streams => streams.min(usize::from(MAX_LAYERS)) as u8,
        };
        let temporal = highest.map_or(1, |encoding| encoding.temporal_layers.clamp(1, MAX_LAYERS));
        (spatial, temporal)
    }

    /// The highest spatial and temporal layer it announces.
    pub(crate) fn highest_layers(&self) -> (i8, i8) {
        let (spatial, temporal) = self.layer_counts();
        (spatial as i8 - 1, temporal as i8 - 1)
    }
}

/// How a subscriber wants a producer's media.
#[derive(Clone, Debug)]
pub struct ConsumerSpec {
    /// 0..=127.
    pub payload_type: u8,
    /// Of retransmissions.
    pub rtx_payload_type: Option<u8>,
    /// The stream as the subscriber sees it.
    pub ssrc: u32,
    /// The stream of retransmissions.
    pub rtx_ssrc: Option<u32>,
    /// Written into every packet when the extension is negotiated.
    pub mid: String,
    /// Ties streams of one publisher together for lip sync.
    pub cname: String,
    /// As the subscriber numbers them.
    pub extensions: ExtensionMap,
    /// The subscriber may send NACK.
    pub has_nack: bool,
    /// The subscriber may send PLI.
    pub has_pli: bool,
    /// Forward nothing until resumed.
    pub is_paused: bool,
}

/// Master key followed by master salt for each direction.
#[derive(Clone)]
pub struct SrtpKeys {
    /// The protection profile both sides use.
    pub profile: Profile,
    /// What the peer encrypts with.
    pub inbound: Vec<u8>,
    /// What we encrypt with.
    pub outbound: Vec<u8>,
}

impl std::fmt::Debug for SrtpKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys never reach a log.
        f.debug_struct("SrtpKeys")
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

/// One request.
#[derive(Clone, Debug)]
pub enum Command {
    /// A peer may connect with these credentials of ours.
    OpenTransport {
        /// New.
        transport: u64,
        /// Ours.
        ufrag: String,
        /// Ours.
        pwd: String,
        /// Transports of one room share the loudest voices and the speaker; 0 is no room.
        room: u64,
    },
    /// Forward the sound of at most so many producers of a room, the loudest.
    SetLoudest {
        /// Known from its transports, or to come.
        room: u64,
        /// `None` is all.
        count: Option<usize>,
    },
    /// New credentials; the old ones die at the first valid check with the new.
    RestartIce {
        /// Existing.
        transport: u64,
        /// Ours.
        ufrag: String,
        /// Ours.
        pwd: String,
    },
    /// One datagram to the selected path.
    SendDtls {
        /// Existing.
        transport: u64,
        /// The datagram.
        data: Vec<u8>,
    },
    /// The handshake is done.
    SetSrtp {
        /// Existing.
        transport: u64,
        /// Both directions.
        keys: SrtpKeys,
    },
    /// Upper bound on what is sent there.
    SetMaxBitrate {
        /// Existing.
        transport: u64,
        /// `None` lifts the bound.
        bits_per_second: Option<u64>,
    },
    /// Closes it with its producers, its consumers, and every consumer of its producers.
    CloseTransport {
        /// Existing.
        transport: u64,
    },
    /// The peer will send this.
    OpenProducer {
        /// Existing.
        transport: u64,
        /// New.
        producer: u64,
        /// What it sends.
        spec: Box<ProducerSpec>,
    },
    /// Forward nothing of it.
    PauseProducer {
        /// Existing.
        producer: u64,
    },
    /// Forward again.
    ResumeProducer {
        /// Existing.
        producer: u64,
    },
    /// Closes it with its consumers.
    CloseProducer {
        /// Existing.
        producer: u64,
    },
    /// The peer wants this.
    OpenConsumer {
        /// Existing; the subscriber's.
        transport: u64,
        /// New.
        consumer: u64,
        /// Existing.
        producer: u64,
        /// How it wants it.
        spec: Box<ConsumerSpec>,
    },
    /// Forward nothing to it.
    PauseConsumer {
        /// Existing.
        consumer: u64,
    },
    /// Forward again; video asks for a key frame.
    ResumeConsumer {
        /// Existing.
        consumer: u64,
    },
    /// The highest layers wanted.
    SetLayers {
        /// Existing.
        consumer: u64,
        /// 0 is the lowest.
        spatial: u8,
        /// 0 is the lowest.
        temporal: u8,
    },
    /// Which of a subscriber's videos are served first.
    SetPriority {
        /// Existing.
        consumer: u64,
        /// Larger is served first; 0 at the start.
        priority: i32,
    },
    /// The subscriber cannot decode.
    RequestKeyFrame {
        /// Existing.
        consumer: u64,
    },
    /// Closes it.
    CloseConsumer {
        /// Existing.
        consumer: u64,
    },
    /// Answered by a `stats` event.
    RequestStats {
        /// The caller's name for the question.
        request: u64,
        /// One transport's figures, or the core's own.
        transport: Option<u64>,
    },
    /// Hear what a producer sends, decrypted, by `Core::drain_tapped`.
    OpenTap {
        /// New.
        tap: u64,
        /// Existing.
        producer: u64,
    },
    /// Hear no more.
    CloseTap {
        /// Existing.
        tap: u64,
    },
    /// A listener inside the server cannot decode.
    RequestProducerKeyFrame {
        /// Existing.
        producer: u64,
    },
    /// The owner itself will send this.
    OpenSource {
        /// New.
        producer: u64,
        /// What it sends.
        spec: Box<ProducerSpec>,
        /// The owner's number of the room it is heard in.
        room: u64,
    },
    /// One plain RTP packet of a source.
    Inject {
        /// A source.
        producer: u64,
        /// The packet.
        packet: Vec<u8>,
    },
}

impl Command {
    /// What an error event calls the command, and the object it is about.
    pub(crate) fn name_and_id(&self) -> (&'static str, u64) {
        match *self {
            Self::OpenTransport { transport, .. } => ("open_transport", transport),
            Self::SetLoudest { room, .. } => ("set_loudest", room),
            Self::RestartIce { transport, .. } => ("restart_ice", transport),
            Self::SendDtls { transport, .. } => ("send_dtls", transport),
            Self::SetSrtp { transport, .. } => ("set_srtp", transport),
            Self::SetMaxBitrate { transport, .. } => ("set_max_bitrate", transport),
            Self::CloseTransport { transport } => ("close_transport", transport),
            Self::OpenProducer { producer, .. } => ("open_producer", producer),
            Self::PauseProducer { producer } => ("pause_producer", producer),
            Self::ResumeProducer { producer } => ("resume_producer", producer),
            Self::CloseProducer { producer } => ("close_producer", producer),
            Self::OpenConsumer { consumer, .. } => ("open_consumer", consumer),
            Self::PauseConsumer { consumer } => ("pause_consumer", consumer),
            Self::ResumeConsumer { consumer } => ("resume_consumer", consumer),
            Self::SetLayers { consumer, .. } => ("set_layers", consumer),
            Self::SetPriority { consumer, .. } => ("set_priority", consumer),
            Self::RequestKeyFrame { consumer } => ("request_key_frame", consumer),
            Self::CloseConsumer { consumer } => ("close_consumer", consumer),
            Self::RequestStats { request, .. } => ("request_stats", request),
            Self::OpenTap { tap, .. } => ("open_tap", tap),
            Self::CloseTap { tap } => ("close_tap", tap),
            Self::RequestProducerKeyFrame { producer } => ("request_producer_key_frame", producer),
            Self::OpenSource { producer, .. } => ("open_source", producer),
            Self::Inject { producer, .. } => ("inject", producer),
        }
    }
}

/// Layers of simulcast, or streams a publisher may announce.
const MAX_ENCODINGS: usize = 8;

/// Can this many streams be told apart?
pub(crate) fn check_encodings(spec: &ProducerSpec) -> Result<(), &'static str> {
    if (1..=MAX_ENCODINGS).contains(&spec.encodings.len()) {
        Ok(())
    } else {
        Err("a producer has one to eight encodings")
    }
}
