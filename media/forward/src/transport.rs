//! One peer's connection: where it is, its keys, what it sends and what it is sent.

use crate::allocation::Climb;
use crate::bandwidth::Bandwidth;
use crate::command::SrtpKeys;
use crate::drops::Drops;
use crate::egress::Egress;
use crate::ice::{Credentials, Ice};
use crate::limiter::Limiter;
use crate::outbox::{MAX_DATAGRAM_BYTES, Outbox};
use crate::pacer::Pacer;
use crate::path::Path;
use crate::rate::Rate;
use crate::registry::Key;
use crate::sources::Sources;
use crate::srtp::{SrtpError, SrtpInbound, SrtpOutbound};
use crate::twcc::ArrivalRecorder;
use crate::uplink::Uplink;
use std::collections::HashSet;

/// Unverified checks for one transport: a browser sends some dozens while it connects.
const CHECKS_PER_S: u64 = 50;
/// A handshake flight is some kilobytes.
const DTLS_PER_S: u64 = 100;
/// Compounds of reports: a subscriber of fifty videos on a bad path sends hundreds.
const REPORTS_PER_S: u64 = 2000;
/// Packets that reports of arrival may speak of: 30 Mbit/s are 3000 a second, and one report after an
/// outage covers as many as its count can say. A report of 36 bytes may claim to cover 65,535.
const STATUSES_PER_S: u64 = 20_000;
const STATUSES_AT_ONCE: u64 = 70_000;
/// Packets sent again: a fifth of 30 Mbit/s, and what an outage of a second took.
const REPAIRS_PER_S: u64 = 1000;
/// Keeps a datagram under every common MTU.
const MAX_RTCP_BYTES: usize = 1200;
/// Five seconds, in 32.32 fixed point.
const MAX_CLOCK_CHANGE: u64 = 5 << 32;
/// Numbers of streams are never used twice under one key, so their count is bounded.
const MAX_SSRCS: usize = 8192;

/// One transport.
pub(crate) struct Transport {
    pub(crate) ice: Ice,
    pub(crate) room: Option<Key>,
    pub(crate) inbound: Option<SrtpInbound>,
    pub(crate) outbound: Option<SrtpOutbound>,
    pub(crate) producers: Vec<Key>,
    pub(crate) consumers: Vec<Key>,
    pub(crate) sources: Sources,
    /// The id of the transport-cc extension, once a producer wants feedback.
    pub(crate) feedback_id: Option<u8>,
    pub(crate) arrivals: Option<ArrivalRecorder>,
    pub(crate) bandwidth: Bandwidth,
    pub(crate) climb: Climb,
    pub(crate) pacer: Pacer,
    pub(crate) strange_checks: Limiter,
    pub(crate) dtls: Limiter,
    pub(crate) reports: Limiter,
    pub(crate) statuses: Limiter,
    pub(crate) repairs: Limiter,
    pub(crate) drops: Drops,
    pub(crate) received: Rate,
    pub(crate) sent: Rate,
    /// When reports are due next.
    pub(crate) report_us: u64,
    pub(crate) uplink: Uplink,
    /// What its subscriptions reported in all: packets expected, and those lost on the way.
    pub(crate) reported: (u64, u64),
    /// Our clock minus the publisher's, in 32.32 fixed point.
    pub(crate) clock_difference: Option<u64>,
    used_ssrcs: HashSet<u32>,
    last_outbound: Vec<u8>,
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Keys stay out of logs.
        f.debug_struct("Transport")
            .field("ice", &self.ice)
            .finish_non_exhaustive()
    }
}

impl Transport {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            ice: Ice::new(credentials),
            room: None,
            inbound: None,
            outbound: None,
            producers: Vec::new(),
            consumers: Vec::new(),
            sources: Sources::default(),
            feedback_id: None,
            arrivals: None,
            bandwidth: Bandwidth::default(),
            climb: Climb::default(),
            pacer: Pacer::default(),
            strange_checks: Limiter::new(CHECKS_PER_S, CHECKS_PER_S),
            dtls: Limiter::new(DTLS_PER_S, DTLS_PER_S),
            reports: Limiter::new(REPORTS_PER_S, REPORTS_PER_S),
            statuses: Limiter::new(STATUSES_PER_S, STATUSES_AT_ONCE),
            repairs: Limiter::new(REPAIRS_PER_S, REPAIRS_PER_S),
            drops: Drops::default(),
            received: Rate::default(),
            sent: Rate::default(),
            report_us: 0,
            uplink: Uplink::default(),
            reported: (0, 0),
            clock_difference: None,
            used_ssrcs: HashSet::new(),
            last_outbound: Vec::new(),
        }
    }

    pub(crate) fn set_keys(&mut self, keys: &SrtpKeys) -> Result<(), SrtpError> {
        if self.last_outbound == keys.outbound {
            // Starting over under the same key would repeat nonces.
            return Err(SrtpError::Exhausted);
        }
        self.inbound = Some(SrtpInbound::new(keys.profile, &keys.inbound)?);
        self.outbound = Some(SrtpOutbound::new(keys.profile, &keys.outbound)?);
        self.last_outbound.clone_from(&keys.outbound);
        Ok(())
    }

    /// Claims the numbers of a consumer's streams; false when one was used before under these keys.
    pub(crate) fn claim_ssrcs(&mut self, ssrc: u32, rtx_ssrc: Option<u32>) -> bool {
        let is_free = |ssrc| !self.used_ssrcs.contains(&ssrc);
        let may_claim = self.used_ssrcs.len() < MAX_SSRCS
            && rtx_ssrc != Some(ssrc)
            && is_free(ssrc)
            && rtx_ssrc.is_none_or(is_free);
        if may_claim {
            self.used_ssrcs.insert(ssrc);
            self.used_ssrcs.extend(rtx_ssrc);
        }
        may_claim
    }

    /// Compares clocks when a sender report arrives; keeps the first difference, because a change
    /// would shift the publisher's streams against each other, unless its clock was set.
    pub(crate) fn note_publisher_clock(&mut self, ours: u64, theirs: u64) {
        let difference = ours.wrapping_sub(theirs);
        let kept = *self.clock_difference.get_or_insert(difference);
        let change = difference.wrapping_sub(kept) as i64;
        if change.unsigned_abs() > MAX_CLOCK_CHANGE {
            self.clock_difference = Some(difference);
        }
    }

    /// True when reports are due; the first come soon, for lip sync.
    pub(crate) fn take_report_due(&mut self, now_us: u64, interval_us: u64) -> bool {
        let is_due = self.outbound.is_some() && now_us >= self.report_us;
        if is_due {
            self.report_us = now_us + interval_us;
        }
        is_due
    }

    /// The way out for media; `None` while there is no address or no key.
    pub(crate) fn egress<'a>(
        &'a mut self,
        now_us: u64,
        outbox: &'a mut Outbox,
    ) -> Option<Egress<'a>> {
        if self.ice.is_lost() {
            return None;
        }
        let path = self.ice.selected()?;
        let srtp = self.outbound.as_ref()?;
        let log = &mut self.bandwidth.log;
        let pacer = if self.pacer.is_active() {
            Some(&mut self.pacer)
        } else {
            None
        };
        Some(Egress::new(now_us, (path, srtp), log, outbox, pacer))
    }

    /// What was measured of the way from `before` is void when the selected one is of another network.
    pub(crate) fn note_reroute(&mut self, now_us: u64, before: Option<Path>) -> bool {
        let has_changed = before
            .zip(self.ice.selected())
            .is_some_and(|(before, now)| now.is_elsewhere(&before));
        if has_changed {
            self.bandwidth.reroute(now_us);
            self.climb = Climb::default();
        }
        has_changed
    }

    /// Encrypts and queues a compound, split where it would not fit a datagram.
    pub(crate) fn send_rtcp(&mut self, compound: &[u8], outbox: &mut Outbox) {
        let Some(path) = self.ice.selected().filter(|_| !self.ice.is_lost()) else {
            return;
        };
        let mut rest = compound;
        while !rest.is_empty() {
            let (first, others) = rest.split_at(datagram_len(rest));
            self.send_one_rtcp(first, &path, outbox);
            rest = others;
        }
    }

    fn send_one_rtcp(&mut self, compound: &[u8], path: &Path, outbox: &mut Outbox) {
        let (Some(srtp), Some(space)) = (self.outbound.as_mut(), outbox.space()) else {
            return;
        };
        let end = compound.len() + srtp.profile().rtcp_overhead();
        let Some(datagram) = space.get_mut(..end) else {
            return;
        };
        datagram[..compound.len()].copy_from_slice(compound);
        if let Ok(len) = srtp.protect_rtcp(datagram) {
            outbox.commit(path, len);
        }
    }
}

/// As many whole packets as fit one datagram, but at least one.
fn datagram_len(compound: &[u8]) -> usize {
    let mut end = 0;
    while let Some(head) = compound.get(end..).and_then(<[u8]>::first_chunk::<4>) {
        let len = 4 + usize::from(u16::from_be_bytes([head[2], head[3]])) * 4;
        if end != 0 && end + len > MAX_RTCP_BYTES {
            break;
        }
        end += len;
    }
    end.clamp(1, compound.len().min(MAX_DATAGRAM_BYTES))
}
