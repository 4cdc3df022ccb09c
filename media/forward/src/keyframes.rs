//! Asks a publisher for key frames of one stream: many wishes make one request, repeated while unmet;
//! refuses to ask more often than an encoder can bear.

use crate::command::Kind;
use crate::core::Core;
use crate::registry::Key;

/// A key frame costs several times a normal frame; twice a second is the most a screen share tolerates.
const MIN_INTERVAL_US: u64 = 500_000;

/// The wish for a key frame of one stream.
#[derive(Debug, Default)]
pub(crate) struct KeyFrames {
    is_wanted: bool,
    asked_us: Option<u64>,
    /// Requests sent.
    pub(crate) asked: u64,
    /// Key frames seen.
    pub(crate) arrived: u64,
}

impl KeyFrames {
    pub(crate) fn want(&mut self) {
        self.is_wanted = true;
    }

    pub(crate) fn note_arrival(&mut self) {
        self.is_wanted = false;
        self.arrived += 1;
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// True when a request must go out now; it then counts as sent.
    pub(crate) fn take_due(&mut self, now_us: u64) -> bool {
        let is_early = self
            .asked_us
            .is_some_and(|asked_us| now_us < asked_us + MIN_INTERVAL_US);
        if !self.is_wanted || is_early {
            return false;
        }
        self.asked_us = Some(now_us);
        self.asked += 1;
        true
    }
}

impl Core {
    /// Lets video begin: from the last key frame if it is fresh, otherwise from a new one.
    pub(crate) fn start(&mut self, now_us: u64, key: Key) {
        let Some(consumer) = self.consumers.get(key) else {
            return;
        };
        // Aim at a layer that is coming and affordable.
        self.allocate_to(now_us, consumer.transport);
        let Some(consumer) = self.consumers.get_mut(key) else {
            return;
        };
        let Some(producer) = self.producers.get(consumer.producer) else {
            return;
        };
        if consumer.kind == Kind::Audio || producer.is_paused {
            return;
        }
        let transport = self.transports.get(consumer.transport);
        if transport.is_some_and(|transport| transport.pacer.is_active()) {
            // One after the other, so that their key frames do not come all at once.
            consumer.is_held = true;
            let transport = consumer.transport;
            self.note_waiting(transport);
        } else if consumer.replay(&producer.streams, now_us) {
            let producer = consumer.producer;
            self.list(producer);
        } else {
            self.want_key_frame(key);
        }
    }

    /// Stops forwarding without forgetting what is wanted.
    pub(crate) fn stop(&mut self, key: Key) {
        if let Some(consumer) = self.consumers.get_mut(key) {
            consumer.selector.stop();
            self.announce_layers(key);
        }
    }

    /// What went the old way is lost: asks for a key frame of every picture that a peer gets or sends,
    /// which browsers would ask for only once they have noticed.
    pub(crate) fn refresh_pictures(&mut self, transport: Key) {
        let Some(transport) = self.transports.get(transport) else {
            return;
        };
        let sent = transport.producers.iter().filter_map(|&producer| {
            let producer = self.producers.get(producer)?;
            Some(producer.consumers.iter().copied())
        });
        let consumers: Vec<Key> = sent
            .flatten()
            .chain(transport.consumers.iter().copied())
            .collect();
        for key in consumers {
            if let Some(consumer) = self.consumers.get(key)
                && let Some(stream) = consumer.selector.current()
                && let Some(producer) = self.producers.get_mut(consumer.producer)
            {
                producer.want_key_frame(stream);
            }
        }
    }

    /// Asks for a key frame if a layer is wanted that is not yet forwarded.
    pub(crate) fn want_missing_stream(&mut self, key: Key) {
        let Some(consumer) = self.consumers.get(key) else {
            return;
        };
        let wanted = consumer.selector.wanted_stream();
        if let (Some(stream), Some(producer)) = (wanted, self.producers.get_mut(consumer.producer))
        {
            producer.want_key_frame(stream);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wish_is_sent_at_once() {
        let mut keyframes = KeyFrames::default();
        assert!(!keyframes.take_due(0));
        keyframes.want();
        assert!(keyframes.take_due(0));
    }

    #[test]
    fn many_wishes_make_one_request() {
        let mut keyframes = KeyFrames::default();
        for now_us in 0..100 {
            keyframes.want();
            assert_eq!(keyframes.take_due(now_us), now_us == 0);
        }
    }

    #[test]
    fn an_unmet_wish_is_repeated() {
        let mut keyframes = KeyFrames::default();
        keyframes.want();
        keyframes.take_due(0);
        assert!(keyframes.take_due(MIN_INTERVAL_US));
    }

    #[test]
    fn a_met_wish_is_not() {
        let mut keyframes = KeyFrames::default();
        keyframes.want();
        keyframes.take_due(0);
        keyframes.note_arrival();
        assert!(!keyframes.take_due(MIN_INTERVAL_US));
    }
}
