//! The one subscriber that reads: decrypts every packet, counts gaps and measures how long each took.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::time::Instant;

use forward::rtcp::is_rtcp;
use forward::rtp::RtpHeader;
use forward::seq::SeqUnwrapper;
use forward::srtp::SrtpInbound;
use forward::stun::is_stun;

use crate::peer::Peer;

/// The receiving peer.
pub(crate) struct Subscriber {
    pub(crate) peer: Peer,
    srtp: SrtpInbound,
    unwrappers: HashMap<u32, SeqUnwrapper>,
    pub(crate) received: u64,
    pub(crate) out_of_order: u64,
    pub(crate) unreadable: u64,
    /// µs from the publisher's send call to here.
    pub(crate) latencies_us: Vec<u32>,
}

impl Subscriber {
    pub(crate) fn new(peer: Peer, srtp: SrtpInbound) -> Self {
        Self {
            srtp,
            peer,
            unwrappers: HashMap::new(),
            received: 0,
            out_of_order: 0,
            unreadable: 0,
            latencies_us: Vec::with_capacity(1 << 20),
        }
    }

    /// Counts from here.
    pub(crate) fn forget(&mut self) {
        self.received = 0;
        self.out_of_order = 0;
        self.unreadable = 0;
        self.latencies_us.clear();
    }

    /// Reads what waits, at most a batch.
    pub(crate) fn read(&mut self, started: Instant) {
        let mut datagram = [0; 2048];
        for _ in 0..64 {
            match self.peer.socket.recv(&mut datagram) {
                Ok(len) if is_rtcp(&datagram[..len]) || is_stun(&datagram[..len]) => {}
                Ok(len) => self.take(started, &mut datagram[..len]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => self.unreadable += 1,
            }
        }
    }

    fn take(&mut self, started: Instant, datagram: &mut [u8]) {
        let arrived_ns = started.elapsed().as_nanos() as u64;
        let Ok(header) = RtpHeader::parse(datagram) else {
            self.unreadable += 1;
            return;
        };
        let Ok(len) = self.srtp.unprotect_rtp(datagram, &header) else {
            self.unreadable += 1;
            return;
        };
        let unwrapper = self.unwrappers.entry(header.ssrc).or_default();
        let newest = unwrapper.highest();
        let sequence = unwrapper.unwrap(header.sequence);
        self.out_of_order += u64::from(newest.is_some_and(|newest| sequence != newest + 1));
        self.received += 1;
        if let Some(sent) = datagram[..len].last_chunk::<8>() {
            let taken_ns = arrived_ns.saturating_sub(u64::from_be_bytes(*sent));
            self.latencies_us.push((taken_ns / 1000) as u32);
        }
    }

    /// The latency that this share of the packets did not exceed, in ms.
    pub(crate) fn latency_ms(&mut self, share: f64) -> f64 {
        self.latencies_us.sort_unstable();
        let at = (self.latencies_us.len() as f64 * share) as usize;
        let last = self.latencies_us.len().saturating_sub(1);
        let found = self.latencies_us.get(at.min(last));
        f64::from(found.copied().unwrap_or(0)) / 1000.0
    }
}
