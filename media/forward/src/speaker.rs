//! Tells speech from coughs and fans, and decides who is the active speaker of a room; refuses to change
//! its mind for a short noise, and to take anybody's word for more than how loud a packet is.

/// How often activity is sampled.
pub(crate) const TICK_US: u64 = 50_000;
/// Ticks looked at when somebody begins: half a second.
const RECENT: u32 = 10;
/// This many of them sounding are speech. A cough lasts some 300 ms, which touches seven ticks at most.
const SPEECH: u32 = 8;
/// Nothing below this, in dB over silence, is speech (−50 dBov).
const FAINTEST_DB: u8 = 77;
/// Speech stands out of its speaker's own noise by this.
const OVER_NOISE_DB: u8 = 10;
/// The noise is taken to be at least this (−75 dBov), so that a muted microphone is no yardstick.
const LEAST_NOISE_DB: u8 = 52;
/// The noise estimate rises by one dB in so many ticks: 2 dB a second. Speech has a pause before that counts.
const NOISE_TICKS: u8 = 10;
/// Who interrupts must be louder by this than who is still speaking.
const INTERRUPTS_DB: u32 = 6;

/// What one microphone did lately.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Voice {
    /// The loudest packet since the last tick, in dB over silence.
    peak_db: u8,
    /// One bit a tick, the newest lowest: was there a sound that may be speech?
    activity: u64,
    noise_db: Option<u8>,
    noise_age: u8,
    /// Mean loudness over about half a second, in dB times 16.
    loudness: u32,
}

impl Voice {
    /// Takes one packet's level, in −dBov.
    pub(crate) fn add(&mut self, level: u8) {
        self.peak_db = self.peak_db.max(127 - level.min(127));
    }

    /// Ends a tick.
    pub(crate) fn tick(&mut self) {
        let peak_db = std::mem::take(&mut self.peak_db);
        let noise_db = self.follow_noise(peak_db);
        let needed_db = FAINTEST_DB.max(noise_db + OVER_NOISE_DB);
        self.activity = self.activity << 1 | u64::from(peak_db >= needed_db);
        self.loudness = (self.loudness * 7 + u32::from(peak_db) * 16) / 8;
    }

    /// Falls with every quiet moment, rises slowly.
    fn follow_noise(&mut self, peak_db: u8) -> u8 {
        let mut noise_db = self.noise_db.unwrap_or(LEAST_NOISE_DB);
        self.noise_age += 1;
        if self.noise_age >= NOISE_TICKS {
            self.noise_age = 0;
            noise_db += 1;
        }
        let noise_db = noise_db.min(peak_db).max(LEAST_NOISE_DB);
        self.noise_db = Some(noise_db);
        noise_db
    }

    /// Sounding ticks in the last half second.
    fn recent(&self) -> u32 {
        (self.activity & ((1 << RECENT) - 1)).count_ones()
    }

    /// Is this speech, as opposed to a noise?
    pub(crate) fn is_speaking(&self) -> bool {
        self.recent() >= SPEECH
    }

    /// Who has the floor: those who speak now, then the louder.
    pub(crate) fn loudness(&self) -> u32 {
        self.loudness
    }

    /// May this voice take over from the one that is the speaker?
    pub(crate) fn takes_over_from(&self, speaker: &Self) -> bool {
        let is_pausing = speaker.recent() < RECENT - SPEECH;
        let is_louder = self.loudness >= speaker.loudness + INTERRUPTS_DB * 16;
        self.is_speaking() && (is_pausing || is_louder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many ticks of one level each.
    fn hear(voice: &mut Voice, level: u8, ticks: u32) {
        for _ in 0..ticks {
            voice.add(level);
            voice.tick();
        }
    }

    fn quiet() -> Voice {
        let mut voice = Voice::default();
        hear(&mut voice, 70, 60);
        voice
    }

    /// Ticks until a fresh voice of this level takes over.
    fn ticks_to_take_over(speaker: &mut Voice, speaker_level: u8, level: u8) -> Option<u32> {
        let mut voice = quiet();
        (1..=200).find(|_| {
            hear(speaker, speaker_level, 1);
            hear(&mut voice, level, 1);
            voice.takes_over_from(speaker)
        })
    }

    #[test]
    fn speech_after_a_pause_takes_over_within_half_a_second() {
        let ticks = ticks_to_take_over(&mut quiet(), 127, 30).unwrap();
        assert!(u64::from(ticks) * TICK_US <= 500_000, "{ticks}");
    }

    #[test]
    fn a_cough_is_no_speech() {
        let mut voice = quiet();
        hear(&mut voice, 10, 7);
        assert!(!voice.is_speaking());
        hear(&mut voice, 70, 6);
        hear(&mut voice, 10, 5);
        assert!(!voice.is_speaking());
    }

    #[test]
    fn speech_has_short_gaps() {
        let mut voice = quiet();
        for _ in 0..4 {
            hear(&mut voice, 30, 4);
            hear(&mut voice, 70, 1);
        }
        assert!(voice.is_speaking());
    }

    #[test]
    fn who_speaks_is_not_replaced_by_an_equal_voice() {
        let mut speaker = quiet();
        hear(&mut speaker, 30, 40);
        assert_eq!(ticks_to_take_over(&mut speaker, 30, 30), None);
    }

    #[test]
    fn a_much_louder_voice_interrupts() {
        let mut speaker = quiet();
        hear(&mut speaker, 40, 40);
        assert!(ticks_to_take_over(&mut speaker, 40, 25).is_some());
    }

    #[test]
    fn a_steady_fan_does_not_stay_speech() {
        let mut voice = Voice::default();
        hear(&mut voice, 127, 60);
        hear(&mut voice, 45, 400);
        assert!(!voice.is_speaking());
        hear(&mut voice, 25, 10);
        assert!(voice.is_speaking());
    }

    #[test]
    fn a_long_speech_with_pauses_stays_speech() {
        let mut voice = quiet();
        for _ in 0..30 {
            hear(&mut voice, 30, 100);
            assert!(voice.is_speaking());
            hear(&mut voice, 65, 6);
        }
    }
}
