//! Sends the core's runs: by segmentation where the kernel does it, one by one where it does not,
//! later where the socket is full; refuses to wait.

use std::collections::VecDeque;
use std::io;

use forward::outbox::{Runs, Sink};
use forward::path::{Path, Protocol};

use crate::socket::{Socket, Volley};
use crate::streams::Streams;

/// Half a second of 64 Mbit/s.
const MAX_DELAYED_BYTES: usize = 4 * 1024 * 1024;
/// A path with a small MTU refuses segments now and then; a kernel that cannot do it refuses always.
const MAX_REFUSALS: u32 = 64;

#[derive(Debug)]
struct Delayed {
    path: Path,
    bytes: Vec<u8>,
    segment: usize,
}

/// The sending half of a worker.
#[derive(Debug)]
pub(crate) struct Sender {
    pub(crate) sockets: Vec<Socket>,
    pub(crate) streams: Streams,
    pub(crate) has_gso: bool,
    refusals: u32,
    delayed: VecDeque<Delayed>,
    delayed_bytes: usize,
    volley: Volley,
    /// Datagrams the core gave.
    pub(crate) given: u64,
    /// Datagrams lost here: the socket refused them or was full for too long.
    pub(crate) dropped: u64,
}

impl Sender {
    pub(crate) fn new(sockets: Vec<Socket>, streams: Streams, use_gso: bool) -> Self {
        let has_gso = use_gso && sockets.iter().all(Socket::has_gso);
        Self {
            sockets,
            streams,
            has_gso,
            refusals: 0,
            delayed: VecDeque::new(),
            delayed_bytes: 0,
            volley: Volley::new(),
            given: 0,
            dropped: 0,
        }
    }

    /// Tries again what the sockets had no room for; true when everything is out.
    pub(crate) fn catch_up(&mut self) -> bool {
        while let Some(delayed) = self.delayed.pop_front() {
            let Some(left) = self.attempt(&delayed.path, &delayed.bytes, delayed.segment) else {
                self.delayed_bytes -= delayed.bytes.len();
                continue;
            };
            self.delayed_bytes -= delayed.bytes.len() - left.len();
            let bytes = left.to_vec();
            self.delayed.push_front(Delayed { bytes, ..delayed });
            return false;
        }
        true
    }

    /// Sends a run; what the socket had no room for comes back.
    fn attempt<'a>(&mut self, path: &Path, bytes: &'a [u8], segment: usize) -> Option<&'a [u8]> {
        if bytes.len() <= segment || !self.has_gso {
            return self.attempt_singly(path, bytes, segment);
        }
        let socket = self.sockets.get(path.socket as usize)?;
        let error = match socket.send(path, bytes, segment) {
            Ok(()) => {
                self.refusals = 0;
                return None;
            }
            Err(error) => error,
        };
        if is_full(&error) {
            return Some(bytes);
        }
        if !self.note_refusal(&error) {
            self.dropped += bytes.len().div_ceil(segment) as u64;
            return None;
        }
        self.attempt_singly(path, bytes, segment)
    }

    fn attempt_singly<'a>(
        &mut self,
        path: &Path,
        bytes: &'a [u8],
        segment: usize,
    ) -> Option<&'a [u8]> {
        let socket = self.sockets.get(path.socket as usize)?;
        let mut rest = bytes;
        while !rest.is_empty() {
            let (first, others) = rest.split_at(segment.min(rest.len()));
            match socket.send(path, first, segment) {
                Err(error) if is_full(&error) => return Some(rest),
                Err(_) => self.dropped += 1,
                Ok(()) => {}
            }
            rest = others;
        }
        None
    }

    /// Sends the first runs in one call if they can go together; how many went.
    fn attempt_together(&mut self, runs: &Runs) -> usize {
        let Some((first, _, _)) = runs.iter().next() else {
            return 0;
        };
        let may_go = |(path, bytes, segment): &(&Path, &[u8], usize)| {
            (path.protocol, path.socket) == (Protocol::Udp, first.socket)
                && (self.has_gso || bytes.len() <= *segment)
        };
        let count = runs.iter().take_while(may_go).count();
        let socket = self.sockets.get(first.socket as usize);
        let Some(socket) = socket.filter(|_| count > 1 && self.delayed.is_empty()) else {
            return 0;
        };
        // What the kernel says to the first that it did not take is asked again, alone.
        self.volley.send(socket, runs, count).unwrap_or(0)
    }

    /// Was it the segmentation that the kernel refused? It is given up when that happens too often.
    fn note_refusal(&mut self, error: &io::Error) -> bool {
        match error.raw_os_error() {
            Some(libc::EIO | libc::EOPNOTSUPP | libc::ENOPROTOOPT) => {
                self.has_gso = false;
                true
            }
            Some(libc::EINVAL | libc::EMSGSIZE) => {
                self.refusals += 1;
                self.has_gso = self.refusals < MAX_REFUSALS;
                true
            }
            _ => false,
        }
    }

    fn delay(&mut self, path: &Path, bytes: &[u8], segment: usize) {
        self.delayed_bytes += bytes.len();
        self.delayed.push_back(Delayed {
            path: *path,
            bytes: bytes.to_vec(),
            segment,
        });
        // The oldest is the least useful to a live session.
        while self.delayed_bytes > MAX_DELAYED_BYTES {
            let Some(oldest) = self.delayed.pop_front() else {
                break;
            };
            self.delayed_bytes -= oldest.bytes.len();
            self.dropped += oldest.bytes.len().div_ceil(oldest.segment) as u64;
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EAGAIN | libc::ENOBUFS | libc::EINTR)
    )
}

impl Sink for Sender {
    fn send(&mut self, path: &Path, bytes: &[u8], segment: usize) {
        self.given += bytes.len().div_ceil(segment) as u64;
        if path.protocol == Protocol::Tcp {
            self.dropped += self.streams.send(path.socket, bytes, segment);
            return;
        }
        if !self.delayed.is_empty() {
            // Nothing overtakes what waits.
            self.delay(path, bytes, segment);
            return;
        }
        if let Some(left) = self.attempt(path, bytes, segment) {
            self.delay(path, left, segment);
        }
    }

    fn send_all(&mut self, runs: &Runs) {
        let mut rest = *runs;
        while let Some((path, bytes, segment)) = rest.iter().next() {
            let together = self.attempt_together(&rest);
            if together == 0 {
                self.send(path, bytes, segment);
            }
            for (_, bytes, segment) in rest.iter().take(together) {
                self.given += bytes.len().div_ceil(segment) as u64;
            }
            rest = rest.after(together.max(1));
        }
    }
}
