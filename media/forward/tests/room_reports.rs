//! Reports both ways: publishers learn how they arrive, subscribers which moment a timestamp stands for.

mod room;

use forward::command::{Command, ConsumerSpec, ProducerSpec};
use forward::event::{Event, Figure, Figures};
use forward::extensions::read_transport_cc;
use forward::rtcp::{self, Packet, ReportBlock, SenderInfo};
use forward::rtp::RtpFields;
use room::{Picture, Room, SSRC, audio, ids, rtp, sound, subscription, video};

fn reports<T>(room: &mut Room, peer: u64, read: impl Fn(&Packet) -> Option<T>) -> Vec<T> {
    let compounds = std::mem::take(&mut room.peer(peer).reports);
    compounds
        .iter()
        .flat_map(|compound| rtcp::packets(compound))
        .filter_map(|packet| read(&packet))
        .collect()
}

fn sender_report(ssrc: u32, ntp_s: u64, rtp_timestamp: u32) -> Vec<u8> {
    let info = SenderInfo {
        ssrc,
        ntp: ntp_s << 32,
        rtp_timestamp,
        ..SenderInfo::default()
    };
    let mut compound = Vec::new();
    rtcp::write_sender_report(&mut compound, &info, &[]);
    compound
}

#[test]
fn sound_and_picture_keep_their_relation_on_our_clock() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    let mut spec = audio();
    spec.encodings[0].ssrc = Some(3000);
    room.producer(1, 11, spec);
    room.consumer(2, 20, 10, subscription(2000));
    room.consumer(2, 21, 11, subscription(4000));
    room.send(1, &Picture::key(1).packet());
    let fields = RtpFields {
        marker: false,
        payload_type: 111,
        sequence: 1,
        timestamp: 48_000,
        ssrc: 3000,
    };
    room.send(1, &rtp(&fields, &[], b"x"));
    // On the publisher's clock, picture 0 and sound 960,000 are of second 7000 and 7010.
    room.send_rtcp(1, &sender_report(SSRC, 7000, 0));
    room.pass(100);
    room.send_rtcp(1, &sender_report(3000, 7010, 960_000));
    room.peer(2).reports.clear();
    room.pass(1100);
    let infos = reports(&mut room, 2, |packet| match packet {
        Packet::SenderReport(report) => Some(report.info),
        _ => None,
    });
    let find = |ssrc| {
        infos
            .iter()
            .find(|info| info.ssrc == ssrc)
            .expect("one each second")
    };
    let (picture, sound) = (find(2000), find(4000));
    // The second of the publisher's clock that each report speaks of, if both are told the same moment.
    let seconds_of_picture = 7000.0 + f64::from(picture.rtp_timestamp) / 90_000.0;
    let seconds_of_sound = 7010.0 + (f64::from(sound.rtp_timestamp) - 960_000.0) / 48_000.0;
    assert_eq!(picture.ntp, sound.ntp);
    assert!((seconds_of_picture - seconds_of_sound).abs() < 0.001);
    assert_eq!(picture.packet_count, 1);
}

#[test]
fn publishers_are_told_what_was_lost() {
    let mut room = Room::with_peers(1);
    room.producer(1, 10, audio());
    for sequence in (0..100).step_by(2) {
        room.send(1, &sound(sequence, b"x"));
    }
    room.send_rtcp(1, &sender_report(SSRC, 7000, 0));
    room.peer(1).reports.clear();
    room.pass(1100);
    let blocks = reports(&mut room, 1, |packet| match packet {
        Packet::ReceiverReport(report) => report.blocks().next(),
        _ => None,
    });
    let block: ReportBlock = blocks[0];
    assert_eq!((block.ssrc, block.cumulative_lost), (SSRC, 49));
    assert!((125..=128).contains(&block.fraction_lost));
    assert_eq!(block.last_sender_report, 7000 << 16);
    assert!(block.delay_since_last > 0);
}

#[test]
fn publishers_with_congestion_control_get_every_arrival_soon() {
    let mut room = Room::with_peers(1);
    room.producer(1, 10, video());
    for number in [10_u16, 11, 13] {
        let fields = RtpFields {
            marker: true,
            payload_type: 96,
            sequence: number,
            timestamp: 0,
            ssrc: SSRC,
        };
        let payload = Picture::key(number).payload();
        room.send(1, &rtp(&fields, &[(5, &number.to_be_bytes())], &payload));
    }
    room.pass(100);
    let arrived: Vec<Vec<(u16, bool)>> = reports(&mut room, 1, |packet| match packet {
        Packet::TransportCc(feedback) => Some(
            feedback
                .arrivals()
                .map(|arrival| (arrival.sequence, arrival.arrival_us.is_some()))
                .collect(),
        ),
        _ => None,
    });
    assert_eq!(
        arrived.concat(),
        [(10, true), (11, true), (12, false), (13, true)]
    );
}

#[test]
fn publishers_without_it_are_told_a_bound() {
    let mut room = Room::with_peers(1);
    room.producer(
        1,
        10,
        ProducerSpec {
            has_transport_cc: false,
            has_remb: true,
            ..video()
        },
    );
    room.send(1, &Picture::key(1).packet());
    room.pass(1100);
    let bounds = reports(&mut room, 1, |packet| match packet {
        Packet::Remb(remb) => Some(remb.bitrate_bps),
        _ => None,
    });
    assert!(
        bounds
            .iter()
            .all(|bound| (1_000_000..8_000_000).contains(bound))
    );
    assert!(!bounds.is_empty());
}

#[test]
fn what_leaves_for_a_subscriber_is_numbered_across_streams() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    let extensions = ids(&[("transport-cc", 7), ("abs-send-time", 3)]);
    for (consumer, ssrc) in [(20, 2000), (21, 3000)] {
        let spec = ConsumerSpec {
            extensions,
            ..subscription(ssrc)
        };
        room.consumer(2, consumer, 10, spec);
    }
    // What the connection takes is not known yet, so the second video waits for its turn.
    for sequence in 1..=20 {
        room.send(1, &Picture::key(sequence).packet());
        room.pass(30);
    }
    let media = std::mem::take(&mut room.peer(2).media);
    let numbers: Vec<_> = media
        .iter()
        .map(|packet| read_transport_cc(packet.header.element(&packet.bytes, 7).unwrap()).unwrap())
        .collect();
    let ssrcs: Vec<_> = media.iter().map(|packet| packet.header.ssrc).collect();
    assert!(ssrcs.contains(&2000) && ssrcs.contains(&3000) && ssrcs.contains(&2001));
    assert!((0..media.len() as u16).eq(numbers));
}

#[test]
fn what_subscribers_report_is_summed_for_their_transport() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, audio());
    room.consumer(2, 20, 10, subscription(2000));
    for sequence in 0..100 {
        room.send(1, &sound(sequence, b"x"));
    }
    let first = room.peer(2).take_media(2000)[0].sequence();
    let report = |through: u16, lost: i32| {
        let mut compound = Vec::new();
        let block = ReportBlock {
            ssrc: 2000,
            cumulative_lost: lost,
            highest_sequence: u32::from(first + through),
            ..ReportBlock::default()
        };
        rtcp::write_receiver_report(&mut compound, 7, &[block]);
        compound
    };
    room.send_rtcp(2, &report(9, 0));
    room.send_rtcp(2, &report(99, 30));
    room.run(Command::RequestStats {
        request: 5,
        transport: None,
    });
    let legs = room.events.iter().find_map(|event| match event {
        Event::Stats { figures, .. } => figures.iter().find(|(name, _)| *name == "legs"),
        _ => None,
    });
    let Some((_, Figure::List(legs))) = legs else {
        panic!("no legs");
    };
    let find = |leg: &Figures, wanted| match leg.iter().find(|(name, _)| *name == wanted) {
        Some((_, Figure::Count(value))) => *value,
        _ => panic!("{wanted} is no count"),
    };
    let leg = legs
        .iter()
        .find(|leg| find(leg, "transport") == 2)
        .expect("the subscriber's");
    assert_eq!((find(leg, "reported_out"), find(leg, "lost_out")), (90, 30));
}
