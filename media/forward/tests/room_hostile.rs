//! A participant who means harm, with valid keys or without: the others' media goes on, and what one packet
//! makes the core do stays bounded.

mod room;

use forward::Core;
use forward::event::Event;
use forward::rtcp;
use room::{MS, PWD, Picture, RTX_SSRC, Room, SSRC, Wire, check, path, sound, subscription, video};

const OUT: u32 = 500;
/// The hostile one; peer 1 publishes, peer 2 watches, and so does peer 3.
const HOSTILE: u64 = 3;

fn watched() -> Room {
    let mut room = Room::with_peers(3);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(OUT));
    room.consumer(HOSTILE, 30, 10, subscription(OUT));
    room.send(1, &Picture::key(100).packet());
    room.pass(20);
    for peer in &mut room.peers {
        peer.media.clear();
        peer.reports.clear();
        peer.plain.clear();
    }
    room.events.clear();
    room
}

/// The other subscriber still gets what is published now.
fn assert_others_watch(room: &mut Room) {
    room.peer(2).media.clear();
    for sequence in 200..210 {
        room.send(1, &Picture::delta(sequence).packet());
    }
    let got = room.peer(2).take_media(OUT).len();
    assert_eq!(got, 10);
}

/// A feedback message about one stream (RFC 4585 §6.1).
fn feedback(kind: u8, format: u8, body: &[u8]) -> Vec<u8> {
    let words = 2 + body.len() / 4;
    let mut bytes = vec![0x80 | format, kind, 0, words as u8, 0, 0, 0, 9];
    bytes.extend_from_slice(&OUT.to_be_bytes());
    bytes.extend_from_slice(body);
    bytes
}

fn plis_to_publisher(room: &mut Room) -> usize {
    let reports = std::mem::take(&mut room.peer(1).reports);
    let packets = reports.iter().flat_map(|report| rtcp::packets(report));
    packets
        .filter(|packet| matches!(packet, rtcp::Packet::Pli(_)))
        .count()
}

#[test]
fn a_storm_of_picture_requests_reaches_the_publisher_twice_a_second() {
    let mut room = watched();
    for _ in 0..200 {
        for _ in 0..20 {
            room.send_rtcp(HOSTILE, &feedback(206, 1, &[]));
            let entry = [OUT.to_be_bytes(), [1, 0, 0, 0]].concat();
            room.send_rtcp(HOSTILE, &feedback(206, 4, &entry));
        }
        room.pass(10);
    }
    // Two seconds.
    assert!(plis_to_publisher(&mut room) <= 5);
    assert_others_watch(&mut room);
}

#[test]
fn asking_again_and_again_for_old_packets_brings_each_once_in_half_a_round_trip() {
    let mut room = watched();
    for sequence in 101..150 {
        room.send(1, &Picture::delta(sequence).packet());
    }
    room.pass(100);
    room.peer(HOSTILE).media.clear();
    // Every number there is, 17 a request: those that went out, and many that never did.
    for first in (0..=u16::MAX).step_by(17).cycle().take(10_000) {
        let body = [first.to_be_bytes(), [0xFF, 0xFF]].concat();
        room.send_rtcp(HOSTILE, &feedback(205, 1, &body));
    }
    let repaired = room.peer(HOSTILE).media.len();
    assert!((1..=50).contains(&repaired), "{repaired}");
    assert_others_watch(&mut room);
}

#[test]
fn streams_that_nobody_announced_are_refused_without_bound_or_memory() {
    let mut room = watched();
    for ssrc in 0..20_000 {
        let picture = Picture {
            ssrc: 1_000_000 + ssrc,
            rid: "zzz",
            ..Picture::key(7)
        };
        room.send(HOSTILE, &picture.packet());
    }
    assert!(room.events.is_empty(), "{:?}", room.events);
    assert_others_watch(&mut room);
}

#[test]
fn the_numbers_of_anothers_stream_belong_to_that_other() {
    let mut room = watched();
    for ssrc in [SSRC, RTX_SSRC] {
        let picture = Picture {
            ssrc,
            ..Picture::key(9000)
        };
        room.send(HOSTILE, &picture.packet());
    }
    assert!(room.peer(2).media.is_empty());
    assert_others_watch(&mut room);
}

#[test]
fn a_packet_sent_again_is_forwarded_once() {
    let mut room = watched();
    let bytes = room.protect(1, &Picture::delta(101).packet());
    let from = room.peer(1).path;
    for _ in 0..1000 {
        room.datagram(from, bytes.clone());
    }
    assert_eq!(room.peer(2).take_media(OUT).len(), 1);
    assert_others_watch(&mut room);
}

#[test]
fn garbage_in_authentic_reports_does_nothing() {
    let mut room = watched();
    for kind in 192..=223 {
        for format in 0..32 {
            for len in [0, 4, 8, 60, 200] {
                let mut compound = feedback(kind, format, &vec![kind ^ format; len]);
                // Lengths that lie, too.
                compound[3] = compound[3].wrapping_add(format % 3);
                room.send_rtcp(HOSTILE, &compound);
            }
        }
    }
    assert!(room.peer(2).media.is_empty());
    assert!(room.peer(HOSTILE).media.len() < 50);
    assert_others_watch(&mut room);
}

#[test]
fn a_flood_of_handshakes_is_told_to_the_owner_in_measure() {
    let mut room = watched();
    let from = room.peer(HOSTILE).path;
    for _ in 0..1000 {
        for _ in 0..50 {
            room.datagram(from, vec![22; 1200]);
        }
        room.now_us += MS;
    }
    let told = room.events.iter();
    let told = told
        .filter(|event| matches!(event, Event::Dtls { .. }))
        .count();
    // One second: what a handshake needs, and no more.
    assert!(told <= 201, "{told}");
    assert_others_watch(&mut room);
}

#[test]
fn who_is_not_known_never_gets_more_bytes_than_were_sent() {
    let mut room = watched();
    let short = check("u1", PWD, true);
    let mut forged = vec![
        check("u1", "a wrong password", true),
        check("nobody", PWD, true),
        short[..20].to_vec(),
        short[..short.len() - 1].to_vec(),
        sound(1, &[1, 2, 3]),
        vec![22; 1200],
        vec![0x80, 200, 0, 1, 0, 0, 0, 1],
        vec![255; 60],
        Vec::new(),
    ];
    // Every bit of a good check, turned.
    for bit in 0..short.len() * 8 {
        let mut turned = short.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        forged.push(turned);
    }
    for (port, datagram) in (5000..).zip(forged) {
        let sent = datagram.len();
        let got = answered(&mut room.core, room.now_us, port, datagram);
        assert!(got <= sent, "{got} bytes for {sent}");
    }
    assert_others_watch(&mut room);
}

fn answered(core: &mut Core, now_us: u64, port: u16, mut datagram: Vec<u8>) -> usize {
    core.handle_datagram(now_us, &path(port), &mut datagram);
    let mut wire = Wire::default();
    core.flush(now_us, &mut wire);
    wire.0.iter().map(|(_, bytes)| bytes.len()).sum()
}
