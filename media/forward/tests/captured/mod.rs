//! The packets captured from Chromium, see `data/README.md`.
#![allow(dead_code, reason = "each test file uses another part")]

use forward::extensions::{Extension, ExtensionMap};
use forward::rtcp;
use forward::rtp::RtpHeader;

/// A decrypted RTP packet with its header.
#[derive(Clone)]
pub(crate) struct Captured {
    pub(crate) header: RtpHeader,
    pub(crate) packet: Vec<u8>,
}

impl Captured {
    pub(crate) fn payload(&self) -> &[u8] {
        self.header.payload(&self.packet).expect("honest padding")
    }

    pub(crate) fn element(&self, ids: &ExtensionMap, extension: Extension) -> Option<&[u8]> {
        self.header.element(&self.packet, ids.id(extension)?)
    }
}

/// Every packet of a capture, RTP and RTCP, in order of arrival.
pub(crate) fn all(capture: &[u8]) -> Vec<Vec<u8>> {
    let mut packets = Vec::new();
    let mut rest = capture;
    while let Some((len, tail)) = rest.split_first_chunk::<2>() {
        let (packet, tail) = tail.split_at(usize::from(u16::from_be_bytes(*len)));
        packets.push(packet.to_vec());
        rest = tail;
    }
    packets
}

/// The RTP packets of one payload type.
pub(crate) fn of_type(capture: &[u8], payload_type: u8) -> Vec<Captured> {
    all(capture)
        .into_iter()
        .filter(|packet| !rtcp::is_rtcp(packet))
        .map(|packet| Captured {
            header: RtpHeader::parse(&packet).expect("Chromium's packets are well-formed"),
            packet,
        })
        .filter(|captured| captured.header.payload_type == payload_type)
        .collect()
}

/// The ids of the video captures.
pub(crate) fn video_ids() -> ExtensionMap {
    ExtensionMap::from_names([
        ("abs-send-time", 2),
        ("video-orientation", 3),
        ("transport-cc", 4),
        ("playout-delay", 5),
        ("mid", 9),
        ("rid", 10),
        ("repaired-rid", 11),
        ("abs-capture-time", 13),
        ("dependency-descriptor", 16),
    ])
}

macro_rules! capture {
    ($name:literal) => {
        include_bytes!(concat!("../data/chromium-", $name, ".rtp"))
    };
}

pub(crate) const OPUS: &[u8] = capture!("opus");
pub(crate) const VP8: &[u8] = capture!("vp8");
pub(crate) const VP8_DESCRIPTOR: &[u8] = capture!("vp8-descriptor");
pub(crate) const VP8_SIMULCAST: &[u8] = capture!("vp8-simulcast");
pub(crate) const VP9: &[u8] = capture!("vp9");
pub(crate) const VP9_SVC: &[u8] = capture!("vp9-svc");
pub(crate) const H264: &[u8] = capture!("h264");
pub(crate) const AV1: &[u8] = capture!("av1");
pub(crate) const AV1_SVC: &[u8] = capture!("av1-svc");

pub(crate) const ALL: [&[u8]; 9] = [
    OPUS,
    VP8,
    VP8_DESCRIPTOR,
    VP8_SIMULCAST,
    VP9,
    VP9_SVC,
    H264,
    AV1,
    AV1_SVC,
];
