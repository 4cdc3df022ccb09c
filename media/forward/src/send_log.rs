//! Numbers what is sent to one subscriber (transport-wide congestion control) and remembers when
//! and how much, so that feedback can be read; forgets after some seconds.

/// At 4 Mbit/s a subscriber gets 500 packets a second; feedback comes several times a second.
const SLOTS: usize = 2048;

/// One packet that left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SentPacket {
    pub(crate) sent_us: u64,
    /// 0 means that the slot is empty.
    pub(crate) bytes: u16,
    pub(crate) sequence: u16,
    /// The probe it left with; 0 is none.
    pub(crate) cluster: u8,
    /// It was reported as lost before.
    pub(crate) was_lost: bool,
}

/// What one subscriber was sent lately.
#[derive(Debug, Default)]
pub(crate) struct SendLog {
    slots: Vec<SentPacket>,
    next: u16,
    /// Of all packets so far.
    bytes: u64,
    /// The probe that goes out now; 0 is none.
    pub(crate) cluster: u8,
}

impl SendLog {
    /// The number the next packet will have.
    pub(crate) fn next(&self) -> u16 {
        self.next
    }

    /// How much has left with numbers so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Remembers a packet that leaves now; returns its number.
    pub(crate) fn note(&mut self, now_us: u64, bytes: usize) -> u16 {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, SentPacket::default());
        }
        let sequence = self.next;
        self.next = self.next.wrapping_add(1);
        self.bytes += bytes as u64;
        self.slots[usize::from(sequence) % SLOTS] = SentPacket {
            sent_us: now_us,
            bytes: bytes as u16,
            sequence,
            cluster: self.cluster,
            was_lost: false,
        };
        sequence
    }

    fn find(&mut self, sequence: u16) -> Option<&mut SentPacket> {
        let slot = self.slots.get_mut(usize::from(sequence) % SLOTS)?;
        (slot.sequence == sequence && slot.bytes != 0).then_some(slot)
    }

    /// Takes a packet that arrived out, so that no feedback counts it twice.
    pub(crate) fn take(&mut self, sequence: u16) -> Option<SentPacket> {
        self.find(sequence).map(std::mem::take)
    }

    /// Marks a packet as lost; `None` when it was not sent, or was reported on before.
    pub(crate) fn lose(&mut self, sequence: u16) -> Option<SentPacket> {
        let slot = self.find(sequence).filter(|slot| !slot.was_lost)?;
        slot.was_lost = true;
        Some(*slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_is_remembered_once() {
        let mut log = SendLog::default();
        let sequence = log.note(5, 1200);
        assert_eq!(log.take(sequence).map(|sent| sent.sent_us), Some(5));
        assert_eq!(log.take(sequence), None);
    }

    #[test]
    fn a_lost_packet_counts_once_and_may_still_arrive() {
        let mut log = SendLog::default();
        let sequence = log.note(5, 1200);
        assert!(log.lose(sequence).is_some());
        assert!(log.lose(sequence).is_none());
        assert_eq!(log.take(sequence).map(|sent| sent.was_lost), Some(true));
        assert!(log.lose(sequence.wrapping_add(1)).is_none());
    }

    #[test]
    fn an_old_packet_is_forgotten() {
        let mut log = SendLog::default();
        let first = log.note(5, 1200);
        for _ in 0..SLOTS {
            log.note(6, 1200);
        }
        assert_eq!(log.take(first), None);
    }
}
