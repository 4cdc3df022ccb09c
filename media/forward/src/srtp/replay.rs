//! Remembers which of the newest 1024 indices were accepted (RFC 3711 §3.3.2); refuses the rest.

/// Indices remembered. Video at 5000 packets/s with 200 ms of reorder fits.
const WINDOW: u64 = 1024;
/// One more, because the word of the newest index also holds bits from before the window.
const WORDS: u64 = WINDOW / 64 + 1;

/// A ring of bits by index, so that moving on clears words instead of shifting them.
#[derive(Clone, Debug, Default)]
pub(super) struct ReplayWindow {
    highest: Option<u64>,
    bits: [u64; WORDS as usize],
}

impl ReplayWindow {
    pub(super) fn highest(&self) -> Option<u64> {
        self.highest
    }

    /// Is the index neither seen nor too old? Remembers nothing: an unauthentic packet must not.
    pub(super) fn may_accept(&self, index: u64) -> bool {
        let Some(highest) = self.highest else {
            return true;
        };
        if index > highest {
            return true;
        }
        if highest - index >= WINDOW {
            return false;
        }
        self.bits[word_of(index)] & bit_of(index) == 0
    }

    /// Marks an authentic packet's index as seen.
    pub(super) fn accept(&mut self, index: u64) {
        let highest = self.highest.unwrap_or(index);
        let ahead = (index / 64).saturating_sub(highest / 64).min(WORDS);
        for word in 0..ahead {
            self.bits[word_of(index - word * 64)] = 0;
        }
        self.bits[word_of(index)] |= bit_of(index);
        self.highest = Some(highest.max(index));
    }
}

fn word_of(index: u64) -> usize {
    (index / 64 % WORDS) as usize
}

fn bit_of(index: u64) -> u64 {
    1 << (index % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn an_index_is_accepted_once() {
        let mut window = ReplayWindow::default();
        assert!(window.may_accept(5));
        window.accept(5);
        assert!(!window.may_accept(5));
        assert!(window.may_accept(4));
        assert!(window.may_accept(6));
    }

    #[test]
    fn an_index_behind_the_window_is_refused() {
        let mut window = ReplayWindow::default();
        window.accept(5000);
        assert!(window.may_accept(5000 - 1023));
        assert!(!window.may_accept(5000 - 1024));
    }

    #[test]
    fn a_long_jump_forgets_what_was_seen() {
        let mut window = ReplayWindow::default();
        for index in 0..1024 {
            window.accept(index);
        }
        window.accept(1_000_000);
        assert!(window.may_accept(999_999));
        assert!(!window.may_accept(1_000_000));
    }

    proptest! {
        #[test]
        fn it_agrees_with_a_set(steps in proptest::collection::vec((-1000_i64..2500, any::<bool>()), 1..400)) {
            let mut window = ReplayWindow::default();
            let mut seen = HashSet::new();
            let mut newest = 5000_u64;
            for (step, is_authentic) in steps {
                let index = newest.saturating_add_signed(step);
                prop_assert_eq!(window.may_accept(index), !seen.contains(&index));
                if is_authentic && window.may_accept(index) {
                    window.accept(index);
                    seen.insert(index);
                    newest = newest.max(index);
                }
            }
        }
    }
}
