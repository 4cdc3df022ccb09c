//! Averages what an audio stream says about its loudness (RFC 6464) between two announcements.

/// Announcements are frequent enough for a speaking indicator and rare enough for a socket.
pub(crate) const INTERVAL_US: u64 = 250_000;

/// The loudness of one producer since the last announcement.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Level {
    sum: u32,
    count: u32,
}

impl Level {
    /// `level` is −dBov, 0 the loudest.
    pub(crate) fn add(&mut self, level: u8) {
        self.sum = self.sum.saturating_add(u32::from(level));
        self.count = self.count.saturating_add(1);
    }

    /// The mean, and begins anew; `None` when nothing was sent.
    pub(crate) fn take(&mut self) -> Option<u8> {
        let mean = self.sum.checked_div(self.count)?;
        *self = Self::default();
        Some(mean.min(127) as u8)
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
        assert_eq!(level.take(), Some(30));
        assert_eq!(level.take(), None);
    }
}
