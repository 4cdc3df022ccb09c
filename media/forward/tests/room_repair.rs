//! What gets lost is asked for and sent again, on both sides, without waste.

mod room;

use forward::command::Command;
use forward::rtcp::{self, Packet};
use forward::rtp::RtpFields;
use room::{Picture, RTX_SSRC, Room, SSRC, rtp, subscription, video};

fn watching() -> Room {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    room.consumer(2, 20, 10, subscription(2000));
    room.send(1, &Picture::key(100).packet());
    room
}

fn nacked(room: &mut Room) -> Vec<u16> {
    let reports = std::mem::take(&mut room.peer(1).reports);
    reports
        .iter()
        .flat_map(|report| rtcp::packets(report))
        .filter_map(|packet| match packet {
            Packet::Nack(nack) if nack.media == SSRC => Some(nack.sequences().collect::<Vec<_>>()),
            _ => None,
        })
        .flatten()
        .collect()
}

fn ask(room: &mut Room, sequences: &[u16]) {
    let mut compound = Vec::new();
    rtcp::write_nack(&mut compound, 1, 2000, sequences);
    room.send_rtcp(2, &compound);
}

#[test]
fn a_lost_packet_is_asked_for_after_a_moment() {
    let mut room = watching();
    room.send(1, &Picture::delta(102).packet());
    room.pass(10);
    assert!(nacked(&mut room).is_empty());
    room.pass(10);
    assert_eq!(nacked(&mut room), [101]);
}

#[test]
fn a_reordered_packet_is_not_asked_for() {
    let mut room = watching();
    room.send(1, &Picture::delta(102).packet());
    room.send(1, &Picture::delta(101).packet());
    room.pass(300);
    assert!(nacked(&mut room).is_empty());
}

#[test]
fn a_retransmission_from_the_publisher_reaches_the_subscriber_in_its_place() {
    let mut room = watching();
    room.send(1, &Picture::delta(102).packet());
    let lost = Picture::delta(101);
    let fields = RtpFields {
        marker: true,
        payload_type: 97,
        sequence: 5,
        timestamp: lost.timestamp,
        ssrc: RTX_SSRC,
    };
    let mut payload = 101_u16.to_be_bytes().to_vec();
    payload.extend(lost.payload());
    room.send(1, &rtp(&fields, &[(1, b"0")], &payload));
    let received = room.peer(2).take_media(2000);
    let steps: Vec<_> = received
        .iter()
        .map(|packet| packet.sequence().wrapping_sub(received[0].sequence()))
        .collect();
    assert_eq!(steps, [0, 2, 1]);
    assert_eq!(received[2].payload().last(), Some(&101));
}

#[test]
fn giving_up_asks_for_a_key_frame() {
    let mut room = watching();
    room.pass(600);
    room.peer(1).reports.clear();
    room.send(1, &Picture::delta(102).packet());
    for _ in 0..300 {
        room.pass(10);
    }
    let reports = std::mem::take(&mut room.peer(1).reports);
    let has_pli = reports
        .iter()
        .flat_map(|report| rtcp::packets(report))
        .any(|packet| matches!(packet, Packet::Pli(pli) if pli.media == SSRC));
    assert!(has_pli);
}

#[test]
fn a_subscriber_gets_a_lost_packet_again_on_the_repair_stream() {
    let mut room = watching();
    room.send(1, &Picture::delta(101).packet());
    let received = room.peer(2).take_media(2000);
    room.pass(200);
    ask(&mut room, &[received[1].sequence()]);
    let repaired = room.peer(2).take_media(2001);
    assert_eq!(repaired.len(), 1);
    let (original, payload) = repaired[0].payload().split_at(2);
    assert_eq!(original, received[1].sequence().to_be_bytes());
    assert_eq!(payload, received[1].payload());
    assert_eq!(repaired[0].header.payload_type, 101);
    assert_eq!(repaired[0].header.timestamp, received[1].header.timestamp);
}

#[test]
fn asking_twice_within_half_a_round_trip_is_answered_once() {
    let mut room = watching();
    let first = room.peer(2).take_media(2000)[0].sequence();
    room.pass(200);
    for _ in 0..5 {
        ask(&mut room, &[first, first]);
    }
    assert_eq!(room.peer(2).take_media(2001).len(), 1);
    room.pass(100);
    ask(&mut room, &[first]);
    assert_eq!(room.peer(2).take_media(2001).len(), 1);
}

#[test]
fn what_was_never_sent_is_not_repaired() {
    let mut room = watching();
    let first = room.peer(2).take_media(2000)[0].sequence();
    room.pass(200);
    ask(
        &mut room,
        &[first.wrapping_sub(1), first.wrapping_add(1), first ^ 0x8000],
    );
    assert!(room.peer(2).media.is_empty());
}

#[test]
fn nothing_is_repaired_for_a_paused_subscriber() {
    let mut room = watching();
    let first = room.peer(2).take_media(2000)[0].sequence();
    room.pass(200);
    room.run(Command::PauseConsumer { consumer: 20 });
    ask(&mut room, &[first]);
    assert!(room.peer(2).media.is_empty());
}
