//! Datagrams in a stream: a length of two bytes before each (RFC 4571 §2); refuses frames longer than a
//! datagram may be, and holds no more than fits its buffer.

use std::collections::VecDeque;

use crate::outbox::MAX_DATAGRAM_BYTES;

/// The length before each frame.
pub const HEAD_BYTES: usize = 2;
/// Some frames at a time; never less than one whole one.
const CAPACITY_BYTES: usize = 8 * (MAX_DATAGRAM_BYTES + HEAD_BYTES);

/// The peer sends what is not framed, or frames that no datagram could carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unframed;

/// Takes frames out of a stream that comes in pieces of any size.
#[derive(Debug)]
pub struct Deframer {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

impl Default for Deframer {
    fn default() -> Self {
        Self {
            buffer: vec![0; CAPACITY_BYTES],
            start: 0,
            end: 0,
        }
    }
}

impl Deframer {
    /// Where the next bytes of the stream go. Not empty once `next_frame` has said that there is none.
    pub fn space(&mut self) -> &mut [u8] {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.buffer.len() - self.end < MAX_DATAGRAM_BYTES + HEAD_BYTES {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        &mut self.buffer[self.end..]
    }

    /// So many bytes were put into the space.
    pub fn advance(&mut self, count: usize) {
        self.end = (self.end + count).min(self.buffer.len());
    }

    /// The next whole frame, to be read in place; `None` until more bytes have come.
    ///
    /// # Errors
    /// A frame is longer than any datagram: there is no telling where the next one begins.
    pub fn next_frame(&mut self) -> Result<Option<&mut [u8]>, Unframed> {
        let waiting = &self.buffer[self.start..self.end];
        let Some(head) = waiting.first_chunk::<HEAD_BYTES>() else {
            return Ok(None);
        };
        let len = usize::from(u16::from_be_bytes(*head));
        if len > MAX_DATAGRAM_BYTES {
            return Err(Unframed);
        }
        if waiting.len() < HEAD_BYTES + len {
            return Ok(None);
        }
        let start = self.start + HEAD_BYTES;
        self.start = start + len;
        Ok(self.buffer.get_mut(start..start + len))
    }
}

/// What a slow reader has not taken yet, in whole frames; only the first may have been begun.
#[derive(Debug)]
pub struct Backlog {
    bytes: VecDeque<u8>,
    limit: usize,
}

impl Backlog {
    /// Holds at most this many bytes, but always the rest of a frame that was begun.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self {
            bytes: VecDeque::new(),
            limit,
        }
    }

    /// Is there nothing to send?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Adds a frame of which, with its head, `sent` bytes are out; false when there is no room for it.
    pub fn push(&mut self, frame: &[u8], sent: usize) -> bool {
        let len = HEAD_BYTES + frame.len();
        if sent == 0 && self.bytes.len() + len > self.limit {
            return false;
        }
        let head = (frame.len() as u16).to_be_bytes();
        let rest = head.iter().chain(frame).skip(sent);
        self.bytes.extend(rest);
        true
    }

    /// What is to be sent next.
    #[must_use]
    pub fn front(&self) -> &[u8] {
        self.bytes.as_slices().0
    }

    /// So many bytes of it are out.
    pub fn consume(&mut self, count: usize) {
        self.bytes.drain(..count.min(self.bytes.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(frames: &[Vec<u8>]) -> Vec<u8> {
        let mut stream = Vec::new();
        for frame in frames {
            stream.extend_from_slice(&(frame.len() as u16).to_be_bytes());
            stream.extend_from_slice(frame);
        }
        stream
    }

    fn frames(count: usize) -> Vec<Vec<u8>> {
        (0..count)
            .map(|index| vec![index as u8; (index * 397) % (MAX_DATAGRAM_BYTES + 1)])
            .collect()
    }

    /// Feeds a stream in pieces of these sizes, in turn.
    fn taken(stream: &[u8], pieces: &[usize]) -> Result<Vec<Vec<u8>>, Unframed> {
        let mut deframer = Deframer::default();
        let mut taken = Vec::new();
        let mut rest = stream;
        for &piece in pieces.iter().cycle() {
            let space = deframer.space();
            let count = piece.min(rest.len()).min(space.len());
            assert!(count > 0, "no space");
            space[..count].copy_from_slice(&rest[..count]);
            deframer.advance(count);
            rest = &rest[count..];
            while let Some(frame) = deframer.next_frame()? {
                taken.push(frame.to_vec());
            }
            if rest.is_empty() {
                break;
            }
        }
        Ok(taken)
    }

    #[test]
    fn frames_come_out_whole_however_the_stream_is_cut() {
        let frames = frames(200);
        let stream = framed(&frames);
        for pieces in [&[1][..], &[2, 3], &[7, 1, 4000], &[1500], &[100_000]] {
            assert_eq!(taken(&stream, pieces).as_ref(), Ok(&frames), "{pieces:?}");
        }
    }

    #[test]
    fn a_frame_that_never_ends_waits() {
        let stream = framed(&[vec![1; 1000]]);
        assert_eq!(taken(&stream[..1001], &[500]), Ok(Vec::new()));
    }

    #[test]
    fn a_frame_longer_than_a_datagram_is_refused() {
        let garbage = b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n";
        assert_eq!(taken(garbage, &[5]), Err(Unframed));
        let tls = [0x16, 0x03, 0x01, 0x02, 0x00];
        assert_eq!(taken(&tls, &[5]), Err(Unframed));
    }

    #[test]
    fn a_slow_reader_gets_whole_frames_or_none() {
        let mut backlog = Backlog::new(1000);
        let frames: Vec<Vec<u8>> = (0..10).map(|index| vec![index; 300]).collect();
        // The first was begun when the connection was full: its head and 98 bytes are out.
        let mut stream = framed(&frames[..1])[..100].to_vec();
        assert!(backlog.push(&frames[0], 100));
        let taken_in: Vec<bool> = frames[1..].iter().map(|it| backlog.push(it, 0)).collect();
        assert_eq!(taken_in.iter().filter(|&&is_in| is_in).count(), 2);
        while !backlog.is_empty() {
            let count = backlog.front().len().min(77);
            stream.extend_from_slice(&backlog.front()[..count]);
            backlog.consume(count);
        }
        assert_eq!(taken(&stream, &[4096]).as_deref(), Ok(&frames[..3]));
    }

    #[test]
    fn the_rest_of_a_begun_frame_always_has_room() {
        let mut backlog = Backlog::new(10);
        assert!(backlog.push(&[1; 100], 1));
        assert!(!backlog.push(&[2; 5], 0));
        assert_eq!(backlog.front().len(), 101);
    }
}
