//! SRTP sessions against libsrtp's packets, and what they refuse.

use forward::rtp::RtpHeader;
use forward::srtp::{Profile, SrtpError, SrtpInbound, SrtpOutbound};
use proptest::prelude::*;

const PROFILES: [Profile; 3] = [
    Profile::Aes128Gcm,
    Profile::Aes256Gcm,
    Profile::Aes128CmSha1_80,
];

fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("two digits"))
        .collect()
}

fn pair(profile: Profile) -> (SrtpOutbound, SrtpInbound) {
    let master = vec![7; profile.master_len()];
    (
        SrtpOutbound::new(profile, &master).expect("the length fits"),
        SrtpInbound::new(profile, &master).expect("the length fits"),
    )
}

fn plain(ssrc: u32, sequence: u16) -> Vec<u8> {
    let mut packet = vec![0x80, 96];
    packet.extend_from_slice(&sequence.to_be_bytes());
    packet.extend_from_slice(&[0; 4]);
    packet.extend_from_slice(&ssrc.to_be_bytes());
    packet.extend_from_slice(b"some media");
    packet
}

fn protect(outbound: &mut SrtpOutbound, mut packet: Vec<u8>) -> Vec<u8> {
    let header = RtpHeader::parse(&packet).expect("a header");
    packet.resize(packet.len() + outbound.profile().tag_len(), 0);
    outbound
        .protect_rtp(&mut packet, header.header_len)
        .expect("there is room");
    packet
}

fn unprotect(inbound: &mut SrtpInbound, packet: &[u8]) -> Result<Vec<u8>, SrtpError> {
    let header = RtpHeader::parse(packet).expect("a header");
    let mut packet = packet.to_vec();
    let len = inbound.unprotect_rtp(&mut packet, &header)?;
    packet.truncate(len);
    Ok(packet)
}

/// A line of `data/srtp.txt`.
struct Vector {
    profile: Profile,
    is_rtcp: bool,
    master: Vec<u8>,
    plain: Vec<u8>,
    protected: Vec<u8>,
}

fn vectors(profile: Profile) -> Vec<Vector> {
    include_str!("data/srtp.txt")
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split(' ').collect();
            Vector {
                profile: match fields[0] {
                    "aes128-gcm" => Profile::Aes128Gcm,
                    "aes256-gcm" => Profile::Aes256Gcm,
                    _ => Profile::Aes128CmSha1_80,
                },
                is_rtcp: fields[1] == "rtcp",
                master: hex(fields[2]),
                plain: hex(fields[3]),
                protected: hex(fields[4]),
            }
        })
        .filter(|vector| vector.profile == profile)
        .collect()
}

#[test]
fn rtp_is_protected_byte_for_byte_as_libsrtp_does() {
    for profile in PROFILES {
        let vectors = vectors(profile);
        let mut outbound = SrtpOutbound::new(profile, &vectors[0].master).expect("it fits");
        for vector in vectors.iter().filter(|vector| !vector.is_rtcp) {
            let protected = protect(&mut outbound, vector.plain.clone());
            assert_eq!(protected, vector.protected, "{profile:?}");
        }
    }
}

#[test]
fn rtp_of_libsrtp_is_read_across_a_rollover_and_out_of_order() {
    for profile in PROFILES {
        let vectors = vectors(profile);
        let mut inbound = SrtpInbound::new(profile, &vectors[0].master).expect("it fits");
        for vector in vectors.iter().filter(|vector| !vector.is_rtcp) {
            let read = unprotect(&mut inbound, &vector.protected);
            assert_eq!(read.as_ref(), Ok(&vector.plain), "{profile:?}");
        }
    }
}

#[test]
fn rtcp_is_protected_byte_for_byte_as_libsrtp_does() {
    for profile in PROFILES {
        let vectors = vectors(profile);
        let mut outbound = SrtpOutbound::new(profile, &vectors[0].master).expect("it fits");
        let mut protect = |plain: &[u8]| {
            let mut packet = plain.to_vec();
            packet.resize(plain.len() + profile.rtcp_overhead(), 0);
            outbound.protect_rtcp(&mut packet).expect("there is room");
            packet
        };
        // libsrtp's first index is 1, ours is 0 as in RFC 3711 §3.4.
        protect(&vectors[0].plain[..12]);
        for vector in vectors.iter().filter(|vector| vector.is_rtcp) {
            assert_eq!(protect(&vector.plain), vector.protected, "{profile:?}");
        }
    }
}

#[test]
fn rtcp_of_libsrtp_is_read_once() {
    for profile in PROFILES {
        let vectors = vectors(profile);
        let mut inbound = SrtpInbound::new(profile, &vectors[0].master).expect("it fits");
        for vector in vectors.iter().filter(|vector| vector.is_rtcp) {
            let mut packet = vector.protected.clone();
            let len = inbound
                .unprotect_rtcp(&mut packet)
                .expect("it is authentic");
            assert_eq!(packet[..len], vector.plain, "{profile:?}");
            let again = inbound.unprotect_rtcp(&mut vector.protected.clone());
            assert_eq!(again, Err(SrtpError::Replayed));
        }
    }
}

/// libsrtp's own vector for AES-CM with the master key of RFC 3711 B.3.
#[test]
fn the_reference_packet_of_libsrtp_is_reproduced() {
    let master = hex("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6");
    let mut outbound = SrtpOutbound::new(Profile::Aes128CmSha1_80, &master).expect("it fits");
    let plain = hex("800f1234decafbadcafebabeabababababababababababababababab");
    let expected = "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402\
        b78d6acc99ea179b8dbb";
    assert_eq!(protect(&mut outbound, plain), hex(expected));
}

#[test]
fn an_explicit_index_gives_the_same_packet() {
    for profile in PROFILES {
        let (mut tracking, _) = pair(profile);
        let (explicit, _) = pair(profile);
        protect(&mut tracking, plain(1, 65_535));
        let tracked = protect(&mut tracking, plain(1, 0));
        let mut packet = plain(1, 0);
        packet.resize(packet.len() + profile.tag_len(), 0);
        assert_eq!(
            explicit.protect_rtp_at(0x1_0000, &mut packet, 12),
            Ok(tracked.len())
        );
        assert_eq!(packet, tracked);
    }
}

#[test]
fn an_index_of_49_bits_is_refused() {
    let (outbound, _) = pair(Profile::Aes128Gcm);
    let refused = outbound.protect_rtp_at(1 << 48, &mut plain(1, 0), 12);
    assert_eq!(refused, Err(SrtpError::Exhausted));
}

#[test]
fn a_replayed_packet_is_refused() {
    for profile in PROFILES {
        let (mut outbound, mut inbound) = pair(profile);
        let packet = protect(&mut outbound, plain(1, 10));
        assert_eq!(unprotect(&mut inbound, &packet), Ok(plain(1, 10)));
        assert_eq!(unprotect(&mut inbound, &packet), Err(SrtpError::Replayed));
    }
}

#[test]
fn any_flipped_bit_is_noticed_and_moves_no_window() {
    for profile in PROFILES {
        let (mut outbound, mut inbound) = pair(profile);
        let packet = protect(&mut outbound, plain(1, 10));
        // The version, extension and source count decide what the header is, so they stay.
        for at in (1..packet.len()).filter(|&at| at != 1) {
            let mut changed = packet.clone();
            changed[at] ^= 0x80;
            assert!(unprotect(&mut inbound, &changed).is_err(), "byte {at}");
        }
        assert_eq!(unprotect(&mut inbound, &packet), Ok(plain(1, 10)));
    }
}

#[test]
fn an_unauthentic_stream_takes_no_place() {
    let (mut outbound, mut inbound) = pair(Profile::Aes128Gcm);
    let first = protect(&mut outbound, plain(1, 10));
    assert!(unprotect(&mut inbound, &first).is_ok());
    for ssrc in 1000..1200 {
        let mut forged = first.clone();
        forged[8..12].copy_from_slice(&u32::to_be_bytes(ssrc));
        assert_eq!(
            unprotect(&mut inbound, &forged),
            Err(SrtpError::Unauthentic)
        );
    }
    assert_eq!(unprotect(&mut inbound, &first), Err(SrtpError::Replayed));
}

#[test]
fn the_stream_unused_for_longest_gives_way_to_the_65th() {
    let (mut outbound, mut inbound) = pair(Profile::Aes128Gcm);
    let packets: Vec<_> = (0..65)
        .map(|ssrc| protect(&mut outbound, plain(ssrc, 10)))
        .collect();
    for packet in &packets {
        assert!(unprotect(&mut inbound, packet).is_ok());
    }
    assert_eq!(
        unprotect(&mut inbound, &packets[64]),
        Err(SrtpError::Replayed)
    );
    assert_eq!(
        unprotect(&mut inbound, &packets[1]),
        Err(SrtpError::Replayed)
    );
    assert!(unprotect(&mut inbound, &packets[0]).is_ok());
}

#[test]
fn a_master_of_the_wrong_length_is_refused() {
    for profile in PROFILES {
        for len in [0, profile.master_len() - 1, profile.master_len() + 1] {
            let refused = SrtpInbound::new(profile, &vec![0; len]).err();
            assert_eq!(refused, Some(SrtpError::KeyLength));
        }
    }
}

#[test]
fn debug_output_shows_no_key() {
    let (outbound, inbound) = pair(Profile::Aes128Gcm);
    assert_eq!(format!("{inbound:?}"), "SrtpInbound { .. }");
    assert_eq!(
        format!("{outbound:?}"),
        "SrtpOutbound { profile: Aes128Gcm, .. }"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_a_session_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120), which in 0_usize..3) {
        let (mut outbound, mut inbound) = pair(PROFILES[which]);
        if let Ok(header) = RtpHeader::parse(&bytes) {
            let _ = inbound.unprotect_rtp(&mut bytes.clone(), &header);
        }
        let _ = inbound.unprotect_rtcp(&mut bytes.clone());
        let _ = outbound.protect_rtcp(&mut bytes.clone());
        for header_len in [0, 12, 40, 200] {
            let _ = outbound.protect_rtp(&mut bytes.clone(), header_len);
        }
    }

    #[test]
    fn what_is_protected_in_any_near_order_is_read_back(
        start in any::<u16>(),
        steps in proptest::collection::vec(-40_i32..90, 1..200),
        which in 0_usize..3,
    ) {
        let (mut outbound, mut inbound) = pair(PROFILES[which]);
        let mut seen = std::collections::HashSet::new();
        // Far enough from the first cycle's start that nothing falls before it.
        let mut index = i64::from(start) + 100;
        for step in steps {
            let next = (index + i64::from(step)).max(i64::from(start));
            index = index.max(next);
            if seen.insert(next) {
                let packet = plain(5, next as u16);
                let protected = protect(&mut outbound, packet.clone());
                prop_assert_eq!(unprotect(&mut inbound, &protected), Ok(packet));
            }
        }
    }
}
