//! The same room twice, once with a participant who means harm: what the others get is the same to the
//! byte, what the attack leaves in memory is bounded, and what it makes the core send is too.

mod room;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use forward::command::{Codec, Command, ConsumerSpec, Encoding, ProducerSpec};
use forward::rtcp::{self, Packet, ReportBlock};
use forward::rtp::{ExtensionForm, RtpFields, RtpHeader, RtpWriter};
use room::{
    PWD, Picture, RTX_SSRC, Received, Room, SSRC, audio, check, ids, path, rtp, simulcast, sound,
    subscription, video,
};

const OUT: u32 = 500;
const OUT_SOUND: u32 = 600;
/// Peer 1 publishes, peer 2 watches, and this one watches and attacks.
const HOSTILE: u64 = 3;
/// What an attack may leave behind: the history of a few streams of its own.
const MAX_LEFT_BYTES: isize = 24 << 20;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
}

/// Counts what this thread holds.
struct Counting;

// SAFETY: everything is left to the system's allocator; the counter is a plain number of this thread.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.with(|held| held.set(held.get() + layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.with(|held| held.set(held.get() - layout.size() as isize));
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn prepared() -> Room {
    let mut room = Room::with_peers(3);
    room.producer(1, 10, video());
    let speech = ProducerSpec {
        mid: "1".into(),
        encodings: vec![Encoding {
            ssrc: Some(SSRC + 50),
            ..audio().encodings[0].clone()
        }],
        ..audio()
    };
    room.producer(1, 11, speech);
    for (transport, consumer) in [(2, 20), (HOSTILE, 30)] {
        let numbered = ids(&[("mid", 4), ("transport-cc", 5)]);
        let picture = ConsumerSpec {
            extensions: numbered,
            ..subscription(OUT)
        };
        room.consumer(transport, consumer, 10, picture);
        room.consumer(transport, consumer + 1, 11, subscription(OUT_SOUND));
    }
    let_it_send(&mut room);
    room.send(1, &Picture::key(100).packet());
    room.pass(20);
    room
}

/// The attacker has layers of its own to send, found by rid, and a stream that others watch.
fn let_it_send(room: &mut Room) {
    let layers = ProducerSpec {
        mid: "7".into(),
        ..simulcast()
    };
    room.producer(HOSTILE, 40, layers);
    let scalable = ProducerSpec {
        codec: Codec::Av1,
        payload_type: 45,
        rtx_payload_type: None,
        mid: "8".into(),
        encodings: vec![Encoding {
            ssrc: Some(77),
            spatial_layers: 3,
            temporal_layers: 3,
            ..Encoding::default()
        }],
        extensions: ids(&[("mid", 1), ("dependency-descriptor", 9)]),
        ..video()
    };
    room.producer(HOSTILE, 41, scalable);
    room.consumer(2, 22, 41, subscription(700));
}

/// A second of a call, with a blow of the attacker's after each packet; what the watcher got of it.
fn call(room: &mut Room, mut blow: impl FnMut(&mut Room, u16)) -> Vec<Received> {
    for at in 0..50 {
        room.send(1, &Picture::delta(101 + at).packet());
        let mut speech = sound(500 + at, &[at as u8; 40]);
        speech[8..12].copy_from_slice(&(SSRC + 50).to_be_bytes());
        speech[17] = b'1';
        room.send(1, &speech);
        blow(room, at);
        room.pass(20);
        for peer in &mut room.peers {
            peer.plain.clear();
            if peer.transport != 2 {
                peer.media.clear();
                peer.reports.clear();
            }
        }
    }
    let watcher = room.peer(2);
    let mut got = watcher.take_media(OUT);
    got.extend(watcher.take_media(OUT_SOUND));
    got
}

/// Everything but the transport-wide number, which counts what a watcher gets of others too.
fn told(got: &[Received]) -> Vec<(u32, u16, u32, bool, &[u8])> {
    let mut told = Vec::new();
    for packet in got {
        let header = &packet.header;
        let numbers = (header.ssrc, header.sequence, header.timestamp);
        told.push((
            numbers.0,
            numbers.1,
            numbers.2,
            header.marker,
            packet.payload(),
        ));
    }
    told
}

/// Runs the call without and with the attack.
fn assert_costs_others_nothing(blow: impl FnMut(&mut Room, u16)) -> Room {
    let calm = call(&mut prepared(), |_, _| ());
    assert_eq!(calm.len(), 1 + 50 + 50);
    let mut room = prepared();
    let before = HELD.get();
    let got = call(&mut room, blow);
    room.peer(HOSTILE).media = Vec::new();
    let left = HELD.get() - before;
    assert!(left < MAX_LEFT_BYTES, "{left} bytes are left");
    assert!(told(&calm) == told(&got), "others got something else");
    room
}

/// One report of arrivals: base, how many it covers, reference time, chunks and deltas.
fn arrivals(base: u16, count: u16, reference: u32, rest: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x8F, 205, 0, 0, 0, 0, 0, 9, 0, 0, 0, 9];
    bytes.extend_from_slice(&base.to_be_bytes());
    bytes.extend_from_slice(&count.to_be_bytes());
    bytes.extend_from_slice(&reference.to_be_bytes()[1..]);
    bytes.push(0);
    bytes.extend_from_slice(rest);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes[3] = (bytes.len() / 4 - 1) as u8;
    bytes
}

/// Chunks that say of so many packets that they are missing.
fn missing(mut count: u16) -> Vec<u8> {
    let mut chunks = Vec::new();
    while count > 0 {
        let run = count.min(0x1FFF);
        chunks.extend_from_slice(&run.to_be_bytes());
        count -= run;
    }
    chunks
}

#[test]
fn lies_about_arrivals_cost_others_nothing() {
    assert_costs_others_nothing(|room, at| {
        let absurd = [0x40, 4, 0x7F, 0xFF, 0x80, 0, 0x7F, 0xFF, 0x80, 0];
        let mut compound = Vec::new();
        // What was never sent, what is long gone, times that jump and go back, and the same again.
        for reference in [0, 1, 0x7F_FFFF, 0x80_0000, u32::from(at), 0xFF_FFFF] {
            compound.extend(arrivals(60_000 + at, 4, reference, &absurd));
            compound.extend(arrivals(
                at,
                8,
                reference,
                &[0x20, 8, 1, 255, 0, 0, 9, 9, 9, 9],
            ));
        }
        room.send_rtcp(HOSTILE, &compound);
        for _ in 0..20 {
            room.send_rtcp(HOSTILE, &arrivals(0, u16::MAX, 5, &missing(u16::MAX)));
        }
    });
}

#[test]
fn reports_that_claim_to_cover_every_number_are_looked_at_once_in_seconds() {
    let mut room = prepared();
    let claim = arrivals(0, u16::MAX, 5, &missing(u16::MAX));
    let compound = claim.repeat(30);
    for _ in 0..100 {
        room.send_rtcp(HOSTILE, &compound);
    }
    room.run(Command::RequestStats {
        request: 1,
        transport: Some(HOSTILE),
    });
    let told = format!("{:?}", room.events);
    assert!(told.contains("(\"limited\", Count(2999"), "{told}");
}

#[test]
fn lies_about_bandwidth_loss_and_round_trips_cost_others_nothing() {
    assert_costs_others_nothing(|room, at| {
        let mut compound = Vec::new();
        for bps in [0, 1, u64::MAX, u64::from(at) << 40] {
            rtcp::write_remb(&mut compound, 9, bps, &[OUT, OUT_SOUND, SSRC]);
        }
        let blocks: Vec<_> = (0..31)
            .map(|turn| ReportBlock {
                ssrc: [OUT, OUT_SOUND, SSRC, SSRC + 50][turn % 4],
                fraction_lost: 255,
                cumulative_lost: [0x7F_FFFF, -0x80_0000, 0][turn % 3],
                highest_sequence: u32::MAX.wrapping_mul(turn as u32),
                jitter: u32::MAX,
                last_sender_report: u32::MAX >> turn,
                delay_since_last: u32::MAX << (turn % 32),
            })
            .collect();
        rtcp::write_receiver_report(&mut compound, 9, &blocks);
        room.send_rtcp(HOSTILE, &compound);
    });
}

#[test]
fn a_bound_raised_beyond_all_numbers_can_still_be_raised() {
    let mut room = prepared();
    for bps in [2_000_000, 0, u64::MAX] {
        let mut compound = Vec::new();
        rtcp::write_remb(&mut compound, 9, bps, &[]);
        room.send_rtcp(HOSTILE, &compound);
    }
    room.pass(30_000);
    assert!(room.errors().is_empty());
}

#[test]
fn extensions_that_lie_about_their_size_cost_others_nothing() {
    assert_costs_others_nothing(|room, at| {
        let fields = RtpFields {
            marker: true,
            payload_type: 96,
            sequence: at,
            timestamp: 0,
            ssrc: 4000,
        };
        for profile in [0xBEDE_u16, 0x1000, 0x100F, 0, 0xFFFF] {
            for words in [0_u16, 1, 60, 300, 0xFFFF] {
                for fill in [0x00, 0x10, 0x1F, 0x3F, 0xF0, 0xFF] {
                    let mut packet = rtp(&fields, &[(1, b"7")], &[fill; 1200]);
                    packet[12..14].copy_from_slice(&profile.to_be_bytes());
                    let from = room.peer(HOSTILE).path;
                    packet[14..16].copy_from_slice(&words.to_be_bytes());
                    if RtpHeader::parse(&packet).is_ok() {
                        room.send(HOSTILE, &packet);
                    } else {
                        room.datagram(from, packet);
                    }
                }
            }
        }
    });
}

#[test]
fn ten_thousand_streams_and_layer_names_cost_others_nothing() {
    let mut names: Vec<String> = (0..100).map(|name| format!("r{name}")).collect();
    names.extend(["q", "h", "f"].map(String::from));
    let mut ssrc = 100_000;
    let room = assert_costs_others_nothing(|room, at| {
        for turn in 0..200_u32 {
            ssrc += 1;
            let name = &names[turn as usize % names.len()];
            let fields = RtpFields {
                marker: true,
                payload_type: [96, 97, 111, 45][turn as usize % 4],
                sequence: at,
                timestamp: 0,
                ssrc,
            };
            let elements = [(1, b"7".as_slice()), (3, name.as_bytes()), (4, b"f")];
            room.send(HOSTILE, &rtp(&fields, &elements, &[0; 900]));
        }
    });
    assert!(room.errors().is_empty());
}

#[test]
fn packets_replayed_and_out_of_order_cost_others_nothing() {
    let mut own = Vec::new();
    assert_costs_others_nothing(|room, at| {
        let picture = Picture {
            ssrc: 4001,
            rid: "q",
            sequence: at.wrapping_mul(31) % 64,
            ..Picture::key(7)
        };
        own.push(room.protect(HOSTILE, &picture.packet()));
        let from = [room.peer(HOSTILE).path, room.peer(1).path, path(6000)];
        for packet in own.iter().rev() {
            for from in from {
                room.datagram(from, packet.clone());
            }
        }
    });
}

/// Everything that went over the wire once more, from wherever it may come.
#[test]
fn what_others_sent_is_worth_nothing_when_sent_again() {
    let mut room = prepared();
    let genuine: Vec<_> = (101..120)
        .map(|sequence| room.protect(1, &Picture::delta(sequence).packet()))
        .collect();
    let from = room.peer(1).path;
    for packet in &genuine {
        room.datagram(from, packet.clone());
    }
    assert_eq!(room.peer(2).take_media(OUT).len(), 20);
    for port in [1001, 1002, 1003, 9000] {
        for packet in &genuine {
            room.datagram(path(port), packet.clone());
        }
    }
    assert!(room.peer(2).take_media(OUT).is_empty());
}

#[test]
fn checks_with_anothers_address_or_anothers_name_cost_others_nothing() {
    let room = assert_costs_others_nothing(|room, at| {
        for port in [1001, 1002, 7000 + at] {
            room.datagram(path(port), check("u3", PWD, true));
            for name in ["u1", "u2", "u3", "nobody"] {
                room.datagram(path(port), check(name, "a guess", true));
            }
        }
        // Its own browser goes on checking.
        room.datagram(path(1003), check("u3", PWD, true));
    });
    assert!(room.core.knows(&path(1001)) && room.core.knows(&path(1002)));
}

#[test]
fn an_address_that_was_left_can_be_had_by_another() {
    let mut room = prepared();
    room.pass(11_000);
    room.datagram(path(1002), check("u3", PWD, true));
    assert_eq!(room.peer(2).plain.len(), 1);
}

#[test]
fn whatever_is_asked_for_again_is_sent_a_thousand_times_a_second_at_most() {
    let mut room = prepared();
    for sequence in 101..600 {
        room.send(1, &Picture::delta(sequence).packet());
    }
    // It also claims to be a millisecond away, so that nothing is too soon.
    for _ in 0..200 {
        let ntp_middle =
            rtcp::ntp_middle(rtcp::ntp_from_unix_us(1_700_000_000_000_000 + room.now_us));
        let block = ReportBlock {
            ssrc: OUT,
            last_sender_report: ntp_middle.wrapping_sub(40),
            ..ReportBlock::default()
        };
        let mut compound = Vec::new();
        rtcp::write_receiver_report(&mut compound, 9, &[block]);
        room.send_rtcp(HOSTILE, &compound);
    }
    room.pass(100);
    room.peer(HOSTILE).media.clear();
    let newest = room
        .peer(2)
        .take_media(OUT)
        .last()
        .expect("some")
        .sequence();
    for _ in 0..100 {
        let mut compound = Vec::new();
        for first in (0..1000).step_by(17) {
            let missing: Vec<_> = (0..17).map(|at| newest.wrapping_sub(first + at)).collect();
            rtcp::write_nack(&mut compound, 9, OUT, &missing);
        }
        room.send_rtcp(HOSTILE, &compound);
        room.now_us += 10_000;
    }
    let repaired = room.peer(HOSTILE).media.len();
    assert!((500..=2000).contains(&repaired), "{repaired}");
}

#[test]
fn requests_for_pictures_and_old_packets_cost_others_nothing() {
    assert_costs_others_nothing(|room, at| {
        let mut compound = Vec::new();
        for ssrc in [OUT, OUT_SOUND, SSRC, RTX_SSRC, 0, u32::MAX] {
            rtcp::write_pli(&mut compound, 9, ssrc);
            rtcp::write_fir(&mut compound, 9, ssrc, at as u8);
            let unsent: Vec<_> = (0..300).map(|step| at.wrapping_sub(step * 200)).collect();
            rtcp::write_nack(&mut compound, 9, ssrc, &unsent);
        }
        for _ in 0..10 {
            room.send_rtcp(HOSTILE, &compound);
        }
    });
}

#[test]
fn repairs_of_anothers_stream_cost_others_nothing() {
    assert_costs_others_nothing(|room, at| {
        for ssrc in [SSRC, RTX_SSRC, SSRC + 50, OUT, OUT + 1] {
            for payload_type in [96, 97, 111, 100, 101] {
                let fields = RtpFields {
                    marker: true,
                    payload_type,
                    sequence: 101 + at,
                    timestamp: 0,
                    ssrc,
                };
                let mut wrapped = (101 + at).to_be_bytes().to_vec();
                wrapped.extend([0x90, 0xE0, 0x80, 1, 1, 0, 0]);
                room.send(HOSTILE, &rtp(&fields, &[(1, b"0")], &wrapped));
            }
        }
    });
}

#[test]
fn descriptors_without_end_cost_others_nothing() {
    assert_costs_others_nothing(|room, at| {
        for fill in [0x00, 0x55, 0xAA, 0xFF, at as u8] {
            let mut descriptor = vec![0xC0, 0, at as u8, 0x80];
            descriptor.resize(255, fill);
            let fields = RtpFields {
                marker: true,
                payload_type: 45,
                sequence: at.wrapping_mul(5),
                timestamp: u32::from(at),
                ssrc: 77,
            };
            let mut packet = vec![0; 1400];
            let form = ExtensionForm::TwoByte;
            let mut writer = RtpWriter::new(&mut packet, &fields, form).expect("there is room");
            writer.element(1, b"8").expect("there is room");
            writer.element(9, &descriptor).expect("there is room");
            let head = writer.finish().expect("there is room");
            packet[head] = 0x18;
            packet.truncate(head + 800);
            room.send(HOSTILE, &packet);
        }
    });
}

#[test]
fn noise_of_every_first_byte_costs_others_nothing() {
    assert_costs_others_nothing(|room, at| {
        for first in 0..=255_u8 {
            let noise: Vec<u8> = (0..40)
                .map(|step| first.wrapping_add(step).wrapping_mul(at as u8))
                .collect();
            for port in [1003, 9000 + at] {
                room.datagram(path(port), noise.clone());
            }
        }
    });
}

/// Its own estimate may be a fiction; a picture that nobody but it watches is not sent for that.
#[test]
fn who_claims_that_all_arrives_gets_no_more_than_others() {
    let mut room = prepared();
    let mut sent = 0;
    for at in 0..50 {
        room.send(1, &Picture::delta(101 + at).packet());
        let all: Vec<u8> = [0x20, 64].into_iter().chain([0; 64]).collect();
        room.send_rtcp(HOSTILE, &arrivals(at, 64, u32::from(at), &all));
        room.pass(20);
        sent += room.peer(HOSTILE).take_media(OUT).len();
    }
    assert_eq!(sent, 50 + 1);
    let padding = room.peer(HOSTILE).take_media(OUT + 1).len();
    assert!(padding < 500, "{padding}");
    let reports = &room.peer(HOSTILE).reports;
    assert!(
        reports
            .iter()
            .flat_map(|it| rtcp::packets(it))
            .all(|it| !matches!(it, Packet::Bye(_)))
    );
}
