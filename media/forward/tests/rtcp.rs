//! RTCP packets: written ones read back, malformed ones are skipped.

use forward::rtcp::{
    self, FirEntry, Packet, PictureLoss, ReportBlock, SenderInfo, is_rtcp, ntp_from_unix_us,
    ntp_middle, packets,
};
use proptest::prelude::*;

const BLOCK: ReportBlock = ReportBlock {
    ssrc: 7,
    fraction_lost: 128,
    cumulative_lost: -2,
    highest_sequence: 0x0001_0005,
    jitter: 90,
    last_sender_report: 0x1234_5678,
    delay_since_last: 65_536,
};
const INFO: SenderInfo = SenderInfo {
    ssrc: 5,
    ntp: 0x0102_0304_0506_0708,
    rtp_timestamp: 9,
    packet_count: 10,
    octet_count: 11,
};

/// What `write` appended, as the single packet it should be.
fn single(buf: &[u8]) -> Packet<'_> {
    let mut all = packets(buf);
    let first = all.next().expect("there is one");
    assert!(all.next().is_none());
    first
}

fn nacked(sequences: &[u16]) -> (Vec<u16>, usize) {
    let mut buf = Vec::new();
    rtcp::write_nack(&mut buf, 1, 2, sequences);
    let Packet::Nack(nack) = single(&buf) else {
        panic!("not a NACK");
    };
    assert_eq!((nack.sender, nack.media), (1, 2));
    (nack.sequences().collect(), (buf.len() - 12) / 4)
}

#[test]
fn a_sender_report_reads_back() {
    let mut buf = Vec::new();
    rtcp::write_sender_report(&mut buf, &INFO, &[BLOCK]);
    let Packet::SenderReport(report) = single(&buf) else {
        panic!("not a sender report");
    };
    assert_eq!(report.info, INFO);
    assert_eq!(report.blocks().collect::<Vec<_>>(), [BLOCK]);
}

#[test]
fn the_32nd_block_starts_another_report() {
    let mut buf = Vec::new();
    rtcp::write_sender_report(&mut buf, &INFO, &[BLOCK; 40]);
    let counts: Vec<_> = packets(&buf)
        .map(|packet| match packet {
            Packet::SenderReport(report) => report.blocks().count(),
            Packet::ReceiverReport(report) => report.blocks().count(),
            _ => 0,
        })
        .collect();
    assert_eq!(counts, [31, 9]);
}

#[test]
fn a_receiver_report_without_blocks_is_still_one() {
    let mut buf = Vec::new();
    rtcp::write_receiver_report(&mut buf, 3, &[]);
    assert_eq!(buf, [0x80, 201, 0, 1, 0, 0, 0, 3]);
    assert!(matches!(single(&buf), Packet::ReceiverReport(report) if report.ssrc == 3));
}

#[test]
fn a_canonical_name_of_any_length_reads_back() {
    for len in 0..=255 {
        let name = "n".repeat(len);
        let mut buf = Vec::new();
        rtcp::write_cname(&mut buf, 3, &name);
        assert_eq!(buf.len() % 4, 0);
        let Packet::SourceDescription(description) = single(&buf) else {
            panic!("not a description");
        };
        let names: Vec<_> = description.cnames().collect();
        assert_eq!(names, [(3, name.as_bytes())]);
    }
}

#[test]
fn near_losses_share_an_item() {
    assert_eq!(nacked(&[100]), (vec![100], 1));
    let near: Vec<u16> = (65_530..=65_535).chain(0..=10).collect();
    assert_eq!(nacked(&near), (near.clone(), 1));
    let far = vec![100, 117, 118];
    assert_eq!(nacked(&far), (far.clone(), 2));
}

#[test]
fn no_losses_write_nothing() {
    let mut buf = Vec::new();
    rtcp::write_nack(&mut buf, 1, 2, &[]);
    rtcp::write_bye(&mut buf, &[]);
    assert!(buf.is_empty());
}

#[test]
fn key_frame_requests_read_back() {
    let mut buf = Vec::new();
    rtcp::write_pli(&mut buf, 1, 2);
    rtcp::write_fir(&mut buf, 1, 2, 3);
    let mut all = packets(&buf);
    let expected = PictureLoss {
        sender: 1,
        media: 2,
    };
    assert!(matches!(all.next(), Some(Packet::Pli(pli)) if pli == expected));
    let Some(Packet::Fir(fir)) = all.next() else {
        panic!("not a FIR");
    };
    let entries: Vec<_> = fir.entries().collect();
    assert_eq!(entries, [FirEntry { ssrc: 2, number: 3 }]);
}

#[test]
fn goodbyes_read_back() {
    let mut buf = Vec::new();
    rtcp::write_bye(&mut buf, &[1, 2]);
    assert!(matches!(single(&buf), Packet::Bye(bye) if bye.ssrcs().eq([1, 2])));
}

#[test]
fn an_estimate_is_rounded_down_to_18_bits() {
    for (bitrate, expected) in [
        (0, 0),
        (262_143, 262_143),
        (1_000_001, 1_000_000),
        (u64::MAX, 0x3_FFFF << 46),
    ] {
        let mut buf = Vec::new();
        rtcp::write_remb(&mut buf, 1, bitrate, &[5, 6]);
        let Packet::Remb(remb) = single(&buf) else {
            panic!("not an estimate");
        };
        assert_eq!(remb.bitrate_bps, expected);
        assert!(remb.ssrcs().eq([5, 6]));
    }
}

#[test]
fn an_estimate_too_big_for_64_bits_saturates() {
    let mut buf = Vec::new();
    rtcp::write_remb(&mut buf, 1, 1, &[]);
    buf[17] = 0xFF;
    assert!(matches!(single(&buf), Packet::Remb(remb) if remb.bitrate_bps == u64::MAX));
}

#[test]
fn a_packet_that_claims_too_many_blocks_is_skipped() {
    let mut buf = Vec::new();
    rtcp::write_receiver_report(&mut buf, 3, &[]);
    buf[0] = 0x81;
    rtcp::write_pli(&mut buf, 1, 2);
    let kinds: Vec<_> = packets(&buf).collect();
    assert!(matches!(
        kinds[..],
        [
            Packet::Other {
                kind: 201,
                format: 1
            },
            Packet::Pli(_)
        ]
    ));
}

#[test]
fn a_packet_that_runs_past_the_end_stops_the_walk() {
    let mut buf = Vec::new();
    rtcp::write_pli(&mut buf, 1, 2);
    rtcp::write_pli(&mut buf, 1, 2);
    buf.pop();
    assert_eq!(packets(&buf).count(), 1);
}

#[test]
fn padding_is_taken_off() {
    let padded = [0xA0, 201, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4];
    assert!(matches!(single(&padded), Packet::ReceiverReport(_)));
    let mut impossible = padded;
    impossible[11] = 200;
    assert_eq!(packets(&impossible).count(), 0);
}

#[test]
fn rtp_is_not_rtcp() {
    assert!(is_rtcp(&[0x80, 201, 0, 1, 0, 0, 0, 3]));
    assert!(!is_rtcp(&[0x80, 96, 0, 1, 0, 0, 0, 3]));
    assert!(!is_rtcp(&[0x80, 201]));
}

#[test]
fn the_unix_epoch_is_2_208_988_800_seconds_into_ntp() {
    assert_eq!(ntp_from_unix_us(0), 2_208_988_800 << 32);
    let half = ntp_from_unix_us(1_500_000);
    assert_eq!(half as u32, 0x8000_0000);
    assert_eq!(ntp_middle(half), 0x7E81_8000);
}

fn touch(packet: &Packet<'_>) -> usize {
    match packet {
        Packet::SenderReport(report) => report.blocks().count(),
        Packet::ReceiverReport(report) => report.blocks().count(),
        Packet::SourceDescription(description) => description.cnames().count(),
        Packet::Bye(bye) => bye.ssrcs().count(),
        Packet::Nack(nack) => nack.sequences().count(),
        Packet::TransportCc(feedback) => feedback.arrivals().count(),
        Packet::Fir(fir) => fir.entries().count(),
        Packet::Remb(remb) => remb.ssrcs().count(),
        Packet::Pli(_) | Packet::Other { .. } => 0,
    }
}

proptest! {
    #[test]
    fn losses_read_back(mut offsets in proptest::collection::btree_set(0_u16..2000, 0..200), start in any::<u16>()) {
        offsets.insert(0);
        let sequences: Vec<u16> = offsets.iter().map(|offset| start.wrapping_add(*offset)).collect();
        prop_assert_eq!(nacked(&sequences).0, sequences);
    }

    #[test]
    fn no_bytes_make_the_parser_panic(
        bytes in proptest::collection::vec(any::<u8>(), 8..160),
        kind in 200_u8..=207,
        format in 0_u8..32,
        has_padding in any::<bool>(),
    ) {
        let mut bytes = bytes;
        bytes[0] = 0x80 | format | u8::from(has_padding) << 5;
        bytes[1] = kind;
        let words = (bytes.len() / 4 - 1) as u16;
        bytes[2..4].copy_from_slice(&words.to_be_bytes());
        for packet in packets(&bytes) {
            touch(&packet);
        }
        for packet in packets(&bytes[1..]) {
            touch(&packet);
        }
    }
}
