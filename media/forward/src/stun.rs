//! Reads ICE connectivity checks and answers them (RFC 8489, RFC 8445 as a lite agent);
//! refuses every other STUN message: we never ask, so no answer is meant for us.

mod answer;
mod integrity;

pub use answer::{write_error, write_success, write_unknown_attributes};

use integrity::{fingerprint, has_integrity};

const HEADER_LEN: usize = 20;
const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];

const BINDING_REQUEST: u16 = 0x0001;

const USERNAME: u16 = 0x0006;
const MESSAGE_INTEGRITY: u16 = 0x0008;
const PRIORITY: u16 = 0x0024;
const USE_CANDIDATE: u16 = 0x0025;
const FINGERPRINT: u16 = 0x8028;
const ICE_CONTROLLED: u16 = 0x8029;
const ICE_CONTROLLING: u16 = 0x802A;

/// Attributes from this type on may be ignored when unknown.
const COMPREHENSION_OPTIONAL: u16 = 0x8000;
const INTEGRITY_LEN: usize = 20;
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
