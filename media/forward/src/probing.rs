//! Sends the padding of bandwidth probes, on the retransmission streams of a subscriber's videos; refuses
//! to send anything to an address that was not verified, or without keys.

use crate::core::Core;
use crate::registry::Key;

/// One step of a probe sends at most so many packets.
const MAX_PIECES: usize = 64;

impl Core {
    /// Goes on with every probe that is running; true while any is.
    pub(crate) fn step_probes(&mut self, now_us: u64) -> bool {
        let mut is_running = false;
        for key in self.transports.keys() {
            let Some(transport) = self.transports.get_mut(key) else {
                continue;
            };
            let has_way = transport.ice.selected().is_some() && transport.outbound.is_some();
            if !transport.bandwidth.is_numbered || !has_way {
                continue;
            }
            if !transport.bandwidth.is_probing() {
                let sent_bps = transport.sent.bits_per_second(now_us);
                transport.bandwidth.probe(now_us, sent_bps);
            }
            if transport.bandwidth.is_probing() {
                self.step_probe(now_us, key);
                is_running = true;
            }
        }
        is_running
    }

    fn step_probe(&mut self, now_us: u64, key: Key) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let padding = transport.bandwidth.probe_padding(now_us);
        // What waits is better than padding.
        if let Some((due, _)) = padding.filter(|_| !transport.pacer.is_empty()) {
            self.release(now_us, key, Some(due));
        }
        self.pad(now_us, key);
        if let Some(transport) = self.transports.get_mut(key) {
            transport.bandwidth.end_probe(now_us);
        }
    }

    /// Sends what the running probe lacks, on the retransmission stream of any video that has one.
    fn pad(&mut self, now_us: u64, key: Key) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let padding = transport.bandwidth.probe_padding(now_us);
        let consumers = std::mem::take(&mut transport.consumers);
        if let Some((due, piece)) = padding
            && let Some(mut egress) = transport.egress(now_us, &mut self.outbox)
        {
            let carrier = consumers.iter().copied().find(|&consumer| {
                self.consumers
                    .get(consumer)
                    .is_some_and(|consumer| !consumer.is_paused && consumer.can_pad())
            });
            if let Some(consumer) = carrier.and_then(|key| self.consumers.get_mut(key))
                && let Some(producer) = self.producers.get(consumer.producer)
            {
                for _ in 0..MAX_PIECES {
                    let is_enough = egress.bytes as u64 >= due;
                    if is_enough
                        || consumer
                            .pad(&producer.streams, piece, &mut egress)
                            .is_none()
                    {
                        break;
                    }
                }
            }
            let bytes = egress.bytes;
            transport.sent.add(now_us, bytes);
            self.totals.bytes_out += bytes as u64;
        }
        transport.consumers = consumers;
    }
}
