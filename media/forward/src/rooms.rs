//! Who is in a room together: which of their voices are forwarded, and who is the active speaker;
//! refuses to look at anything but levels.

use crate::command::Kind;
use crate::core::Core;
use crate::event::Event;
use crate::extensions::Extension;
use crate::loudest::{self, Entry};
use crate::registry::Key;

/// Transports and sources that are together.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// Transports and sources in it.
    members: usize,
    /// How many voices are forwarded at most.
    loudest: Option<usize>,
    /// Those that are, when there is a limit.
    heard: Vec<Key>,
    speaker: Option<Key>,
    /// The loudest of those who speak, found anew in every tick.
    challenger: Option<(Key, u32)>,
}

impl Core {
    /// One more member; the room's key. Number 0 is no room.
    pub(crate) fn enter_room(&mut self, id: u64) -> Option<Key> {
        let key = self.room(id)?;
        self.rooms.get_mut(key)?.members += 1;
        Some(key)
    }

    fn room(&mut self, id: u64) -> Option<Key> {
        if id == 0 {
            return None;
        }
        self.rooms
            .key(id)
            .or_else(|| self.rooms.insert(id, Room::default()))
    }

    /// One member less; the last one takes the room along.
    pub(crate) fn leave_room(&mut self, key: Option<Key>) {
        let Some((key, room)) = key.and_then(|key| Some((key, self.rooms.get_mut(key)?))) else {
            return;
        };
        room.members = room.members.saturating_sub(1);
        if room.members == 0 {
            self.rooms.remove(key);
        }
    }

    /// Begins to judge a producer that was just opened in a room.
    pub(crate) fn join_voices(&mut self, key: Key, room: Option<Key>) {
        let is_limited = self.is_limited(room);
        if let Some(producer) = self.producers.get_mut(key) {
            let says_levels = producer.spec.extensions.id(Extension::AudioLevel).is_some();
            producer.room = room.filter(|_| producer.spec.kind == Kind::Audio && says_levels);
            producer.is_heard = producer.room.is_none() || !is_limited;
        }
    }

    fn is_limited(&self, room: Option<Key>) -> bool {
        room.and_then(|room| self.rooms.get(room))
            .is_some_and(|room| room.loudest.is_some())
    }

    /// Sets how many voices of a room are forwarded.
    pub(crate) fn set_loudest(&mut self, id: u64, count: Option<usize>) {
        let Some(key) = self.room(id) else { return };
        let Some(room) = self.rooms.get_mut(key) else {
            return;
        };
        let was_limited = room.loudest.is_some();
        room.loudest = count;
        let excess = count.map_or(0, |count| room.heard.len().saturating_sub(count));
        let is_deserted = count.is_none() && room.members == 0;
        match (was_limited, count) {
            (false, Some(_)) => self.set_all_heard(key, false),
            (true, None) => self.set_all_heard(key, true),
            _ => self.silence_quietest(key, excess),
        }
        if is_deserted {
            self.rooms.remove(key);
        }
    }

    /// With a limit, whoever makes a sound comes back with the next packet, without a gap.
    fn set_all_heard(&mut self, room: Key, is_heard: bool) {
        if let Some(room) = self.rooms.get_mut(room) {
            room.heard.clear();
        }
        let voices: Vec<Key> = self
            .producers
            .iter_mut()
            .filter_map(|(key, _, producer)| (producer.room == Some(room)).then_some(key))
            .collect();
        for key in voices {
            self.set_heard(key, is_heard);
        }
    }

    fn silence_quietest(&mut self, room: Key, count: usize) {
        for _ in 0..count {
            let heard = self.rooms.get(room).map_or(&[][..], |room| &room.heard);
            let fading = |&&key: &&Key| self.producers.get(key).map(|producer| producer.fading);
            if let Some(&quietest) = heard.iter().min_by_key(fading) {
                self.silence(quietest);
            }
        }
    }

    /// Offers a producer's new packets to its subscribers, if it is or becomes one of the loudest.
    pub(crate) fn offer(&mut self, now_us: u64, key: Key) {
        let is_heard = self.is_heard(now_us, key);
        let is_tapped = || {
            let producer = self.producers.get(key);
            producer.is_some_and(|producer| !producer.taps.is_empty())
        };
        if is_heard || is_tapped() {
            self.list(key);
        } else if let Some(producer) = self.producers.get_mut(key) {
            producer.fresh.clear();
        }
    }

    fn is_heard(&mut self, now_us: u64, key: Key) -> bool {
        let Some(producer) = self.producers.get(key) else {
            return false;
        };
        if producer.is_heard {
            return true;
        }
        let Some(room_key) = producer.room else {
            return true;
        };
        let voice = producer.fading;
        let Some(room) = self.rooms.get(room_key) else {
            return true;
        };
        let heard = room.heard.iter().map(|&key| {
            let fading = self.producers.get(key).map(|producer| producer.fading);
            (key, fading.unwrap_or_default())
        });
        let count = room.loudest.unwrap_or(usize::MAX);
        match loudest::enter(now_us, count, voice, heard) {
            Entry::Refused => return false,
            Entry::Free => {}
            Entry::InsteadOf(other) => self.silence(other),
        }
        if let Some(room) = self.rooms.get_mut(room_key) {
            room.heard.push(key);
        }
        self.set_heard(key, true);
        true
    }

    fn set_heard(&mut self, key: Key, is_heard: bool) {
        let Some(producer) = self.producers.get_mut(key) else {
            return;
        };
        producer.is_heard = is_heard;
        if is_heard {
            return;
        }
        for consumer in &producer.consumers {
            if let Some(consumer) = self.consumers.get_mut(*consumer) {
                // The next packet that goes out continues the numbers.
                consumer.selector.stop();
            }
        }
    }

    /// Takes a voice out of the loudest.
    fn silence(&mut self, key: Key) {
        let room = self.producers.get(key).and_then(|producer| producer.room);
        if let Some(room) = room.and_then(|room| self.rooms.get_mut(room)) {
            room.heard.retain(|other| *other != key);
        }
        self.set_heard(key, false);
    }

    /// Forgets a voice that paused or ended.
    pub(crate) fn leave_voices(&mut self, key: Key) {
        let Some(producer) = self.producers.get_mut(key) else {
            return;
        };
        producer.voice = crate::speaker::Voice::default();
        producer.fading = loudest::Fading::default();
        let Some(room_key) = producer.room else {
            return;
        };
        if self.is_limited(Some(room_key)) {
            self.silence(key);
        }
        let Some(room) = self.rooms.get_mut(room_key) else {
            return;
        };
        if room.speaker == Some(key) {
            room.speaker = None;
            self.tell_speaker(room_key);
        }
    }

    /// Ends a tick for every voice: who speaks, and who has fallen silent?
    pub(crate) fn judge_voices(&mut self, now_us: u64) {
        let mut silent = Vec::new();
        for (key, _, producer) in self.producers.iter_mut() {
            let Some(room) = producer.room.and_then(|room| self.rooms.get_mut(room)) else {
                continue;
            };
            producer.voice.tick();
            let loudness = producer.voice.loudness();
            let is_louder = room.challenger.is_none_or(|(_, most)| loudness > most);
            if producer.voice.is_speaking() && room.speaker != Some(key) && is_louder {
                room.challenger = Some((key, loudness));
            }
            if room.loudest.is_some() && producer.is_heard && producer.fading.is_silent(now_us) {
                silent.push(key);
            }
        }
        for key in silent {
            self.silence(key);
        }
        self.choose_speakers();
    }

    fn choose_speakers(&mut self) {
        let mut changed = Vec::new();
        for (key, _, room) in self.rooms.iter_mut() {
            let Some((challenger, _)) = room.challenger.take() else {
                continue;
            };
            let voice = |key: Key| self.producers.get(key).map(|producer| producer.voice);
            let takes_over = match (room.speaker.and_then(voice), voice(challenger)) {
                (Some(speaker), Some(challenger)) => challenger.takes_over_from(&speaker),
                (None, Some(_)) => true,
                (_, None) => false,
            };
            if takes_over {
                room.speaker = Some(challenger);
                changed.push(key);
            }
        }
        for room in changed {
            self.tell_speaker(room);
        }
    }

    fn tell_speaker(&mut self, key: Key) {
        let Some((room, id)) = self.rooms.get(key).zip(self.rooms.id(key)) else {
            return;
        };
        let producer = room.speaker.and_then(|key| self.producers.id(key));
        self.tell(Event::Speaker {
            room: id,
            producer: producer.unwrap_or_default(),
        });
    }
}
