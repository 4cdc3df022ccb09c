//! Which layers of a stream: spatial and temporal, in one place for all who count them.

/// Layers, counted from 0, the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Layers {
    pub(crate) spatial: u8,
    pub(crate) temporal: u8,
}

impl Layers {
    /// Everything there is.
    pub(crate) const ALL: Self = Self {
        spatial: u8::MAX,
        temporal: u8::MAX,
    };
}
