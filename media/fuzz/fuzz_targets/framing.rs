//! Cuts a stream into pieces that the input chooses: the frames must not depend on where it is cut, nor
//! may they grow beyond a datagram. And frames to a slow reader: it gets whole ones in order, or none.
#![no_main]

use forward::framing::{Backlog, Deframer, HEAD_BYTES, Unframed};
use forward::outbox::MAX_DATAGRAM_BYTES;
use libfuzzer_sys::fuzz_target;

/// What a backlog may hold; so little that it is often full.
const LIMIT: usize = 3000;

fuzz_target!(|bytes: &[u8]| {
    // The first bytes say where to cut the rest.
    let (pieces, stream) = bytes.split_at(bytes.len().min(8));
    let whole = frames(stream, &[u8::MAX]);
    assert_eq!(whole, frames(stream, pieces));
    assert_no_more_than(stream, &whole.0);
    wait(&whole.0, pieces);
});

fn frames(stream: &[u8], pieces: &[u8]) -> (Vec<Vec<u8>>, Result<(), Unframed>) {
    let mut deframer = Deframer::default();
    let mut frames = Vec::new();
    let mut sizes = pieces.iter().chain(&[1]).cycle();
    let mut rest = stream;
    while !rest.is_empty() {
        let size = usize::from(*sizes.next().unwrap_or(&1)).max(1);
        let space = deframer.space();
        let count = size.min(rest.len()).min(space.len());
        assert!(count > 0, "there is always room");
        space[..count].copy_from_slice(&rest[..count]);
        deframer.advance(count);
        rest = &rest[count..];
        loop {
            match deframer.next_frame() {
                Ok(Some(frame)) => {
                    assert!(frame.len() <= MAX_DATAGRAM_BYTES);
                    frames.push(frame.to_vec());
                }
                Ok(None) => break,
                Err(error) => return (frames, Err(error)),
            }
        }
    }
    (frames, Ok(()))
}

/// The frames with their heads are the front of the stream.
fn assert_no_more_than(stream: &[u8], frames: &[Vec<u8>]) {
    let again: Vec<u8> = frames.iter().flat_map(|frame| framed(frame)).collect();
    assert!(stream.starts_with(&again));
}

fn framed(frame: &[u8]) -> Vec<u8> {
    let head = (frame.len() as u16).to_be_bytes();
    [&head, frame].concat()
}

/// Pushes the frames while a reader takes what `pieces` says, then reads what came out.
fn wait(frames: &[Vec<u8>], pieces: &[u8]) {
    let mut backlog = Backlog::new(LIMIT);
    let mut sizes = pieces.iter().chain(&[7]).cycle();
    let mut stream = Vec::new();
    let mut taken = Vec::new();
    for frame in frames {
        let size = usize::from(*sizes.next().unwrap_or(&1));
        // As much as the socket took at once, when nothing else waits.
        let whole = framed(frame);
        let sent = if backlog.is_empty() {
            size.min(whole.len())
        } else {
            0
        };
        if sent == whole.len() || backlog.push(frame, sent) {
            stream.extend_from_slice(&whole[..sent]);
            taken.push(frame.clone());
        }
        take(&mut backlog, &mut stream, size * 16);
    }
    while !backlog.is_empty() {
        take(&mut backlog, &mut stream, 4096);
    }
    assert_eq!(self::frames(&stream, &[u8::MAX]), (taken, Ok(())));
}

fn take(backlog: &mut Backlog, stream: &mut Vec<u8>, count: usize) {
    let front = backlog.front();
    assert!(front.len() <= LIMIT + MAX_DATAGRAM_BYTES + HEAD_BYTES);
    let count = count.min(front.len());
    stream.extend_from_slice(&front[..count]);
    backlog.consume(count);
}
