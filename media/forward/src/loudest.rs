//! Chooses the loudest voices of a room, packet by packet: in at the first loud packet, out when others have
//! been louder for a while; refuses to judge those who do not say how loud they are.

use crate::registry::Key;

/// A voice counts one dB less for every so many µs of silence: 15 dB a second, so that a pause for breath
/// costs nobody the place.
const DECAY_US_PER_DB: u64 = 66_667;
/// A newcomer must be louder by this than the quietest heard.
const MARGIN_US: u64 = 3 * DECAY_US_PER_DB;
/// Below this, in dB over silence (−90 dBov), there is nothing to hear.
const FAINTEST_DB: u8 = 37;

/// How loud somebody was lately: the time at which the last sounds will have faded to silence. It compares
/// without a clock, since all voices fade alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fading(u64);

impl Fading {
    /// Takes one packet's level, in −dBov.
    pub(crate) fn add(&mut self, now_us: u64, level: u8) {
        let loudness = u64::from(127 - level.min(127));
        self.0 = self.0.max(now_us + loudness * DECAY_US_PER_DB);
    }

    pub(crate) fn is_silent(self, now_us: u64) -> bool {
        self.0 < now_us + u64::from(FAINTEST_DB) * DECAY_US_PER_DB
    }

    fn displaces(self, quietest: Self) -> bool {
        self.0 > quietest.0 + MARGIN_US
    }
}

/// What becomes of a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Refused,
    /// There was a free place.
    Free,
    /// In the place of this one.
    InsteadOf(Key),
}

/// May a voice that is not heard come in? `heard` are those that are.
pub(crate) fn enter(
    now_us: u64,
    count: usize,
    voice: Fading,
    heard: impl ExactSizeIterator<Item = (Key, Fading)>,
) -> Entry {
    if voice.is_silent(now_us) || count == 0 {
        return Entry::Refused;
    }
    if heard.len() < count {
        return Entry::Free;
    }
    match heard.min_by_key(|(_, fading)| *fading) {
        Some((key, quietest)) if voice.displaces(quietest) => Entry::InsteadOf(key),
        _ => Entry::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registry;

    const S: u64 = 1_000_000;

    fn fading(now_us: u64, level: u8) -> Fading {
        let mut fading = Fading::default();
        fading.add(now_us, level);
        fading
    }

    fn entered(now_us: u64, voice: Fading, heard: &[Fading]) -> Entry {
        let mut registry = Registry::new();
        let heard: Vec<_> = (0..)
            .zip(heard)
            .filter_map(|(id, &fading)| Some((registry.insert(id, ())?, fading)))
            .collect();
        enter(now_us, 2, voice, heard.into_iter())
    }

    #[test]
    fn a_free_place_is_taken_by_any_sound_but_not_by_silence() {
        assert_eq!(entered(S, fading(S, 60), &[]), Entry::Free);
        assert_eq!(entered(S, fading(S, 127), &[]), Entry::Refused);
    }

    #[test]
    fn the_first_loud_packet_displaces_the_quietest() {
        let heard = [fading(S, 20), fading(S, 60)];
        assert!(matches!(
            entered(S, fading(S, 30), &heard),
            Entry::InsteadOf(_)
        ));
    }

    #[test]
    fn an_equal_voice_displaces_nobody() {
        let heard = [fading(S, 30), fading(S, 31)];
        assert_eq!(entered(S, fading(S, 30), &heard), Entry::Refused);
    }

    #[test]
    fn a_pause_for_breath_costs_nobody_the_place() {
        let heard = [fading(S, 30), fading(S, 30)];
        assert_eq!(entered(2 * S, fading(2 * S, 50), &heard), Entry::Refused);
        assert_ne!(entered(4 * S, fading(4 * S, 50), &heard), Entry::Refused);
    }
}
