//! The queue of tapped packets between the media thread and Python; refuses what exceeds its bounds, so
//! that a slow reader costs nothing but its own packets.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Some seconds of a full room's video.
const MAX_BYTES: usize = 16 * 1024 * 1024;
const MAX_PACKETS: usize = 32_768;
/// A burst; kept over a quiet time.
const KEPT_BYTES: usize = 1024 * 1024;

/// One packet in a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) tap: u64,
    pub(crate) unix_us: u64,
    len: usize,
}

/// Packets in one buffer.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

impl Batch {
    /// False when there is no room.
    pub(crate) fn push(&mut self, tap: u64, unix_us: u64, packet: &[u8]) -> bool {
        let len = packet.len();
        let has_room = self.bytes.len() + len <= MAX_BYTES && self.entries.len() < MAX_PACKETS;
        if has_room {
            self.bytes.extend_from_slice(packet);
            self.entries.push(Entry { tap, unix_us, len });
        }
        has_room
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn packets(&self) -> impl Iterator<Item = (Entry, &[u8])> {
        let mut rest = self.bytes.as_slice();
        self.entries.iter().map(move |&entry| {
            let (packet, others) = rest.split_at(entry.len);
            rest = others;
            (entry, packet)
        })
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.bytes.clear();
        self.bytes.shrink_to(KEPT_BYTES);
    }
}

/// What waits, and an empty batch to swap it for, so that neither side allocates while it holds the lock.
#[derive(Debug, Default)]
pub(crate) struct Tapped {
    waiting: Mutex<Batch>,
    spare: Mutex<Batch>,
}

fn lock(batch: &Mutex<Batch>) -> MutexGuard<'_, Batch> {
    // Nobody can panic while it only appends or swaps.
    batch.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tapped {
    /// The end where the media thread appends.
    pub(crate) fn waiting(&self) -> MutexGuard<'_, Batch> {
        lock(&self.waiting)
    }

    /// Takes everything that waits and gives it to `read`.
    pub(crate) fn take<T>(&self, read: impl FnOnce(&Batch) -> T) -> T {
        // No lock is held while Python makes its objects, which may run other threads.
        let mut batch = std::mem::take(&mut *lock(&self.spare));
        std::mem::swap(&mut *lock(&self.waiting), &mut batch);
        let result = read(&batch);
        batch.clear();
        *lock(&self.spare) = batch;
        result
    }
}
