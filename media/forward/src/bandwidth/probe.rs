//! Probes: decides when to send a short burst faster than the estimate, and reads from its arrival what
//! the path can take; refuses to probe for what nobody wants.

use super::cluster::{Cluster, MIN_PACKETS};
use super::detector::Usage;
use crate::send_log::SentPacket;

/// A burst lasts this long and is sent in steps of this.
const DURATION_US: u64 = 24_000;
pub(crate) const STEP_US: u64 = 4_000;
/// The burst is cut into at least so many packets, of at least so many bytes.
const PIECES: u64 = 8;
const MIN_BYTES: u64 = 120;
/// The most that a burst goes beyond the estimate.
const LEAP: u64 = 3;
/// The first one, and how high to look while nobody has said what is wanted.
const FIRST_BPS: u64 = 1_800_000;
const BLIND_BPS: u64 = 3_000_000;
/// How long to wait after a success, after the first failure, at most, and at most for a picture.
const AGAIN_US: u64 = 400_000;
const RETRY_US: u64 = 3_000_000;
const MAX_WAIT_US: u64 = 10_000_000;
const MAX_DARK_WAIT_US: u64 = 2_000_000;
/// How often to look for head room while everything wanted is sent.
const IDLE_US: u64 = 10_000_000;
/// A burst of which nothing is heard for so long has failed.
const LOST_US: u64 = 1_500_000;

/// What is known when the question is whether to probe.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Need {
    pub(crate) estimate_bps: u64,
    /// What the next better choice of layers takes, when there is one.
    pub(crate) next_bps: Option<u64>,
    /// What everything wanted takes; 0 while unknown.
    pub(crate) all_bps: u64,
    pub(crate) sent_bps: u64,
    pub(crate) usage: Usage,
    /// Some video is suspended.
    pub(crate) is_dark: bool,
}

/// What a burst says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The rate it arrived at.
    Arrived(u64),
    /// Too little of it arrived, or in too odd a way.
    Nothing,
}

/// A burst that is being sent.
#[derive(Clone, Copy, Debug)]
struct Running {
    bps: u64,
    began_us: u64,
    /// Long enough for as many packets as are needed, where they are all there is to send.
    duration_us: u64,
    /// All that had left before it.
    bytes_before: u64,
    first_number: u16,
}

/// The probes of one path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probes {
    pub(crate) count: u64,
    cluster: u8,
    running: Option<Running>,
    judged: Option<Cluster>,
    next_us: u64,
    wait_us: u64,
    idle_us: u64,
    /// Exponential search at the beginning.
    is_first: bool,
}

impl Default for Probes {
    fn default() -> Self {
        Self {
            count: 0,
            cluster: 0,
            running: None,
            judged: None,
            next_us: 0,
            wait_us: RETRY_US,
            idle_us: 0,
            is_first: true,
        }
    }
}

impl Probes {
    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// As at the beginning; marks go on, so that no old burst counts for a new one.
    pub(crate) fn afresh(&self) -> Self {
        Self {
            count: self.count,
            cluster: self.cluster,
            ..Self::default()
        }
    }

    /// The queue grew: wait until it has drained.
    pub(crate) fn hold_off(&mut self, now_us: u64) {
        self.next_us = self.next_us.max(now_us + self.wait_us);
    }

    /// The rate to probe at now, if it is time.
    fn due(&mut self, now_us: u64, need: &Need) -> Option<u64> {
        if self.running.is_some() || self.judged.is_some() || now_us < self.next_us {
            return None;
        }
        if need.usage != Usage::Normal && !self.is_first {
            return None;
        }
        let cap = need.estimate_bps * LEAP;
        if self.is_first {
            let goal = need.all_bps.max(BLIND_BPS / 2) * 2;
            let target = FIRST_BPS.max(need.estimate_bps * 2);
            return (need.estimate_bps < goal).then_some(target.min(cap));
        }
        let margin = |bps: u64| bps + bps / 10;
        if let Some(next) = need.next_bps {
            let target = margin(next).max(need.estimate_bps + need.estimate_bps / 10);
            return Some(target.min(cap));
        }
        let has_room = need.estimate_bps > need.all_bps + need.all_bps / 2;
        let is_idle = need.sent_bps < need.estimate_bps / 20 * 13;
        let is_due = !has_room && is_idle && need.all_bps > 0 && now_us >= self.idle_us;
        is_due.then(|| {
            self.idle_us = now_us + IDLE_US;
            (need.all_bps * 2).min(need.estimate_bps * 2)
        })
    }

    /// Begins a burst if it is time; `number` is the next packet's, `bytes` all that left so far.
    /// Returns the burst's mark.
    pub(crate) fn begin(
        &mut self,
        now_us: u64,
        need: &Need,
        (number, bytes): (u16, u64),
    ) -> Option<u8> {
        if need.is_dark {
            self.wait_us = self.wait_us.min(MAX_DARK_WAIT_US);
            self.next_us = self.next_us.min(now_us + MAX_DARK_WAIT_US);
        }
        let bps = self.due(now_us, need)?;
        self.cluster = self.cluster % 255 + 1;
        self.count += 1;
        self.running = Some(Running {
            bps,
            began_us: now_us,
            duration_us: DURATION_US
                .max(u64::from(MIN_PACKETS + 2) * MIN_BYTES * 8_000_000 / bps.max(1)),
            bytes_before: bytes,
            first_number: number,
        });
        Some(self.cluster)
    }

    /// How many bytes of padding are due, in pieces of which size; `bytes` is all that left so far.
    pub(crate) fn padding(&self, now_us: u64, bytes: u64) -> Option<(u64, u64)> {
        let running = self.running.as_ref()?;
        let sent = bytes.saturating_sub(running.bytes_before);
        let step = running.bps * STEP_US / 8_000_000;
        let elapsed_us = (now_us - running.began_us.min(now_us)).min(running.duration_us);
        let due = running.bps * (elapsed_us + STEP_US) / 8_000_000;
        let piece = (running.bps * running.duration_us / 8_000_000 / PIECES).max(MIN_BYTES);
        Some((due.saturating_sub(sent).min(3 * step), piece))
    }

    /// Ends the burst when it has lasted long enough, and enough packets have left; true when it ended.
    pub(crate) fn end(&mut self, now_us: u64, number: u16) -> bool {
        let Some(running) = self.running else {
            return false;
        };
        let packets = u32::from(number.wrapping_sub(running.first_number));
        let elapsed_us = now_us - running.began_us.min(now_us);
        let is_short = packets < MIN_PACKETS + 1 && elapsed_us < 4 * running.duration_us;
        if elapsed_us < running.duration_us || is_short {
            return false;
        }
        self.running = None;
        let cluster = self.judged.get_or_insert_default();
        (cluster.packets, cluster.deadline_us) = (packets, now_us + LOST_US);
        true
    }

    /// A packet of the burst arrived.
    pub(crate) fn note(&mut self, sent: &SentPacket, arrival_us: i64) {
        if sent.cluster == self.cluster {
            let is_open = self.running.is_some() || self.judged.is_some();
            if is_open {
                self.judged
                    .get_or_insert_with(Cluster::default)
                    .note(sent, arrival_us);
            }
        }
    }

    /// A packet of the burst was lost.
    pub(crate) fn note_lost(&mut self, sent: &SentPacket) {
        if sent.cluster == self.cluster
            && let Some(cluster) = &mut self.judged
        {
            cluster.lost += 1;
        }
    }

    /// What a finished burst says.
    pub(crate) fn verdict(&mut self, now_us: u64) -> Option<Verdict> {
        let cluster = self.judged.filter(|_| self.running.is_none())?;
        let is_complete = cluster.arrived + cluster.lost >= cluster.packets;
        if !is_complete && now_us < cluster.deadline_us {
            return None;
        }
        self.judged = None;
        Some(cluster.result().map_or(Verdict::Nothing, Verdict::Arrived))
    }

    /// Plans the next burst by how the last one went: `bps` is its result, `estimate_bps` what was
    /// believed before it.
    pub(crate) fn plan(&mut self, now_us: u64, bps: Option<u64>, estimate_bps: u64) {
        let has_gained = bps.is_some_and(|bps| bps > estimate_bps + estimate_bps / 20);
        if has_gained {
            self.wait_us = RETRY_US;
            self.next_us = now_us + if self.is_first { 0 } else { AGAIN_US };
            return;
        }
        self.is_first = false;
        self.next_us = now_us + self.wait_us;
        self.wait_us = (self.wait_us * 2).min(MAX_WAIT_US);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MBPS: u64 = 1_000_000;

    /// Sends one burst over a link of this capacity; what it says.
    fn probed(probes: &mut Probes, need: &Need, link_bps: u64) -> (u64, u64) {
        let mut now_us = 10_000_000;
        let cluster = probes.begin(now_us, need, (0, 0)).unwrap();
        let (mut number, mut free_us, mut asked) = (0, 0, 0);
        while !probes.end(now_us, number) {
            let (due, piece) = probes.padding(now_us, asked).unwrap();
            let mut sent = 0;
            while sent < due {
                free_us = now_us.max(free_us) + piece * 8_000_000 / link_bps;
                let packet = SentPacket {
                    sent_us: now_us,
                    bytes: piece as u16,
                    cluster,
                    ..SentPacket::default()
                };
                probes.note(&packet, free_us as i64);
                sent += piece;
                number += 1;
            }
            asked += sent;
            now_us += STEP_US;
        }
        let Some(Verdict::Arrived(bps)) = probes.verdict(now_us) else {
            panic!("the burst arrived");
        };
        (asked, bps)
    }

    fn need(estimate_bps: u64) -> Need {
        Need {
            estimate_bps,
            ..Need::default()
        }
    }

    #[test]
    fn a_wide_path_shows_the_speed_of_the_burst() {
        let (_, bps) = probed(&mut Probes::default(), &need(600_000), 100 * MBPS);
        assert!((1_500_000..2_100_000).contains(&bps), "{bps}");
    }

    #[test]
    fn a_narrow_path_shows_its_own() {
        let (_, bps) = probed(&mut Probes::default(), &need(600_000), MBPS);
        assert!((850_000..1_000_000).contains(&bps), "{bps}");
    }

    #[test]
    fn a_burst_is_short() {
        let (bytes, _) = probed(&mut Probes::default(), &need(600_000), MBPS);
        assert!(bytes < 8000, "{bytes}");
    }

    #[test]
    fn success_goes_on_and_failure_waits_longer_each_time() {
        let mut probes = Probes::default();
        let wanting = Need {
            next_bps: Some(2 * MBPS),
            ..need(MBPS)
        };
        probes.plan(0, Some(2 * MBPS), MBPS);
        assert!(probes.due(0, &wanting).is_some());
        probes.plan(0, None, MBPS);
        assert!(probes.due(RETRY_US - 1, &wanting).is_none());
        assert!(probes.due(RETRY_US, &wanting).is_some());
        probes.plan(0, None, MBPS);
        assert!(probes.due(RETRY_US, &wanting).is_none());
        assert!(probes.due(2 * RETRY_US, &wanting).is_some());
    }

    #[test]
    fn what_nobody_wants_is_not_looked_for() {
        let mut probes = Probes::default();
        probes.plan(0, None, MBPS);
        let content = Need {
            all_bps: MBPS / 2,
            ..need(MBPS)
        };
        assert_eq!(probes.due(100 * RETRY_US, &content), None);
    }

    #[test]
    fn a_burst_that_mostly_got_lost_says_nothing() {
        let mut probes = Probes::default();
        probes.begin(1, &need(MBPS), (0, 0));
        assert!(probes.end(1 + DURATION_US, 10));
        assert_eq!(probes.verdict(2 + DURATION_US), None);
        assert_eq!(
            probes.verdict(2 + DURATION_US + LOST_US),
            Some(Verdict::Nothing)
        );
    }
}
