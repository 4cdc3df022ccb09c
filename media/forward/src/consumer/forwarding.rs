//! Packet by packet to one subscriber: its choice, its numbers, its times, and repairs.

use super::Consumer;
use super::alignment::aligned;
use crate::av1::ActiveTargets;
use crate::command::Kind;
use crate::egress::{Egress, Outgoing};
use crate::history::Packet;
use crate::layers::Layers;
use crate::pacer::Waiting;
use crate::rtcp::ReportBlock;
use crate::selector::Choice;
use crate::sent::Sent;
use crate::seq::timestamp_newer;
use crate::stream::Stream;
use crate::template::Template;

/// What one byte can count, with room for headers.
const MAX_PADDING_BYTES: u64 = 240;
/// About what is added to a payload on its way.
const HEADER_BYTES: usize = 50;
/// A smaller packet is not worth sending again to probe.
const MIN_COPY_BYTES: u64 = 200;

impl Consumer {
    /// Forwards what came in since the last time.
    pub(crate) fn forward(&mut self, streams: &[Stream], fresh: &[(u8, u64)], egress: &mut Egress) {
        if self.is_held {
            return;
        }
        let before = egress.bytes;
        let mut begun = None;
        let replayed = self.start_at.take();
        for &at in replayed.iter().chain(fresh) {
            // What came with the packet that began the stream went along with it.
            if begun != Some(at.0) && self.forward_one(streams, at, egress) {
                begun = Some(at.0);
            }
        }
        if egress.bytes > before {
            self.rate.add(egress.now_us, egress.bytes - before);
        }
    }

    /// True when the stream begins here.
    fn forward_one(&mut self, streams: &[Stream], at: (u8, u64), egress: &mut Egress) -> bool {
        let Some((stream, packet)) = find(streams, at) else {
            return false;
        };
        let is_late = self.is_late(at);
        match self.selector.choose(at.0, packet, is_late) {
            Choice::Ignore => {}
            Choice::Skip => self.leave_out(packet, is_late, egress),
            Choice::Forward { marker } => self.send((at.0, stream), packet, marker, egress),
            Choice::Start if is_late => self.selector.stop(),
            Choice::Start => {
                self.start(streams, stream, at, egress);
                return true;
            }
        }
        false
    }

    pub(super) fn is_late(&self, (stream, sequence): (u8, u64)) -> bool {
        self.source == Some(stream) && sequence <= self.sequence.last_in()
    }

    /// Begins with this packet and goes on with those after it that came before it.
    fn start(&mut self, streams: &[Stream], stream: &Stream, at: (u8, u64), egress: &mut Egress) {
        let (index, sequence) = at;
        let Some(packet) = stream.history.get(sequence) else {
            return;
        };
        let next = self.sequence.last_out() + 1;
        self.shown_from.get_or_insert(next);
        self.align(streams, at, packet, egress.now_us);
        self.source = Some(index);
        self.sequence.restart(sequence);
        if let Some(vp8) = packet.frame.vp8 {
            self.pictures.restart(vp8.picture);
            let tl0 = vp8.descriptor.tl0_picture_index.unwrap_or(0);
            self.tl0_offset = self.last_tl0.wrapping_add(1).wrapping_sub(tl0);
        }
        let marker = self.selector.marker(packet);
        self.send((index, stream), packet, marker, egress);
        for sequence in sequence + 1..=stream.newest() {
            self.forward_next(stream, (index, sequence), egress);
        }
    }

    fn forward_next(&mut self, stream: &Stream, at: (u8, u64), egress: &mut Egress) {
        let Some(packet) = stream.history.get(at.1) else {
            return;
        };
        match self.selector.choose(at.0, packet, false) {
            Choice::Skip => self.leave_out(packet, false, egress),
            Choice::Forward { marker } => self.send((at.0, stream), packet, marker, egress),
            Choice::Ignore | Choice::Start => {}
        }
    }

    /// Chooses the timestamp offset so that time goes on where the subscriber saw it last.
    fn align(&mut self, streams: &[Stream], at: (u8, u64), packet: &Packet, now_us: u64) {
        let Some(source) = self.source.filter(|&source| source != at.0) else {
            return;
        };
        let since_us = now_us.saturating_sub(self.last_sent_us);
        let clocks = streams
            .get(usize::from(source))
            .and_then(|stream| stream.clock)
            .zip(
                streams
                    .get(usize::from(at.0))
                    .and_then(|stream| stream.clock),
            );
        let last = (self.last_timestamp, self.timestamp_offset, since_us);
        let timestamp = aligned(packet.timestamp, last, clocks, self.clock_rate);
        self.timestamp_offset = timestamp.wrapping_sub(packet.timestamp);
    }

    fn send(
        &mut self,
        (index_of, stream): (u8, &Stream),
        packet: &Packet,
        marker: bool,
        egress: &mut Egress,
    ) {
        let Some(index) = self.sequence.forward(packet.sequence) else {
            return;
        };
        let picture = self.rewrite_picture(packet);
        let sent = Sent {
            input: packet.sequence,
            index,
            timestamp: packet.timestamp.wrapping_add(self.timestamp_offset),
            at_ms: (egress.now_us / 1000) as u32,
            picture,
            stream: index_of,
            marker,
            active: self.active_targets(stream, packet),
        };
        if !self.sent.reserve(sent) {
            return;
        }
        let is_out = self.wait(packet, index, false, egress).unwrap_or_else(|| {
            let outgoing = outgoing(&self.media, &sent, picture);
            egress.send(packet, &outgoing).is_some()
        });
        if is_out {
            self.counters.packets += 1;
            self.counters.octets += packet.payload().len() as u64;
        }
        if timestamp_newer(sent.timestamp, self.last_timestamp) || self.last_sent_us == 0 {
            self.last_timestamp = sent.timestamp;
        }
        self.last_sent_us = egress.now_us;
    }

    /// Puts a packet of video among those that wait, where any do; false when there is no room, `None` when
    /// it need not wait.
    fn wait(
        &self,
        packet: &Packet,
        index: u64,
        is_repair: bool,
        egress: &mut Egress,
    ) -> Option<bool> {
        let pacer = egress.pacer.as_mut().filter(|_| self.kind == Kind::Video)?;
        let waiting = Waiting {
            consumer: self.key,
            index,
            bytes: (packet.data.len() + HEADER_BYTES) as u16,
            is_repair,
        };
        Some(pacer.push(egress.now_us, waiting))
    }

    /// A packet has waited long enough.
    pub(crate) fn let_go(&mut self, streams: &[Stream], waiting: Waiting, egress: &mut Egress) {
        if self.allowed.is_none() {
            return; // the picture has been given up since
        }
        let before = egress.bytes;
        let sent = self.sent.find(waiting.index);
        let found = sent.and_then(|sent| Some((sent, find(streams, (sent.stream, sent.input))?.1)));
        let Some((sent, packet)) = found else {
            return;
        };
        if waiting.is_repair {
            self.send_again(packet, &sent, egress);
        } else {
            egress.send(packet, &outgoing(&self.media, &sent, sent.picture));
        }
        self.rate.add(egress.now_us, egress.bytes - before);
    }

    /// What a receiver of fewer layers must be told with the first packet of a frame, of AV1 only.
    fn active_targets(&self, stream: &Stream, packet: &Packet) -> ActiveTargets {
        let inside = self.selector.inside();
        if !packet.frame.begins_layer || inside == Layers::ALL {
            return ActiveTargets::default();
        }
        let structure = stream.frames.structure();
        structure.map_or_else(ActiveTargets::default, |structure| ActiveTargets {
            mask: structure.targets_within(inside.spatial, inside.temporal),
            count: structure.decode_target_count as u8,
        })
    }

    fn rewrite_picture(&mut self, packet: &Packet) -> Option<(u16, u8)> {
        let vp8 = packet.frame.vp8?;
        let picture = self.pictures.forward(vp8.picture)?;
        let tl0 = vp8.descriptor.tl0_picture_index.unwrap_or(0);
        self.last_tl0 = tl0.wrapping_add(self.tl0_offset);
        Some((picture as u16, self.last_tl0))
    }

    /// A packet that is not for this subscriber: new ones leave no gap, late ones fill the gap they left.
    fn leave_out(&mut self, packet: &Packet, is_late: bool, egress: &mut Egress) {
        if !is_late {
            self.sequence.skip(packet.sequence);
            if let Some(vp8) = packet.frame.vp8 {
                self.pictures.skip(vp8.picture);
            }
            return;
        }
        let Some(index) = self.sequence.recall(packet.sequence) else {
            return;
        };
        let sent = Sent {
            index,
            timestamp: packet.timestamp.wrapping_add(self.timestamp_offset),
            ..Sent::default()
        };
        if self.sent.reserve(sent) {
            let outgoing = Outgoing {
                padding: 1,
                ..outgoing(&self.media, &sent, None)
            };
            egress.send(packet, &outgoing);
            self.counters.padded += 1;
        }
    }

    /// Is there a stream on which nothing but padding may go?
    pub(crate) fn can_pad(&self) -> bool {
        self.repair.as_ref().is_some_and(Template::is_numbered)
    }

    /// Sends something of no use on the retransmission stream, to probe: the newest packet again, or
    /// padding of `piece` bytes at most. The bytes on the wire; `None` when this subscription cannot.
    pub(crate) fn pad(
        &mut self,
        streams: &[Stream],
        piece: u64,
        egress: &mut Egress,
    ) -> Option<usize> {
        let template = self.repair.as_ref()?;
        let last = self.sent.find(self.sequence.last_out());
        let again = last
            .and_then(|sent| Some((sent, find(streams, (sent.stream, sent.input))?.1)))
            .filter(|(_, packet)| {
                (MIN_COPY_BYTES..=piece).contains(&(packet.payload().len() as u64))
            });
        let index = self.repair_index;
        self.repair_index += 1;
        if let Some((sent, packet)) = again {
            let outgoing = Outgoing {
                index,
                repairs: Some(sent.index as u16),
                ..outgoing(template, &sent, sent.picture)
            };
            return egress.send(packet, &outgoing);
        }
        let sent = Sent {
            index,
            timestamp: self.last_timestamp,
            ..Sent::default()
        };
        let outgoing = Outgoing {
            padding: piece.min(MAX_PADDING_BYTES) as u8,
            ..outgoing(template, &sent, None)
        };
        egress.send(&Packet::default(), &outgoing)
    }

    /// Reads a report of the subscriber: how many it should have got since the last one, and how many
    /// the way to it lost. What the way to us lost does not count.
    pub(crate) fn note_report(&mut self, block: &ReportBlock) -> (u64, u64) {
        self.counters.fraction_lost = block.fraction_lost;
        self.counters.lost = block.cumulative_lost;
        self.counters.jitter = block.jitter;
        let given = self.counters.packets + self.counters.padded;
        let numbered = (self.sequence.last_out() + 1).saturating_sub(self.first_index);
        let upstream = numbered.saturating_sub(given) as i64;
        let highest = u64::from(block.highest_sequence);
        let lost = i64::from(block.cumulative_lost) - upstream;
        let before = self.reported.replace((highest, lost));
        before.map_or((0, 0), |(highest_before, lost_before)| {
            let expected = highest.saturating_sub(highest_before);
            (expected, (lost - lost_before).max(0) as u64)
        })
    }

    /// Sends a packet again, as the subscriber asked; bounded to once in half a round trip.
    pub(crate) fn repair(
        &mut self,
        streams: &[Stream],
        sequence: u16,
        rtt_us: u64,
        egress: &mut Egress,
    ) {
        self.counters.nacked += 1;
        if self.repair.is_none() {
            // Without a stream of its own it would need the same number for different bytes.
            return;
        }
        if egress
            .pacer
            .as_ref()
            .is_some_and(|it| !it.admits_repair(egress.now_us))
        {
            return;
        }
        let newest = self.sequence.last_out();
        let behind = u64::from((newest as u16).wrapping_sub(sequence));
        let index = newest.wrapping_sub(behind);
        if self.shown_from.is_none_or(|first| index < first) {
            return;
        }
        let now_ms = (egress.now_us / 1000) as u32;
        let Some(sent) = self.sent.again(index, now_ms, (rtt_us / 2000) as u32) else {
            return;
        };
        let Some((_, packet)) = find(streams, (sent.stream, sent.input)) else {
            return;
        };
        if self.wait(packet, index, true, egress).is_none() {
            self.send_again(packet, &sent, egress);
        }
    }

    fn send_again(&mut self, packet: &Packet, sent: &Sent, egress: &mut Egress) {
        let Some(template) = &self.repair else {
            return;
        };
        let outgoing = Outgoing {
            index: self.repair_index,
            repairs: Some(sent.index as u16),
            ..outgoing(template, sent, sent.picture)
        };
        self.repair_index += 1;
        if egress.send(packet, &outgoing).is_some() {
            self.counters.repaired += 1;
        }
    }
}

fn find(streams: &[Stream], (stream, sequence): (u8, u64)) -> Option<(&Stream, &Packet)> {
    let stream = streams.get(usize::from(stream))?;
    Some((stream, stream.history.get(sequence)?))
}

fn outgoing<'a>(template: &'a Template, sent: &Sent, picture: Option<(u16, u8)>) -> Outgoing<'a> {
    Outgoing {
        template,
        index: sent.index,
        timestamp: sent.timestamp,
        marker: sent.marker,
        picture,
        repairs: None,
        padding: 0,
        active: sent.active,
    }
}
