//! Reads a compound and writes what it said anew: the same must be read again. The bytes also say when
//! packets arrived: the reports must tell exactly that, and fit a datagram.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use forward::rtcp::{self, Packet};
use forward::twcc::{ArrivalRecorder, Feedback};
use libfuzzer_sys::fuzz_target;

/// A report with its SRTCP trailer fits any path.
const MAX_FEEDBACK_BYTES: usize = 1150;
/// Reference times count 64 ms in 24 bits.
const REFERENCE_CIRCLE: i64 = 1 << 32;

fuzz_target!(|bytes: &[u8]| {
    let mut seen = 0;
    for packet in rtcp::packets(bytes) {
        seen += 1;
        rewrite(bytes.len(), &packet);
    }
    assert!(seen * 4 <= bytes.len());
    if let Ok(feedback) = Feedback::parse(bytes) {
        read_feedback(bytes.len(), &feedback);
    }
    record_arrivals(bytes);
});

/// One packet's meaning survives being written and read.
fn rewrite(limit: usize, packet: &Packet) {
    match packet {
        Packet::SenderReport(report) => {
            let blocks: Vec<_> = report.blocks().collect();
            let again = written(|buf| rtcp::write_sender_report(buf, &report.info, &blocks));
            match rtcp::packets(&again).next() {
                Some(Packet::SenderReport(read)) => {
                    assert_eq!(read.info, report.info);
                    assert!(read.blocks().eq(blocks));
                }
                other => panic!("{other:?}"),
            }
        }
        Packet::ReceiverReport(report) => {
            let blocks: Vec<_> = report.blocks().collect();
            let again = written(|buf| rtcp::write_receiver_report(buf, report.ssrc, &blocks));
            match rtcp::packets(&again).next() {
                Some(Packet::ReceiverReport(read)) => assert!(read.blocks().eq(blocks)),
                other => panic!("{other:?}"),
            }
        }
        Packet::SourceDescription(names) => rewrite_names(names),
        Packet::Bye(bye) => {
            let ssrcs: Vec<_> = bye.ssrcs().collect();
            let again = written(|buf| rtcp::write_bye(buf, &ssrcs));
            let read = rtcp::packets(&again).flat_map(|packet| match packet {
                Packet::Bye(bye) => bye.ssrcs().collect::<Vec<_>>(),
                other => panic!("{other:?}"),
            });
            assert!(read.eq(ssrcs));
        }
        Packet::Nack(nack) => rewrite_nack(limit, nack),
        Packet::Pli(loss) => {
            let again = written(|buf| rtcp::write_pli(buf, loss.sender, loss.media));
            let read = rtcp::packets(&again).next();
            assert!(matches!(read, Some(Packet::Pli(read)) if read == *loss));
        }
        Packet::Fir(fir) => rewrite_fir(fir),
        Packet::Remb(remb) => rewrite_remb(remb),
        Packet::TransportCc(feedback) => read_feedback(limit, feedback),
        Packet::Other { .. } => {}
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut buf = Vec::new();
    write(&mut buf);
    assert!(buf.len() % 4 == 0);
    buf
}

fn rewrite_names(names: &rtcp::SourceDescription) {
    for (ssrc, name) in names.cnames() {
        let Ok(name) = std::str::from_utf8(name) else {
            continue;
        };
        let again = written(|buf| rtcp::write_cname(buf, ssrc, name));
        match rtcp::packets(&again).next() {
            Some(Packet::SourceDescription(read)) => {
                assert!(read.cnames().eq([(ssrc, name.as_bytes())]));
            }
            other => panic!("{other:?}"),
        }
    }
}

fn rewrite_nack(limit: usize, nack: &rtcp::Nack) {
    let missing: Vec<_> = nack.sequences().collect();
    assert!(missing.len() <= limit / 4 * 17);
    let again = written(|buf| rtcp::write_nack(buf, nack.sender, nack.media, &missing));
    let read: BTreeSet<_> = match rtcp::packets(&again).next() {
        Some(Packet::Nack(read)) => read.sequences().collect(),
        None => BTreeSet::new(),
        other => panic!("{other:?}"),
    };
    assert_eq!(read, missing.into_iter().collect());
}

fn rewrite_fir(fir: &rtcp::Fir) {
    for entry in fir.entries() {
        let again = written(|buf| rtcp::write_fir(buf, fir.sender, entry.ssrc, entry.number));
        match rtcp::packets(&again).next() {
            Some(Packet::Fir(read)) => assert!(read.entries().eq([entry])),
            other => panic!("{other:?}"),
        }
    }
}

/// Writing rounds down to 18 significant bits, reading does not: once written, it stays.
fn rewrite_remb(remb: &rtcp::Remb) {
    let ssrcs: Vec<_> = remb.ssrcs().collect();
    let again = written(|buf| rtcp::write_remb(buf, remb.sender, remb.bitrate_bps, &ssrcs));
    match rtcp::packets(&again).next() {
        Some(Packet::Remb(read)) => {
            assert!(read.bitrate_bps <= remb.bitrate_bps);
            assert!(remb.bitrate_bps - read.bitrate_bps <= remb.bitrate_bps >> 17);
            assert!(read.ssrcs().eq(ssrcs));
        }
        other => panic!("{other:?}"),
    }
}

/// Every packet that a report covers is there once, in order.
fn read_feedback(limit: usize, feedback: &Feedback) {
    let mut expected = feedback.base_sequence;
    let mut count = 0;
    let mut arrived = 0;
    for arrival in feedback.arrivals() {
        assert_eq!(arrival.sequence, expected);
        expected = expected.wrapping_add(1);
        count += 1;
        arrived += usize::from(arrival.arrival_us.is_some());
    }
    assert_eq!(count, usize::from(feedback.packet_count));
    assert!(arrived <= limit, "each takes a byte at least");
}

/// Takes the bytes as arrivals, with reports in between.
fn record_arrivals(bytes: &[u8]) {
    let mut recorder = ArrivalRecorder::new();
    let mut arrived = BTreeMap::new();
    let mut now_us = 1 << 32;
    for arrival in bytes.chunks_exact(5) {
        let step = i32::from_be_bytes([arrival[2], arrival[3], arrival[4], 0]) >> 8;
        now_us = u64::saturating_add_signed(now_us, i64::from(step));
        let sequence = u16::from_be_bytes([arrival[0], arrival[1]]);
        recorder.record(sequence, now_us);
        arrived
            .entry(sequence)
            .or_insert_with(Vec::new)
            .push(now_us as i64 / 250);
        if arrival[4] % 16 == 0 {
            report(&mut recorder, &arrived);
        }
    }
    report(&mut recorder, &arrived);
    assert!(!recorder.has_news());
}

/// What is reported as arrived did, at that time; a number may have come around again.
fn report(recorder: &mut ArrivalRecorder, arrived: &BTreeMap<u16, Vec<i64>>) {
    let mut compound = Vec::new();
    let count = recorder.write_feedback(&mut compound, 1, 2);
    let mut rest = &compound[..];
    let mut reports = 0;
    while let Some(head) = rest.first_chunk::<4>() {
        let len = 4 + usize::from(u16::from_be_bytes([head[2], head[3]])) * 4;
        assert!(len <= MAX_FEEDBACK_BYTES, "{len}");
        let Some(Packet::TransportCc(feedback)) = rtcp::packets(&rest[..len]).next() else {
            panic!("it cannot be read");
        };
        for arrival in feedback.arrivals() {
            let Some(us) = arrival.arrival_us else {
                continue;
            };
            let known = arrived.get(&arrival.sequence).expect("it never came");
            let is_known = |tick: &i64| (tick - us / 250).rem_euclid(REFERENCE_CIRCLE) == 0;
            assert!(known.iter().any(is_known), "{us} is not in {known:?}");
        }
        rest = &rest[len..];
        reports += 1;
    }
    assert_eq!(reports, count);
}
