//! A whole core with an honest publisher, an honest watcher and a participant who sends whatever a fuzzer
//! comes up with, and a stranger who does so too: the watcher still gets all that the publisher sends, no
//! number is used twice, and nobody unknown is answered with more than was asked.
#![no_main]

#[path = "../../forward/tests/room/mod.rs"]
mod room;

use forward::command::{Codec, Command, ConsumerSpec, Encoding, Kind, ProducerSpec};
use forward::outbox::MAX_DATAGRAM_BYTES;
use forward::rtcp::is_rtcp;
use forward::rtp::RtpHeader;
use libfuzzer_sys::fuzz_target;
use room::{PWD, Picture, Room, SSRC, Wire, audio, check, ids, path, subscription, video};

/// Peers: 1 publishes, 2 watches, 3 means harm, 4 watches what 3 sends.
const HOSTILE: u64 = 3;
const HONEST: [u64; 3] = [1, 2, 4];
/// How often a browser says that it is still there.
const CHECK_US: u64 = 2_500_000;
const OUT: u32 = 500;
const MAX_STEPS: usize = 64;

fuzz_target!(|bytes: &[u8]| {
    let mut room = prepared();
    let mut checked_us = room.now_us;
    let mut rest = bytes;
    for port in 0..MAX_STEPS as u16 {
        let Some((&[what, high, low], after)) = rest.split_first_chunk::<3>() else {
            break;
        };
        let len = usize::from(u16::from_be_bytes([high, low]));
        let (piece, after) = after.split_at(len.min(after.len()).min(1500));
        step(&mut room, what % 8, piece, 5000 + port);
        if room.now_us >= checked_us + CHECK_US {
            checked_us = room.now_us;
            say_here(&mut room);
        }
        rest = after;
    }
    assert_watched(&mut room);
});

/// The hostile one sends every codec there is and watches everything, its own as well.
fn prepared() -> Room {
    let mut room = Room::with_peers(4);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(OUT));
    room.consumer(HOSTILE, 30, 10, subscription(OUT));
    let kinds = [
        (Codec::Opus, 111),
        (Codec::Vp8, 96),
        (Codec::Vp9, 98),
        (Codec::H264, 102),
        (Codec::Av1, 45),
    ];
    for (at, (codec, payload_type)) in (0..).zip(kinds) {
        room.producer(HOSTILE, 11 + at, sent(codec, payload_type));
        for (transport, consumer) in [(4, 100), (HOSTILE, 200)] {
            let spec = ConsumerSpec {
                extensions: ids(&[
                    ("mid", 4),
                    ("dependency-descriptor", 9),
                    ("transport-cc", 5),
                ]),
                ..subscription(2000 + 10 * at as u32)
            };
            room.consumer(transport, consumer + at, 11 + at, spec);
        }
    }
    room.run(Command::OpenTap {
        tap: 1,
        producer: 15,
    });
    room.send(1, &Picture::key(100).packet());
    room
}

fn sent(codec: Codec, payload_type: u8) -> ProducerSpec {
    let is_sound = codec == Codec::Opus;
    let names = [
        ("abs-send-time", 2),
        ("video-orientation", 3),
        ("transport-cc", 4),
        ("playout-delay", 5),
        ("rid", 10),
        ("repaired-rid", 11),
        ("abs-capture-time", 13),
        ("dependency-descriptor", 16),
    ];
    ProducerSpec {
        kind: if is_sound { Kind::Audio } else { Kind::Video },
        codec,
        clock_rate: if is_sound { 48_000 } else { 90_000 },
        payload_type,
        rtx_payload_type: (!is_sound).then_some(payload_type + 1),
        mid: String::new(),
        encodings: vec![Encoding {
            spatial_layers: 2,
            temporal_layers: 3,
            ..Encoding::default()
        }],
        extensions: if is_sound {
            ids(&[("audio-level", 1)])
        } else {
            ids(&names)
        },
        ..if is_sound { audio() } else { video() }
    }
}

fn step(room: &mut Room, what: u8, piece: &[u8], port: u16) {
    let from = room.peer(HOSTILE).path;
    match what {
        0 => strange(room, piece, port),
        1 if RtpHeader::parse(piece).is_ok() => room.send(HOSTILE, piece),
        2 if piece.len() >= 8 => room.send_rtcp(HOSTILE, piece),
        3 => room.datagram(from, piece.to_vec()),
        4 => room.pass(piece.len() as u64),
        5 => ask(room, piece),
        6 if is_rtcp(piece) => {
            // About the stream that both watch.
            let mut about = piece.to_vec();
            if let Some(media) = about.get_mut(8..12) {
                media.copy_from_slice(&OUT.to_be_bytes());
            }
            room.send_rtcp(HOSTILE, &about);
        }
        _ => room.now_us += 1000 * piece.len() as u64,
    }
    room.peer(HOSTILE).media.clear();
    room.peer(HOSTILE).reports.clear();
}

/// From an address that has shown nothing: no answer is larger than what came.
fn strange(room: &mut Room, piece: &[u8], port: u16) {
    let mut datagram = piece.to_vec();
    room.core
        .handle_datagram(room.now_us, &path(port), &mut datagram);
    let mut wire = Wire::default();
    room.core.flush(room.now_us, &mut wire);
    let answered: usize = wire.0.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(answered <= piece.len());
}

/// What its browser may ask by signalling.
fn ask(room: &mut Room, piece: &[u8]) {
    let [what, id, spatial, temporal, ..] = *piece else {
        return;
    };
    let at = u64::from(id % 5);
    let (consumer, producer) = (200 + at, 11 + at);
    room.run(match what % 8 {
        0 => Command::PauseConsumer { consumer },
        1 => Command::ResumeConsumer { consumer },
        2 => Command::SetLayers {
            consumer,
            spatial,
            temporal,
        },
        3 => Command::SetPriority {
            consumer,
            priority: i32::from(spatial),
        },
        4 => Command::RequestKeyFrame { consumer },
        5 => Command::PauseProducer { producer },
        6 => Command::ResumeProducer { producer },
        _ => Command::RequestStats {
            request: 1,
            transport: Some(HOSTILE),
        },
    });
}

fn say_here(room: &mut Room) {
    for transport in HONEST {
        let from = room.peer(transport).path;
        room.datagram(from, check(&format!("u{transport}"), PWD, true));
        room.peer(transport).plain.clear();
    }
}

/// The honest pair has not noticed: each picture comes through, whole and once.
fn assert_watched(room: &mut Room) {
    room.peer(2).take_media(OUT);
    for sequence in 101..111 {
        room.send(1, &Picture::delta(sequence).packet());
        room.now_us += 1000;
    }
    let got = room.peer(2).take_media(OUT);
    assert_eq!(got.len(), 10);
    for (at, packet) in (101..).zip(&got) {
        assert!(packet.bytes.len() <= MAX_DATAGRAM_BYTES);
        assert_eq!(packet.payload().last(), Some(&at));
        assert_ne!(packet.header.ssrc, SSRC);
    }
}
