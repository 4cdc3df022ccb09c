//! What the server itself hears and sends: taps and sources.

mod room;

use forward::command::{Codec, Command, ProducerSpec};
use forward::event::{Event, Figure};
use forward::rtcp::{self, Packet, SenderInfo};
use forward::rtp::{RtpFields, RtpHeader};
use room::{MS, Picture, Room, SSRC, audio, rtp, simulcast, sound, subscription, video};

const TAP: u64 = 30;
const EPOCH_US: u64 = 1_700_000_000_000_000;

/// A room whose peer 1 sends this, heard by a tap.
fn tapped(spec: ProducerSpec) -> Room {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, spec);
    listen(&mut room);
    room
}

fn listen(room: &mut Room) {
    room.run(Command::OpenTap {
        tap: TAP,
        producer: 10,
    });
}

fn headers(room: &Room) -> Vec<RtpHeader> {
    let packets = room.tapped.iter();
    packets
        .map(|(_, _, packet)| RtpHeader::parse(packet).expect("a packet"))
        .collect()
}

fn sequences(room: &Room) -> Vec<u16> {
    headers(room).iter().map(|header| header.sequence).collect()
}

fn clocks(room: &Room) -> Vec<(u32, u64)> {
    let events = room.events.iter();
    events
        .filter_map(|event| match *event {
            Event::TapClock {
                tap: TAP,
                rtp_timestamp,
                unix_us,
            } => Some((rtp_timestamp, unix_us)),
            _ => None,
        })
        .collect()
}

fn report(room: &mut Room, ssrc: u32, ntp: u64, rtp_timestamp: u32) {
    let info = SenderInfo {
        ssrc,
        ntp,
        rtp_timestamp,
        packet_count: 1,
        octet_count: 1,
    };
    let mut compound = Vec::new();
    rtcp::write_sender_report(&mut compound, &info, &[]);
    room.send_rtcp(1, &compound);
}

fn plis(room: &mut Room, transport: u64) -> usize {
    let reports = std::mem::take(&mut room.peer(transport).reports);
    let packets = reports.iter().flat_map(|report| rtcp::packets(report));
    packets
        .filter(|packet| matches!(packet, Packet::Pli(_)))
        .count()
}

#[test]
fn a_tap_hears_what_was_sent_with_the_time_it_came() {
    let mut room = tapped(audio());
    room.consumer(2, 20, 10, subscription(5000));
    for sequence in [700, 701, 702] {
        room.now_us += 20 * MS;
        room.send(1, &sound(sequence, b"hello"));
    }
    let (tap, unix_us, packet) = room.tapped[2].clone();
    assert_eq!((tap, unix_us), (TAP, EPOCH_US + room.now_us));
    let header = RtpHeader::parse(&packet).expect("a packet");
    assert_eq!((header.ssrc, header.payload_type), (SSRC, 111));
    assert_eq!((header.sequence, header.timestamp), (702, 702 * 960));
    assert_eq!(header.payload(&packet).expect("one"), b"hello");
    assert_eq!(header.element(&packet, 2), Some(&[0x80 | 0x28][..]));
    assert_eq!(room.peer(2).take_media(5000).len(), 3);
}

#[test]
fn a_tap_that_was_closed_hears_nothing_more() {
    let mut room = tapped(audio());
    room.send(1, &sound(700, b"a"));
    room.run(Command::CloseTap { tap: TAP });
    room.send(1, &sound(701, b"b"));
    assert_eq!(sequences(&room), [700]);
    assert!(room.errors().is_empty());
    room.run(Command::CloseTap { tap: TAP });
    assert_eq!(room.errors().len(), 1);
}

#[test]
fn a_tap_ends_with_its_producer_and_says_so() {
    let mut room = tapped(audio());
    room.send_quietly(1, &sound(700, b"its last word"));
    room.run(Command::CloseTransport { transport: 1 });
    assert_eq!(sequences(&room), [700]);
    assert!(room.events.contains(&Event::TapEnded { tap: TAP }));
    room.run(Command::CloseTap { tap: TAP });
    assert_eq!(room.errors().len(), 1);
}

#[test]
fn duplicates_and_retransmissions_come_once_and_unwrapped() {
    let mut room = tapped(video());
    room.send(1, &Picture::key(500).packet());
    let missing = Picture::delta(501);
    room.send(1, &Picture::delta(502).packet());
    room.send(1, &Picture::delta(502).packet());
    let mut wrapped = missing.sequence.to_be_bytes().to_vec();
    wrapped.extend_from_slice(&missing.payload());
    let fields = RtpFields {
        marker: true,
        payload_type: 97,
        sequence: 9,
        timestamp: missing.timestamp,
        ssrc: room::RTX_SSRC,
    };
    room.send(1, &rtp(&fields, &[(1, b"0")], &wrapped));
    assert_eq!(sequences(&room), [500, 502, 501]);
    let (_, _, repaired) = room.tapped[2].clone();
    let header = RtpHeader::parse(&repaired).expect("a packet");
    assert_eq!((header.ssrc, header.payload_type), (SSRC, 96));
    assert_eq!(header.payload(&repaired).expect("one"), missing.payload());
}

#[test]
fn video_begins_with_a_key_frame_which_is_asked_for() {
    let mut room = Room::with_peers(1);
    room.producer(1, 10, video());
    room.send(1, &Picture::key(500).packet());
    listen(&mut room);
    room.peer(1).reports.clear();
    room.send(1, &Picture::delta(501).packet());
    room.pass(100);
    assert_eq!(plis(&mut room, 1), 1);
    room.send(1, &Picture::key(502).packet());
    room.send(1, &Picture::delta(503).packet());
    assert_eq!(sequences(&room), [502, 503]);
}

#[test]
fn a_key_frame_can_be_asked_for() {
    let mut room = tapped(video());
    room.send(1, &Picture::key(500).packet());
    room.pass(1000);
    plis(&mut room, 1);
    room.run(Command::RequestProducerKeyFrame { producer: 10 });
    assert_eq!(plis(&mut room, 1), 1);
}

#[test]
fn probes_leave_no_gap() {
    let mut room = tapped(video());
    room.send(1, &Picture::key(500).packet());
    let probe = RtpFields {
        marker: false,
        payload_type: 96,
        sequence: 501,
        timestamp: 500 * 3000,
        ssrc: SSRC,
    };
    room.send(1, &rtp(&probe, &[(1, b"0")], &[]));
    room.send(1, &Picture::delta(502).packet());
    assert_eq!(sequences(&room), [500, 501]);
}

fn layer(ssrc: u32, rid: &'static str, sequence: u16, is_key: bool) -> Vec<u8> {
    let picture = Picture {
        ssrc,
        rid,
        is_key,
        ..Picture::key(sequence)
    };
    picture.packet()
}

/// Sends one frame of each of these layers, 33 ms after the last ones.
fn frames(room: &mut Room, layers: &[(u32, &'static str, u16, bool)]) {
    room.now_us += 33 * MS;
    room.core.handle_timeout(room.now_us);
    for &(ssrc, rid, sequence, is_key) in layers {
        room.send_quietly(1, &layer(ssrc, rid, sequence, is_key));
    }
    room.settle();
}

#[test]
fn simulcast_goes_up_and_down_at_key_frames_without_a_seam() {
    let mut room = tapped(simulcast());
    frames(&mut room, &[(11, "q", 100, true)]);
    frames(&mut room, &[(11, "q", 101, false), (13, "f", 9000, false)]);
    // The higher one is coming, but cannot be decoded yet.
    frames(&mut room, &[(11, "q", 102, false), (13, "f", 9001, true)]);
    frames(&mut room, &[(11, "q", 103, false), (13, "f", 9002, false)]);
    for sequence in 104..119 {
        frames(&mut room, &[(11, "q", sequence, false)]);
    }
    frames(&mut room, &[(11, "q", 119, true)]);
    frames(&mut room, &[(11, "q", 120, false)]);
    let headers = headers(&room);
    let numbers: Vec<_> = headers.iter().map(|header| header.sequence).collect();
    assert_eq!(numbers, [100, 101, 102, 103, 104, 105, 106]);
    assert!(headers.iter().all(|header| header.ssrc == 11));
    let steps: Vec<_> = headers
        .windows(2)
        .map(|pair| pair[1].timestamp.wrapping_sub(pair[0].timestamp))
        .collect();
    assert_eq!(steps[0], 3000);
    // From q to f and back: as much as time passed, 33 and 17 · 33 ms.
    assert!(
        steps[..4].iter().all(|step| (1..6000).contains(step)),
        "{steps:?}"
    );
    assert!(
        (17 * 2970 - 9000..17 * 2970 + 9000).contains(&steps[4]),
        "{steps:?}"
    );
    let markers: Vec<_> = room
        .tapped
        .iter()
        .map(|(_, _, packet)| packet[packet.len() - 2])
        .collect();
    // The last byte but one is the inverted key bit of VP8.
    assert_eq!(markers, [0, 1, 1, 0, 1, 0, 1]);
}

#[test]
fn a_paused_publisher_is_not_heard_and_begins_again_with_a_key_frame() {
    let mut room = tapped(video());
    room.send(1, &Picture::key(500).packet());
    room.run(Command::PauseProducer { producer: 10 });
    room.send(1, &Picture::key(501).packet());
    room.run(Command::ResumeProducer { producer: 10 });
    room.send(1, &Picture::delta(502).packet());
    room.send(1, &Picture::key(503).packet());
    assert_eq!(sequences(&room), [500, 501]);
    assert_eq!(room.tapped[1].2[room.tapped[1].2.len() - 1], 503_u16 as u8);
}

#[test]
fn sender_reports_tell_the_moment_by_our_clock() {
    let mut room = tapped(audio());
    report(&mut room, SSRC, rtcp::ntp_from_unix_us(5_000_000), 480);
    assert_eq!(clocks(&room), []);
    let reported_us = EPOCH_US + room.now_us;
    room.now_us += 100 * MS;
    // The first packet begins the stream, and what is known of its clock comes with it.
    room.send(1, &sound(700, b"a"));
    room.now_us += 900 * MS;
    // The publisher's clock says that 1 s passed; the network made it 1.2 s.
    room.now_us += 200 * MS;
    report(&mut room, SSRC, rtcp::ntp_from_unix_us(6_000_000), 48_480);
    let clocks = clocks(&room);
    assert_eq!(clocks.len(), 2);
    for ((rtp, unix_us), (right_rtp, right_us)) in clocks
        .iter()
        .zip([(480, reported_us), (48_480, reported_us + 1_000_000)])
    {
        assert_eq!(*rtp, right_rtp);
        assert!(unix_us.abs_diff(right_us) <= 2, "{unix_us} {right_us}");
    }
}

#[test]
fn what_the_listener_does_not_take_is_counted_and_nobody_else_waits() {
    let mut room = tapped(audio());
    room.consumer(2, 20, 10, subscription(5000));
    for sequence in 700..710 {
        room.send_quietly(1, &sound(sequence, b"a"));
        let mut wire = room::Wire::default();
        room.core.flush(room.now_us, &mut wire);
        assert_eq!(wire.0.len(), 1);
        room.core.drain_tapped(|_, _, _| sequence % 2 == 0);
    }
    room.run(Command::RequestStats {
        request: 1,
        transport: None,
    });
    let Some(Event::Stats { figures, .. }) = room.events.last() else {
        panic!("no stats");
    };
    let taps = figures.iter().find(|(name, _)| *name == "taps");
    let right = vec![
        ("tap", Figure::Count(TAP)),
        ("packets", Figure::Count(5)),
        ("dropped", Figure::Count(5)),
    ];
    assert_eq!(taps, Some(&("taps", Figure::List(vec![right]))));
}

#[test]
fn a_flood_without_drains_is_bounded() {
    let mut room = tapped(audio());
    let mut drained = 0;
    for burst in 0..100_u16 {
        for sequence in 0..200 {
            room.send_quietly(1, &sound(burst * 200 + sequence, &[0; 1000]));
        }
        room.core.flush(room.now_us, &mut room::Wire::default());
    }
    room.core.drain_tapped(|_, _, packet| {
        drained += packet.len();
        true
    });
    assert!(
        (1_000_000..=4 * 1024 * 1024).contains(&drained),
        "{drained}"
    );
}

// Sources

fn source(spec: ProducerSpec) -> Room {
    let mut room = Room::with_peers(2);
    room.run(Command::OpenSource {
        producer: 10,
        spec: Box::new(spec),
        room: 0,
    });
    room
}

fn inject(room: &mut Room, packet: &[u8]) {
    room.run(Command::Inject {
        producer: 10,
        packet: packet.to_vec(),
    });
}

#[test]
fn an_injected_packet_is_forwarded_like_a_received_one() {
    let mut room = source(audio());
    room.consumer(2, 20, 10, subscription(5000));
    listen(&mut room);
    inject(&mut room, &sound(700, b"attention"));
    inject(&mut room, &sound(701, b"please"));
    let heard = room.peer(2).take_media(5000);
    let payloads: Vec<_> = heard.iter().map(room::Received::payload).collect();
    assert_eq!(payloads, [&b"attention"[..], b"please"]);
    assert_eq!(heard[1].sequence(), heard[0].sequence() + 1);
    assert_eq!(sequences(&room), [700, 701]);
    room.pass(300);
    let levels = Event::Levels(vec![(10, 0x28)]);
    assert!(room.events.contains(&levels));
}

#[test]
fn subscribers_of_a_source_get_sender_reports() {
    let mut room = source(audio());
    room.consumer(2, 20, 10, subscription(5000));
    inject(&mut room, &sound(700, b"a"));
    let injected = rtcp::ntp_from_unix_us(EPOCH_US + room.now_us);
    room.pass(2000);
    let reports = std::mem::take(&mut room.peer(2).reports);
    let info = reports
        .iter()
        .flat_map(|report| rtcp::packets(report))
        .find_map(|packet| match packet {
            Packet::SenderReport(report) => Some(report.info),
            _ => None,
        })
        .expect("a sender report");
    assert_eq!(info.ssrc, 5000);
    let elapsed = (info.ntp.wrapping_sub(injected) >> 16) as u32;
    let units = (u64::from(elapsed) * 48_000) >> 16;
    let since = info.rtp_timestamp.wrapping_sub(700 * 960);
    assert!(u64::from(since).abs_diff(units) <= 2, "{since} {units}");
}

#[test]
fn a_source_is_told_when_a_key_frame_is_wanted() {
    let mut room = source(video());
    room.consumer(2, 20, 10, subscription(5000));
    let wanted = Event::KeyFrameWanted { producer: 10 };
    assert!(room.events.contains(&wanted));
    inject(&mut room, &Picture::key(500).packet());
    room.events.clear();
    room.pass(2000);
    assert!(!room.events.contains(&wanted));
    assert_eq!(room.peer(2).take_media(5000).len(), 1);
}

#[test]
fn what_is_not_of_the_source_is_refused() {
    let mut room = source(audio());
    let other = ProducerSpec {
        codec: Codec::Vp8,
        ..video()
    };
    room.producer(1, 11, other);
    let strange = |packet: Vec<u8>, producer| Command::Inject { producer, packet };
    for (packet, producer) in [
        (sound(700, &[0; 1500]), 10),
        (Picture::key(500).packet(), 10),
        (b"junk".to_vec(), 10),
        (Vec::new(), 10),
        (sound(700, b"a"), 11),
        (sound(700, b"a"), 404),
    ] {
        room.events.clear();
        room.run(strange(packet, producer));
        assert_eq!(room.errors().len(), 1);
    }
}

#[test]
fn a_closed_source_takes_its_consumers_and_taps_along() {
    let mut room = source(audio());
    room.consumer(2, 20, 10, subscription(5000));
    listen(&mut room);
    room.run(Command::CloseProducer { producer: 10 });
    assert!(room.events.contains(&Event::TapEnded { tap: TAP }));
    inject(&mut room, &sound(700, b"a"));
    assert_eq!(room.errors().len(), 1);
    room.run(Command::CloseConsumer { consumer: 20 });
    assert_eq!(room.errors().len(), 2);
}
