//! A publisher learns which layers anybody could use: more at once, less after a while.

mod room;

use forward::command::Command;
use forward::event::Event;
use room::{MS, Picture, Room, simulcast, subscription, video};

const PRODUCER: u64 = 10;
const RIDS: [&str; 3] = ["q", "h", "f"];

/// Peer 1 sends three encodings; peers 2 and 3 get them as consumers 20 and 30.
fn watched() -> Room {
    let mut room = Room::with_peers(3);
    room.producer(1, PRODUCER, simulcast());
    for peer in [2, 3] {
        room.consumer(peer, peer * 10, PRODUCER, subscription(500));
    }
    room
}

fn send(room: &mut Room, sequence: u16, is_key: bool) {
    for (layer, rid) in (0..).zip(RIDS) {
        let picture = Picture {
            ssrc: 2000 + layer,
            rid,
            is_key,
            ..Picture::delta(sequence)
        };
        room.send(1, &picture.packet());
    }
}

fn set(room: &mut Room, consumer: u64, spatial: u8, temporal: u8) {
    room.run(Command::SetLayers {
        consumer,
        spatial,
        temporal,
    });
}

fn wanted(room: &mut Room) -> Vec<(i8, i8)> {
    std::mem::take(&mut room.events)
        .into_iter()
        .filter_map(|event| match event {
            Event::LayersWanted {
                producer: PRODUCER,
                spatial,
                temporal,
            } => Some((spatial, temporal)),
            _ => None,
        })
        .collect()
}

#[test]
fn what_everybody_wants_is_no_news() {
    let mut room = watched();
    room.pass(10_000);
    assert_eq!(wanted(&mut room), []);
}

#[test]
fn the_highest_wish_counts_and_falls_after_a_while() {
    let mut room = watched();
    set(&mut room, 20, 0, 0);
    set(&mut room, 30, 1, 0);
    room.pass(2500);
    assert_eq!(wanted(&mut room), []);
    room.pass(1000);
    assert_eq!(wanted(&mut room), [(1, 0)]);
}

#[test]
fn a_higher_wish_counts_at_once() {
    let mut room = watched();
    set(&mut room, 20, 0, 0);
    set(&mut room, 30, 0, 0);
    room.pass(4000);
    assert_eq!(wanted(&mut room), [(0, 0)]);
    set(&mut room, 30, 2, 0);
    assert_eq!(wanted(&mut room), [(2, 0)]);
}

#[test]
fn a_consumer_that_closes_or_pauses_wants_nothing() {
    let mut room = watched();
    room.run(Command::CloseConsumer { consumer: 20 });
    room.run(Command::PauseConsumer { consumer: 30 });
    room.pass(4000);
    assert_eq!(wanted(&mut room), [(-1, -1)]);
    room.run(Command::ResumeConsumer { consumer: 30 });
    assert_eq!(wanted(&mut room), [(2, 0)]);
}

#[test]
fn a_producer_without_consumers_is_told_so() {
    let mut room = Room::with_peers(2);
    room.producer(1, PRODUCER, video());
    room.pass(4000);
    assert_eq!(wanted(&mut room), [(-1, -1)]);
    room.consumer(2, 20, PRODUCER, subscription(500));
    assert_eq!(wanted(&mut room), [(0, 2)]);
}

#[test]
fn what_cannot_be_afforded_stays_wanted() {
    let mut room = watched();
    for transport in [2, 3] {
        room.run(Command::SetMaxBitrate {
            transport,
            bits_per_second: Some(1),
        });
    }
    for sequence in 100..400 {
        send(&mut room, sequence, sequence % 50 == 0);
        room.pass(30);
    }
    assert_eq!(wanted(&mut room), []);
}

#[test]
fn a_layer_is_wanted_until_nobody_is_given_it_any_more() {
    let mut room = watched();
    room.run(Command::CloseConsumer { consumer: 30 });
    send(&mut room, 100, true);
    set(&mut room, 20, 0, 0);
    for sequence in 101..301 {
        send(&mut room, sequence, false);
        room.pass(20);
    }
    assert_eq!(wanted(&mut room), []);
    send(&mut room, 301, true);
    room.pass(4000);
    assert_eq!(wanted(&mut room), [(0, 0)]);
}

#[test]
fn who_lost_the_connection_wants_nothing_until_back() {
    let mut room = watched();
    room.run(Command::CloseConsumer { consumer: 30 });
    room.pass(20_000);
    assert_eq!(wanted(&mut room), [(-1, -1)]);
    room.now_us += MS;
    let from = room.peer(2).path;
    room.datagram(from, room::check("u2", room::PWD, true));
    room.pass(300);
    assert_eq!(wanted(&mut room), [(2, 0)]);
}
