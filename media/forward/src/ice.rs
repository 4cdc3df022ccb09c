//! The lite side of ICE (RFC 8445 §2.5): learns where a peer is from its verified checks;
//! refuses to send checks of its own, and to move for anything less than a nomination.

use crate::path::Path;

/// RFC 7675 allows 30 s; people notice long before.
const LOST_AFTER_US: u64 = 10_000_000;
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
}

/// The ICE state of one transport.
#[derive(Debug)]
pub(crate) struct Ice {
    pub(crate) credentials: Credentials,
    /// Valid as well, until the peer uses them.
    pub(crate) next: Option<Credentials>,
    paths: Vec<Path>,
    selected: Option<Path>,
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
        let evicted = self.remember(path);
        let was = self.selected;
        let is_first = was.is_none() || self.is_lost;
        if is_first || is_nominated {
            self.selected = Some(path);
        }
        self.is_lost = false;
        let has_moved = was.is_some_and(|was| was.remote != path.remote);
        let change = match (is_first, is_nominated && has_moved) {
            (true, _) => Change::Connected,
            (_, true) => Change::Moved,
            _ => Change::Nothing,
        };
        (change, evicted)
    }

    fn remember(&mut self, path: Path) -> Option<Path> {
        if let Some(known) = self
            .paths
            .iter()
            .position(|known| known.remote == path.remote)
        {
            // To the back: the front gives way first.
            self.paths.remove(known);
            self.paths.push(path);
            return None;
        }
        self.paths.push(path);
        if self.paths.len() <= MAX_PATHS {
            return None;
        }
        let oldest = self
            .paths
            .iter()
            .position(|known| Some(known.remote) != self.selected.map(|path| path.remote))?;
        Some(self.paths.remove(oldest))
    }

    /// Every address that was verified.
    pub(crate) fn paths(&self) -> &[Path] {
        &self.paths
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
}
