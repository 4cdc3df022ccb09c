//! ICE connectivity checks against RFC 5769 and against answers of another implementation.

use std::net::SocketAddr;

use forward::stun::{
    BindingRequest, StunError, is_stun, write_error, write_success, write_unknown_attributes,
};
use proptest::prelude::*;

/// RFC 5769 §2.1.
const REQUEST: &str = "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e20746573\
    7420636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a683676592020\
    20000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";
const PWD: &str = "VOkJxbRl1RmTxUk/WvJxBt";
const TRANSACTION: [u8; 12] = [
    0xB7, 0xE7, 0xA7, 0x01, 0xBC, 0x34, 0xD6, 0x86, 0xFA, 0x87, 0xDF, 0xAE,
];

fn hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("two digits"))
        .collect()
}

fn answer(address: &str) -> Vec<u8> {
    let mapped: SocketAddr = address.parse().expect("an address");
    let mut buf = Vec::new();
    write_success(&mut buf, TRANSACTION, mapped, PWD);
    buf
}

#[test]
fn the_request_of_rfc_5769_is_read_and_verified() {
    let packet = hex(REQUEST);
    assert!(is_stun(&packet));
    let request = BindingRequest::parse(&packet).expect("it is well-formed");
    assert_eq!(request.transaction, TRANSACTION);
    assert_eq!(
        (request.local_ufrag, request.remote_ufrag),
        ("evtj", "h6vY")
    );
    assert_eq!(request.priority, Some(0x6E00_01FF));
    assert_eq!(request.ice_controlled, Some(0x932F_F9B1_5126_3B36));
    assert!(!request.use_candidate && request.unknown_attributes().is_empty());
    assert!(request.verify(PWD));
}

#[test]
fn another_password_does_not_verify() {
    let packet = hex(REQUEST);
    let request = BindingRequest::parse(&packet).expect("it is well-formed");
    assert!(!request.verify("VOkJxbRl1RmTxUk/WvJxBT"));
    assert!(!request.verify(""));
}

#[test]
fn any_byte_changed_up_to_the_fingerprint_is_noticed() {
    let packet = hex(REQUEST);
    for at in 0..packet.len() - 8 {
        let mut changed = packet.clone();
        changed[at] ^= 0x40;
        let is_accepted = BindingRequest::parse(&changed).is_ok_and(|request| request.verify(PWD));
        assert!(!is_accepted, "byte {at}");
    }
}

/// Made with aioice 0.13.0, the address that of RFC 5769 §2.2.
#[test]
fn an_answer_to_ipv4_is_byte_for_byte_that_of_aioice() {
    let expected = "0101002c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643\
        0008001474c9371ebf3148548518699c3e3174c20dd9e68a80280004fae4043a";
    assert_eq!(answer("192.0.2.1:32853"), hex(expected));
}

/// Made with aioice 0.13.0, the address that of RFC 5769 §2.3.
#[test]
fn an_answer_to_ipv6_is_byte_for_byte_that_of_aioice() {
    let expected = "010100382112a442b7e7a701bc34d686fa87dfae002000140002a1470113a9fa\
        a5d3f179bc25f4b5bed2b9d900080014ee33a0555319eec10ad5fbfdf8733d196e552b3c802800045ded7186";
    assert_eq!(
        answer("[2001:db8:1234:5678:11:2233:4455:6677]:32853"),
        hex(expected)
    );
}

#[test]
fn an_ipv4_address_in_ipv6_dress_is_answered_as_ipv4() {
    assert_eq!(
        answer("[::ffff:192.0.2.1]:32853"),
        answer("192.0.2.1:32853")
    );
}

/// Made with aioice 0.13.0.
#[test]
fn an_error_without_password_is_byte_for_byte_that_of_aioice() {
    let expected = "0111001c2112a442b7e7a701bc34d686fa87dfae0009000f0000040042616420\
        52657175657374008028000479479e54";
    let mut buf = Vec::new();
    write_error(&mut buf, TRANSACTION, 400, "Bad Request", None);
    assert_eq!(buf, hex(expected));
}

#[test]
fn unknown_attributes_are_named_in_the_answer() {
    let mut buf = Vec::new();
    write_unknown_attributes(&mut buf, TRANSACTION, &[0x7F01, 0x7F02], PWD);
    let named = hex("000a00047f017f02");
    assert!(buf.windows(named.len()).any(|window| window == named));
    assert_eq!(buf.len() % 4, 0);
}

#[test]
fn a_required_attribute_we_do_not_know_is_noted() {
    let mut packet = hex(REQUEST);
    // PRIORITY becomes a type nobody assigned; only FINGERPRINT must then go.
    packet.truncate(packet.len() - 8);
    packet[3] -= 8;
    packet[40..42].copy_from_slice(&[0x7F, 0x01]);
    let request = BindingRequest::parse(&packet).expect("it is well-formed");
    assert_eq!(request.unknown_attributes(), [0x7F01]);
}

#[test]
fn an_answer_is_not_a_request() {
    assert_eq!(
        BindingRequest::parse(&answer("192.0.2.1:1")),
        Err(StunError::NotRequest)
    );
}

#[test]
fn a_request_without_integrity_is_refused() {
    let bare = hex("000100002112a442b7e7a701bc34d686fa87dfae");
    assert_eq!(BindingRequest::parse(&bare), Err(StunError::NoIntegrity));
}

#[test]
fn dtls_and_rtp_are_not_stun() {
    assert!(!is_stun(&[22; 64]));
    assert!(!is_stun(&[0x80; 64]));
    assert!(!is_stun(&hex(REQUEST)[..19]));
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = BindingRequest::parse(&bytes);
    }

    #[test]
    fn no_change_to_a_request_makes_the_parser_panic(
        changes in proptest::collection::vec((0_usize..108, any::<u8>()), 1..8),
        len in 0_usize..=108,
    ) {
        let mut packet = hex(REQUEST);
        for (at, value) in changes {
            packet[at] = value;
        }
        packet.truncate(len);
        // The length is made true, so that the attributes are reached.
        if len >= 20 {
            packet[2..4].copy_from_slice(&((len - 20) as u16).to_be_bytes());
        }
        if let Ok(request) = BindingRequest::parse(&packet) {
            let _ = request.verify(PWD);
        }
    }
}
