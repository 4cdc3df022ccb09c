//! Lets what waits for tight connections leave when it is time; gives a picture up, until there is room for a
//! new key frame, where too much waits. Refuses to drop packets out of the middle of a picture.

use crate::command::Kind;
use crate::core::Core;
use crate::pacer::{Pacer, Waiting};
use crate::registry::Key;

/// After one picture was given up, or began, look at how it goes before the next.
const SETTLE_US: u64 = 150_000;

impl Core {
    /// Remembers that something waits for this transport.
    pub(crate) fn note_waiting(&mut self, key: Key) {
        if let Some(transport) = self.transports.get_mut(key)
            && !transport.pacer.is_listed
        {
            transport.pacer.is_listed = true;
            self.paced.push(key);
        }
    }

    /// When `flush` has more to send; `None` when nothing waits.
    #[must_use]
    pub fn flush_us(&self) -> Option<u64> {
        let waiting = self
            .paced
            .iter()
            .filter_map(|&key| self.transports.get(key));
        waiting
            .filter_map(|transport| transport.pacer.next_us())
            .min()
    }

    /// Sends what is due.
    pub(crate) fn step_pacers(&mut self, now_us: u64) {
        let mut listed = std::mem::take(&mut self.paced);
        listed.retain(|&key| {
            self.release(now_us, key, None);
            self.judge_queue(now_us, key);
            let Some(transport) = self.transports.get_mut(key) else {
                return false;
            };
            let is_held = |key| self.consumers.get(key).is_some_and(|it| it.is_held);
            let has_held = transport.consumers.iter().copied().any(is_held);
            transport.pacer.is_listed = has_held || !transport.pacer.is_empty();
            transport.pacer.is_listed
        });
        listed.append(&mut self.paced);
        self.paced = listed;
    }

    /// Lets go what is due, or so many bytes whether due or not.
    pub(crate) fn release(&mut self, now_us: u64, key: Key, at_once: Option<u64>) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let mut pacer = std::mem::take(&mut transport.pacer);
        let mut bytes = 0;
        if let Some(mut egress) = transport.egress(now_us, &mut self.outbox) {
            while let Some(waiting) = next(&mut pacer, now_us, at_once, egress.bytes) {
                let Some(consumer) = self.consumers.get_mut(waiting.consumer) else {
                    continue;
                };
                let Some(producer) = self.producers.get(consumer.producer) else {
                    continue;
                };
                let before = egress.bytes;
                consumer.let_go(&producer.streams, waiting, &mut egress);
                pacer.spend(now_us, (egress.bytes - before) as u64);
            }
            bytes = egress.bytes;
        } else {
            // Without a way out it would be old before there is one.
            while pacer.take().is_some() {}
        }
        transport.pacer = pacer;
        transport.sent.add(now_us, bytes);
        self.totals.bytes_out += bytes as u64;
    }

    fn judge_queue(&mut self, now_us: u64, key: Key) {
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        let pacer = &mut transport.pacer;
        if now_us < pacer.judged_us + SETTLE_US {
            return;
        }
        if pacer.is_full() {
            pacer.judged_us = now_us;
            self.give_up_one(key);
        } else if pacer.is_free() {
            pacer.judged_us = now_us;
            self.begin_one(key);
        }
    }

    /// The least important picture stops; what waits of it still goes out.
    fn give_up_one(&mut self, key: Key) {
        let Some(transport) = self.transports.get(key) else {
            return;
        };
        let going = |&consumer: &Key| {
            let consumer = self.consumers.get(consumer)?;
            let is_going = consumer.kind == Kind::Video && consumer.selector.current().is_some();
            is_going.then_some(consumer.priority)
        };
        let least = transport
            .consumers
            .iter()
            .filter_map(|key| Some((going(key)?, *key)))
            .min_by_key(|(priority, _)| *priority);
        if let Some((_, key)) = least
            && let Some(consumer) = self.consumers.get_mut(key)
        {
            consumer.is_held = true;
            consumer.shown_from = None;
            consumer.selector.stop();
        }
    }

    /// There is room: the most important picture that was given up, or is new, asks for a key frame.
    fn begin_one(&mut self, key: Key) {
        let Some(transport) = self.transports.get(key) else {
            return;
        };
        let held = transport.consumers.iter().filter_map(|&key| {
            let consumer = self.consumers.get(key).filter(|it| it.is_held)?;
            Some((consumer.priority, key))
        });
        let Some((_, key)) = held.max_by_key(|(priority, _)| *priority) else {
            return;
        };
        if let Some(consumer) = self.consumers.get_mut(key) {
            consumer.is_held = false;
        }
        self.want_key_frame(key);
    }
}

fn next(pacer: &mut Pacer, now_us: u64, at_once: Option<u64>, gone: usize) -> Option<Waiting> {
    match at_once {
        Some(bytes) if gone as u64 >= bytes => None,
        Some(_) => pacer.take(),
        None => pacer.take_due(now_us),
    }
}
