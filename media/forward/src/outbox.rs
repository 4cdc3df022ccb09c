//! Collects datagrams in one buffer as runs of equal size per path, which is what UDP segmentation offload
//! sends in one call; refuses more than it has room for.

use crate::path::Path;

/// Space for one datagram: an Ethernet frame's payload with head room for tunnels and tags.
pub const MAX_DATAGRAM_BYTES: usize = 2048;
/// Linux: `UDP_MAX_SEGMENTS`.
const MAX_SEGMENTS: usize = 64;
/// The largest payload of one UDP datagram over IPv4, which also bounds a segmented one.
const MAX_RUN_BYTES: usize = 65_507;
/// Key-frame bursts of 64 datagrams fit with room for retransmissions.
const CAPACITY_BYTES: usize = 512 * 1024;

/// What is handed over at once: large enough to share a system call among many subscribers, small enough
/// to stay in a core's own cache until the kernel has copied it.
const BATCH_BYTES: usize = 64 * 1024;

/// Takes what the core wants sent.
pub trait Sink {
    /// Sends `bytes` as datagrams of `segment` bytes each, the last of which may be shorter.
    fn send(&mut self, path: &Path, bytes: &[u8], segment: usize);

    /// Sends several runs, in order.
    fn send_all(&mut self, runs: &Runs) {
        for (path, bytes, segment) in runs.iter() {
            self.send(path, bytes, segment);
        }
    }
}

/// Runs that wait to be sent, in order.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    runs: &'a [Run],
    buffer: &'a [u8],
}

impl<'a> Runs<'a> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Is there nothing to send?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Path, bytes and segment size of each.
    pub fn iter(&self) -> impl Iterator<Item = (&'a Path, &'a [u8], usize)> + use<'a> {
        let buffer = self.buffer;
        self.runs
            .iter()
            .map(move |run| (&run.path, &buffer[run.start..run.end], run.segment))
    }

    /// All but the first `count`.
    #[must_use]
    pub fn after(&self, count: usize) -> Self {
        Self {
            runs: self.runs.get(count..).unwrap_or_default(),
            buffer: self.buffer,
        }
    }
}

/// Datagrams of one size to one peer.
#[derive(Clone, Copy, Debug)]
struct Run {
    path: Path,
    start: usize,
    end: usize,
    segment: usize,
}

impl Run {
    fn is_open(&self) -> bool {
        (self.end - self.start).is_multiple_of(self.segment)
    }

    fn takes(&self, path: &Path, len: usize) -> bool {
        let bytes = self.end - self.start + len;
        len <= self.segment
            && self.is_open()
            && bytes <= MAX_RUN_BYTES
            && bytes <= MAX_SEGMENTS * self.segment
            && self.path == *path
    }
}

/// Datagrams waiting to be sent.
#[derive(Debug)]
pub struct Outbox {
    buffer: Vec<u8>,
    end: usize,
    runs: Vec<Run>,
    /// Datagrams refused because there was no room.
    pub(crate) refused: u64,
}

impl Outbox {
    pub(crate) fn new() -> Self {
        Self {
            buffer: vec![0; CAPACITY_BYTES],
            end: 0,
            runs: Vec::with_capacity(64),
            refused: 0,
        }
    }

    /// Room for the next datagram; `None` (and counted) when the outbox is full.
    pub(crate) fn space(&mut self) -> Option<&mut [u8; MAX_DATAGRAM_BYTES]> {
        let space = self.buffer.get_mut(self.end..)?.first_chunk_mut();
        if space.is_none() {
            self.refused += 1;
        }
        space
    }

    /// Makes the first `len` bytes of the space a datagram.
    pub(crate) fn commit(&mut self, path: &Path, len: usize) {
        let start = self.end;
        self.end += len.min(MAX_DATAGRAM_BYTES);
        match self.runs.last_mut() {
            Some(run) if run.takes(path, len) => run.end = self.end,
            _ if len == 0 => {}
            _ => self.runs.push(Run {
                path: *path,
                start,
                end: self.end,
                segment: len,
            }),
        }
    }

    /// Copies one ready datagram in.
    pub(crate) fn push(&mut self, path: &Path, datagram: &[u8]) {
        let Some(space) = self.space() else { return };
        let Some(room) = space.get_mut(..datagram.len()) else {
            self.refused += 1;
            return;
        };
        room.copy_from_slice(datagram);
        self.commit(path, datagram.len());
    }

    /// Hands everything over, in order.
    pub(crate) fn drain(&mut self, sink: &mut impl Sink) {
        if self.runs.is_empty() {
            return;
        }
        sink.send_all(&Runs {
            runs: &self.runs,
            buffer: &self.buffer,
        });
        self.runs.clear();
        self.end = 0;
    }

    /// The same once there is enough for a system call to be well used.
    pub(crate) fn drain_full(&mut self, sink: &mut impl Sink) {
        if self.end >= BATCH_BYTES {
            self.drain(sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Protocol;

    struct Sent(Vec<(usize, usize)>);

    impl Sink for Sent {
        fn send(&mut self, _path: &Path, bytes: &[u8], segment: usize) {
            self.0.push((bytes.len(), segment));
        }
    }

    fn path(port: u16) -> Path {
        Path {
            protocol: Protocol::Udp,
            socket: 0,
            local: None,
            remote: ([127, 0, 0, 1], port).into(),
        }
    }

    fn runs(datagrams: &[(u16, usize)]) -> Vec<(usize, usize)> {
        let mut outbox = Outbox::new();
        for &(port, len) in datagrams {
            outbox.push(&path(port), &vec![1; len]);
        }
        let mut sent = Sent(Vec::new());
        outbox.drain(&mut sent);
        sent.0
    }

    #[test]
    fn equal_sizes_to_one_path_make_one_run() {
        assert_eq!(runs(&[(1, 100), (1, 100), (1, 100)]), [(300, 100)]);
    }

    #[test]
    fn a_shorter_datagram_ends_its_run() {
        assert_eq!(runs(&[(1, 100), (1, 60), (1, 60)]), [(160, 100), (60, 60)]);
    }

    #[test]
    fn a_longer_datagram_starts_a_run() {
        assert_eq!(runs(&[(1, 100), (1, 101)]), [(100, 100), (101, 101)]);
    }

    #[test]
    fn another_path_starts_a_run() {
        assert_eq!(runs(&[(1, 100), (2, 100)]), [(100, 100), (100, 100)]);
    }

    #[test]
    fn a_run_holds_at_most_64_segments() {
        assert_eq!(runs(&[(1, 10); 65]), [(640, 10), (10, 10)]);
    }

    #[test]
    fn a_run_fits_one_udp_payload() {
        let sent = runs(&[(1, 1200); 60]);
        assert_eq!(sent, [(54 * 1200, 1200), (6 * 1200, 1200)]);
    }

    #[test]
    fn what_has_no_room_is_refused_and_counted() {
        let mut outbox = Outbox::new();
        for _ in 0..1000 {
            outbox.push(&path(1), &[1; 2000]);
        }
        assert!(outbox.refused > 0);
    }
}
