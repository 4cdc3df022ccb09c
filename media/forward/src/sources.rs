//! Finds the producer's stream that an incoming SSRC belongs to; learns it from mid and rid when the
//! signalling did not say, and refuses to learn without bound.

use crate::extensions::{Extension, read_text};
use crate::producer::Producer;
use crate::registry::{Key, Registry};
use crate::rtp::RtpHeader;

/// 8 producers of 3 layers with retransmissions are 48.
const MAX_SOURCES: usize = 64;

/// Where packets of one SSRC go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) producer: Key,
    pub(crate) stream: u8,
    pub(crate) is_rtx: bool,
}

/// The SSRCs one transport receives.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    entries: Vec<(u32, Source)>,
}

impl Sources {
    pub(crate) fn find(&self, ssrc: u32) -> Option<Source> {
        self.entries
            .iter()
            .find(|(known, _)| *known == ssrc)
            .map(|(_, source)| *source)
    }

    /// Some stream of this transport, for reports about all of them.
    pub(crate) fn any_ssrc(&self) -> Option<u32> {
        self.entries.first().map(|(ssrc, _)| *ssrc)
    }

    /// False when the SSRC is taken or there are too many.
    pub(crate) fn insert(&mut self, ssrc: u32, source: Source) -> bool {
        let may_insert = self.entries.len() < MAX_SOURCES && self.find(ssrc).is_none();
        if may_insert {
            self.entries.push((ssrc, source));
        }
        may_insert
    }

    pub(crate) fn remove_producer(&mut self, producer: Key) {
        self.entries
            .retain(|(_, source)| source.producer != producer);
    }

    /// Learns whose stream an unknown SSRC is, from a packet that was authentic.
    pub(crate) fn latch(
        &mut self,
        candidates: &[Key],
        producers: &mut Registry<Producer>,
        header: &RtpHeader,
        packet: &[u8],
    ) -> Option<Source> {
        let source = candidates.iter().find_map(|&key| {
            let (stream, is_rtx) = matching_stream(producers.get(key)?, header, packet)?;
            Some(Source {
                producer: key,
                stream,
                is_rtx,
            })
        })?;
        if !self.insert(header.ssrc, source) {
            return None;
        }
        let producer = producers.get_mut(source.producer)?;
        let encoding = &mut producer.streams[usize::from(source.stream)].encoding;
        if source.is_rtx {
            encoding.rtx_ssrc = Some(header.ssrc);
        } else {
            encoding.ssrc = Some(header.ssrc);
        }
        Some(source)
    }
}

/// The stream of this producer that a packet names, and whether it is a retransmission.
fn matching_stream(producer: &Producer, header: &RtpHeader, packet: &[u8]) -> Option<(u8, bool)> {
    let spec = &producer.spec;
    let is_rtx = spec.rtx_payload_type == Some(header.payload_type);
    if !is_rtx && spec.payload_type != header.payload_type {
        return None;
    }
    let text = |extension| {
        let id = spec.extensions.id(extension)?;
        read_text(header.element(packet, id)?)
    };
    if text(Extension::Mid).is_some_and(|mid| mid != spec.mid) {
        return None;
    }
    let rid = if is_rtx {
        text(Extension::RepairedRid).or_else(|| text(Extension::Rid))
    } else {
        text(Extension::Rid)
    };
    let stream = position(producer, rid, is_rtx)?;
    Some((stream as u8, is_rtx))
}

/// By rid, or the only encoding; never one whose SSRC is known to be another.
fn position(producer: &Producer, rid: Option<&str>, is_rtx: bool) -> Option<usize> {
    let mut streams = producer.streams.iter().map(|stream| &stream.encoding);
    let at = match rid {
        Some(rid) => streams.position(|encoding| encoding.rid.as_deref() == Some(rid)),
        None => (producer.streams.len() == 1).then_some(0),
    }?;
    let encoding = &producer.streams[at].encoding;
    let known = if is_rtx {
        encoding.rtx_ssrc
    } else {
        encoding.ssrc
    };
    known.is_none().then_some(at)
}
