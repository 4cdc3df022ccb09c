//! Writes the answers to connectivity checks, sealed as checks are.

use std::net::{IpAddr, SocketAddr};

use hmac::Mac;

use super::integrity::{fingerprint, integrity};
use super::{COOKIE, FINGERPRINT, HEADER_LEN, INTEGRITY_LEN, MESSAGE_INTEGRITY, TransactionId};

const BINDING_SUCCESS: u16 = 0x0101;
const BINDING_ERROR: u16 = 0x0111;
const ERROR_CODE: u16 = 0x0009;
const UNKNOWN_ATTRIBUTES: u16 = 0x000A;
const XOR_MAPPED_ADDRESS: u16 = 0x0020;

/// The answer to a check from `mapped`, replacing what was in `buf`.
pub fn write_success(buf: &mut Vec<u8>, transaction: TransactionId, mapped: SocketAddr, pwd: &str) {
    begin(buf, BINDING_SUCCESS, transaction);
    write_xor_mapped_address(buf, transaction, mapped);
    finish(buf, Some(pwd));
}

/// An error answer, replacing what was in `buf`. Without a password it carries no integrity,
/// as it must for 400 and 401 (RFC 8489 §9.1.3).
pub fn write_error(
    buf: &mut Vec<u8>,
    transaction: TransactionId,
    code: u16,
    reason: &str,
    pwd: Option<&str>,
) {
    begin(buf, BINDING_ERROR, transaction);
    write_error_code(buf, code, reason);
    finish(buf, pwd);
}

/// The 420 answer to a request with attributes we do not understand, replacing what was in `buf`.
pub fn write_unknown_attributes(
    buf: &mut Vec<u8>,
    transaction: TransactionId,
    unknown: &[u16],
    pwd: &str,
) {
    begin(buf, BINDING_ERROR, transaction);
    write_error_code(buf, 420, "Unknown Attribute");
    let value: Vec<u8> = unknown.iter().flat_map(|kind| kind.to_be_bytes()).collect();
    write_attribute(buf, UNKNOWN_ATTRIBUTES, &value);
    finish(buf, Some(pwd));
}

fn begin(buf: &mut Vec<u8>, kind: u16, transaction: TransactionId) {
    buf.clear();
    buf.extend_from_slice(&kind.to_be_bytes());
    buf.extend_from_slice(&[0, 0]);
    buf.extend_from_slice(&COOKIE);
    buf.extend_from_slice(&transaction);
}

fn finish(buf: &mut Vec<u8>, pwd: Option<&str>) {
    let at = buf.len();
    if let Some(mac) = pwd.and_then(|pwd| integrity(buf, at, at + 4 + INTEGRITY_LEN, pwd)) {
        write_attribute(buf, MESSAGE_INTEGRITY, &mac.finalize().into_bytes());
    }
    let end = buf.len() + 8;
    set_len(buf, end);
    let crc = fingerprint(buf);
    write_attribute(buf, FINGERPRINT, &crc.to_be_bytes());
}

fn write_attribute(buf: &mut Vec<u8>, kind: u16, value: &[u8]) {
    buf.extend_from_slice(&kind.to_be_bytes());
    buf.extend_from_slice(&(value.len() as u16).to_be_bytes());
    buf.extend_from_slice(value);
    buf.resize(buf.len().next_multiple_of(4), 0);
}

fn set_len(buf: &mut [u8], end: usize) {
    let len = (end - HEADER_LEN) as u16;
    buf[2..4].copy_from_slice(&len.to_be_bytes());
}

fn write_error_code(buf: &mut Vec<u8>, code: u16, reason: &str) {
    // RFC 8489 §14.8: fewer than 128 characters; ours are ASCII.
    let reason = &reason.as_bytes()[..reason.len().min(127)];
    let mut value = vec![0, 0, (code / 100) as u8 & 7, (code % 100) as u8];
    value.extend_from_slice(reason);
    write_attribute(buf, ERROR_CODE, &value);
}

/// RFC 8489 §14.2. An IPv4 address that a dual-stack socket dressed as IPv6 is undressed.
fn write_xor_mapped_address(buf: &mut Vec<u8>, transaction: TransactionId, mapped: SocketAddr) {
    let mut mask = [0; 16];
    mask[..4].copy_from_slice(&COOKIE);
    mask[4..].copy_from_slice(&transaction);
    let mut value = [0; 20];
    let port = mapped.port() ^ u16::from_be_bytes([COOKIE[0], COOKIE[1]]);
    value[2..4].copy_from_slice(&port.to_be_bytes());
    let len = match mapped.ip().to_canonical() {
        IpAddr::V4(ip) => {
            value[1] = 1;
            value[4..8].copy_from_slice(&ip.octets());
            8
        }
        IpAddr::V6(ip) => {
            value[1] = 2;
            value[4..].copy_from_slice(&ip.octets());
            20
        }
    };
    for (byte, mask) in value[4..len].iter_mut().zip(mask) {
        *byte ^= mask;
    }
    write_attribute(buf, XOR_MAPPED_ADDRESS, &value[..len]);
}
