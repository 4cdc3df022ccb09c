//! Places in the grid of spatial and temporal layers of one stream, as a set; refuses to grow: what is
//! higher than the grid counts as its highest.

use crate::layers::Layers;

/// The most that any codec has.
pub(crate) const SPATIAL: usize = 4;
pub(crate) const TEMPORAL: usize = 8;

/// A set of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cells(u32);

impl Cells {
    /// Every place of the grid, to find those that belong to a set.
    pub(crate) fn those(belongs: impl Fn(usize) -> bool) -> Self {
        let places = 0..SPATIAL * TEMPORAL;
        Self(places.fold(0, |set, place| set | u32::from(belongs(place)) << place))
    }

    /// The number of a place.
    pub(crate) fn place(layers: Layers) -> usize {
        let spatial = usize::from(layers.spatial).min(SPATIAL - 1);
        spatial * TEMPORAL + usize::from(layers.temporal).min(TEMPORAL - 1)
    }

    /// The layers of a numbered place.
    pub(crate) fn layers(place: usize) -> Layers {
        Layers {
            spatial: (place / TEMPORAL) as u8,
            temporal: (place % TEMPORAL) as u8,
        }
    }

    pub(crate) fn has(self, layers: Layers) -> bool {
        self.0 >> Self::place(layers) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_number_and_what_is_higher_is_the_highest() {
        for place in 0..SPATIAL * TEMPORAL {
            assert_eq!(Cells::place(Cells::layers(place)), place);
            let only = Cells::those(|other| other == place);
            assert!(only.has(Cells::layers(place)));
        }
        assert_eq!(Cells::place(Layers::ALL), SPATIAL * TEMPORAL - 1);
    }
}
