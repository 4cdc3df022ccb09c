//! What the server itself hears and sends: opens and closes taps and sources, hands over what was
//! tapped; refuses to hold what the owner does not fetch.

use crate::command::Command;
use crate::commands::{Outcome, TAKEN, TOO_MANY, UNKNOWN};
use crate::core::Core;
use crate::event::{Event, Figure};
use crate::registry::Key;
use crate::rtcp;
use crate::tap::Tap;

const MAX_TAPS: usize = 1024;

impl Core {
    pub(crate) fn follow_inside(&mut self, now_us: u64, command: Command) -> Outcome {
        match command {
            Command::OpenTap { tap, producer } => self.open_tap(tap, producer),
            Command::CloseTap { tap } => self.close_tap(tap),
            Command::RequestProducerKeyFrame { producer } => {
                let key = self.producers.key(producer).ok_or(UNKNOWN)?;
                self.want_tapped_key_frame(key);
                Ok(())
            }
            Command::OpenSource {
                producer,
                spec,
                room,
            } => self.open_source(producer, *spec, room),
            Command::Inject { producer, packet } => self.inject(now_us, producer, &packet),
            _ => Err("the command does not exist"),
        }
    }

    fn open_tap(&mut self, id: u64, producer: u64) -> Outcome {
        let producer_key = self.producers.key(producer).ok_or(UNKNOWN)?;
        let producer = self.producers.get_mut(producer_key).ok_or(UNKNOWN)?;
        if self.taps.len() >= MAX_TAPS {
            return Err(TOO_MANY);
        }
        let tap = Tap::new(producer_key, &producer.spec);
        let key = self.taps.insert(id, tap).ok_or(TAKEN)?;
        producer.taps.push(key);
        self.tapped.allocate();
        // Video asks for a key frame with its next packet, when it is clear of which stream.
        Ok(())
    }

    fn close_tap(&mut self, id: u64) -> Outcome {
        let key = self.taps.key(id).ok_or(UNKNOWN)?;
        let tap = self.taps.remove(key).ok_or(UNKNOWN)?;
        if let Some(producer) = self.producers.get_mut(tap.producer) {
            producer.taps.retain(|other| *other != key);
        }
        Ok(())
    }

    /// Before a producer goes: what came in goes to its listeners.
    pub(crate) fn finish_taps(&mut self, now_us: u64, key: Key) {
        let is_tapped = self
            .producers
            .get(key)
            .is_some_and(|producer| !producer.taps.is_empty());
        if is_tapped {
            self.offer_to_taps(now_us, key);
        }
    }

    /// Ends the taps of a producer that is gone, and says so.
    pub(crate) fn end_taps(&mut self, taps: Vec<Key>) {
        for key in taps {
            let Some(tap) = self.taps.id(key) else {
                continue;
            };
            // It cannot be unknown.
            let _ = self.close_tap(tap);
            self.tell(Event::TapEnded { tap });
        }
    }

    /// Asks the publisher for a key frame of what its listeners want, or of everything it sends.
    pub(crate) fn want_tapped_key_frame(&mut self, key: Key) {
        let Some(producer) = self.producers.get_mut(key) else {
            return;
        };
        let listened = producer.taps.iter().filter_map(|&tap| self.taps.get(tap));
        let mut streams: Vec<u8> = listened.filter_map(Tap::current).collect();
        if streams.is_empty() {
            streams = (0..producer.streams.len() as u8).collect();
        }
        for stream in streams {
            producer.want_key_frame(stream);
        }
        self.timers.hurry();
    }

    /// Gives a producer's new packets to those who listen.
    pub(crate) fn offer_to_taps(&mut self, now_us: u64, key: Key) {
        let Some(producer) = self.producers.get_mut(key) else {
            return;
        };
        let mut begun = Vec::new();
        for index in 0..producer.taps.len() {
            let tap_key = producer.taps[index];
            let id = self.taps.id(tap_key).unwrap_or_default();
            let Some(tap) = self.taps.get_mut(tap_key) else {
                continue;
            };
            let wanted = tap.wanted(&producer.streams, now_us);
            if tap.take(id, producer, wanted, &mut self.tapped) {
                begun.push(tap_key);
            }
            if tap.current() != Some(wanted) {
                producer.want_key_frame(wanted);
            }
        }
        for tap in begun {
            self.tell_tap_clock(tap);
        }
    }

    /// Tells the listeners of a stream which moment its timestamps stand for.
    pub(crate) fn tell_tap_clocks(&mut self, producer: Key) {
        let taps = self
            .producers
            .get(producer)
            .map_or_else(Vec::new, |producer| producer.taps.clone());
        for tap in taps {
            self.tell_tap_clock(tap);
        }
    }

    fn tell_tap_clock(&mut self, key: Key) {
        if let Some(event) = self.tap_clock(key) {
            self.tell(event);
        }
    }

    fn tap_clock(&self, key: Key) -> Option<Event> {
        let tap = self.taps.get(key)?;
        let producer = self.producers.get(tap.producer)?;
        let stream = tap.current()?;
        let clock = producer.streams.get(usize::from(stream))?.clock?;
        let ours = clock.ntp.wrapping_add(self.clock_difference(producer)?);
        Some(Event::TapClock {
            tap: self.taps.id(key)?,
            rtp_timestamp: tap.timestamp(stream, clock.rtp)?,
            unix_us: rtcp::unix_us_from_ntp(ours),
        })
    }

    /// Hands over what was tapped: tap, Unix time of arrival in µs, packet. `take` says whether it had room.
    pub fn drain_tapped(&mut self, mut take: impl FnMut(u64, u64, &[u8]) -> bool) {
        let mut rest: &[u8] = &self.tapped.bytes;
        for entry in &self.tapped.entries {
            let (packet, others) = rest.split_at(entry.len);
            rest = others;
            if !take(entry.tap, self.epoch_us + entry.arrived_us, packet)
                && let Some(key) = self.taps.key(entry.tap)
                && let Some(tap) = self.taps.get_mut(key)
            {
                tap.note_dropped();
            }
        }
        self.tapped.entries.clear();
        self.tapped.bytes.clear();
    }

    /// Is there anything to drain?
    #[must_use]
    pub fn has_tapped(&self) -> bool {
        !self.tapped.entries.is_empty()
    }

    pub(crate) fn tap_figures(&mut self) -> Figure {
        let figures = self.taps.iter_mut().map(|(_, id, tap)| tap.figures(id));
        Figure::List(figures.collect())
    }
}
