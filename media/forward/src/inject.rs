//! Producers without a publisher: their packets come from the owner, unencrypted; refuses packets that
//! are not of the stream that was announced.

use crate::command::ProducerSpec;
use crate::command::check_encodings;
use crate::commands::{Outcome, TAKEN, TOO_MANY, UNKNOWN};
use crate::core::Core;
use crate::producer::Producer;
use crate::registry::Key;
use crate::rtp::RtpHeader;
use crate::stream::{Incoming, SourceClock};

/// A packet must fit the smallest common MTU after we have added ours.
const MAX_PACKET_BYTES: usize = 1400;
const MAX_SOURCES: usize = 1024;
/// The relation of its timestamps and our clock is taken anew this often, as sender reports would.
const CLOCK_US: u64 = 1_000_000;

impl Core {
    pub(crate) fn open_source(&mut self, id: u64, spec: ProducerSpec, room: u64) -> Outcome {
        check_encodings(&spec)?;
        let sources = self.producers.iter_mut();
        if sources.filter(|(_, _, it)| it.is_source()).count() >= MAX_SOURCES {
            return Err(TOO_MANY);
        }
        // The owner repairs nothing and is sent no feedback, but can always be asked for a key frame.
        let spec = ProducerSpec {
            has_nack: false,
            has_transport_cc: false,
            has_remb: false,
            has_pli: true,
            ..spec
        };
        let producer = Producer::new(Key::NOTHING, spec);
        let key = self.producers.insert(id, producer).ok_or(TAKEN)?;
        let room = self.enter_room(room);
        if let Some(producer) = self.producers.get_mut(key) {
            producer.member_of = room;
        }
        self.join_voices(key, room);
        Ok(())
    }

    /// Takes one packet in as if a publisher had sent it.
    pub(crate) fn inject(&mut self, now_us: u64, id: u64, packet: &[u8]) -> Outcome {
        let key = self.producers.key(id).ok_or(UNKNOWN)?;
        let ntp = self.ntp(now_us);
        let producer = self
            .producers
            .get_mut(key)
            .filter(|it| it.is_source())
            .ok_or("only a source takes packets")?;
        if packet.len() > MAX_PACKET_BYTES {
            return Err("the packet is too long");
        }
        let header = RtpHeader::parse(packet).map_err(|_| "it is not an RTP packet")?;
        let payload = header
            .payload(packet)
            .map_err(|_| "it is not an RTP packet")?;
        let stream = stream_of(producer, &header).ok_or("the packet is of another stream")?;
        let clock = &mut producer.streams[usize::from(stream)].clock;
        if clock.is_none_or(|clock| now_us >= clock.arrived_us + CLOCK_US) {
            *clock = Some(SourceClock {
                ntp,
                rtp: header.timestamp,
                arrived_us: now_us,
            });
        }
        let incoming = Incoming::original(now_us, &header, packet, payload);
        if producer.accept(stream, &incoming) {
            self.offer(now_us, key);
        }
        Ok(())
    }

    /// Sources of which somebody wants a key frame now.
    pub(crate) fn ask_sources(&mut self, now_us: u64) -> Vec<u64> {
        let producers = self.producers.iter_mut();
        producers
            .filter(|(_, _, producer)| producer.is_source())
            .filter_map(|(_, id, producer)| {
                let mut is_due = false;
                for stream in &mut producer.streams {
                    is_due |= stream.keyframes.take_due(now_us);
                }
                is_due.then_some(id)
            })
            .collect()
    }
}

/// By number; the only stream needs none.
fn stream_of(producer: &Producer, header: &RtpHeader) -> Option<u8> {
    let is_ours = header.payload_type == producer.spec.payload_type;
    let position = match producer.streams.as_slice() {
        [only] if only.encoding.ssrc.is_none() => Some(0),
        streams => streams
            .iter()
            .position(|stream| stream.encoding.ssrc == Some(header.ssrc)),
    };
    position.filter(|_| is_ours).map(|index| index as u8)
}
