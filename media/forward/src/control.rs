//! RTCP in: reports and wishes of publishers and subscribers; refuses what concerns streams of others.

use crate::core::Core;
use crate::drops::Drop;
use crate::registry::Key;
use crate::rtcp::{self, Nack, Packet, ReportBlock, SenderInfo, ntp_middle};
use crate::stream::SourceClock;
use crate::twcc::Feedback;

/// One request asks for at most this many packets; more is an outage or an attack.
const MAX_REPAIRS: usize = 128;
/// Who claims a shorter round trip does not get the same packet more often: browsers wait as long.
const MIN_REPAIR_RTT_US: u64 = 20_000;

impl Core {
    pub(crate) fn handle_rtcp(
        &mut self,
        now_us: u64,
        key: Key,
        datagram: &mut [u8],
    ) -> Result<(), Drop> {
        let transport = self.transports.get_mut(key).ok_or(Drop::UnknownAddress)?;
        let inbound = transport.inbound.as_mut().ok_or(Drop::NoKeys)?;
        let len = inbound.unprotect_rtcp(datagram)?;
        transport.received.add(now_us, datagram.len());
        // Only now: nobody else can use up what the peer may send.
        if !transport.reports.allows(now_us) {
            return Err(Drop::Limited);
        }
        for packet in rtcp::packets(&datagram[..len]) {
            self.handle_report(now_us, key, &packet);
        }
        Ok(())
    }

    fn handle_report(&mut self, now_us: u64, key: Key, packet: &Packet) {
        match packet {
            Packet::SenderReport(report) => {
                self.note_sender_report(now_us, key, &report.info);
                report
                    .blocks()
                    .for_each(|block| self.note_block(now_us, key, &block));
            }
            Packet::ReceiverReport(report) => report
                .blocks()
                .for_each(|block| self.note_block(now_us, key, &block)),
            Packet::Nack(nack) => self.repair(now_us, key, nack),
            Packet::Pli(loss) => self.want_picture(key, loss.media),
            Packet::Fir(fir) => fir
                .entries()
                .for_each(|entry| self.want_picture(key, entry.ssrc)),
            Packet::Remb(remb) => self.note_remb(now_us, key, remb.bitrate_bps),
            Packet::TransportCc(feedback) => self.note_feedback(now_us, key, feedback),
            Packet::SourceDescription(_) | Packet::Bye(_) | Packet::Other { .. } => {}
        }
    }

    fn note_sender_report(&mut self, now_us: u64, key: Key, info: &SenderInfo) {
        let Some(source) = self
            .transports
            .get(key)
            .and_then(|transport| transport.sources.find(info.ssrc))
        else {
            return;
        };
        let clock = SourceClock {
            ntp: info.ntp,
            rtp: info.rtp_timestamp,
            arrived_us: now_us,
        };
        if let Some(stream) = self
            .producers
            .get_mut(source.producer)
            .filter(|_| !source.is_rtx)
            .and_then(|producer| producer.streams.get_mut(usize::from(source.stream)))
        {
            stream.clock = Some(clock);
        }
        let ntp_now = self.ntp(now_us);
        if let Some(transport) = self.transports.get_mut(key) {
            transport.note_publisher_clock(ntp_now, info.ntp);
        }
        if !source.is_rtx {
            self.tell_tap_clocks(source.producer);
        }
    }

    fn note_block(&mut self, now_us: u64, key: Key, block: &ReportBlock) {
        let ntp_now = self.ntp(now_us);
        let Some(consumer_key) = self.consumer_of(key, block.ssrc) else {
            return;
        };
        let (expected, lost) = self
            .consumers
            .get_mut(consumer_key)
            .map_or((0, 0), |consumer| consumer.note_report(block));
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        transport.reported.0 += expected;
        transport.reported.1 += lost.min(expected);
        let sent_bps = transport.sent.bits_per_second(now_us);
        let bandwidth = &mut transport.bandwidth;
        bandwidth.note_loss(now_us, expected, lost, sent_bps);
        if block.last_sender_report != 0 {
            // RFC 3550 §6.4.1: in 65536ths of a second, modulo 65536 s.
            let trip = ntp_middle(ntp_now)
                .wrapping_sub(block.last_sender_report)
                .wrapping_sub(block.delay_since_last);
            let rtt_us = (u64::from(trip) * 1_000_000) >> 16;
            if rtt_us < 10_000_000 {
                bandwidth.note_rtt(rtt_us);
            }
        }
    }

    fn repair(&mut self, now_us: u64, key: Key, nack: &Nack) {
        let Some(consumer_key) = self.consumer_of(key, nack.media) else {
            return;
        };
        let (Some(consumer), Some(transport)) = (
            self.consumers.get_mut(consumer_key),
            self.transports.get_mut(key),
        ) else {
            return;
        };
        let Some(producer) = self.producers.get(consumer.producer) else {
            return;
        };
        if consumer.is_paused || !consumer.spec.has_nack {
            return;
        }
        let rtt_us = transport.bandwidth.rtt_us.max(MIN_REPAIR_RTT_US);
        let wanted = nack.sequences().take(MAX_REPAIRS).count();
        let count = transport.repairs.take(now_us, wanted as u64) as usize;
        let Some(mut egress) = transport.egress(now_us, &mut self.outbox) else {
            return;
        };
        for sequence in nack.sequences().take(count) {
            consumer.repair(&producer.streams, sequence, rtt_us, &mut egress);
        }
        let bytes = egress.bytes;
        transport.sent.add(now_us, bytes);
        self.totals.bytes_out += bytes as u64;
        self.note_waiting(key);
    }

    /// A subscriber cannot go on without a key frame.
    fn want_picture(&mut self, key: Key, ssrc: u32) {
        if let Some(consumer) = self.consumer_of(key, ssrc) {
            self.want_key_frame(consumer);
        }
    }

    /// Asks the publisher for a key frame of the stream this consumer gets, and of the one it wants.
    pub(crate) fn want_key_frame(&mut self, key: Key) {
        let Some(consumer) = self.consumers.get_mut(key).filter(|it| !it.is_paused) else {
            return;
        };
        consumer.counters.key_requests += 1;
        let streams = [
            consumer.selector.current(),
            consumer.selector.wanted_stream(),
        ];
        if let Some(producer) = self.producers.get_mut(consumer.producer) {
            for stream in streams.into_iter().flatten() {
                producer.want_key_frame(stream);
            }
        }
        self.timers.hurry();
    }

    fn note_feedback(&mut self, now_us: u64, key: Key, feedback: &Feedback) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let count = u64::from(feedback.packet_count);
        if transport.statuses.take(now_us, count) == count {
            transport.bandwidth.note_feedback(now_us, feedback);
        } else {
            transport.drops.count(Drop::Limited);
        }
    }

    fn note_remb(&mut self, now_us: u64, key: Key, remb_bps: u64) {
        if let Some(transport) = self.transports.get_mut(key) {
            let sent_bps = transport.sent.bits_per_second(now_us);
            transport.bandwidth.note_remb(now_us, remb_bps, sent_bps);
        }
    }

    /// The consumer on this transport that sends this stream.
    fn consumer_of(&self, key: Key, ssrc: u32) -> Option<Key> {
        let consumers = &self.transports.get(key)?.consumers;
        consumers.iter().copied().find(|&consumer| {
            self.consumers
                .get(consumer)
                .is_some_and(|consumer| consumer.spec.ssrc == ssrc)
        })
    }

    /// Our clock as sender reports show it.
    pub(crate) fn ntp(&self, now_us: u64) -> u64 {
        rtcp::ntp_from_unix_us(self.epoch_us + now_us)
    }
}
