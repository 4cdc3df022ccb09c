//! Sends RTP that looks like a browser's, in bursts at fixed moments.

use std::io;
use std::time::Instant;

use forward::rtp::{ExtensionForm, RtpFields, RtpWriter};
use forward::srtp::SrtpOutbound;

use crate::Plan;
use crate::peer::{Peer, sender};

/// The stream the orchestration opens.
const SSRC: u32 = 1000;
/// A whole VP8 descriptor: picture id, TL0PICIDX, temporal layer; then a key frame's first byte.
const VP8_DESCRIPTOR: [u8; 6] = [0x90, 0xE0, 0x80, 0x01, 0x01, 0x00];
const TAG_BYTES: usize = 16;

/// The sending peer.
pub(crate) struct Publisher {
    pub(crate) peer: Peer,
    srtp: SrtpOutbound,
    size: usize,
    is_video: bool,
    /// Sent while warming up.
    before: u64,
    pub(crate) sent: u64,
    pub(crate) failed: u64,
}

impl Publisher {
    pub(crate) fn new(peer: Peer, plan: &Plan) -> Self {
        Self {
            srtp: sender(0, 0),
            peer,
            size: plan.size,
            is_video: plan.is_video,
            before: 0,
            sent: 0,
            failed: 0,
        }
    }

    /// Counts from here.
    pub(crate) fn forget(&mut self) {
        self.before += self.sent;
        self.sent = 0;
        self.failed = 0;
    }

    /// Sends one frame of `count` packets now.
    pub(crate) fn burst(&mut self, started: Instant, count: u64) -> io::Result<()> {
        let frame = self.before + self.sent;
        for index in 0..count {
            let is_last = index + 1 == count;
            self.send(started, frame, is_last, frame == 0 && index == 0)?;
        }
        Ok(())
    }

    fn send(&mut self, started: Instant, frame: u64, marker: bool, is_key: bool) -> io::Result<()> {
        let mut bytes = [0_u8; 2048];
        let fields = RtpFields {
            marker,
            payload_type: 96,
            sequence: ((self.before + self.sent) as u16).wrapping_add(100),
            timestamp: frame as u32 * 90,
            ssrc: SSRC,
        };
        let bytes = &mut bytes[..self.size + TAG_BYTES];
        let head = self.write_header(bytes, &fields);
        let body = &mut bytes[head..self.size];
        if self.is_video {
            body[..6].copy_from_slice(&VP8_DESCRIPTOR);
            // Only the very first packet begins a key frame: 0 in the lowest bit.
            body[6] = u8::from(!is_key);
        }
        let at = body.len() - 8;
        body[at..].copy_from_slice(&(started.elapsed().as_nanos() as u64).to_be_bytes());
        let len = self.srtp.protect_rtp(bytes, head).expect("there is room");
        match self.peer.socket.send(&bytes[..len]) {
            Ok(_) => self.sent += 1,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.failed += 1,
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn write_header(&self, bytes: &mut [u8], fields: &RtpFields) -> usize {
        let mut writer =
            RtpWriter::new(bytes, fields, ExtensionForm::OneByte).expect("there is room");
        writer.element(1, b"0").expect("it fits");
        let number = ((self.before + self.sent) as u16).to_be_bytes();
        writer.element(3, &number).expect("it fits");
        if !self.is_video {
            writer.element(2, &[0x9E]).expect("it fits");
        }
        writer.finish().expect("there is room")
    }
}
