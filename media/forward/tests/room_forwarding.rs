//! What one peer sends, the others get: all of it, in order, in their own numbers, and nothing else.

mod room;

use forward::command::Command;
use forward::event::Event;
use room::{MS, Picture, Room, SSRC, audio, path, sound, subscription, video};

fn talking(count: u64) -> Room {
    let mut room = Room::with_peers(count);
    room.producer(1, 10, audio());
    for peer in 2..=count {
        room.consumer(peer, 20 + peer, 10, subscription(2000 + 10 * peer as u32));
    }
    room
}

#[test]
fn every_subscriber_gets_every_packet_once_and_in_order() {
    let mut room = talking(4);
    for sequence in 65_500_u16..=65_535 {
        room.send(1, &sound(sequence, &sequence.to_be_bytes()));
    }
    for sequence in 0..100_u16 {
        room.send(1, &sound(sequence, &sequence.to_be_bytes()));
    }
    for peer in 2..=4 {
        let received = room.peer(peer).take_media(2000 + 10 * peer as u32);
        assert_eq!(received.len(), 136);
        for (index, packet) in received.iter().enumerate() {
            let source = 65_500_u16.wrapping_add(index as u16);
            assert_eq!(packet.payload(), source.to_be_bytes());
            assert_eq!(packet.header.timestamp, u32::from(source) * 960);
            let step = packet.sequence().wrapping_sub(received[0].sequence());
            assert_eq!(usize::from(step), index);
            assert_eq!(packet.header.element(&packet.bytes, 4), Some(&b"9"[..]));
            assert_eq!(packet.header.payload_type, 100);
        }
    }
    assert!(room.peer(1).media.is_empty());
    assert!(room.errors().is_empty());
}

#[test]
fn a_packet_out_of_order_keeps_its_place() {
    let mut room = talking(2);
    for sequence in [1, 2, 4, 3, 5] {
        room.send(1, &sound(sequence, &[sequence as u8]));
    }
    let received = room.peer(2).take_media(2020);
    let places: Vec<_> = received
        .iter()
        .map(|packet| {
            let step = packet.sequence().wrapping_sub(received[0].sequence());
            (step, packet.payload()[0])
        })
        .collect();
    assert_eq!(places, [(0, 1), (1, 2), (3, 4), (2, 3), (4, 5)]);
}

#[test]
fn a_packet_is_forwarded_once_however_often_it_comes() {
    let mut room = talking(2);
    let bytes = room.protect(1, &sound(7, b"once"));
    let from = room.peer(1).path;
    for _ in 0..3 {
        room.datagram(from, bytes.clone());
    }
    assert_eq!(room.peer(2).take_media(2020).len(), 1);
}

#[test]
fn a_packet_under_a_strange_key_goes_nowhere() {
    let mut room = talking(3);
    let bytes = room.protect(3, &sound(7, b"forged"));
    let from = room.peer(1).path;
    room.datagram(from, bytes);
    room.datagram(path(9), vec![0x80; 60]);
    assert!(room.peer(2).media.is_empty());
    // And the true one still comes through.
    room.send(1, &sound(7, b"true"));
    assert_eq!(room.peer(2).take_media(2020)[0].payload(), b"true");
}

#[test]
fn media_before_its_producer_is_dropped() {
    let mut room = Room::with_peers(2);
    room.send(1, &sound(1, b"early"));
    room.producer(1, 10, audio());
    room.consumer(2, 20, 10, subscription(2020));
    room.send(1, &sound(2, b"in time"));
    let received = room.peer(2).take_media(2020);
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].payload(), b"in time");
}

#[test]
fn a_peer_may_hear_itself() {
    let mut room = Room::with_peers(1);
    room.producer(1, 10, audio());
    room.consumer(1, 20, 10, subscription(2020));
    room.send(1, &sound(1, b"echo"));
    assert_eq!(room.peer(1).take_media(2020)[0].payload(), b"echo");
}

#[test]
fn a_pause_leaves_no_gap_in_the_numbers() {
    let mut room = talking(2);
    room.send(1, &sound(1, b"a"));
    room.run(Command::PauseConsumer { consumer: 22 });
    room.send(1, &sound(2, b"b"));
    room.run(Command::ResumeConsumer { consumer: 22 });
    room.send(1, &sound(3, b"c"));
    room.run(Command::PauseProducer { producer: 10 });
    room.send(1, &sound(4, b"d"));
    room.run(Command::ResumeProducer { producer: 10 });
    room.send(1, &sound(5, b"e"));
    let received = room.peer(2).take_media(2020);
    let payloads: Vec<_> = received.iter().map(|packet| packet.payload()[0]).collect();
    assert_eq!(payloads, *b"ace");
    for pair in received.windows(2) {
        assert_eq!(pair[1].sequence(), pair[0].sequence().wrapping_add(1));
    }
}

#[test]
fn a_closed_producer_takes_its_consumers_along() {
    let mut room = talking(2);
    room.run(Command::CloseProducer { producer: 10 });
    room.run(Command::PauseConsumer { consumer: 22 });
    assert!(matches!(
        room.errors()[..],
        [Event::Error {
            command: "pause_consumer",
            id: 22,
            ..
        }]
    ));
    // The number of the stream is free again for the publisher.
    room.producer(1, 11, audio());
    assert_eq!(room.errors().len(), 1);
}

#[test]
fn a_closed_transport_takes_everything_along() {
    let mut room = talking(3);
    room.run(Command::CloseTransport { transport: 1 });
    room.send(1, &sound(1, b"late"));
    assert!(room.peer(2).media.is_empty());
    room.run(Command::CloseConsumer { consumer: 22 });
    room.run(Command::CloseProducer { producer: 10 });
    assert_eq!(room.errors().len(), 2);
}

#[test]
fn a_number_is_never_given_to_two_streams_under_one_key() {
    let mut room = talking(2);
    room.run(Command::CloseConsumer { consumer: 22 });
    room.consumer(2, 30, 10, subscription(2020));
    assert_eq!(room.errors().len(), 1);
    room.consumer(2, 31, 10, subscription(3020));
    assert_eq!(room.errors().len(), 1);
}

#[test]
fn unknown_streams_are_learnt_from_mid() {
    let mut room = Room::with_peers(2);
    let mut spec = audio();
    spec.encodings[0].ssrc = None;
    room.producer(1, 10, spec);
    room.consumer(2, 20, 10, subscription(2020));
    room.send(1, &sound(1, b"hello"));
    assert_eq!(room.peer(2).take_media(2020).len(), 1);
    assert_eq!(SSRC, 1000);
}

#[test]
fn loudness_is_told_four_times_a_second_while_there_is_sound() {
    let mut room = talking(2);
    room.events.clear();
    for sequence in 0..50 {
        room.send(1, &sound(sequence, b"x"));
        room.pass(20);
    }
    let told = room
        .events
        .iter()
        .filter(|event| matches!(event, Event::Levels(levels) if levels[..] == [(10, 40)]))
        .count();
    assert!((3..=5).contains(&told), "{told}");
    room.events.clear();
    room.pass(1000);
    assert!(room.events.is_empty());
}

#[test]
fn equal_packets_to_one_peer_are_handed_over_as_one_run() {
    struct Runs(Vec<(usize, usize)>);
    impl forward::outbox::Sink for Runs {
        fn send(&mut self, _: &forward::path::Path, bytes: &[u8], segment: usize) {
            self.0.push((bytes.len(), segment));
        }
    }
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(2020));
    for sequence in 1..=5 {
        let picture = if sequence == 1 {
            Picture::key(1)
        } else {
            Picture::delta(sequence)
        };
        room.send_quietly(1, &picture.packet());
    }
    let mut runs = Runs(Vec::new());
    room.core.flush(room.now_us + MS, &mut runs);
    assert_eq!(runs.0.len(), 1);
    assert_eq!(runs.0[0].0, 5 * runs.0[0].1);
}
