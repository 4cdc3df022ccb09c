//! Reads ICE connectivity checks and answers them (RFC 8489, RFC 8445 as a lite agent);
//! refuses every other STUN message: we never ask, so no answer is meant for us.

use std::net::{IpAddr, SocketAddr};

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

const HEADER_LEN: usize = 20;
const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];

const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const BINDING_ERROR: u16 = 0x0111;

const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
const ERROR_CODE: u16 = 0x0009;
const UNKNOWN_ATTRIBUTES: u16 = 0x000A;
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const PRIORITY: u16 = 0x0024;
const USE_CANDIDATE: u16 = 0x0025;
const FINGERPRINT: u16 = 0x8028;
const ICE_CONTROLLED: u16 = 0x8029;
const ICE_CONTROLLING: u16 = 0x802A;

/// Attributes from this type on may be ignored when unknown.
const COMPREHENSION_OPTIONAL: u16 = 0x8000;
const INTEGRITY_LEN: usize = 20;
const FINGERPRINT_XOR: u32 = 0x5354_554E;
/// How many unknown attributes an answer names; more say nothing new.
const MAX_UNKNOWN: usize = 4;

/// Identifies a request; the answer carries it back.
pub type TransactionId = [u8; 12];

/// Why a datagram is not a check to answer. All of them are dropped in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StunError {
    /// Not a STUN message, or its length is wrong.
    NotStun,
    /// STUN, but not a Binding request: an indication or an answer.
    NotRequest,
    /// An attribute runs past the end or has the wrong length.
    Malformed,
    /// USERNAME is absent or not of the form `local:remote`.
    Username,
    /// MESSAGE-INTEGRITY is absent.
    NoIntegrity,
    /// FINGERPRINT does not match.
    Fingerprint,
}

impl std::fmt::Display for StunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotStun => "not a STUN message",
            Self::NotRequest => "not a Binding request",
            Self::Malformed => "a malformed attribute",
            Self::Username => "no usable USERNAME",
            Self::NoIntegrity => "no MESSAGE-INTEGRITY",
            Self::Fingerprint => "a wrong FINGERPRINT",
        })
    }
}

impl std::error::Error for StunError {}

/// Does this datagram look like STUN? Tells it from DTLS and RTP (RFC 7983 §7).
#[must_use]
pub fn is_stun(datagram: &[u8]) -> bool {
    datagram.len() >= HEADER_LEN && datagram[0] < 4 && datagram[4..8] == COOKIE
}

/// A well-formed check. Nothing in it is trustworthy before [`Self::verify`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BindingRequest<'a> {
    packet: &'a [u8],
    integrity_at: usize,
    unknown: [u16; MAX_UNKNOWN],
    unknown_count: usize,
    /// To be carried back.
    pub transaction: TransactionId,
    /// The receiver's user name fragment: ours.
    pub local_ufrag: &'a str,
    /// The sender's user name fragment.
    pub remote_ufrag: &'a str,
    /// The sender nominates this pair.
    pub use_candidate: bool,
    /// The priority of a peer-reflexive candidate learned from this check.
    pub priority: Option<u32>,
    /// The tie-breaker of a sender that believes it controls.
    pub ice_controlling: Option<u64>,
    /// The tie-breaker of a sender that believes it is controlled.
    pub ice_controlled: Option<u64>,
}

impl<'a> BindingRequest<'a> {
    /// Reads a request and checks its FINGERPRINT, if there is one.
    ///
    /// # Errors
    /// When the datagram is not a well-formed Binding request with user name and integrity.
    pub fn parse(datagram: &'a [u8]) -> Result<Self, StunError> {
        let (kind, transaction) = message_head(datagram)?;
        if kind != BINDING_REQUEST {
            return Err(StunError::NotRequest);
        }
        let mut request = Self {
            packet: datagram,
            integrity_at: 0,
            unknown: [0; MAX_UNKNOWN],
            unknown_count: 0,
            transaction,
            local_ufrag: "",
            remote_ufrag: "",
            use_candidate: false,
            priority: None,
            ice_controlling: None,
            ice_controlled: None,
        };
        for attribute in Attributes::of(datagram) {
            request.take(&attribute?)?;
        }
        if request.integrity_at == 0 {
            return Err(StunError::NoIntegrity);
        }
        if request.local_ufrag.is_empty() {
            return Err(StunError::Username);
        }
        Ok(request)
    }

    fn take(&mut self, attribute: &Attribute<'a>) -> Result<(), StunError> {
        if attribute.kind == FINGERPRINT {
            return self.take_fingerprint(attribute);
        }
        if self.integrity_at != 0 {
            // RFC 8489 §14.5: what follows the integrity is not covered by it.
            return Ok(());
        }
        match attribute.kind {
            USERNAME => (self.local_ufrag, self.remote_ufrag) = ufrags(attribute.value)?,
            MESSAGE_INTEGRITY => {
                attribute.array::<INTEGRITY_LEN>()?;
                self.integrity_at = attribute.at;
            }
            PRIORITY => self.priority = Some(u32::from_be_bytes(attribute.array()?)),
            USE_CANDIDATE => self.use_candidate = true,
            ICE_CONTROLLING => self.ice_controlling = Some(u64::from_be_bytes(attribute.array()?)),
            ICE_CONTROLLED => self.ice_controlled = Some(u64::from_be_bytes(attribute.array()?)),
            kind if kind < COMPREHENSION_OPTIONAL => self.note_unknown(kind),
            _ => {}
        }
        Ok(())
    }

    fn take_fingerprint(&self, attribute: &Attribute<'a>) -> Result<(), StunError> {
        let given = u32::from_be_bytes(attribute.array()?);
        let is_last = attribute.at + 8 == self.packet.len();
        if is_last && given == fingerprint(&self.packet[..attribute.at]) {
            Ok(())
        } else {
            Err(StunError::Fingerprint)
        }
    }

    fn note_unknown(&mut self, kind: u16) {
        if let Some(slot) = self.unknown.get_mut(self.unknown_count) {
            *slot = kind;
            self.unknown_count += 1;
        }
    }

    /// Was the request made by somebody who knows this password of ours?
    #[must_use]
    pub fn verify(&self, pwd: &str) -> bool {
        has_integrity(self.packet, self.integrity_at, pwd)
    }

    /// Comprehension-required attributes we do not know: answer with [`write_unknown_attributes`].
    #[must_use]
    pub fn unknown_attributes(&self) -> &[u16] {
        &self.unknown[..self.unknown_count]
    }
}

fn message_head(datagram: &[u8]) -> Result<(u16, TransactionId), StunError> {
    if !is_stun(datagram) {
        return Err(StunError::NotStun);
    }
    let len = usize::from(u16::from_be_bytes([datagram[2], datagram[3]]));
    if len % 4 != 0 || datagram.len() != HEADER_LEN + len {
        return Err(StunError::NotStun);
    }
    let mut transaction = [0; 12];
    transaction.copy_from_slice(&datagram[8..HEADER_LEN]);
    Ok((u16::from_be_bytes([datagram[0], datagram[1]]), transaction))
}

fn ufrags(value: &[u8]) -> Result<(&str, &str), StunError> {
    let name = std::str::from_utf8(value).map_err(|_| StunError::Username)?;
    match name.split_once(':') {
        Some((local, remote)) if !local.is_empty() => Ok((local, remote)),
        _ => Err(StunError::Username),
    }
}

struct Attribute<'a> {
    kind: u16,
    value: &'a [u8],
    /// Offset of its type field.
    at: usize,
}

impl Attribute<'_> {
    fn array<const N: usize>(&self) -> Result<[u8; N], StunError> {
        self.value.try_into().map_err(|_| StunError::Malformed)
    }
}

struct Attributes<'a> {
    packet: &'a [u8],
    at: usize,
}

impl<'a> Attributes<'a> {
    fn of(packet: &'a [u8]) -> Self {
        Self {
            packet,
            at: HEADER_LEN,
        }
    }

    fn read(&mut self) -> Option<Attribute<'a>> {
        let at = self.at;
        let head: &[u8; 4] = self.packet.get(at..)?.first_chunk()?;
        let len = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let value = self.packet.get(at + 4..at + 4 + len)?;
        self.at = at + 4 + len.next_multiple_of(4);
        Some(Attribute {
            kind: u16::from_be_bytes([head[0], head[1]]),
            value,
            at,
        })
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<Attribute<'a>, StunError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.packet.len() {
            return None;
        }
        let attribute = self.read();
        if attribute.is_none() {
            self.at = self.packet.len();
        }
        Some(attribute.ok_or(StunError::Malformed))
    }
}

/// The keyed hash over a message up to `at`, its length field counting to `end`.
fn integrity(packet: &[u8], at: usize, end: usize, pwd: &str) -> Option<Hmac<Sha1>> {
    let len = ((end - HEADER_LEN) as u16).to_be_bytes();
    // HMAC takes keys of any length.
    let mac = Hmac::<Sha1>::new_from_slice(pwd.as_bytes()).ok()?;
    Some(
        mac.chain_update(&packet[..2])
            .chain_update(len)
            .chain_update(&packet[4..at]),
    )
}

fn has_integrity(packet: &[u8], at: usize, pwd: &str) -> bool {
    let end = at + 4 + INTEGRITY_LEN;
    packet.get(at + 4..end).is_some_and(|given| {
        integrity(packet, at, end, pwd).is_some_and(|mac| mac.verify_slice(given).is_ok())
    })
}

/// The fingerprint of everything before the attribute, whose length field already counts it.
fn fingerprint(before: &[u8]) -> u32 {
    crc32(before) ^ FINGERPRINT_XOR
}

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
