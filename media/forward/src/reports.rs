//! RTCP out: to publishers what we miss and how it arrives, to subscribers which moment each
//! timestamp stands for.

use crate::consumer::Consumer;
use crate::core::Core;
use crate::producer::Producer;
use crate::registry::Key;
use crate::rtcp::{self, ReportBlock, SenderInfo, ntp_middle};
use crate::stream::Stream;
use crate::timers::REPORT_US;

/// Who we are in RTCP; the transport says the rest.
const OURSELVES: u32 = 1;

impl Core {
    /// Sends NACK and PLI; true while something is awaited.
    pub(crate) fn ask_publishers(&mut self, now_us: u64) -> bool {
        let mut is_waiting = false;
        for (_, _, producer) in self.producers.iter_mut() {
            let Some(transport) = self.transports.get_mut(producer.transport) else {
                continue;
            };
            self.scratch.clear();
            let rtt_us = transport.bandwidth.rtt_us;
            for stream in &mut producer.streams {
                is_waiting |= ask(stream, now_us, rtt_us, &mut self.scratch);
            }
            if !self.scratch.is_empty() {
                transport.send_rtcp(&self.scratch, &mut self.outbox);
            }
        }
        is_waiting
    }

    /// Reports arrivals to the publishers' congestion control.
    pub(crate) fn send_feedback(&mut self) {
        for (_, _, transport) in self.transports.iter_mut() {
            let media = transport.sources.any_ssrc().unwrap_or(0);
            let Some(arrivals) = transport.arrivals.as_mut().filter(|it| it.has_news()) else {
                continue;
            };
            self.scratch.clear();
            arrivals.write_feedback(&mut self.scratch, OURSELVES, media);
            transport.send_rtcp(&self.scratch, &mut self.outbox);
        }
    }

    /// Sends sender and receiver reports to those whose turn it is.
    pub(crate) fn send_reports(&mut self, now_us: u64) {
        for key in self.transports.keys() {
            let is_due = self
                .transports
                .get_mut(key)
                .is_some_and(|transport| transport.take_report_due(now_us, REPORT_US));
            if is_due {
                self.send_report(now_us, key);
            }
        }
    }

    fn send_report(&mut self, now_us: u64, key: Key) {
        let mut compound = std::mem::take(&mut self.scratch);
        compound.clear();
        self.write_receiver_report(now_us, key, &mut compound);
        self.write_sender_reports(now_us, key, &mut compound);
        if let Some(transport) = self.transports.get_mut(key) {
            transport.send_rtcp(&compound, &mut self.outbox);
        }
        self.scratch = compound;
    }

    fn write_receiver_report(&mut self, now_us: u64, key: Key, compound: &mut Vec<u8>) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let mut blocks = Vec::new();
        let mut capped = Vec::new();
        for &producer in &transport.producers {
            let Some(producer) = self.producers.get_mut(producer) else {
                continue;
            };
            let streams = producer.streams.iter_mut();
            blocks.extend(streams.filter_map(|stream| block(stream, now_us)));
            if producer.spec.has_remb && !producer.spec.has_transport_cc {
                capped.extend(ssrcs(producer));
            }
        }
        if blocks.is_empty() {
            return;
        }
        rtcp::write_receiver_report(compound, OURSELVES, &blocks);
        if !capped.is_empty() {
            let worst = blocks.iter().map(|block| block.fraction_lost).max();
            let bits_per_second = transport.uplink.update(worst.unwrap_or(0));
            rtcp::write_remb(compound, OURSELVES, bits_per_second, &capped);
        }
    }

    fn write_sender_reports(&self, now_us: u64, key: Key, compound: &mut Vec<u8>) {
        let Some(transport) = self.transports.get(key) else {
            return;
        };
        for &consumer in &transport.consumers {
            let Some(consumer) = self.consumers.get(consumer) else {
                continue;
            };
            if let Some(info) = self.sender_info(now_us, consumer) {
                rtcp::write_sender_report(compound, &info, &[]);
                rtcp::write_cname(compound, info.ssrc, &consumer.spec.cname);
            }
        }
    }

    /// Our clock now, and the RTP time that the publisher's clock shows at the same moment.
    ///
    /// All streams of a publisher share one difference between its clock and ours, so their
    /// relation, which lip sync needs, stays as the publisher reported it.
    fn sender_info(&self, now_us: u64, consumer: &Consumer) -> Option<SenderInfo> {
        let producer = self.producers.get(consumer.producer)?;
        let source = consumer.source().filter(|_| !consumer.is_paused)?;
        let clock = producer.streams.get(usize::from(source))?.clock?;
        let ntp = self.ntp(now_us);
        let theirs = ntp.wrapping_sub(self.clock_difference(producer)?);
        let elapsed = theirs.wrapping_sub(clock.ntp) as i64;
        let rate = i128::from(producer.spec.clock_rate);
        let units = ((i128::from(elapsed) * rate) >> 32) as u32;
        Some(SenderInfo {
            ssrc: consumer.spec.ssrc,
            ntp,
            rtp_timestamp: clock
                .rtp
                .wrapping_add(units)
                .wrapping_add(consumer.timestamp_offset()),
            packet_count: consumer.counters.packets as u32,
            octet_count: consumer.counters.octets as u32,
        })
    }

    /// Our clock minus the publisher's, in 32.32 fixed point.
    pub(crate) fn clock_difference(&self, producer: &Producer) -> Option<u64> {
        if producer.is_source() {
            return Some(0);
        }
        self.transports.get(producer.transport)?.clock_difference
    }
}

/// Writes what to ask for one stream; true while something is awaited.
fn ask(stream: &mut Stream, now_us: u64, rtt_us: u64, compound: &mut Vec<u8>) -> bool {
    let Some(ssrc) = stream.encoding.ssrc else {
        return stream.keyframes.is_wanted();
    };
    if stream.nack.is_waiting() {
        let mut missing = Vec::new();
        if stream.nack.due(now_us, rtt_us, &mut missing) {
            stream.keyframes.want();
        }
        rtcp::write_nack(compound, OURSELVES, ssrc, &missing);
    }
    if stream.keyframes.take_due(now_us) {
        rtcp::write_pli(compound, OURSELVES, ssrc);
    }
    stream.nack.is_waiting() || stream.keyframes.is_wanted()
}

fn block(stream: &mut Stream, now_us: u64) -> Option<ReportBlock> {
    let ssrc = stream.encoding.ssrc?;
    if stream.reception.received() == 0 {
        return None;
    }
    let report = stream.reception.report();
    let since = stream.clock.map(|clock| {
        let delay_us = now_us.saturating_sub(clock.arrived_us);
        (ntp_middle(clock.ntp), ((delay_us << 16) / 1_000_000) as u32)
    });
    Some(ReportBlock {
        ssrc,
        fraction_lost: report.fraction_lost,
        cumulative_lost: report.cumulative_lost,
        highest_sequence: report.highest,
        jitter: report.jitter,
        last_sender_report: since.map_or(0, |(last, _)| last),
        delay_since_last: since.map_or(0, |(_, delay)| delay),
    })
}

fn ssrcs(producer: &Producer) -> impl Iterator<Item = u32> + '_ {
    producer
        .streams
        .iter()
        .filter_map(|stream| stream.encoding.ssrc)
}
