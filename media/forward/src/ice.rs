//! The lite side of ICE (RFC 8445 §2.5): learns where a peer is from its verified checks;
//! refuses to send checks of its own, and to move for anything less than a nomination.

use crate::path::{Path, Protocol};

/// RFC 7675 allows 30 s; people notice long before.
const LOST_AFTER_US: u64 = 10_000_000;
/// Browsers check what they may fall back to about this often.
const FRESH_US: u64 = 5_000_000;
/// Wi-Fi, mobile, VPN and loopback in both families, and a few left behind by roaming.
const MAX_PATHS: usize = 8;

/// Our user name fragment and password.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) ufrag: String,
    pub(crate) pwd: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Passwords never reach a log.
        f.debug_struct("Credentials")
            .field("ufrag", &self.ufrag)
            .finish_non_exhaustive()
    }
}

/// What a valid check changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Nothing,
    Connected,
    Moved,
    /// The connection in use ended, and there is no other.
    Lost,
}

/// The ICE state of one transport.
#[derive(Debug)]
pub(crate) struct Ice {
    pub(crate) credentials: Credentials,
    /// Valid as well, until the peer uses them.
    pub(crate) next: Option<Credentials>,
    /// Each with the time of its last valid check.
    paths: Vec<(Path, u64)>,
    selected: Option<Path>,
    /// The peer itself said which path to use.
    is_nominated: bool,
    is_lost: bool,
    last_check_us: u64,
}

impl Ice {
    pub(crate) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            next: None,
            paths: Vec::new(),
            selected: None,
            is_nominated: false,
            is_lost: false,
            last_check_us: 0,
        }
    }

    /// Where to send.
    pub(crate) fn selected(&self) -> Option<Path> {
        self.selected
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// The password of ours that belongs to this fragment.
    pub(crate) fn password(&self, ufrag: &str) -> Option<&str> {
        let next = self.next.iter();
        next.chain([&self.credentials])
            .find(|credentials| credentials.ufrag == ufrag)
            .map(|credentials| credentials.pwd.as_str())
    }

    /// After a valid check with these: the fragment that died, if a restart is complete.
    pub(crate) fn settle(&mut self, ufrag: &str) -> Option<String> {
        let next = self.next.take_if(|next| next.ufrag == ufrag)?;
        Some(std::mem::replace(&mut self.credentials, next).ufrag)
    }

    /// Notes a valid check; also says which path had to give way for a new one.
    pub(crate) fn checked(
        &mut self,
        path: Path,
        is_nominated: bool,
        now_us: u64,
    ) -> (Change, Option<Path>) {
        self.last_check_us = now_us;
        let evicted = self.remember(path, now_us);
        let was = self.selected;
        let is_first = was.is_none() || self.is_lost;
        // A stream makes media wait for what was lost: it gives way before the peer has chosen.
        let is_better = !self.is_nominated
            && path.protocol == Protocol::Udp
            && was.is_some_and(|was| was.protocol == Protocol::Tcp);
        let moves = is_first || is_nominated || is_better;
        if moves {
            self.selected = Some(path);
            self.is_nominated = is_nominated;
        }
        self.is_lost = false;
        let has_moved = was.is_some_and(|was| was.origin() != path.origin());
        let change = match (is_first, moves && has_moved) {
            (true, _) => Change::Connected,
            (_, true) => Change::Moved,
            _ => Change::Nothing,
        };
        (change, evicted)
    }

    fn remember(&mut self, path: Path, now_us: u64) -> Option<Path> {
        if let Some(known) = self.position(&path) {
            // To the back: the front gives way first.
            self.paths.remove(known);
            self.paths.push((path, now_us));
            return None;
        }
        self.paths.push((path, now_us));
        if self.paths.len() <= MAX_PATHS {
            return None;
        }
        let selected = self.selected.map(|path| path.origin());
        let oldest = self
            .paths
            .iter()
            .position(|(known, _)| Some(known.origin()) != selected)?;
        Some(self.paths.remove(oldest).0)
    }

    fn position(&self, path: &Path) -> Option<usize> {
        self.paths
            .iter()
            .position(|(known, _)| known.origin() == path.origin())
    }

    /// Is this path in use by this peer: was it checked so lately that nobody else can have it?
    pub(crate) fn holds(&self, path: &Path, now_us: u64) -> bool {
        let checked = self.position(path).map(|at| self.paths[at].1);
        checked.is_some_and(|checked| now_us <= checked + LOST_AFTER_US)
    }

    /// Forgets a connection that ended. If it was in use, the last checked of the others takes over at
    /// once when it is fresh; the peer's next check may choose again.
    pub(crate) fn closed(&mut self, path: &Path, now_us: u64) -> Change {
        if let Some(known) = self.position(path) {
            self.paths.remove(known);
        }
        if self.is_lost || self.selected.map(|path| path.origin()) != Some(path.origin()) {
            return Change::Nothing;
        }
        self.is_nominated = false;
        let next = self.paths.last();
        if let Some((next, _)) = next.filter(|(_, checked)| now_us <= checked + FRESH_US) {
            self.selected = Some(*next);
            return Change::Moved;
        }
        self.is_lost = true;
        Change::Lost
    }

    /// Every address that was verified.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(|(path, _)| path)
    }

    /// True once when no valid check came for too long.
    pub(crate) fn take_lost(&mut self, now_us: u64) -> bool {
        let is_silent = now_us > self.last_check_us + LOST_AFTER_US;
        let is_news = self.selected.is_some() && !self.is_lost && is_silent;
        self.is_lost |= is_news;
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(port: u16) -> Path {
        Path {
            protocol: Protocol::Udp,
            socket: 0,
            local: None,
            remote: ([192, 0, 2, 1], port).into(),
        }
    }

    fn ice() -> Ice {
        Ice::new(Credentials {
            ufrag: "a".into(),
            pwd: "b".into(),
        })
    }

    #[test]
    fn the_first_check_connects() {
        let mut ice = ice();
        assert_eq!(ice.checked(path(1), false, 0).0, Change::Connected);
        assert_eq!(ice.selected(), Some(path(1)));
    }

    #[test]
    fn only_a_nomination_moves() {
        let mut ice = ice();
        ice.checked(path(1), true, 0);
        assert_eq!(ice.checked(path(2), false, 0).0, Change::Nothing);
        assert_eq!(ice.selected(), Some(path(1)));
        assert_eq!(ice.checked(path(2), true, 0).0, Change::Moved);
        assert_eq!(ice.selected(), Some(path(2)));
    }

    #[test]
    fn silence_is_noticed_once_and_a_check_mends_it() {
        let mut ice = ice();
        ice.checked(path(1), true, 0);
        assert!(!ice.take_lost(LOST_AFTER_US));
        assert!(ice.take_lost(LOST_AFTER_US + 1));
        assert!(!ice.take_lost(LOST_AFTER_US + 2));
        assert_eq!(
            ice.checked(path(3), false, LOST_AFTER_US + 3).0,
            Change::Connected
        );
    }

    #[test]
    fn the_old_credentials_die_when_the_new_are_used() {
        let mut ice = ice();
        ice.next = Some(Credentials {
            ufrag: "c".into(),
            pwd: "d".into(),
        });
        assert_eq!(ice.password("a"), Some("b"));
        assert_eq!(ice.settle("a"), None);
        assert_eq!(ice.settle("c").as_deref(), Some("a"));
        assert_eq!(ice.password("a"), None);
        assert_eq!(ice.password("c"), Some("d"));
    }

    #[test]
    fn paths_are_bounded_and_the_selected_one_stays() {
        let mut ice = ice();
        ice.checked(path(1), true, 0);
        let evicted: Vec<_> = (2..20)
            .filter_map(|port| ice.checked(path(port), false, 0).1)
            .collect();
        assert_eq!(evicted.len(), 19 - MAX_PATHS);
        assert!(!evicted.contains(&path(1)));
    }

    fn stream(port: u16) -> Path {
        Path {
            protocol: Protocol::Tcp,
            ..path(port)
        }
    }

    #[test]
    fn the_same_address_over_another_protocol_is_another_path() {
        let mut ice = ice();
        ice.checked(stream(1), true, 0);
        assert_eq!(ice.checked(path(1), true, 0).0, Change::Moved);
        assert_eq!(ice.paths().count(), 2);
    }

    #[test]
    fn a_stream_gives_way_to_datagrams_unless_the_peer_chose_it() {
        let mut ice = ice();
        ice.checked(stream(1), false, 0);
        assert_eq!(ice.checked(path(2), false, 0).0, Change::Moved);
        assert_eq!(ice.checked(stream(1), false, 0).0, Change::Nothing);
        assert_eq!(ice.checked(stream(1), true, 0).0, Change::Moved);
        assert_eq!(ice.checked(path(2), false, 0).0, Change::Nothing);
        assert_eq!(ice.selected(), Some(stream(1)));
    }

    #[test]
    fn when_the_connection_in_use_ends_the_freshest_other_path_takes_over() {
        let mut ice = ice();
        ice.checked(path(1), false, 0);
        ice.checked(path(2), false, 10);
        ice.checked(stream(3), true, 20);
        assert_eq!(ice.closed(&stream(3), FRESH_US), Change::Moved);
        assert_eq!(ice.selected(), Some(path(2)));
    }

    #[test]
    fn when_the_only_connection_ends_the_peer_is_lost_until_its_next_check() {
        let mut ice = ice();
        ice.checked(path(1), false, 0);
        ice.checked(stream(3), true, 20);
        assert_eq!(ice.closed(&stream(3), 2 * FRESH_US), Change::Lost);
        assert!(!ice.take_lost(20 * FRESH_US));
        assert_eq!(
            ice.checked(path(1), true, 20 * FRESH_US).0,
            Change::Connected
        );
    }

    #[test]
    fn a_connection_that_was_not_in_use_ends_unnoticed() {
        let mut ice = ice();
        ice.checked(path(1), true, 0);
        ice.checked(stream(3), false, 20);
        assert_eq!(ice.closed(&stream(3), 30), Change::Nothing);
        assert_eq!(ice.selected(), Some(path(1)));
        assert_eq!(ice.paths().count(), 1);
    }
}
