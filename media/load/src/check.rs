//! Writes ICE connectivity checks as a browser does, so that the core learns where each peer is.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];

/// A Binding request that nominates, for `local:them`.
pub(crate) fn write_check(ufrag: &str, pwd: &str, number: u32) -> Vec<u8> {
    let mut bytes = vec![0, 1, 0, 0];
    bytes.extend_from_slice(&COOKIE);
    bytes.extend_from_slice(&[0; 8]);
    bytes.extend_from_slice(&number.to_be_bytes());
    attribute(&mut bytes, 0x0006, format!("{ufrag}:them").as_bytes());
    attribute(&mut bytes, 0x0025, &[]);
    set_len(&mut bytes, 24);
    let hash = Hmac::<Sha1>::new_from_slice(pwd.as_bytes())
        .expect("HMAC takes keys of any length")
        .chain_update(&bytes)
        .finalize()
        .into_bytes();
    attribute(&mut bytes, 0x0008, &hash);
    set_len(&mut bytes, 0);
    bytes
}

fn attribute(bytes: &mut Vec<u8>, kind: u16, value: &[u8]) {
    bytes.extend_from_slice(&kind.to_be_bytes());
    bytes.extend_from_slice(&(value.len() as u16).to_be_bytes());
    bytes.extend_from_slice(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
}

fn set_len(bytes: &mut [u8], ahead: usize) {
    let len = (bytes.len() - 20 + ahead) as u16;
    bytes[2..4].copy_from_slice(&len.to_be_bytes());
}
