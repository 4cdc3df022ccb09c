//! Follows commands: opens, changes and closes things, and cuts every reference when something goes;
//! what cannot be followed becomes an error event.

use crate::command::{Command, ConsumerSpec, ProducerSpec, SrtpKeys, check_encodings};
use crate::consumer::Consumer;
use crate::core::Core;
use crate::event::Event;
use crate::extensions::Extension;
use crate::ice::Credentials;
use crate::layers::Layers;
use crate::producer::Producer;
use crate::registry::Key;
use crate::sources::Source;
use crate::transport::Transport;
use crate::twcc::ArrivalRecorder;

/// Subscriptions of one peer: audio, camera and screen of each of 100 others.
const MAX_CONSUMERS: usize = 512;
const MAX_PRODUCERS: usize = 32;

pub(crate) const UNKNOWN: &str = "there is no such object";
pub(crate) const TAKEN: &str = "the id is taken";
pub(crate) const TOO_MANY: &str = "there are too many of them";

pub(crate) type Outcome = Result<(), &'static str>;

impl Core {
    /// Follows one command.
    pub fn handle_command(&mut self, now_us: u64, command: Command) {
        let (name, id) = command.name_and_id();
        // Packets come often and ask for nothing.
        if !matches!(command, Command::Inject { .. }) {
            self.timers.note_command();
        }
        if let Err(message) = self.follow(now_us, command) {
            self.tell(Event::Error {
                command: name,
                id,
                message,
            });
        }
    }

    fn follow(&mut self, now_us: u64, command: Command) -> Outcome {
        match command {
            Command::OpenTransport {
                transport,
                ufrag,
                pwd,
                room,
            } => self.open_transport(transport, Credentials { ufrag, pwd }, room),
            Command::RestartIce {
                transport,
                ufrag,
                pwd,
            } => self.restart_ice(transport, Credentials { ufrag, pwd }),
            Command::SendDtls { transport, data } => self.send_dtls(transport, &data),
            Command::SetSrtp { transport, keys } => self.set_srtp(transport, &keys),
            Command::SetMaxBitrate {
                transport,
                bits_per_second,
            } => self.set_max_bitrate(transport, bits_per_second),
            Command::CloseTransport { transport } => self.close_transport(now_us, transport),
            Command::OpenProducer {
                transport,
                producer,
                spec,
            } => self.open_producer(now_us, (transport, producer), *spec),
            Command::PauseProducer { producer } => self.pause_producer(producer),
            Command::ResumeProducer { producer } => self.resume_producer(producer),
            Command::CloseProducer { producer } => {
                let key = self.producers.key(producer).ok_or(UNKNOWN)?;
                self.close_producer(now_us, key);
                Ok(())
            }
            Command::RequestStats { request, transport } => {
                self.answer_stats(now_us, request, transport)
            }
            command => self.follow_consumer(now_us, command),
        }
    }

    fn follow_consumer(&mut self, now_us: u64, command: Command) -> Outcome {
        match command {
            Command::OpenConsumer {
                transport,
                consumer,
                producer,
                spec,
            } => self.open_consumer(now_us, (transport, consumer, producer), *spec),
            Command::SetLoudest { room, count } => {
                self.set_loudest(room, count);
                Ok(())
            }
            Command::PauseConsumer { consumer } => self.pause_consumer(consumer),
            Command::ResumeConsumer { consumer } => self.resume_consumer(now_us, consumer),
            Command::SetLayers {
                consumer,
                spatial,
                temporal,
            } => self.set_layers(now_us, consumer, Layers { spatial, temporal }),
            Command::SetPriority { consumer, priority } => {
                let key = self.consumers.key(consumer).ok_or(UNKNOWN)?;
                let consumer = self.consumers.get_mut(key).ok_or(UNKNOWN)?;
                consumer.priority = priority;
                let transport = consumer.transport;
                self.allocate_to(now_us, transport);
                Ok(())
            }
            Command::RequestKeyFrame { consumer } => {
                let key = self.consumers.key(consumer).ok_or(UNKNOWN)?;
                self.want_key_frame(key);
                Ok(())
            }
            Command::CloseConsumer { consumer } => {
                let key = self.consumers.key(consumer).ok_or(UNKNOWN)?;
                self.close_consumer(key);
                Ok(())
            }
            command => self.follow_inside(now_us, command),
        }
    }

    fn open_transport(&mut self, id: u64, credentials: Credentials, room: u64) -> Outcome {
        if self.by_ufrag.contains_key(&credentials.ufrag) || credentials.pwd.is_empty() {
            return Err("the user name fragment is taken or the password empty");
        }
        let ufrag = credentials.ufrag.clone();
        let key = self
            .transports
            .insert(id, Transport::new(credentials))
            .ok_or(TAKEN)?;
        self.by_ufrag.insert(ufrag, key);
        let room = self.enter_room(room);
        if let Some(transport) = self.transports.get_mut(key) {
            transport.room = room;
        }
        Ok(())
    }

    fn restart_ice(&mut self, id: u64, credentials: Credentials) -> Outcome {
        let key = self.transports.key(id).ok_or(UNKNOWN)?;
        if self.by_ufrag.contains_key(&credentials.ufrag) || credentials.pwd.is_empty() {
            return Err("the user name fragment is taken or the password empty");
        }
        let transport = self.transports.get_mut(key).ok_or(UNKNOWN)?;
        self.by_ufrag.insert(credentials.ufrag.clone(), key);
        // A restart that was never used gives way.
        if let Some(unused) = transport.ice.next.replace(credentials) {
            self.by_ufrag.remove(&unused.ufrag);
        }
        Ok(())
    }

    fn send_dtls(&mut self, id: u64, data: &[u8]) -> Outcome {
        let key = self.transports.key(id).ok_or(UNKNOWN)?;
        let transport = self.transports.get(key).ok_or(UNKNOWN)?;
        if let Some(path) = transport.ice.selected() {
            self.outbox.push(&path, data);
        }
        Ok(())
    }

    fn set_srtp(&mut self, id: u64, keys: &SrtpKeys) -> Outcome {
        let key = self.transports.key(id).ok_or(UNKNOWN)?;
        let transport = self.transports.get_mut(key).ok_or(UNKNOWN)?;
        transport
            .set_keys(keys)
            .map_err(|_| "keys of a wrong length, or used before")
    }

    fn set_max_bitrate(&mut self, id: u64, bits_per_second: Option<u64>) -> Outcome {
        let key = self.transports.key(id).ok_or(UNKNOWN)?;
        let transport = self.transports.get_mut(key).ok_or(UNKNOWN)?;
        transport.bandwidth.max_bps = bits_per_second;
        Ok(())
    }

    fn close_transport(&mut self, now_us: u64, id: u64) -> Outcome {
        let key = self.transports.key(id).ok_or(UNKNOWN)?;
        let transport = self.transports.get(key).ok_or(UNKNOWN)?;
        let (producers, consumers) = (transport.producers.clone(), transport.consumers.clone());
        for key in producers {
            self.close_producer(now_us, key);
        }
        for key in consumers {
            self.close_consumer(key);
        }
        let transport = self.transports.remove(key).ok_or(UNKNOWN)?;
        for path in transport.ice.paths() {
            self.forget_address(path, key);
        }
        self.leave_room(transport.room);
        self.by_ufrag.retain(|_, owner| *owner != key);
        Ok(())
    }

    fn open_producer(
        &mut self,
        now_us: u64,
        (transport, id): (u64, u64),
        spec: ProducerSpec,
    ) -> Outcome {
        let transport_key = self.transports.key(transport).ok_or(UNKNOWN)?;
        let transport = self.transports.get_mut(transport_key).ok_or(UNKNOWN)?;
        check_encodings(&spec)?;
        if transport.producers.len() >= MAX_PRODUCERS {
            return Err(TOO_MANY);
        }
        if spec.has_transport_cc {
            transport.feedback_id = spec.extensions.id(Extension::TransportCc);
            transport.arrivals.get_or_insert_with(ArrivalRecorder::new);
        }
        let (encodings, room) = (spec.encodings.clone(), transport.room);
        let producer = Producer::new(transport_key, spec);
        let key = self.producers.insert(id, producer).ok_or(TAKEN)?;
        transport.producers.push(key);
        for (stream, encoding) in encodings.iter().enumerate() {
            for (ssrc, is_rtx) in [(encoding.ssrc, false), (encoding.rtx_ssrc, true)] {
                let source = Source {
                    producer: key,
                    stream: stream as u8,
                    is_rtx,
                };
                if ssrc.is_some_and(|ssrc| !transport.sources.insert(ssrc, source)) {
                    self.close_producer(now_us, key);
                    return Err("a stream's number is taken, or there are too many streams");
                }
            }
        }
        self.join_voices(key, room);
        Ok(())
    }

    fn pause_producer(&mut self, id: u64) -> Outcome {
        let key = self.producers.key(id).ok_or(UNKNOWN)?;
        let producer = self.producers.get_mut(key).ok_or(UNKNOWN)?;
        producer.is_paused = true;
        producer.fresh.clear();
        let (consumers, taps) = (producer.consumers.clone(), producer.taps.clone());
        for consumer in consumers {
            self.stop(consumer);
        }
        for tap in taps {
            if let Some(tap) = self.taps.get_mut(tap) {
                tap.stop();
            }
        }
        self.leave_voices(key);
        Ok(())
    }

    fn resume_producer(&mut self, id: u64) -> Outcome {
        let key = self.producers.key(id).ok_or(UNKNOWN)?;
        let producer = self.producers.get_mut(key).ok_or(UNKNOWN)?;
        producer.is_paused = false;
        let is_tapped = !producer.taps.is_empty();
        for consumer in producer.consumers.clone() {
            self.want_key_frame(consumer);
        }
        if is_tapped {
            self.want_tapped_key_frame(key);
        }
        Ok(())
    }

    fn close_producer(&mut self, now_us: u64, key: Key) {
        self.finish_taps(now_us, key);
        self.leave_voices(key);
        let Some(producer) = self.producers.get_mut(key) else {
            return;
        };
        let taps = std::mem::take(&mut producer.taps);
        for consumer in std::mem::take(&mut producer.consumers) {
            self.close_consumer(consumer);
        }
        self.end_taps(taps);
        let Some(producer) = self.producers.remove(key) else {
            return;
        };
        self.listed.retain(|listed| *listed != key);
        self.leave_room(producer.member_of);
        if let Some(transport) = self.transports.get_mut(producer.transport) {
            transport.producers.retain(|other| *other != key);
            transport.sources.remove_producer(key);
        }
    }

    fn open_consumer(
        &mut self,
        now_us: u64,
        (transport, id, producer): (u64, u64, u64),
        spec: ConsumerSpec,
    ) -> Outcome {
        let transport_key = self.transports.key(transport).ok_or(UNKNOWN)?;
        let producer_key = self.producers.key(producer).ok_or(UNKNOWN)?;
        let transport = self.transports.get_mut(transport_key).ok_or(UNKNOWN)?;
        let producer = self.producers.get_mut(producer_key).ok_or(UNKNOWN)?;
        if self.consumers.key(id).is_some() {
            return Err(TAKEN);
        }
        if transport.consumers.len() >= MAX_CONSUMERS {
            return Err(TOO_MANY);
        }
        if !transport.claim_ssrcs(spec.ssrc, spec.rtx_ssrc) {
            return Err("a stream's number was used before on this transport");
        }
        let is_paused = spec.is_paused;
        transport.bandwidth.is_numbered |= spec.extensions.id(Extension::TransportCc).is_some();
        let between = (transport_key, producer_key);
        let consumer = Consumer::new(between, spec, &producer.spec);
        let key = self.consumers.insert(id, consumer).ok_or(TAKEN)?;
        if let Some(consumer) = self.consumers.get_mut(key) {
            consumer.key = key;
        }
        transport.consumers.push(key);
        producer.consumers.push(key);
        if !is_paused {
            self.start(now_us, key);
        }
        Ok(())
    }

    fn pause_consumer(&mut self, id: u64) -> Outcome {
        let key = self.consumers.key(id).ok_or(UNKNOWN)?;
        let consumer = self.consumers.get_mut(key).ok_or(UNKNOWN)?;
        consumer.is_paused = true;
        consumer.retarget();
        self.announce_layers(key);
        Ok(())
    }

    fn resume_consumer(&mut self, now_us: u64, id: u64) -> Outcome {
        let key = self.consumers.key(id).ok_or(UNKNOWN)?;
        let consumer = self.consumers.get_mut(key).ok_or(UNKNOWN)?;
        if consumer.is_paused {
            consumer.is_paused = false;
            consumer.retarget();
            self.start(now_us, key);
        }
        Ok(())
    }

    fn set_layers(&mut self, now_us: u64, id: u64, layers: Layers) -> Outcome {
        let key = self.consumers.key(id).ok_or(UNKNOWN)?;
        let consumer = self.consumers.get_mut(key).ok_or(UNKNOWN)?;
        consumer.wanted = layers;
        consumer.retarget();
        // More must not wait for the next division.
        let transport = consumer.transport;
        self.allocate_to(now_us, transport);
        self.want_missing_stream(key);
        Ok(())
    }

    fn close_consumer(&mut self, key: Key) {
        let Some(consumer) = self.consumers.remove(key) else {
            return;
        };
        if let Some(producer) = self.producers.get_mut(consumer.producer) {
            producer.consumers.retain(|other| *other != key);
        }
        if let Some(transport) = self.transports.get_mut(consumer.transport) {
            transport.consumers.retain(|other| *other != key);
        }
    }
}
