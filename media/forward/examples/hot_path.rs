//! Forwards bursts of video to 50 subscribers and nothing else, for counting instructions.
//!
//! Usage: `hot_path BURSTS`; the difference between two runs is what the bursts between them cost.

#[path = "../tests/room/mod.rs"]
mod room;

use forward::command::ConsumerSpec;
use forward::outbox::Sink;
use forward::path::Path;
use room::{MS, Picture, Room, ids, subscription, video};

const SUBSCRIBERS: u64 = 50;
const BURST: u16 = 5;
/// Pictures of a tenth of a second.
const WARM_UP: u16 = 40;
const PAYLOAD_BYTES: usize = 1130;

/// Counts what a socket would have been given.
#[derive(Default)]
struct Counter {
    datagrams: usize,
    calls: usize,
}

impl Sink for Counter {
    fn send(&mut self, _path: &Path, bytes: &[u8], segment: usize) {
        self.datagrams += bytes.len().div_ceil(segment);
        self.calls += 1;
    }
}

fn main() {
    let bursts: u16 = std::env::args()
        .nth(1)
        .and_then(|word| word.parse().ok())
        .expect("a number of bursts");
    let mut room = Room::with_peers(SUBSCRIBERS + 1);
    room.producer(1, 10, video());
    for peer in 2..=SUBSCRIBERS + 1 {
        let ssrc = 2000 + 10 * peer as u32;
        let spec = ConsumerSpec {
            extensions: ids(&[("mid", 4), ("abs-send-time", 3), ("transport-cc", 5)]),
            ..subscription(ssrc)
        };
        room.consumer(peer, 100 + peer, 10, spec);
    }
    // Nobody answers, so after a while nobody's connection is measured, and nothing waits for it.
    for sequence in 0..WARM_UP {
        room.send(1, &Picture::key(sequence).packet());
        room.pass(100);
    }
    let mut counter = Counter::default();
    for burst in 0..bursts {
        for index in 0..BURST {
            let sequence = WARM_UP + burst * BURST + index;
            let picture = if sequence == WARM_UP {
                Picture::key(sequence)
            } else {
                Picture::delta(sequence)
            };
            let mut packet = picture.packet();
            packet.resize(packet.len() + PAYLOAD_BYTES, 7);
            room.send_quietly(1, &packet);
        }
        room.now_us += 30 * MS;
        room.core.flush(room.now_us, &mut counter);
    }
    let expected = usize::from(bursts * BURST) * SUBSCRIBERS as usize;
    assert!(
        counter.datagrams >= expected,
        "every packet goes to everybody"
    );
    println!("{} datagrams in {} calls", counter.datagrams, counter.calls);
}
