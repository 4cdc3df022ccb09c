//! MESSAGE-INTEGRITY (RFC 8489 §14.5, with SHA-1 as ICE uses it) and FINGERPRINT (§14.7).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::{HEADER_LEN, INTEGRITY_LEN};

const FINGERPRINT_XOR: u32 = 0x5354_554E;

/// The keyed hash over a message up to `at`, its length field counting to `end`.
pub(super) fn integrity(packet: &[u8], at: usize, end: usize, pwd: &str) -> Option<Hmac<Sha1>> {
    let len = ((end - HEADER_LEN) as u16).to_be_bytes();
    // HMAC takes keys of any length.
    let mac = Hmac::<Sha1>::new_from_slice(pwd.as_bytes()).ok()?;
    Some(
        mac.chain_update(&packet[..2])
            .chain_update(len)
            .chain_update(&packet[4..at]),
    )
}

pub(super) fn has_integrity(packet: &[u8], at: usize, pwd: &str) -> bool {
    let end = at + 4 + INTEGRITY_LEN;
    packet.get(at + 4..end).is_some_and(|given| {
        integrity(packet, at, end, pwd).is_some_and(|mac| mac.verify_slice(given).is_ok())
    })
}

/// The fingerprint of everything before the attribute, whose length field already counts it.
pub(super) fn fingerprint(before: &[u8]) -> u32 {
    crc32(before) ^ FINGERPRINT_XOR
}

/// CRC-32 as in ISO 3309, a byte at a time: checks are short and rare.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = crc32_table();
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        crc >> 8 ^ TABLE[usize::from(crc as u8 ^ byte)]
    })
}

const fn crc32_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 0 {
                crc >> 1
            } else {
                crc >> 1 ^ 0xEDB8_8320
            };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}
