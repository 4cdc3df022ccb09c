//! Video starts at a key frame, changes layers without a seam, and asks for no more key frames than needed.

mod room;

use forward::command::Command;
use forward::event::Event;
use forward::rtcp::{self, Packet, SenderInfo};
use room::{PWD, Picture, Received, Room, SSRC, check, path, simulcast, subscription, video};

fn plis(room: &mut Room) -> Vec<u32> {
    let reports = std::mem::take(&mut room.peer(1).reports);
    reports
        .iter()
        .flat_map(|report| rtcp::packets(report))
        .filter_map(|packet| match packet {
            Packet::Pli(pli) => Some(pli.media),
            _ => None,
        })
        .collect()
}

fn picture_id(packet: &Received) -> u16 {
    let payload = packet.payload();
    u16::from_be_bytes([payload[2], payload[3]]) & 0x7FFF
}

fn assert_seamless(received: &[Received]) {
    for pair in received.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        assert_eq!(after.sequence(), before.sequence().wrapping_add(1));
        assert_eq!(
            picture_id(after),
            picture_id(before).wrapping_add(1) & 0x7FFF
        );
        let step = after.header.timestamp.wrapping_sub(before.header.timestamp);
        assert!((1..90_000).contains(&step), "{step}");
    }
}

#[test]
fn a_late_joiner_makes_the_publisher_send_a_key_frame() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.send(1, &Picture::key(1).packet());
    room.pass(1000);
    room.peer(1).reports.clear();
    room.consumer(2, 20, 10, subscription(2000));
    assert_eq!(plis(&mut room), [SSRC]);
    room.send(1, &Picture::delta(2).packet());
    assert!(room.peer(2).media.is_empty());
    room.send(1, &Picture::key(3).packet());
    room.send(1, &Picture::delta(4).packet());
    assert_eq!(room.peer(2).take_media(2000).len(), 2);
}

#[test]
fn a_joiner_right_after_a_key_frame_gets_what_followed_it() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.send(1, &Picture::key(1).packet());
    room.send(1, &Picture::delta(2).packet());
    room.pass(100);
    room.consumer(2, 20, 10, subscription(2000));
    room.send(1, &Picture::delta(3).packet());
    let received = room.peer(2).take_media(2000);
    let sources: Vec<_> = received.iter().map(|packet| packet.payload()[7]).collect();
    assert_eq!(sources, [1, 2, 3]);
    assert_seamless(&received);
}

#[test]
fn many_requests_become_two_a_second() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(2000));
    room.peer(1).reports.clear();
    let mut pli = Vec::new();
    rtcp::write_pli(&mut pli, 1, 2000);
    let mut fir = Vec::new();
    rtcp::write_fir(&mut fir, 1, 2000, 3);
    for _ in 0..200 {
        room.send_rtcp(2, &pli);
        room.send_rtcp(2, &fir);
        room.pass(10);
    }
    let asked = plis(&mut room).len();
    assert!((3..=4).contains(&asked), "{asked}");
}

#[test]
fn an_unmet_request_is_repeated_and_a_met_one_is_not() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(2000));
    room.pass(1100);
    assert_eq!(plis(&mut room).len(), 3);
    room.send(1, &Picture::key(1).packet());
    room.pass(2000);
    assert!(plis(&mut room).is_empty());
}

#[test]
fn a_resumed_subscriber_starts_at_a_key_frame_without_a_gap() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(2000));
    room.send(1, &Picture::key(1).packet());
    room.run(Command::PauseConsumer { consumer: 20 });
    room.send(1, &Picture::delta(2).packet());
    room.pass(1000);
    room.peer(1).reports.clear();
    room.run(Command::ResumeConsumer { consumer: 20 });
    assert_eq!(plis(&mut room), [SSRC]);
    room.send(1, &Picture::delta(3).packet());
    room.send(1, &Picture::key(4).packet());
    let received = room.peer(2).take_media(2000);
    let sources: Vec<_> = received.iter().map(|packet| packet.payload()[7]).collect();
    assert_eq!(sources, [1, 4]);
    assert_seamless(&received);
}

#[test]
fn upper_temporal_layers_are_left_out_without_a_gap() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(2000));
    room.run(Command::SetLayers {
        consumer: 20,
        spatial: 0,
        temporal: 0,
    });
    room.send(1, &Picture::key(0).packet());
    for sequence in 1..40 {
        let temporal = [0, 2, 1, 2][usize::from(sequence % 4)];
        let picture = Picture {
            temporal,
            tl0: (sequence / 4) as u8,
            ..Picture::delta(sequence)
        };
        room.send(1, &picture.packet());
    }
    let received = room.peer(2).take_media(2000);
    assert_eq!(received.len(), 10);
    assert_seamless(&received);
}

#[test]
fn a_late_packet_of_a_layer_left_out_closes_its_gap() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(2000));
    room.run(Command::SetLayers {
        consumer: 20,
        spatial: 0,
        temporal: 0,
    });
    let upper = Picture {
        temporal: 2,
        ..Picture::delta(2)
    };
    room.send(1, &Picture::key(1).packet());
    room.send(1, &Picture::delta(3).packet());
    room.send(1, &upper.packet());
    room.send(1, &Picture::delta(4).packet());
    let received = room.peer(2).take_media(2000);
    let steps: Vec<_> = received
        .iter()
        .map(|packet| {
            (
                packet.sequence() - received[0].sequence(),
                packet.payload().len(),
            )
        })
        .collect();
    assert_eq!(steps, [(0, 8), (2, 8), (1, 0), (3, 8)]);
}

struct Layers {
    room: Room,
    sequences: [u16; 3],
    tick: u32,
}

/// Three layers with timestamps and numbers that have nothing in common.
const RIDS: [&str; 3] = ["q", "h", "f"];
const OFFSETS: [u32; 3] = [4_000_000_000, 7, 2_000_000_000];

impl Layers {
    fn new() -> Self {
        let mut room = Room::with_peers(2);
        room.producer(1, 10, simulcast());
        room.consumer(2, 20, 10, subscription(2000));
        let mut layers = Self {
            room,
            sequences: [65_530, 100, 30_000],
            tick: 0,
        };
        layers.frame([false; 3]);
        for (index, offset) in OFFSETS.iter().enumerate() {
            let info = SenderInfo {
                ssrc: SSRC + index as u32,
                ntp: 5000 << 32,
                rtp_timestamp: *offset,
                ..SenderInfo::default()
            };
            let mut report = Vec::new();
            rtcp::write_sender_report(&mut report, &info, &[]);
            layers.room.send_rtcp(1, &report);
        }
        layers
    }

    /// One moment of 33 ms in all layers.
    fn frame(&mut self, is_key: [bool; 3]) {
        for layer in 0..3 {
            let picture = Picture {
                ssrc: SSRC + layer as u32,
                rid: RIDS[layer],
                sequence: self.sequences[layer],
                timestamp: OFFSETS[layer].wrapping_add(self.tick * 3000),
                picture_id: self.sequences[layer] & 0x7FFF,
                tl0: self.sequences[layer] as u8,
                temporal: 0,
                is_key: is_key[layer],
            };
            self.room.send(1, &picture.packet());
            self.sequences[layer] = self.sequences[layer].wrapping_add(1);
        }
        self.tick += 1;
        self.room.pass(33);
    }

    fn want(&mut self, spatial: u8) {
        self.room.run(Command::SetLayers {
            consumer: 20,
            spatial,
            temporal: 7,
        });
    }
}

#[test]
fn layers_change_at_key_frames_without_a_seam() {
    let mut layers = Layers::new();
    layers.frame([true; 3]);
    for wanted in [0, 2, 1, 2, 0] {
        layers.want(wanted);
        layers.frame([false; 3]);
        layers.frame([false; 3]);
        let mut is_key = [false; 3];
        is_key[usize::from(wanted)] = true;
        layers.frame(is_key);
        for _ in 0..5 {
            layers.frame([false; 3]);
        }
    }
    let received = layers.room.peer(2).take_media(2000);
    assert!(received.len() >= 40, "{}", received.len());
    assert_seamless(&received);
    for pair in received.windows(2) {
        // The moments are 40 ms apart here and 3000 units there, whatever layer they come from.
        let step = pair[1]
            .header
            .timestamp
            .wrapping_sub(pair[0].header.timestamp);
        // Going up within a moment shows that moment twice; time may not stand still then.
        assert!(step == 3000 || step == 1, "{step}");
    }
}

#[test]
fn the_layer_that_goes_out_is_told() {
    let mut layers = Layers::new();
    layers.frame([true; 3]);
    layers.want(0);
    layers.frame([true, false, false]);
    layers.room.run(Command::PauseConsumer { consumer: 20 });
    let told: Vec<_> = layers
        .room
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Layers {
                consumer: 20,
                spatial,
                temporal,
            } => Some((*spatial, *temporal)),
            _ => None,
        })
        .collect();
    assert_eq!(told.last(), Some(&(-1, -1)));
    assert!(told.contains(&(2, 0)) && told.contains(&(0, 0)), "{told:?}");
}

#[test]
fn a_bound_below_every_layer_stops_video_and_its_end_brings_the_best() {
    let mut layers = Layers::new();
    layers.frame([true; 3]);
    // Each layer of these small pictures takes about 12 kbit/s.
    layers.room.run(Command::SetMaxBitrate {
        transport: 2,
        bits_per_second: Some(1000),
    });
    let heights = |layers: &mut Layers| {
        for _ in 0..120 {
            layers.frame([true; 3]);
        }
        layers
            .room
            .events
            .iter()
            .rev()
            .find_map(|event| match event {
                Event::Layers { spatial, .. } => Some(*spatial),
                _ => None,
            })
    };
    assert_eq!(heights(&mut layers), Some(-1));
    layers.room.run(Command::SetMaxBitrate {
        transport: 2,
        bits_per_second: None,
    });
    assert_eq!(heights(&mut layers), Some(2));
}

#[test]
fn a_layer_that_stops_coming_is_replaced_by_the_one_below_within_a_second() {
    let mut layers = Layers::new();
    layers.frame([true; 3]);
    // Only the lowest goes on.
    for tick in 0..30_u32 {
        let picture = Picture {
            rid: "q",
            sequence: layers.sequences[0].wrapping_add(tick as u16),
            timestamp: OFFSETS[0].wrapping_add((layers.tick + tick) * 3000),
            is_key: tick % 10 == 0,
            ..Picture::key(1)
        };
        layers.room.send(1, &picture.packet());
        layers.room.pass(33);
    }
    let last = layers
        .room
        .events
        .iter()
        .rev()
        .find_map(|event| match event {
            Event::Layers { spatial, .. } => Some(*spatial),
            _ => None,
        });
    assert_eq!(last, Some(0));
}

#[test]
fn whoever_comes_by_another_network_gets_and_gives_a_fresh_picture_at_once() {
    for mover in [1, 2] {
        let mut room = Room::with_peers(2);
        room.producer(1, 10, video());
        room.consumer(2, 20, 10, subscription(2000));
        room.send(1, &Picture::key(1).packet());
        room.send(1, &Picture::delta(2).packet());
        room.pass(600);
        plis(&mut room);
        let mut from = path(4000);
        from.remote.set_ip([198, 51, 100, 7].into());
        room.peer(mover).path = from;
        room.datagram(from, check(&format!("u{mover}"), PWD, true));
        room.pass(20);
        assert_eq!(plis(&mut room), [SSRC], "peer {mover} moved");
    }
}
