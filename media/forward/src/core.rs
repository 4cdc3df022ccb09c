//! The core of one worker: every transport, producer and consumer of it; refuses to know the time, a
//! socket or who its owner is.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::consumer::Consumer;
use crate::drops::{Drop, Drops};
use crate::event::Event;
use crate::outbox::{Outbox, Sink};
use crate::path::{Path, Protocol};
use crate::producer::Producer;
use crate::registry::{Key, Registry};
use crate::rooms::Room;
use crate::tap::{Tap, Tapped};
use crate::timers::Timers;
use crate::transport::Transport;
use crate::{rtp, stun};

/// Events wait at most this many; the owner is stuck when there are more.
const MAX_EVENTS: usize = 65_536;

/// One worker's state. Feed it, flush it, take its events.
#[derive(Debug)]
pub struct Core {
    pub(crate) transports: Registry<Transport>,
    pub(crate) producers: Registry<Producer>,
    pub(crate) consumers: Registry<Consumer>,
    pub(crate) rooms: Registry<Room>,
    pub(crate) taps: Registry<Tap>,
    pub(crate) by_ufrag: HashMap<String, Key>,
    pub(crate) by_address: HashMap<(Protocol, SocketAddr), Key>,
    /// Producers with something to offer.
    pub(crate) listed: Vec<Key>,
    /// Transports for which something waits.
    pub(crate) paced: Vec<Key>,
    /// Consumers whose layers changed during a flush.
    changed: Vec<Key>,
    pub(crate) outbox: Outbox,
    pub(crate) tapped: Tapped,
    events: Vec<Event>,
    pub(crate) drops: Drops,
    pub(crate) timers: Timers,
    /// Unix time at the core's time zero, in µs, for sender reports.
    pub(crate) epoch_us: u64,
    /// Packets and bytes of media taken in and sent out.
    pub(crate) totals: Totals,
    /// Reused for what is written rarely: checks and reports.
    pub(crate) scratch: Vec<u8>,
}

/// The worker's counters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) packets_in: u64,
    pub(crate) bytes_in: u64,
    pub(crate) bytes_out: u64,
    pub(crate) packets_out: u64,
}

impl Core {
    /// A core whose time zero was at `epoch_us`, in Unix µs.
    #[must_use]
    pub fn new(epoch_us: u64) -> Self {
        Self {
            transports: Registry::new(),
            producers: Registry::new(),
            consumers: Registry::new(),
            rooms: Registry::new(),
            taps: Registry::new(),
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            listed: Vec::new(),
            paced: Vec::new(),
            changed: Vec::new(),
            outbox: Outbox::new(),
            tapped: Tapped::default(),
            events: Vec::new(),
            drops: Drops::default(),
            timers: Timers::default(),
            epoch_us,
            totals: Totals::default(),
            scratch: Vec::with_capacity(2048),
        }
    }

    /// Takes one datagram, which is decrypted in place.
    pub fn handle_datagram(&mut self, now_us: u64, path: &Path, datagram: &mut [u8]) {
        match datagram.first() {
            Some(_) if stun::is_stun(datagram) => self.handle_check(now_us, path, datagram),
            Some(20..=63) => self.handle_dtls(now_us, path, datagram),
            Some(&first) if rtp::is_rtp_or_rtcp(first) => {
                self.handle_media(now_us, path, datagram);
            }
            _ => self.drops.count(Drop::Junk),
        }
    }

    fn handle_dtls(&mut self, now_us: u64, path: &Path, datagram: &[u8]) {
        let Some(&key) = self.by_address.get(&path.origin()) else {
            self.drops.count(Drop::UnknownAddress);
            return;
        };
        let Some(transport) = self.transports.get_mut(key) else {
            return;
        };
        if !transport.dtls.allows(now_us) {
            transport.drops.count(Drop::Limited);
            return;
        }
        let transport = self.transports.id(key).unwrap_or_default();
        self.tell(Event::Dtls {
            transport,
            data: datagram.to_vec(),
        });
    }

    /// Hands over what is to be sent: answers first, then new media, subscriber by subscriber, so that
    /// a subscriber's packets form runs, in batches that stay in the cache.
    pub fn flush(&mut self, now_us: u64, sink: &mut impl Sink) {
        while let Some(key) = self.listed.pop() {
            self.flush_producer(now_us, key, sink);
        }
        if !self.paced.is_empty() {
            self.step_pacers(now_us);
        }
        self.outbox.drain(sink);
    }

    fn flush_producer(&mut self, now_us: u64, key: Key, sink: &mut impl Sink) {
        let Some(producer) = self.producers.get_mut(key) else {
            return;
        };
        producer.is_listed = false;
        let wanting = producer.consumers.iter().filter(|_| producer.is_heard);
        for &consumer_key in wanting {
            let Some(consumer) = self.consumers.get_mut(consumer_key) else {
                continue;
            };
            let Some(transport) = self.transports.get_mut(consumer.transport) else {
                continue;
            };
            let Some(mut egress) = transport.egress(now_us, &mut self.outbox) else {
                continue;
            };
            let before = consumer.selector.forwarded();
            let packets = consumer.counters.packets;
            consumer.forward(&producer.streams, &producer.fresh, &mut egress);
            let bytes = egress.bytes;
            transport.sent.add(now_us, bytes);
            if transport.pacer.is_active() && !transport.pacer.is_listed {
                transport.pacer.is_listed = true;
                self.paced.push(consumer.transport);
            }
            self.totals.bytes_out += bytes as u64;
            self.totals.packets_out += consumer.counters.packets - packets;
            if consumer.selector.forwarded() != before {
                self.changed.push(consumer_key);
            }
            self.outbox.drain_full(sink);
        }
        if !producer.taps.is_empty() {
            self.offer_to_taps(now_us, key);
        }
        if let Some(producer) = self.producers.get_mut(key) {
            producer.fresh.clear();
        }
        while let Some(consumer) = self.changed.pop() {
            self.announce_layers(consumer);
        }
    }

    /// Remembers that a producer has something to offer.
    pub(crate) fn list(&mut self, key: Key) {
        if let Some(producer) = self.producers.get_mut(key)
            && !producer.is_listed
        {
            producer.is_listed = true;
            self.listed.push(key);
        }
    }

    /// Tells the owner which layers a subscriber gets, if it does not know yet.
    pub(crate) fn announce_layers(&mut self, key: Key) {
        let Some(consumer) = self.consumers.get_mut(key) else {
            return;
        };
        let Some(producer) = self.producers.get(consumer.producer) else {
            return;
        };
        if let Some((spatial, temporal)) = consumer.take_layers_news(&producer.streams) {
            let consumer = self.consumers.id(key).unwrap_or_default();
            self.tell(Event::Layers {
                consumer,
                spatial,
                temporal,
            });
        }
    }

    pub(crate) fn tell(&mut self, event: Event) {
        if self.events.len() < MAX_EVENTS {
            self.events.push(event);
        } else {
            self.drops.count(Drop::NoRoom);
        }
    }

    /// What happened since the last call.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Is there anything to take?
    #[must_use]
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }
}
