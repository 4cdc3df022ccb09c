//! Cuts a stream into pieces that the input chooses: the frames must not depend on where it is cut, nor
//! may they grow beyond a datagram.
#![no_main]

use forward::framing::{Deframer, Unframed};
use forward::outbox::MAX_DATAGRAM_BYTES;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, Vec<u8>)| {
    let (stream, pieces) = input;
    let whole = frames(&stream, &[u8::MAX]);
    let cut = frames(&stream, &pieces);
    assert_eq!(whole, cut);
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
