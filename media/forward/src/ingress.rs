//! Media in: decrypts a packet, finds its stream and puts it into the stream's history.

use crate::core::Core;
use crate::drops::Drop;
use crate::path::Path;
use crate::producer::Producer;
use crate::registry::Key;
use crate::rtcp;
use crate::rtp::RtpHeader;
use crate::sources::Source;
use crate::srtp::SrtpError;
use crate::stream::Incoming;
use crate::transport::Transport;

impl From<SrtpError> for Drop {
    fn from(error: SrtpError) -> Self {
        match error {
            SrtpError::Replayed => Self::Replayed,
            SrtpError::TooShort => Self::Malformed,
            _ => Self::Unauthentic,
        }
    }
}

impl Core {
    pub(crate) fn handle_media(&mut self, now_us: u64, path: &Path, datagram: &mut [u8]) {
        let Some(&key) = self.by_address.get(&path.origin()) else {
            self.drops.count(Drop::UnknownAddress);
            return;
        };
        let result = if rtcp::is_rtcp(datagram) {
            self.handle_rtcp(now_us, key, datagram)
        } else {
            self.handle_rtp(now_us, key, datagram)
        };
        if let (Err(reason), Some(transport)) = (result, self.transports.get_mut(key)) {
            transport.drops.count(reason);
        }
    }

    fn handle_rtp(&mut self, now_us: u64, key: Key, datagram: &mut [u8]) -> Result<(), Drop> {
        let transport = self.transports.get_mut(key).ok_or(Drop::UnknownAddress)?;
        let header = RtpHeader::parse(datagram).map_err(|_| Drop::Malformed)?;
        let inbound = transport.inbound.as_mut().ok_or(Drop::NoKeys)?;
        let len = inbound.unprotect_rtp(datagram, &header)?;
        let packet = &datagram[..len];
        transport.received.add(now_us, datagram.len());
        self.totals.packets_in += 1;
        self.totals.bytes_in += datagram.len() as u64;
        note_arrival(transport, now_us, &header, packet);
        let source = match transport.sources.find(header.ssrc) {
            Some(source) => source,
            None => transport
                .sources
                .latch(&transport.producers, &mut self.producers, &header, packet)
                .ok_or(Drop::UnknownStream)?,
        };
        let payload = header.payload(packet).map_err(|_| Drop::Malformed)?;
        let producer = self
            .producers
            .get_mut(source.producer)
            .ok_or(Drop::UnknownStream)?;
        let incoming = Incoming::original(now_us, &header, packet, payload);
        if accept(producer, source, incoming) {
            self.offer(now_us, source.producer);
        }
        Ok(())
    }
}

/// Notes the transport-wide number, for feedback to the publisher.
fn note_arrival(transport: &mut Transport, now_us: u64, header: &RtpHeader, packet: &[u8]) {
    let (Some(id), Some(arrivals)) = (transport.feedback_id, transport.arrivals.as_mut()) else {
        return;
    };
    let number = header.element(packet, id);
    if let Some(number) = number.and_then(crate::extensions::read_transport_cc) {
        arrivals.record(number, now_us);
    }
}

/// Puts a packet into its stream, taking a retransmission out of its wrapping (RFC 4588 §4).
fn accept(producer: &mut Producer, source: Source, incoming: Incoming) -> bool {
    if !source.is_rtx {
        return incoming.header.payload_type == producer.spec.payload_type
            && producer.accept(source.stream, &incoming);
    }
    let Some((original, payload)) = incoming.payload.split_first_chunk::<2>() else {
        // Padding sent on the retransmission stream, to probe.
        return false;
    };
    let repaired = Incoming {
        sequence: u16::from_be_bytes(*original),
        payload,
        is_retransmission: true,
        ..incoming
    };
    !payload.is_empty() && producer.accept(source.stream, &repaired)
}
