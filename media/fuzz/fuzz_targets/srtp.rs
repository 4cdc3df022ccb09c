//! A sender, a wire that repeats, reorders, tampers with and invents packets, and a receiver: each genuine
//! packet is accepted once and comes out as it went in, and nothing else is accepted or moves anything.
#![no_main]

use std::collections::HashSet;

use forward::rtp::RtpHeader;
use forward::srtp::{Profile, SrtpError, SrtpInbound, SrtpOutbound};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

const PROFILES: [Profile; 3] = [
    Profile::Aes128Gcm,
    Profile::Aes256Gcm,
    Profile::Aes128CmSha1_80,
];
/// Streams that a receiver remembers; more would bring forgetting into play, which tests elsewhere do.
const MAX_STREAMS: usize = 32;
/// Three numbers a step at most, so that every packet stays inside the replay window.
const MAX_STEPS: usize = 300;

fuzz_target!(|bytes: &[u8]| {
    for profile in PROFILES {
        stray(profile, bytes);
    }
    let _ = converse(Unstructured::new(bytes));
});

/// The bytes themselves, as if they came from the network, are not authentic.
fn stray(profile: Profile, bytes: &[u8]) {
    let master = vec![7; profile.master_len()];
    let mut inbound = SrtpInbound::new(profile, &master).expect("the right length");
    if let Ok(header) = RtpHeader::parse(bytes) {
        assert!(inbound.unprotect_rtp(&mut bytes.to_vec(), &header).is_err());
        protect(profile, bytes, &header);
    }
    assert!(inbound.unprotect_rtcp(&mut bytes.to_vec()).is_err());
}

/// Taken as a plain packet, they come back as they were, under either kind of call.
fn protect(profile: Profile, plain: &[u8], header: &RtpHeader) {
    let mut ends = Ends::new(profile);
    let Ok(sealed) = ends.seal(plain, header.header_len) else {
        return;
    };
    assert_eq!(sealed.len(), plain.len() + profile.tag_len());
    assert_eq!(ends.open(&sealed).as_deref(), Ok(plain));
    assert_eq!(ends.open(&sealed), Err(SrtpError::Replayed));
    // A packet cut anywhere is refused.
    for len in [sealed.len() - 1, header.header_len, plain.len() / 2] {
        assert!(Ends::new(profile).open(&sealed[..len]).is_err());
    }
}

struct Ends {
    profile: Profile,
    outbound: SrtpOutbound,
    inbound: SrtpInbound,
}

impl Ends {
    fn new(profile: Profile) -> Self {
        let master = vec![7; profile.master_len()];
        Self {
            profile,
            outbound: SrtpOutbound::new(profile, &master).expect("the right length"),
            inbound: SrtpInbound::new(profile, &master).expect("the right length"),
        }
    }

    fn seal(&mut self, plain: &[u8], header_len: usize) -> std::result::Result<Vec<u8>, SrtpError> {
        let mut packet = plain.to_vec();
        packet.resize(plain.len() + self.profile.tag_len(), 0xAA);
        let len = self.outbound.protect_rtp(&mut packet, header_len)?;
        packet.truncate(len);
        Ok(packet)
    }

    fn seal_report(&mut self, plain: &[u8]) -> Vec<u8> {
        let mut packet = plain.to_vec();
        packet.resize(plain.len() + self.profile.rtcp_overhead(), 0xAA);
        let len = self
            .outbound
            .protect_rtcp(&mut packet)
            .expect("there is room");
        packet.truncate(len);
        packet
    }

    fn open(&mut self, sealed: &[u8]) -> std::result::Result<Vec<u8>, SrtpError> {
        let mut packet = sealed.to_vec();
        let header = RtpHeader::parse(sealed).map_err(|_| SrtpError::TooShort)?;
        let len = self.inbound.unprotect_rtp(&mut packet, &header)?;
        packet.truncate(len);
        Ok(packet)
    }

    fn open_report(&mut self, sealed: &[u8]) -> std::result::Result<Vec<u8>, SrtpError> {
        let mut packet = sealed.to_vec();
        let len = self.inbound.unprotect_rtcp(&mut packet)?;
        packet.truncate(len);
        Ok(packet)
    }
}

struct Sent {
    is_report: bool,
    plain: Vec<u8>,
    sealed: Vec<u8>,
}

fn converse(mut input: Unstructured) -> Result<()> {
    let mut ends = Ends::new(*input.choose(&PROFILES)?);
    let mut sent: Vec<Sent> = Vec::new();
    let mut taken = HashSet::new();
    let mut counters = [None; MAX_STREAMS];
    for _ in 0..MAX_STEPS {
        if input.is_empty() {
            break;
        }
        match input.int_in_range(0..=9_u8)? {
            0..=4 => {
                let (packet, is_first) = next_packet(&mut input, &mut counters, &mut ends)?;
                if is_first {
                    // Who misses the start of a stream cannot know how often its numbers went round.
                    deliver(&mut ends, &packet, taken.insert(sent.len()));
                }
                sent.push(packet);
            }
            5..=7 if !sent.is_empty() => {
                let at = input.choose_index(sent.len())?;
                deliver(&mut ends, &sent[at], taken.insert(at));
            }
            8 if !sent.is_empty() => {
                let at = input.choose_index(sent.len())?;
                tamper(&mut ends, &sent[at], input.arbitrary()?, input.arbitrary()?);
            }
            _ => {
                let bytes: Vec<u8> = input.arbitrary()?;
                assert!(ends.open(&bytes).is_err());
                assert!(ends.open_report(&bytes).is_err());
            }
        }
    }
    // Nothing of what went on in between has shut out what was not delivered yet.
    for (at, packet) in sent.iter().enumerate() {
        deliver(&mut ends, packet, taken.insert(at));
    }
    Ok(())
}

fn next_packet(
    input: &mut Unstructured,
    counters: &mut [Option<u16>; MAX_STREAMS],
    ends: &mut Ends,
) -> Result<(Sent, bool)> {
    let stream = input.choose_index(MAX_STREAMS)?;
    let payload: [u8; 8] = input.arbitrary()?;
    let len = input.int_in_range(0..=8)?;
    if input.ratio(1, 4_u8)? {
        let mut plain = vec![0x80, 201, 0, 1, 0, 0, 0, stream as u8];
        plain.extend_from_slice(&payload[..len / 4 * 4]);
        let sealed = ends.seal_report(&plain);
        return Ok((
            Sent {
                is_report: true,
                plain,
                sealed,
            },
            false,
        ));
    }
    // Steps over numbers that the wire lost for good, and over the end of their circle.
    let last = counters[stream].unwrap_or(u16::MAX - 20);
    let number = last.wrapping_add(input.int_in_range(1..=3)?);
    let is_first = counters[stream].replace(number).is_none();
    let mut plain = vec![0x80, 96];
    plain.extend_from_slice(&number.to_be_bytes());
    plain.extend_from_slice(&[0, 0, 0, 1, 0, 0, 0, stream as u8]);
    plain.extend_from_slice(&payload[..len]);
    let sealed = ends.seal(&plain, 12).expect("there is room");
    Ok((
        Sent {
            is_report: false,
            plain,
            sealed,
        },
        is_first,
    ))
}

fn deliver(ends: &mut Ends, packet: &Sent, is_new: bool) {
    let opened = if packet.is_report {
        ends.open_report(&packet.sealed)
    } else {
        ends.open(&packet.sealed)
    };
    let expected = if is_new {
        Ok(&packet.plain)
    } else {
        Err(&SrtpError::Replayed)
    };
    assert_eq!(opened.as_ref(), expected);
}

/// One byte changed: refused, and what it is a forgery of is still welcome, as the rest of the run shows.
fn tamper(ends: &mut Ends, packet: &Sent, at: u16, by: u8) {
    let mut forged = packet.sealed.clone();
    let at = usize::from(at) % forged.len();
    forged[at] ^= by.max(1);
    let opened = if packet.is_report {
        ends.open_report(&forged)
    } else {
        ends.open(&forged)
    };
    assert!(
        opened.is_err(),
        "byte {at} of {packet_len}",
        packet_len = forged.len()
    );
}
