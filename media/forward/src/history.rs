//! Keeps the newest packets of one source stream, decrypted, once for all subscribers; refuses
//! duplicates and packets older than it reaches back.

use crate::frame::Frame;

/// Video at 4 Mbit/s sends about 450 packets a second: two seconds for retransmission.
const VIDEO_SLOTS: usize = 1024;
/// Five seconds of 20 ms packets.
const AUDIO_SLOTS: usize = 256;

/// Extension values that pass through, with sizes that never change within a stream.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PassedElements {
    pub(crate) audio_level: Option<u8>,
    pub(crate) orientation: Option<u8>,
    pub(crate) playout_delay: Option<[u8; 3]>,
}

/// One packet: what its header said and its payload.
#[derive(Debug, Default)]
pub(crate) struct Packet {
    /// Unwrapped; 0 means the slot is empty.
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) arrived_us: u64,
    pub(crate) frame: Frame,
    pub(crate) passed: PassedElements,
    /// Dependency descriptor, then capture time, then payload.
    pub(crate) data: Vec<u8>,
    pub(crate) descriptor_len: u8,
    pub(crate) capture_len: u8,
}

impl Packet {
    /// Replaces the variable part.
    pub(crate) fn fill(&mut self, descriptor: &[u8], capture_time: &[u8], payload: &[u8]) {
        self.data.clear();
        // A longer descriptor than a byte can count is not one.
        let descriptor = if descriptor.len() > 255 {
            &[]
        } else {
            descriptor
        };
        let capture_time = if capture_time.len() > 16 {
            &[]
        } else {
            capture_time
        };
        self.data.extend_from_slice(descriptor);
        self.data.extend_from_slice(capture_time);
        self.data.extend_from_slice(payload);
        self.descriptor_len = descriptor.len() as u8;
        self.capture_len = capture_time.len() as u8;
    }

    pub(crate) fn dependency_descriptor(&self) -> &[u8] {
        &self.data[..usize::from(self.descriptor_len)]
    }

    pub(crate) fn capture_time(&self) -> &[u8] {
        let start = usize::from(self.descriptor_len);
        &self.data[start..start + usize::from(self.capture_len)]
    }

    pub(crate) fn payload(&self) -> &[u8] {
        &self.data[usize::from(self.descriptor_len) + usize::from(self.capture_len)..]
    }
}

/// A ring of packets by sequence number.
#[derive(Debug)]
pub(crate) struct History {
    slots: Vec<Packet>,
    newest: u64,
}

impl History {
    pub(crate) fn for_video() -> Self {
        Self::with_slots(VIDEO_SLOTS)
    }

    pub(crate) fn for_audio() -> Self {
        Self::with_slots(AUDIO_SLOTS)
    }

    fn with_slots(count: usize) -> Self {
        let mut slots = Vec::new();
        slots.resize_with(count, Packet::default);
        Self { slots, newest: 0 }
    }

    fn index(&self, sequence: u64) -> usize {
        sequence as usize & (self.slots.len() - 1)
    }

    /// The slot for a packet that is new to us; `None` for a duplicate or one that is too old.
    pub(crate) fn place(&mut self, sequence: u64) -> Option<&mut Packet> {
        let oldest = (self.newest + 1).saturating_sub(self.slots.len() as u64);
        if sequence < oldest {
            return None;
        }
        let index = self.index(sequence);
        let slot = &mut self.slots[index];
        if slot.sequence == sequence {
            return None;
        }
        self.newest = self.newest.max(sequence);
        slot.sequence = sequence;
        Some(slot)
    }

    pub(crate) fn get(&self, sequence: u64) -> Option<&Packet> {
        let packet = &self.slots[self.index(sequence)];
        (packet.sequence == sequence && sequence != 0).then_some(packet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_is_refused() {
        let mut history = History::for_audio();
        assert!(history.place(1000).is_some());
        assert!(history.place(1000).is_none());
    }

    #[test]
    fn a_late_packet_takes_its_place() {
        let mut history = History::for_audio();
        history.place(1000);
        history.place(1002);
        history.place(1001).unwrap().fill(&[], &[], b"late");
        assert_eq!(history.get(1001).unwrap().payload(), b"late");
    }

    #[test]
    fn a_packet_older_than_the_ring_is_refused() {
        let mut history = History::for_audio();
        history.place(10_000);
        assert!(history.place(10_000 - AUDIO_SLOTS as u64).is_none());
        assert!(history.place(10_001 - AUDIO_SLOTS as u64).is_some());
    }

    #[test]
    fn an_overwritten_packet_is_gone() {
        let mut history = History::for_audio();
        history.place(1000);
        history.place(1000 + AUDIO_SLOTS as u64);
        assert!(history.get(1000).is_none());
    }

    #[test]
    fn the_parts_of_a_packet_stay_apart() {
        let mut packet = Packet::default();
        packet.fill(b"dd", b"when", b"payload");
        assert_eq!(packet.dependency_descriptor(), b"dd");
        assert_eq!(packet.capture_time(), b"when");
        assert_eq!(packet.payload(), b"payload");
    }
}
