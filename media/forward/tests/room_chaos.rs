//! Nothing that arrives in any order breaks the room: no panic, no number used twice, no packet to strangers.

mod room;

use std::collections::HashSet;

use forward::command::Command;
use forward::twcc::ArrivalRecorder;
use proptest::prelude::*;
use room::{
    PWD, Picture, Room, SSRC, audio, check, ids, path, simulcast, sound, subscription, video,
};

#[derive(Clone, Debug)]
enum Step {
    Open {
        producer: u64,
        transport: u64,
        kind: u8,
    },
    Consume {
        transport: u64,
        consumer: u64,
        producer: u64,
    },
    Change {
        what: u8,
        id: u64,
    },
    Layers {
        consumer: u64,
        spatial: u8,
        temporal: u8,
    },
    Bound {
        transport: u64,
        bits_per_second: Option<u64>,
    },
    Sound {
        transport: u64,
        sequence: u16,
    },
    Frame {
        transport: u64,
        ssrc: u32,
        sequence: u16,
        temporal: u8,
        is_key: bool,
    },
    Raw {
        port: u16,
        bytes: Vec<u8>,
    },
    Plain {
        transport: u64,
        is_rtcp: bool,
        bytes: Vec<u8>,
    },
    Nack {
        transport: u64,
        ssrc: u32,
        sequences: Vec<u16>,
    },
    Feedback {
        transport: u64,
        arrivals: Vec<(u16, u64)>,
    },
    Priority {
        consumer: u64,
        priority: i32,
    },
    Move {
        transport: u64,
        port: u16,
    },
    Pass {
        ms: u64,
    },
}

#[allow(clippy::too_many_lines, reason = "one arm a step")]
fn step() -> impl Strategy<Value = Step> {
    let (transport, id) = (1..4_u64, 1..6_u64);
    prop_oneof![
        (id.clone(), transport.clone(), 0..3_u8).prop_map(|(producer, transport, kind)| {
            Step::Open {
                producer,
                transport,
                kind,
            }
        }),
        (transport.clone(), id.clone(), id.clone()).prop_map(|(transport, consumer, producer)| {
            Step::Consume {
                transport,
                consumer,
                producer,
            }
        }),
        (0..8_u8, id.clone()).prop_map(|(what, id)| Step::Change { what, id }),
        (id, any::<u8>(), any::<u8>()).prop_map(|(consumer, spatial, temporal)| Step::Layers {
            consumer,
            spatial,
            temporal
        }),
        (transport.clone(), proptest::option::of(any::<u64>())).prop_map(
            |(transport, bits_per_second)| Step::Bound {
                transport,
                bits_per_second
            }
        ),
        (transport.clone(), any::<u16>()).prop_map(|(transport, sequence)| Step::Sound {
            transport,
            sequence
        }),
        (
            transport.clone(),
            0..3_u32,
            0..300_u16,
            0..4_u8,
            any::<bool>()
        )
            .prop_map(
                |(transport, layer, sequence, temporal, is_key)| Step::Frame {
                    transport,
                    ssrc: SSRC + layer,
                    sequence,
                    temporal,
                    is_key
                }
            ),
        (any::<u16>(), proptest::collection::vec(any::<u8>(), 0..120))
            .prop_map(|(port, bytes)| Step::Raw { port, bytes }),
        (
            transport.clone(),
            any::<bool>(),
            proptest::collection::vec(any::<u8>(), 0..200)
        )
            .prop_map(|(transport, is_rtcp, bytes)| Step::Plain {
                transport,
                is_rtcp,
                bytes
            }),
        (
            transport.clone(),
            0..6_u32,
            proptest::collection::vec(any::<u16>(), 0..40)
        )
            .prop_map(|(transport, consumer, sequences)| Step::Nack {
                transport,
                ssrc: 2000 + 10 * consumer,
                sequences
            }),
        (
            transport.clone(),
            proptest::collection::vec((0..400_u16, any::<u64>()), 1..60)
        )
            .prop_map(|(transport, arrivals)| Step::Feedback {
                transport,
                arrivals
            }),
        (1..6_u64, any::<i32>())
            .prop_map(|(consumer, priority)| Step::Priority { consumer, priority }),
        (transport, 5000..5004_u16).prop_map(|(transport, port)| Step::Move {
            transport,
            port: port + 10 * transport as u16
        }),
        (0..1500_u64).prop_map(|ms| Step::Pass { ms }),
    ]
}

#[allow(clippy::too_many_lines, reason = "one arm a step")]
fn take(room: &mut Room, step: Step) {
    match step {
        Step::Open {
            producer,
            transport,
            kind,
        } => {
            let spec = [audio(), video(), simulcast()][usize::from(kind)].clone();
            room.producer(transport, producer, spec);
        }
        Step::Consume {
            transport,
            consumer,
            producer,
        } => {
            let mut spec = subscription(2000 + 10 * consumer as u32);
            if consumer % 2 == 0 {
                spec.extensions = ids(&[("mid", 4), ("transport-cc", 5)]);
            }
            room.consumer(transport, consumer, producer, spec);
        }
        Step::Change { what, id } => room.run(change(what, id)),
        Step::Layers {
            consumer,
            spatial,
            temporal,
        } => {
            room.run(Command::SetLayers {
                consumer,
                spatial,
                temporal,
            });
        }
        Step::Bound {
            transport,
            bits_per_second,
        } => {
            room.run(Command::SetMaxBitrate {
                transport,
                bits_per_second,
            });
        }
        Step::Sound {
            transport,
            sequence,
        } => room.send(transport, &sound(sequence, b"sound")),
        Step::Frame {
            transport,
            ssrc,
            sequence,
            temporal,
            is_key,
        } => {
            let rid = ["q", "h", "f"][(ssrc - SSRC) as usize];
            let picture = Picture {
                ssrc,
                rid,
                temporal,
                is_key,
                ..Picture::key(sequence)
            };
            room.send(transport, &picture.packet());
        }
        Step::Raw { port, bytes } => room.datagram(path(port), bytes),
        Step::Plain {
            transport,
            is_rtcp,
            bytes,
        } => plain(room, transport, is_rtcp, bytes),
        Step::Nack {
            transport,
            ssrc,
            sequences,
        } => {
            let mut compound = Vec::new();
            forward::rtcp::write_nack(&mut compound, 1, ssrc, &sequences);
            if !compound.is_empty() {
                room.send_rtcp(transport, &compound);
            }
        }
        Step::Feedback {
            transport,
            arrivals,
        } => {
            let mut recorder = ArrivalRecorder::new();
            for (number, arrival_us) in arrivals {
                recorder.record(number, arrival_us);
            }
            let mut compound = Vec::new();
            recorder.write_feedback(&mut compound, 1, 2000);
            if !compound.is_empty() {
                room.send_rtcp(transport, &compound);
            }
        }
        Step::Priority { consumer, priority } => {
            room.run(Command::SetPriority { consumer, priority });
        }
        Step::Move { transport, port } => {
            room.datagram(path(port), check(&format!("u{transport}"), PWD, true));
            room.peer(transport).path = path(port);
        }
        Step::Pass { ms } => room.pass(ms),
    }
}

/// Authentic nonsense: whatever a hostile but admitted peer can encrypt.
fn plain(room: &mut Room, transport: u64, is_rtcp: bool, mut bytes: Vec<u8>) {
    bytes.resize(bytes.len().max(28), 0);
    bytes[0] = bytes[0] & 0x3F | 0x80;
    if is_rtcp {
        bytes[1] = 200 + bytes[1] % 8;
        room.send_rtcp(transport, &bytes);
    } else if forward::rtp::RtpHeader::parse(&bytes).is_ok() {
        room.send(transport, &bytes);
    }
}

fn change(what: u8, id: u64) -> Command {
    match what {
        0 => Command::PauseProducer { producer: id },
        1 => Command::ResumeProducer { producer: id },
        2 => Command::CloseProducer { producer: id },
        3 => Command::PauseConsumer { consumer: id },
        4 => Command::ResumeConsumer { consumer: id },
        5 => Command::CloseConsumer { consumer: id },
        6 => Command::RequestKeyFrame { consumer: id },
        _ => Command::RequestStats {
            request: id,
            transport: Some(id),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_no_number_is_used_twice(steps in proptest::collection::vec(step(), 1..120)) {
        let mut room = Room::with_peers(3);
        for step in steps {
            take(&mut room, step);
        }
        // The peers of the harness decrypt everything and would refuse a replay; look once more.
        for peer in &room.peers {
            let mut seen = HashSet::new();
            for packet in &peer.media {
                prop_assert!(seen.insert((packet.header.ssrc, packet.sequence())));
            }
        }
    }
}
