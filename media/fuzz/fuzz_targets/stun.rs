//! Reads checks and writes the answers to them: what is believed must have been sealed with the password,
//! and an answer says what it was given.
#![no_main]

use std::net::{IpAddr, SocketAddr};

use forward::stun::{
    BindingRequest, is_stun, write_error, write_success, write_unknown_attributes,
};
use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use sha1::Sha1;

const PWD: &str = "VOkJxbRl1RmTxUk/WvJxBt";
/// The longest answer: four unknown attributes, reason, integrity and fingerprint.
const MAX_ANSWER: usize = 96;

fuzz_target!(|bytes: &[u8]| {
    let unsealed = read(bytes);
    if let Some(request) = &unsealed {
        answer(request);
    }
    let _ = seal(bytes);
    let _ = say_back(bytes);
});

/// Every part of what was read lies in the datagram, and no stranger's seal holds.
fn read(bytes: &[u8]) -> Option<BindingRequest<'_>> {
    let request = BindingRequest::parse(bytes).ok()?;
    assert!(is_stun(bytes) && bytes.len() % 4 == 0);
    assert_eq!(request.transaction, bytes[8..20]);
    assert!(!request.local_ufrag.is_empty());
    assert!(request.local_ufrag.len() + request.remote_ufrag.len() < bytes.len());
    assert!(request.unknown_attributes().len() <= 4);
    assert!(
        request
            .unknown_attributes()
            .iter()
            .all(|kind| *kind < 0x8000)
    );
    assert!(!request.verify("a password that seals nothing here"));
    Some(request)
}

/// Answers are well-formed messages of a bounded size, and never read as a check of somebody else.
fn answer(request: &BindingRequest) {
    let mut buf = vec![1; 3000];
    write_unknown_attributes(
        &mut buf,
        request.transaction,
        request.unknown_attributes(),
        PWD,
    );
    assert_answer(&buf, request.transaction);
    write_error(
        &mut buf,
        request.transaction,
        487,
        request.remote_ufrag,
        Some(PWD),
    );
    assert!(is_stun(&buf) && buf.len() <= 256);
}

fn assert_answer(buf: &[u8], transaction: [u8; 12]) {
    assert!(is_stun(buf) && buf.len() <= MAX_ANSWER && buf.len() % 4 == 0);
    assert_eq!(
        usize::from(u16::from_be_bytes([buf[2], buf[3]])) + 20,
        buf.len()
    );
    assert_eq!(buf[8..20], transaction);
    assert!(BindingRequest::parse(buf).is_err());
}

/// A check made of these bytes and sealed rightly is believed with what it says, and with no bit turned.
fn seal(bytes: &[u8]) -> Result<()> {
    let mut input = Unstructured::new(bytes);
    let transaction: [u8; 12] = input.arbitrary()?;
    let priority: Option<u32> = input.arbitrary()?;
    let (nominated, tie_breaker): (bool, u64) = input.arbitrary()?;
    let (flip, unknown): (u16, Option<u16>) = input.arbitrary()?;
    let remote: String = input.arbitrary()?;
    let mut message = vec![0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42];
    message.extend_from_slice(&transaction);
    attribute(&mut message, 0x0006, format!("ours:{remote}").as_bytes());
    if let Some(priority) = priority {
        attribute(&mut message, 0x0024, &priority.to_be_bytes());
    }
    if nominated {
        attribute(&mut message, 0x0025, &[]);
    }
    attribute(&mut message, 0x802A, &tie_breaker.to_be_bytes());
    if let Some(unknown) = unknown.filter(|kind| (0x0030..0x8000).contains(kind)) {
        attribute(&mut message, unknown, &[0; 5]);
    }
    finish(&mut message);
    let request = BindingRequest::parse(&message).expect("it is well-formed");
    assert!(request.verify(PWD) && !request.verify(&PWD[1..]));
    assert_eq!(
        (request.local_ufrag, request.remote_ufrag),
        ("ours", &remote[..])
    );
    assert_eq!(request.priority, priority);
    assert_eq!(request.use_candidate, nominated);
    assert_eq!(request.ice_controlling, Some(tie_breaker));
    let bit = usize::from(flip) % (message.len() * 8);
    let mut turned = message.clone();
    turned[bit / 8] ^= 1 << (bit % 8);
    assert!(!BindingRequest::parse(&turned).is_ok_and(|request| request.verify(PWD)));
    Ok(())
}

fn attribute(message: &mut Vec<u8>, kind: u16, value: &[u8]) {
    message.extend_from_slice(&kind.to_be_bytes());
    message.extend_from_slice(&(value.len() as u16).to_be_bytes());
    message.extend_from_slice(value);
    message.resize(message.len().next_multiple_of(4), 0);
}

/// MESSAGE-INTEGRITY as the last attribute.
fn finish(message: &mut Vec<u8>) {
    let len = (message.len() - 20 + 24) as u16;
    message[2..4].copy_from_slice(&len.to_be_bytes());
    let mac = Hmac::<Sha1>::new_from_slice(PWD.as_bytes()).expect("any length");
    let hash = mac.chain_update(&*message).finalize().into_bytes();
    attribute(message, 0x0008, &hash);
}

/// The address in an answer is the one given, whatever it is.
fn say_back(bytes: &[u8]) -> Result<()> {
    let mut input = Unstructured::new(bytes);
    let (ip, port, transaction): (IpAddr, u16, [u8; 12]) = input.arbitrary()?;
    let mut buf = Vec::new();
    write_success(&mut buf, transaction, SocketAddr::new(ip, port), PWD);
    assert_answer(&buf, transaction);
    let value = &buf[24..];
    let mask = [&[0x21, 0x12, 0xA4, 0x42][..], &transaction].concat();
    let unmasked = |len: usize| -> Vec<u8> {
        value[4..4 + len]
            .iter()
            .zip(&mask)
            .map(|(byte, mask)| byte ^ mask)
            .collect()
    };
    let said = match ip.to_canonical() {
        IpAddr::V4(ip) => (1, unmasked(4) == ip.octets()),
        IpAddr::V6(ip) => (2, unmasked(16) == ip.octets()),
    };
    assert_eq!((value[1], true), said);
    assert_eq!(u16::from_be_bytes([value[2], value[3]]) ^ 0x2112, port);
    Ok(())
}
