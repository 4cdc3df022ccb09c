//! Sums up what an audio stream says about its loudness (RFC 6464) between two announcements.

/// Announcements are frequent enough for a speaking indicator and rare enough for a socket.
pub(crate) const INTERVAL_US: u64 = 250_000;

/// The loudness of one producer since the last announcement.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Level {
    power: f32,
    count: u16,
}

impl Level {
    /// `level` is −dBov, 0 the loudest.
    pub(crate) fn add(&mut self, level: u8) {
        self.power += 10_f32.powf(f32::from(level) / -10.0);
        self.count = self.count.saturating_add(1);
    }

    /// The mean power as −dBov, and begins anew; `None` when nothing was sent. Decibels themselves are
    /// not averaged: one silent moment would outweigh a loud word.
    pub(crate) fn take(&mut self) -> Option<u8> {
        let Self { power, count } = std::mem::take(self);
        let mean = power / f32::from((count > 0).then_some(count)?);
        Some((mean.log10() * -10.0).round().clamp(0.0, 127.0) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_announced_once() {
        let mut level = Level::default();
        level.add(20);
        level.add(40);
        assert_eq!(level.take(), Some(23));
        assert_eq!(level.take(), None);
    }

    #[test]
    fn a_short_loud_sound_is_heard_among_silence() {
        let mut level = Level::default();
        level.add(20);
        for _ in 0..11 {
            level.add(127);
        }
        assert_eq!(level.take(), Some(31));
    }

    #[test]
    fn silence_stays_silence() {
        let mut level = Level::default();
        level.add(127);
        assert_eq!(level.take(), Some(127));
    }
}
