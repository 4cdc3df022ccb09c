//! Arrival reports: what was recorded is what the sender reads.

use std::collections::BTreeMap;

use forward::rtcp::{Packet, packets};
use forward::twcc::{ArrivalRecorder, Feedback, FeedbackError};
use proptest::prelude::*;

/// All reports pending in the recorder, as sequence number → arrival in µs.
fn reported(recorder: &mut ArrivalRecorder) -> BTreeMap<u16, Option<i64>> {
    let mut buf = Vec::new();
    let count = recorder.write_feedback(&mut buf, 1, 2);
    let reports: Vec<_> = packets(&buf)
        .map(|packet| match packet {
            Packet::TransportCc(feedback) => feedback,
            other => panic!("wrote {other:?}"),
        })
        .collect();
    assert_eq!(reports.len(), count);
    reports
        .iter()
        .flat_map(Feedback::arrivals)
        .map(|arrival| (arrival.sequence, arrival.arrival_us))
        .collect()
}

fn recorded(arrivals: &[(u16, u64)]) -> ArrivalRecorder {
    let mut recorder = ArrivalRecorder::new();
    for &(sequence, arrival_us) in arrivals {
        recorder.record(sequence, arrival_us);
    }
    recorder
}

#[test]
fn a_run_and_a_loss_are_written_as_the_draft_shows() {
    let mut recorder = recorded(&[(5, 64_000), (6, 64_250), (8, 80_000)]);
    let mut buf = Vec::new();
    assert_eq!(
        recorder.write_feedback(&mut buf, 0x0102_0304, 0x0506_0708),
        1
    );
    let expected = [
        0x8F, 205, 0, 6, // length in words
        1, 2, 3, 4, 5, 6, 7, 8, // sender, media source
        0, 5, 0, 4, // base, count
        0, 0, 1, 0, // 64 ms, first report
        0xB4, 0, // one-bit vector: received, received, lost, received
        0, 1, 63, // deltas in 250 µs
        0, 0, 0,
    ];
    assert_eq!(buf, expected);
}

#[test]
fn nothing_new_writes_nothing() {
    let mut recorder = recorded(&[(5, 64_000)]);
    assert!(recorder.has_news());
    assert_eq!(reported(&mut recorder).len(), 1);
    assert!(!recorder.has_news());
    assert!(reported(&mut recorder).is_empty());
    recorder.record(5, 99_000);
    assert!(!recorder.has_news());
}

#[test]
fn a_loss_between_two_reports_is_told() {
    let mut recorder = recorded(&[(5, 1000)]);
    reported(&mut recorder);
    recorder.record(8, 2000);
    let second = reported(&mut recorder);
    assert_eq!(
        second,
        BTreeMap::from([(6, None), (7, None), (8, Some(2000))])
    );
}

#[test]
fn a_late_packet_is_told_after_all() {
    let mut recorder = recorded(&[(5, 1000), (7, 2000)]);
    reported(&mut recorder);
    recorder.record(6, 3000);
    let second = reported(&mut recorder);
    assert_eq!(second.get(&6), Some(&Some(3000)));
    assert_eq!(second.get(&7), Some(&Some(2000)));
}

#[test]
fn a_delta_too_large_starts_another_report() {
    let mut recorder = recorded(&[(5, 0), (6, 9_000_000), (7, 9_000_250)]);
    let mut buf = Vec::new();
    assert_eq!(recorder.write_feedback(&mut buf, 1, 2), 2);
    let mut recorder = recorded(&[(5, 0), (6, 9_000_000), (7, 9_000_250)]);
    assert_eq!(reported(&mut recorder).get(&6), Some(&Some(9_000_000)));
}

#[test]
fn no_report_is_longer_than_a_datagram() {
    let mut recorder = ArrivalRecorder::new();
    for index in 0..2000_u16 {
        // Every other delta is negative, so that all of them are large.
        let jitter = u64::from(index % 2) * 100_000;
        recorder.record(index, 1_000_000 + u64::from(index) * 250 + jitter);
    }
    let mut buf = Vec::new();
    assert!(recorder.write_feedback(&mut buf, 1, 2) > 3);
    let mut at = 0;
    while at < buf.len() {
        let len = 4 + usize::from(u16::from_be_bytes([buf[at + 2], buf[at + 3]])) * 4;
        assert!(len <= 1150);
        at += len;
    }
}

#[test]
fn a_jump_forgets_what_is_behind_the_window() {
    let mut recorder = recorded(&[(5, 1000)]);
    reported(&mut recorder);
    recorder.record(20_000, 2000);
    let second = reported(&mut recorder);
    assert_eq!(second.len(), 2048);
    assert_eq!(second.get(&20_000), Some(&Some(2000)));
}

#[test]
fn a_report_that_ends_early_is_refused() {
    let mut recorder = recorded(&[(5, 64_000), (6, 64_250), (8, 80_000)]);
    let mut buf = Vec::new();
    recorder.write_feedback(&mut buf, 1, 2);
    for len in 4..buf.len() - 3 {
        let refused = Feedback::parse(&buf[4..len]);
        assert_eq!(refused.err(), Some(FeedbackError::TooShort), "{len} bytes");
    }
}

#[test]
fn the_reserved_symbol_is_refused() {
    let mut body = [0; 20];
    body[11] = 1;
    body[16..18].copy_from_slice(&[0x60, 1]);
    assert_eq!(Feedback::parse(&body).err(), Some(FeedbackError::Reserved));
}

proptest! {
    #[test]
    fn what_is_recorded_reads_back(
        start in any::<u16>(),
        start_us in 0_u64..1 << 40,
        steps in proptest::collection::vec((1_u16..20, -60_000_i64..120_000), 1..300),
    ) {
        let mut recorder = ArrivalRecorder::new();
        let mut expected = BTreeMap::new();
        let (mut sequence, mut now_us) = (start, start_us + 60_000 * 300);
        for (ahead, later_us) in steps {
            // Kept within what the recorder remembers.
            if sequence.wrapping_sub(start) > 1900 {
                break;
            }
            recorder.record(sequence, now_us);
            expected.insert(sequence.wrapping_sub(start), now_us / 250);
            sequence = sequence.wrapping_add(ahead);
            now_us = now_us.saturating_add_signed(later_us);
        }
        // The reference time is 24 bits of 64 ms; compare on that circle.
        let circle = 256_i64 << 24;
        for (sequence, arrival_us) in reported(&mut recorder) {
            let expected = expected.get(&sequence.wrapping_sub(start));
            let expected = expected.map(|tick| tick.cast_signed().rem_euclid(circle));
            let read = arrival_us.map(|us| (us / 250).rem_euclid(circle));
            prop_assert_eq!(read, expected);
        }
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(feedback) = Feedback::parse(&bytes) {
            prop_assert_eq!(feedback.arrivals().count(), usize::from(feedback.packet_count));
        }
    }
}
