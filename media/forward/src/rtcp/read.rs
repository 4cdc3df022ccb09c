//! Walks a compound packet by packet; a broken length ends the walk, a broken body is skipped over.

use super::feedback::{Fir, Nack, PictureLoss, Remb};
use super::report::{Bye, ReceiverReport, SenderReport, SourceDescription};
use super::{
    APPLICATION, BYE, FIR, NACK, PAYLOAD_FEEDBACK, PLI, RECEIVER_REPORT, SENDER_REPORT,
    SOURCE_DESCRIPTION, TRANSPORT_CC, TRANSPORT_FEEDBACK, u16_at,
};
use crate::twcc::Feedback;

/// One packet of a compound.
#[derive(Clone, Debug)]
pub enum Packet<'a> {
    /// What a sender sent so far.
    SenderReport(SenderReport<'a>),
    /// What a receiver received.
    ReceiverReport(ReceiverReport<'a>),
    /// Names of sources.
    SourceDescription(SourceDescription<'a>),
    /// Sources that end.
    Bye(Bye<'a>),
    /// Packets a receiver misses.
    Nack(Nack<'a>),
    /// Arrival times of packets.
    TransportCc(Feedback<'a>),
    /// A receiver cannot decode and needs a key frame.
    Pli(PictureLoss),
    /// A receiver needs a key frame.
    Fir(Fir<'a>),
    /// How much a receiver believes it can receive.
    Remb(Remb<'a>),
    /// Unknown, or known but malformed.
    Other {
        /// The packet type.
        kind: u8,
        /// The five bits of count or format.
        format: u8,
    },
}

/// The packets of a decrypted compound.
#[derive(Clone, Debug)]
pub struct Packets<'a> {
    rest: &'a [u8],
}

/// Walks a decrypted compound.
#[must_use]
pub const fn packets(compound: &[u8]) -> Packets<'_> {
    Packets { rest: compound }
}

impl<'a> Packets<'a> {
    /// Splits off one framed packet: its first header byte, its type and what follows the header.
    fn frame(&mut self) -> Option<(u8, u8, &'a [u8])> {
        let head: &[u8; 4] = self.rest.first_chunk()?;
        let len = 4 + usize::from(u16_at(head, 2)) * 4;
        let packet = self.rest.get(..len)?;
        if head[0] >> 6 != 2 {
            return None;
        }
        self.rest = &self.rest[len..];
        let body = unpadded(packet, head[0] & 0x20 != 0)?;
        Some((head[0] & 0x1F, head[1], body))
    }
}

/// The bytes between common header and padding.
fn unpadded(packet: &[u8], has_padding: bool) -> Option<&[u8]> {
    let padding = match packet.last() {
        Some(&count) if has_padding => usize::from(count),
        _ => 0,
    };
    packet.get(4..packet.len().checked_sub(padding)?)
}

impl<'a> Iterator for Packets<'a> {
    type Item = Packet<'a>;

    fn next(&mut self) -> Option<Packet<'a>> {
        let Some((format, kind, body)) = self.frame() else {
            self.rest = &[];
            return None;
        };
        Some(typed(format, kind, body).unwrap_or(Packet::Other { kind, format }))
    }
}

fn typed(format: u8, kind: u8, body: &[u8]) -> Option<Packet<'_>> {
    let count = usize::from(format);
    match (kind, format) {
        (SENDER_REPORT, _) => SenderReport::read(body, count).map(Packet::SenderReport),
        (RECEIVER_REPORT, _) => ReceiverReport::read(body, count).map(Packet::ReceiverReport),
        (SOURCE_DESCRIPTION, _) => Some(Packet::SourceDescription(SourceDescription::new(
            body, count,
        ))),
        (BYE, _) => Bye::read(body, count).map(Packet::Bye),
        (TRANSPORT_FEEDBACK, NACK) => Nack::read(body).map(Packet::Nack),
        (TRANSPORT_FEEDBACK, TRANSPORT_CC) => Feedback::parse(body).ok().map(Packet::TransportCc),
        (PAYLOAD_FEEDBACK, PLI) => PictureLoss::read(body).map(Packet::Pli),
        (PAYLOAD_FEEDBACK, FIR) => Fir::read(body).map(Packet::Fir),
        (PAYLOAD_FEEDBACK, APPLICATION) => Remb::read(body).map(Packet::Remb),
        _ => None,
    }
}
