//! A room without a network: simulated peers around a real core, with real STUN, SRTP and RTCP.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "tests"
)]

use std::net::SocketAddr;

use forward::Core;
use forward::command::{Codec, Command, ConsumerSpec, Encoding, Kind, ProducerSpec, SrtpKeys};
use forward::event::Event;
use forward::extensions::ExtensionMap;
use forward::outbox::Sink;
use forward::path::{Path, Protocol};
use forward::rtcp::is_rtcp;
use forward::rtp::{ExtensionForm, RtpFields, RtpHeader, RtpWriter};
use forward::srtp::{Profile, SrtpInbound, SrtpOutbound};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

pub(crate) const PWD: &str = "the-password-of-the-room";
pub(crate) const MS: u64 = 1000;
/// Where every peer is.
pub(crate) const ROOM: u64 = 7;
pub(crate) const SSRC: u32 = 1000;
pub(crate) const RTX_SSRC: u32 = 1001;

/// Keeps what a core sends, datagram by datagram.
#[derive(Default)]
pub(crate) struct Wire(pub(crate) Vec<(Path, Vec<u8>)>);

impl Sink for Wire {
    fn send(&mut self, path: &Path, bytes: &[u8], segment: usize) {
        assert!(segment > 0 && bytes.len() <= 65_507 && bytes.len().div_ceil(segment) <= 64);
        for datagram in bytes.chunks(segment) {
            self.0.push((*path, datagram.to_vec()));
        }
    }
}

/// A packet as a subscriber reads it.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) header: RtpHeader,
    pub(crate) bytes: Vec<u8>,
}

impl Received {
    pub(crate) fn payload(&self) -> &[u8] {
        self.header
            .payload(&self.bytes)
            .expect("the padding is right")
    }

    pub(crate) fn sequence(&self) -> u16 {
        self.header.sequence
    }
}

/// One simulated browser.
pub(crate) struct Peer {
    pub(crate) transport: u64,
    pub(crate) path: Path,
    pub(crate) to_core: SrtpOutbound,
    pub(crate) from_core: SrtpInbound,
    pub(crate) media: Vec<Received>,
    pub(crate) reports: Vec<Vec<u8>>,
    pub(crate) plain: Vec<Vec<u8>>,
}

/// A core with peers and a clock.
pub(crate) struct Room {
    pub(crate) core: Core,
    pub(crate) now_us: u64,
    pub(crate) peers: Vec<Peer>,
    pub(crate) events: Vec<Event>,
    /// Tap, Unix time of arrival, packet.
    pub(crate) tapped: Vec<(u64, u64, Vec<u8>)>,
}

pub(crate) fn path(port: u16) -> Path {
    Path {
        protocol: Protocol::Udp,
        socket: 0,
        local: None,
        remote: SocketAddr::from(([192, 0, 2, 1], port)),
    }
}

fn master(transport: u64, direction: u8) -> Vec<u8> {
    let mut bytes = vec![direction; 28];
    bytes[..8].copy_from_slice(&transport.to_be_bytes());
    bytes
}

pub(crate) fn keys(transport: u64) -> SrtpKeys {
    SrtpKeys {
        profile: Profile::Aes128Gcm,
        inbound: master(transport, 0),
        outbound: master(transport, 1),
    }
}

pub(crate) fn check(ufrag: &str, pwd: &str, is_nominated: bool) -> Vec<u8> {
    let mut bytes = vec![0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42];
    bytes.extend_from_slice(&[7; 12]);
    attribute(&mut bytes, 0x0006, format!("{ufrag}:them").as_bytes());
    if is_nominated {
        attribute(&mut bytes, 0x0025, &[]);
    }
    set_len(&mut bytes, 24);
    let hash = Hmac::<Sha1>::new_from_slice(pwd.as_bytes())
        .expect("any length")
        .chain_update(&bytes)
        .finalize()
        .into_bytes();
    attribute(&mut bytes, 0x0008, &hash);
    set_len(&mut bytes, 0);
    bytes
}

fn attribute(bytes: &mut Vec<u8>, kind: u16, value: &[u8]) {
    bytes.extend_from_slice(&kind.to_be_bytes());
    bytes.extend_from_slice(&(value.len() as u16).to_be_bytes());
    bytes.extend_from_slice(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
}

fn set_len(bytes: &mut [u8], ahead: usize) {
    let len = (bytes.len() - 20 + ahead) as u16;
    bytes[2..4].copy_from_slice(&len.to_be_bytes());
}

impl Room {
    /// A room whose peers 1 to `count` are connected.
    pub(crate) fn with_peers(count: u64) -> Self {
        let mut room = Self {
            core: Core::new(1_700_000_000_000_000),
            now_us: 1_000_000,
            peers: Vec::new(),
            events: Vec::new(),
            tapped: Vec::new(),
        };
        for transport in 1..=count {
            room.connect(transport);
        }
        room
    }

    fn connect(&mut self, transport: u64) {
        let ufrag = format!("u{transport}");
        self.run(Command::OpenTransport {
            transport,
            ufrag: ufrag.clone(),
            pwd: PWD.into(),
            room: ROOM,
        });
        let keys = keys(transport);
        self.peers.push(Peer {
            transport,
            path: path(1000 + transport as u16),
            to_core: SrtpOutbound::new(keys.profile, &keys.inbound).expect("right length"),
            from_core: SrtpInbound::new(keys.profile, &keys.outbound).expect("right length"),
            media: Vec::new(),
            reports: Vec::new(),
            plain: Vec::new(),
        });
        let from = path(1000 + transport as u16);
        self.datagram(from, check(&ufrag, PWD, true));
        self.run(Command::SetSrtp { transport, keys });
        self.peer(transport).plain.clear();
    }

    pub(crate) fn peer(&mut self, transport: u64) -> &mut Peer {
        self.peers
            .iter_mut()
            .find(|peer| peer.transport == transport)
            .expect("it was connected")
    }

    pub(crate) fn run(&mut self, command: Command) {
        self.core.handle_command(self.now_us, command);
        self.settle();
    }

    pub(crate) fn datagram(&mut self, from: Path, mut bytes: Vec<u8>) {
        self.core.handle_datagram(self.now_us, &from, &mut bytes);
        self.settle();
    }

    /// Sends media from a peer without letting the core send yet.
    pub(crate) fn send_quietly(&mut self, transport: u64, packet: &[u8]) {
        let mut bytes = self.protect(transport, packet);
        let from = self.peer(transport).path;
        self.core.handle_datagram(self.now_us, &from, &mut bytes);
    }

    pub(crate) fn send(&mut self, transport: u64, packet: &[u8]) {
        self.send_quietly(transport, packet);
        self.settle();
    }

    pub(crate) fn protect(&mut self, transport: u64, packet: &[u8]) -> Vec<u8> {
        let header = RtpHeader::parse(packet).expect("a packet");
        let mut bytes = packet.to_vec();
        bytes.resize(packet.len() + 16, 0);
        // A number from before the first cycle has no index; such a packet stays plain.
        let _ = self
            .peer(transport)
            .to_core
            .protect_rtp(&mut bytes, header.header_len);
        bytes
    }

    pub(crate) fn send_rtcp(&mut self, transport: u64, compound: &[u8]) {
        let peer = self.peer(transport);
        let mut bytes = compound.to_vec();
        bytes.resize(compound.len() + 20, 0);
        peer.to_core
            .protect_rtcp(&mut bytes)
            .expect("there is room");
        let from = peer.path;
        self.datagram(from, bytes);
    }

    /// Lets time pass in steps of 10 ms.
    pub(crate) fn pass(&mut self, ms: u64) {
        for _ in 0..ms.div_ceil(10) {
            self.now_us += 10 * MS;
            self.core.handle_timeout(self.now_us);
            self.settle();
        }
    }

    /// Delivers what the core has to say.
    pub(crate) fn settle(&mut self) {
        if self.core.is_hurried() {
            self.core.handle_timeout(self.now_us);
        }
        let mut wire = Wire::default();
        self.core.flush(self.now_us, &mut wire);
        self.events.extend(self.core.take_events());
        self.core.drain_tapped(|tap, unix_us, packet| {
            self.tapped.push((tap, unix_us, packet.to_vec()));
            true
        });
        for (path, mut bytes) in wire.0 {
            let Some(peer) = self
                .peers
                .iter_mut()
                .find(|peer| peer.path.remote == path.remote)
            else {
                continue;
            };
            peer.take(&mut bytes);
        }
    }

    pub(crate) fn producer(&mut self, transport: u64, producer: u64, spec: ProducerSpec) {
        self.run(Command::OpenProducer {
            transport,
            producer,
            spec: Box::new(spec),
        });
    }

    pub(crate) fn consumer(
        &mut self,
        transport: u64,
        consumer: u64,
        producer: u64,
        spec: ConsumerSpec,
    ) {
        self.run(Command::OpenConsumer {
            transport,
            consumer,
            producer,
            spec: Box::new(spec),
        });
    }

    /// What a transport was told is wrong, for tests that expect nothing of it.
    pub(crate) fn errors(&self) -> Vec<&Event> {
        self.events
            .iter()
            .filter(|event| matches!(event, Event::Error { .. }))
            .collect()
    }
}

impl Peer {
    fn take(&mut self, bytes: &mut [u8]) {
        if is_rtcp(bytes) {
            let len = self
                .from_core
                .unprotect_rtcp(bytes)
                .expect("authentic SRTCP");
            self.reports.push(bytes[..len].to_vec());
        } else if let Ok(header) = RtpHeader::parse(bytes) {
            let len = self
                .from_core
                .unprotect_rtp(bytes, &header)
                .expect("authentic SRTP");
            self.media.push(Received {
                header,
                bytes: bytes[..len].to_vec(),
            });
        } else {
            self.plain.push(bytes.to_vec());
        }
    }

    /// Media with this SSRC, taken out.
    pub(crate) fn take_media(&mut self, ssrc: u32) -> Vec<Received> {
        let (wanted, others) = std::mem::take(&mut self.media)
            .into_iter()
            .partition(|packet| packet.header.ssrc == ssrc);
        self.media = others;
        wanted
    }
}

pub(crate) fn ids(pairs: &[(&str, u8)]) -> ExtensionMap {
    ExtensionMap::from_names(pairs.iter().copied())
}

pub(crate) fn audio() -> ProducerSpec {
    ProducerSpec {
        kind: Kind::Audio,
        codec: Codec::Opus,
        clock_rate: 48_000,
        payload_type: 111,
        rtx_payload_type: None,
        mid: "0".into(),
        encodings: vec![Encoding {
            ssrc: Some(SSRC),
            spatial_layers: 1,
            temporal_layers: 1,
            ..Encoding::default()
        }],
        extensions: ids(&[("mid", 1), ("audio-level", 2)]),
        has_nack: false,
        has_pli: false,
        has_transport_cc: false,
        has_remb: false,
    }
}

pub(crate) fn video() -> ProducerSpec {
    ProducerSpec {
        kind: Kind::Video,
        codec: Codec::Vp8,
        clock_rate: 90_000,
        payload_type: 96,
        rtx_payload_type: Some(97),
        encodings: vec![Encoding {
            ssrc: Some(SSRC),
            rtx_ssrc: Some(RTX_SSRC),
            rid: None,
            spatial_layers: 1,
            temporal_layers: 3,
        }],
        extensions: ids(&[
            ("mid", 1),
            ("rid", 3),
            ("repaired-rid", 4),
            ("transport-cc", 5),
        ]),
        has_nack: true,
        has_pli: true,
        has_transport_cc: true,
        ..audio()
    }
}

/// Three layers, told apart by rid.
pub(crate) fn simulcast() -> ProducerSpec {
    let layer = |rid: &str| Encoding {
        rid: Some(rid.into()),
        spatial_layers: 1,
        temporal_layers: 1,
        ..Encoding::default()
    };
    ProducerSpec {
        encodings: vec![layer("q"), layer("h"), layer("f")],
        ..video()
    }
}

pub(crate) fn subscription(ssrc: u32) -> ConsumerSpec {
    ConsumerSpec {
        payload_type: 100,
        rtx_payload_type: Some(101),
        ssrc,
        rtx_ssrc: Some(ssrc + 1),
        mid: "9".into(),
        cname: "publisher".into(),
        extensions: ids(&[("mid", 4), ("abs-send-time", 3)]),
        has_nack: true,
        has_pli: true,
        is_paused: false,
    }
}

/// An RTP packet before encryption.
pub(crate) fn rtp(fields: &RtpFields, elements: &[(u8, &[u8])], payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 200 + payload.len()];
    let mut writer = RtpWriter::new(&mut bytes, fields, ExtensionForm::OneByte).expect("room");
    for (id, data) in elements {
        writer.element(*id, data).expect("it fits");
    }
    let head = writer.finish().expect("room");
    bytes.truncate(head);
    bytes.extend_from_slice(payload);
    bytes
}

pub(crate) fn sound(sequence: u16, payload: &[u8]) -> Vec<u8> {
    spoken(sequence, 0x80 | 0x28, payload)
}

/// A packet of sound with this audio level (RFC 6464).
pub(crate) fn spoken(sequence: u16, level: u8, payload: &[u8]) -> Vec<u8> {
    let fields = RtpFields {
        marker: false,
        payload_type: 111,
        sequence,
        timestamp: u32::from(sequence) * 960,
        ssrc: SSRC,
    };
    rtp(&fields, &[(1, b"0"), (2, &[level])], payload)
}

/// A one-packet VP8 frame.
#[derive(Clone, Copy)]
#[allow(clippy::struct_field_names, reason = "the descriptor's own word")]
pub(crate) struct Picture {
    pub(crate) ssrc: u32,
    pub(crate) rid: &'static str,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
    pub(crate) picture_id: u16,
    pub(crate) tl0: u8,
    pub(crate) temporal: u8,
    pub(crate) is_key: bool,
}

impl Picture {
    pub(crate) fn key(sequence: u16) -> Self {
        Self {
            ssrc: SSRC,
            rid: "",
            sequence,
            timestamp: u32::from(sequence) * 3000,
            picture_id: sequence,
            tl0: sequence as u8,
            temporal: 0,
            is_key: true,
        }
    }

    pub(crate) fn delta(sequence: u16) -> Self {
        Self {
            is_key: false,
            ..Self::key(sequence)
        }
    }

    pub(crate) fn payload(&self) -> Vec<u8> {
        let id = (self.picture_id & 0x7FFF | 0x8000).to_be_bytes();
        let is_sync = u8::from(self.temporal > 0) << 5;
        vec![
            0x90,
            0xE0,
            id[0],
            id[1],
            self.tl0,
            self.temporal << 6 | is_sync,
            u8::from(!self.is_key),
            self.sequence as u8,
        ]
    }

    pub(crate) fn packet(&self) -> Vec<u8> {
        let fields = RtpFields {
            marker: true,
            payload_type: 96,
            sequence: self.sequence,
            timestamp: self.timestamp,
            ssrc: self.ssrc,
        };
        let mut elements: Vec<(u8, &[u8])> = vec![(1, b"0")];
        if !self.rid.is_empty() {
            elements.push((3, self.rid.as_bytes()));
        }
        rtp(&fields, &elements, &self.payload())
    }
}
