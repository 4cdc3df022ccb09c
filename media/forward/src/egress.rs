//! The way out to one subscriber: numbers, encrypts and queues one packet at a time, straight in the
//! outbox; refuses nothing but what does not fit.

use crate::av1::ActiveTargets;
use crate::extensions::abs_send_time;
use crate::history::Packet;
use crate::outbox::Outbox;
use crate::pacer::Pacer;
use crate::path::Path;
use crate::send_log::SendLog;
use crate::srtp::SrtpOutbound;
use crate::template::{Template, Values};

/// What the packets of one subscriber have in common while they leave.
pub(crate) struct Egress<'a> {
    pub(crate) now_us: u64,
    pub(crate) path: Path,
    pub(crate) srtp: &'a SrtpOutbound,
    pub(crate) log: &'a mut SendLog,
    pub(crate) outbox: &'a mut Outbox,
    /// Video waits there, where the connection is tight.
    pub(crate) pacer: Option<&'a mut Pacer>,
    abs_send_time: [u8; 3],
    tag_len: usize,
    /// Bytes queued, for the transport's rate.
    pub(crate) bytes: usize,
}

/// What is particular to one packet.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    pub(crate) template: &'a Template,
    /// Rollover counter and sequence number.
    pub(crate) index: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    /// Picture id and TL0PICIDX to write into a VP8 descriptor.
    pub(crate) picture: Option<(u16, u8)>,
    /// The original sequence number when this is a retransmission (RFC 4588).
    pub(crate) repairs: Option<u16>,
    /// Only the padding flag and so many bytes of padding go out instead of the payload; 0 is none.
    pub(crate) padding: u8,
    /// What its dependency descriptor is to say.
    pub(crate) active: ActiveTargets,
}

impl<'a> Egress<'a> {
    pub(crate) fn new(
        now_us: u64,
        (path, srtp): (Path, &'a SrtpOutbound),
        log: &'a mut SendLog,
        outbox: &'a mut Outbox,
        pacer: Option<&'a mut Pacer>,
    ) -> Self {
        Self {
            now_us,
            path,
            srtp,
            log,
            outbox,
            pacer,
            abs_send_time: abs_send_time(now_us),
            tag_len: srtp.profile().tag_len(),
            bytes: 0,
        }
    }

    /// Queues a packet; the bytes on the wire, or `None` when it did not fit.
    pub(crate) fn send(&mut self, packet: &Packet, outgoing: &Outgoing) -> Option<usize> {
        if outgoing.padding != 0 {
            let len = usize::from(outgoing.padding);
            return self.put(packet, outgoing, len, |body| {
                body.fill(0);
                body[len - 1] = outgoing.padding;
            });
        }
        let payload = packet.payload();
        let prefix = outgoing.repairs.map(u16::to_be_bytes);
        let prefix: &[u8] = prefix.as_ref().map_or(&[], |bytes| bytes);
        self.put(packet, outgoing, payload.len() + prefix.len(), |body| {
            let (front, rest) = body.split_at_mut(prefix.len());
            front.copy_from_slice(prefix);
            rest.copy_from_slice(payload);
            if let (Some(vp8), Some((picture, tl0))) = (packet.frame.vp8, outgoing.picture) {
                vp8.descriptor.rewrite(rest, picture, tl0);
            }
        })
    }

    fn put(
        &mut self,
        packet: &Packet,
        outgoing: &Outgoing,
        body_len: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Option<usize> {
        let space = self.outbox.space()?;
        let values = Values {
            marker: outgoing.marker,
            sequence: outgoing.index as u16,
            timestamp: outgoing.timestamp,
            transport_cc: self.log.next(),
            abs_send_time: self.abs_send_time,
            active: outgoing.active,
        };
        let header_len = outgoing.template.write(space, packet, &values)?;
        let end = header_len + body_len;
        let datagram = space.get_mut(..end + self.tag_len)?;
        fill(&mut datagram[header_len..end]);
        if outgoing.padding != 0 {
            // The P bit: the last byte of the body counts the padding.
            datagram[0] |= 0x20;
        }
        let len = self
            .srtp
            .protect_rtp_at(outgoing.index, datagram, header_len)
            .ok()?;
        if outgoing.template.is_numbered() {
            self.log.note(self.now_us, len);
        }
        self.outbox.commit(&self.path, len);
        self.bytes += len;
        Some(len)
    }
}
