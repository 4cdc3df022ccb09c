//! Where a peer is, is believed only from checks that prove who sent them.

mod room;

use forward::command::Command;
use forward::event::Event;
use forward::path::{Path, Protocol};
use room::{PWD, Room, audio, check, path, sound, subscription};

fn told(room: &mut Room) -> Vec<Event> {
    std::mem::take(&mut room.events)
}

#[test]
fn a_nominated_check_from_elsewhere_moves_the_peer() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, audio());
    room.consumer(2, 20, 10, subscription(2000));
    told(&mut room);
    room.datagram(path(4000), check("u2", PWD, true));
    assert!(matches!(
        told(&mut room)[..],
        [Event::IceMoved { transport: 2, remote, .. }] if remote == path(4000).remote
    ));
    room.send(1, &sound(1, b"to the old address"));
    assert!(room.peer(2).media.is_empty());
    room.peer(2).path = path(4000);
    room.send(1, &sound(2, b"to the new one"));
    assert_eq!(room.peer(2).take_media(2000).len(), 1);
}

#[test]
fn a_check_that_does_not_nominate_moves_nobody() {
    let mut room = Room::with_peers(1);
    told(&mut room);
    room.datagram(path(4000), check("u1", PWD, false));
    assert!(told(&mut room).is_empty());
}

#[test]
fn a_forged_check_is_not_answered_and_moves_nobody() {
    let mut room = Room::with_peers(1);
    told(&mut room);
    room.peer(1).path = path(4000);
    room.datagram(path(4000), check("u1", "another password", true));
    room.datagram(path(4000), check("nobody", PWD, true));
    assert!(told(&mut room).is_empty());
    assert!(room.peer(1).plain.is_empty());
}

#[test]
fn guessing_passwords_is_limited_and_does_not_shut_the_peer_out() {
    let mut room = Room::with_peers(1);
    for port in 0..500 {
        room.datagram(path(10_000 + port), check("u1", "guess", true));
    }
    room.core.handle_command(
        room.now_us,
        Command::RequestStats {
            request: 1,
            transport: None,
        },
    );
    room.settle();
    // One of the fifty allowed was the check that connected.
    let figures = format!("{:?}", told(&mut room));
    assert!(figures.contains("(\"limited\", Count(451"), "{figures}");
    // The address it is known by needs no allowance.
    let known = room.peer(1).path;
    room.datagram(known, check("u1", PWD, true));
    assert_eq!(room.peer(1).plain.len(), 1);
}

#[test]
fn silence_is_told_after_ten_seconds_and_a_check_brings_the_peer_back() {
    let mut room = Room::with_peers(1);
    told(&mut room);
    room.pass(9_900);
    assert!(told(&mut room).is_empty());
    room.pass(300);
    assert!(matches!(
        told(&mut room)[..],
        [Event::IceLost { transport: 1 }]
    ));
    room.datagram(path(4001), check("u1", PWD, false));
    assert!(matches!(
        told(&mut room)[..],
        [Event::IceConnected { transport: 1, .. }]
    ));
}

#[test]
fn nothing_is_sent_to_a_lost_peer() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, audio());
    room.consumer(2, 20, 10, subscription(2000));
    for _ in 0..11 {
        room.pass(1000);
        room.datagram(path(1001), check("u1", PWD, true));
    }
    room.send(1, &sound(1, b"x"));
    assert!(room.peer(2).media.is_empty());
}

#[test]
fn new_credentials_work_beside_the_old_until_they_are_used() {
    let mut room = Room::with_peers(1);
    room.run(Command::RestartIce {
        transport: 1,
        ufrag: "fresh".into(),
        pwd: "a fresh password".into(),
    });
    let known = room.peer(1).path;
    let mut answers = |ufrag: &str, pwd: &str| {
        room.peer(1).plain.clear();
        room.datagram(known, check(ufrag, pwd, true));
        room.peer(1).plain.len()
    };
    assert_eq!(answers("u1", PWD), 1);
    assert_eq!(answers("fresh", PWD), 0);
    assert_eq!(answers("fresh", "a fresh password"), 1);
    assert_eq!(answers("u1", PWD), 0);
}

#[test]
fn dtls_is_handed_over_only_from_verified_addresses() {
    let mut room = Room::with_peers(1);
    told(&mut room);
    room.datagram(path(1), vec![22; 50]);
    assert!(told(&mut room).is_empty());
    let known = room.peer(1).path;
    room.datagram(known, vec![22; 50]);
    assert!(
        matches!(&told(&mut room)[..], [Event::Dtls { transport: 1, data }] if data == &[22; 50])
    );
}

#[test]
fn a_flood_of_dtls_is_cut() {
    let mut room = Room::with_peers(1);
    told(&mut room);
    let known = room.peer(1).path;
    for _ in 0..1000 {
        room.datagram(known, vec![22; 50]);
    }
    assert!(told(&mut room).len() <= 100);
}

#[test]
fn a_taken_fragment_is_refused() {
    let mut room = Room::with_peers(1);
    room.run(Command::OpenTransport {
        transport: 5,
        ufrag: "u1".into(),
        pwd: PWD.into(),
        room: 0,
    });
    assert_eq!(room.errors().len(), 1);
}

fn stream(port: u16) -> Path {
    Path {
        protocol: Protocol::Tcp,
        socket: 7,
        ..path(port)
    }
}

#[test]
fn media_follow_from_datagrams_to_a_stream_and_back_when_it_ends() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, audio());
    room.consumer(2, 20, 10, subscription(2000));
    told(&mut room);
    // The stream comes from the same address and port as the datagrams.
    let datagrams = room.peer(2).path;
    let over_tcp = Path {
        protocol: Protocol::Tcp,
        ..datagrams
    };
    room.datagram(over_tcp, check("u2", PWD, true));
    assert!(matches!(
        told(&mut room)[..],
        [Event::IceMoved {
            transport: 2,
            protocol: Protocol::Tcp,
            ..
        }]
    ));
    assert!(room.core.knows(&over_tcp) && room.core.knows(&datagrams));
    room.core.close_path(room.now_us, &over_tcp);
    room.settle();
    assert!(matches!(
        told(&mut room)[..],
        [Event::IceMoved {
            transport: 2,
            protocol: Protocol::Udp,
            ..
        }]
    ));
    assert!(!room.core.knows(&over_tcp));
    room.send(1, &sound(1, b"by datagram again"));
    assert_eq!(room.peer(2).take_media(2000).len(), 1);
}

#[test]
fn who_loses_the_only_stream_is_lost_at_once_and_gets_nothing_until_a_check() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, audio());
    room.consumer(2, 20, 10, subscription(2000));
    room.datagram(stream(4000), check("u2", PWD, true));
    room.pass(6000);
    room.datagram(stream(4000), check("u2", PWD, true));
    told(&mut room);
    room.core.close_path(room.now_us, &stream(4000));
    room.settle();
    assert_eq!(told(&mut room), [Event::IceLost { transport: 2 }]);
    room.send(1, &sound(1, b"to nobody"));
    assert!(room.peer(2).take_media(2000).is_empty());
    let back = room.peer(2).path;
    room.datagram(back, check("u2", PWD, true));
    room.send(1, &sound(2, b"here again"));
    assert_eq!(room.peer(2).take_media(2000).len(), 1);
}

#[test]
fn a_closed_transport_is_not_known_by_any_path() {
    let mut room = Room::with_peers(1);
    room.datagram(stream(4000), check("u1", PWD, true));
    room.run(Command::CloseTransport { transport: 1 });
    assert!(!room.core.knows(&stream(4000)));
    room.core.close_path(room.now_us, &stream(4000));
    room.settle();
    assert!(room.errors().is_empty());
}
