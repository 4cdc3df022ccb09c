//! Divides a budget among claims: by priority, the lowest layers first as far as sensible, then one step
//! each in turn among equals; refuses to raise what has no margin, so that nothing flaps.

use crate::layers::Layers;
use crate::registry::Key;

/// Going up must leave this share of the new cost free, in percent; staying may lack this share, because
/// a picture's rate swings and one key frame must not cost a layer.
const MARGIN: i64 = 15;
const TOLERANCE: i64 = 15;
/// Of what is left, this share at most is kept for the lowest layers of lower priorities.
const RESERVED: i64 = 3;

/// A choice of layers and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) layers: Layers,
    pub(crate) bits_per_second: u64,
}

/// One subscription in the division.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) consumer: Key,
    /// Larger is served first.
    pub(crate) priority: i32,
    /// Cheapest first.
    pub(crate) levels: Vec<Level>,
    /// Nothing was decided for it yet.
    pub(crate) is_new: bool,
    /// How many of the levels it has now; 0 is nothing.
    pub(crate) held: usize,
    /// May it get more than it has?
    pub(crate) may_climb: bool,
    /// How many of the levels it gets; 0 is nothing.
    pub(crate) granted: usize,
}

impl Claim {
    fn cost(&self, level: usize) -> i64 {
        let index = level.checked_sub(1);
        let level = index.and_then(|index| self.levels.get(index));
        level.map_or(0, |level| level.bits_per_second as i64)
    }

    /// What the best of it takes.
    pub(crate) fn all_bps(&self) -> u64 {
        self.levels.last().map_or(0, |best| best.bits_per_second)
    }

    /// Where it is tight, who comes begins with the lowest and climbs like the others.
    pub(crate) fn begin_low(&mut self) {
        if self.is_new {
            self.held = self.held.min(1);
            self.may_climb = false;
        }
    }

    /// What one more level costs, and what must be left for it; `None` when it may not have it.
    fn step(&self) -> Option<(i64, i64)> {
        let next = self.granted + 1;
        let is_climb = next > self.held;
        if next > self.levels.len() || (is_climb && !self.may_climb) {
            return None;
        }
        let cost = self.cost(next) - self.cost(self.granted);
        let share = if is_climb { MARGIN } else { -TOLERANCE };
        Some((cost, cost + self.cost(next) * share / 100))
    }

    /// Takes one more level if it fits into what is left above `kept`.
    fn climb(&mut self, left: &mut i64, kept: i64) -> bool {
        match self.step() {
            Some((cost, needed)) if needed <= *left - kept || cost <= 0 => {
                *left -= cost;
                self.granted += 1;
                true
            }
            _ => false,
        }
    }
}

/// What a division leaves to wish for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_field_names, reason = "the unit is part of the name")]
pub(crate) struct Wishes {
    /// What all that is granted takes.
    pub(crate) granted_bps: u64,
    /// The budget at which somebody would get more, of those who may.
    pub(crate) next_bps: Option<u64>,
}

/// Grants levels within the budget, claims ordered by priority; without a budget, everything.
/// `is_guess`: the budget is not measured yet, so nobody loses the lowest layer to it.
pub(crate) fn divide(claims: &mut [Claim], budget: Option<u64>, is_guess: bool) -> Wishes {
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.priority));
    let Some(budget) = budget else {
        for claim in claims.iter_mut() {
            claim.granted = claim.levels.len();
        }
        return wishes(claims);
    };
    let mut left = budget as i64;
    if is_guess {
        for claim in claims.iter_mut().filter(|claim| !claim.levels.is_empty()) {
            left -= claim.cost(1);
            claim.granted = 1;
        }
    }
    let mut start = 0;
    while start < claims.len() {
        let priority = claims[start].priority;
        let end = start + claims[start..].partition_point(|claim| claim.priority == priority);
        let (class, lower) = claims[start..].split_at_mut(end - start);
        for claim in class.iter_mut().filter(|claim| claim.granted == 0) {
            claim.climb(&mut left, 0);
        }
        let wanted: i64 = lower.iter().map(|claim| claim.cost(1)).sum();
        let kept = wanted.min(left.max(0) / RESERVED);
        while climb_once(class, &mut left, kept) {}
        start = end;
    }
    // What the reserve left over goes to the first who can use it.
    while climb_once(claims, &mut left, 0) {}
    wishes(claims)
}

/// One more level for each that can afford it; false when nobody can.
fn climb_once(claims: &mut [Claim], left: &mut i64, kept: i64) -> bool {
    let mut has_climbed = false;
    for claim in claims.iter_mut().filter(|claim| claim.granted > 0) {
        has_climbed |= claim.climb(left, kept);
    }
    has_climbed
}

fn wishes(claims: &[Claim]) -> Wishes {
    let granted: i64 = claims.iter().map(|claim| claim.cost(claim.granted)).sum();
    let next = claims
        .iter()
        .filter_map(Claim::step)
        .map(|(_, needed)| (granted + needed).max(0) as u64)
        .min();
    Wishes {
        granted_bps: granted.max(0) as u64,
        next_bps: next,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registry;

    fn claim(costs: &[u64], priority: i32, held: usize) -> Claim {
        let key = Registry::new().insert(1, ()).unwrap();
        let level = |(index, &bits_per_second): (usize, &u64)| Level {
            layers: Layers {
                spatial: index as u8,
                temporal: u8::MAX,
            },
            bits_per_second,
        };
        Claim {
            consumer: key,
            priority,
            levels: costs.iter().enumerate().map(level).collect(),
            is_new: false,
            held,
            may_climb: true,
            granted: 0,
        }
    }

    fn granted(mut claims: Vec<Claim>, budget: Option<u64>) -> Vec<usize> {
        divide(&mut claims, budget, false);
        claims.iter().map(|claim| claim.granted).collect()
    }

    #[test]
    fn without_a_bound_everybody_gets_everything() {
        let claims = vec![claim(&[100, 300], 0, 0), claim(&[100], 0, 0)];
        assert_eq!(granted(claims, None), [2, 1]);
    }

    #[test]
    fn everybody_gets_the_lowest_layer_before_anybody_gets_more() {
        let claims = vec![claim(&[100, 1000], 0, 0), claim(&[100, 300], 0, 0)];
        assert_eq!(granted(claims, Some(600)), [1, 2]);
    }

    #[test]
    fn equals_share() {
        let claims = vec![claim(&[100, 300, 900], 0, 0), claim(&[100, 300, 900], 0, 0)];
        assert_eq!(granted(claims, Some(1000)), [2, 2]);
    }

    #[test]
    fn when_nothing_fits_nothing_is_granted() {
        assert_eq!(granted(vec![claim(&[100, 300], 0, 1)], Some(50)), [0]);
    }

    #[test]
    fn a_higher_priority_gets_its_good_layer_before_the_others_upper_layers() {
        let claims = vec![
            claim(&[100, 500], 0, 0),
            claim(&[100, 500], 0, 0),
            claim(&[200, 900], 10, 0),
        ];
        // Sorted: the screen is first.
        assert_eq!(granted(claims, Some(1400)), [2, 1, 1]);
    }

    #[test]
    fn the_only_layer_of_a_higher_priority_goes_first() {
        let claims = vec![claim(&[100, 500], 0, 1), claim(&[1000], 10, 1)];
        assert_eq!(granted(claims, Some(1050)), [1, 0]);
    }

    #[test]
    fn many_small_pictures_do_not_hold_a_screen_at_its_worst() {
        let mut claims: Vec<Claim> = (0..9).map(|_| claim(&[100, 500], 0, 0)).collect();
        claims.push(claim(&[200, 600], 10, 0));
        assert_eq!(granted(claims, Some(1100))[0], 2);
    }

    #[test]
    fn going_up_needs_a_margin_and_staying_does_not() {
        assert_eq!(granted(vec![claim(&[100, 1000], 0, 1)], Some(1050)), [1]);
        assert_eq!(granted(vec![claim(&[100, 1000], 0, 2)], Some(900)), [2]);
        assert_eq!(granted(vec![claim(&[100, 1000], 0, 1)], Some(1200)), [2]);
    }

    #[test]
    fn who_failed_to_climb_waits_and_does_not_hold_a_budget() {
        let mut failed = claim(&[100, 300], 0, 1);
        failed.may_climb = false;
        let claims = vec![failed, claim(&[100, 300], 0, 1)];
        assert_eq!(granted(claims, Some(500)), [1, 2]);
    }

    #[test]
    fn a_guess_takes_nobodys_picture() {
        let mut claims = vec![claim(&[1000], 0, 0), claim(&[1000], 0, 0)];
        divide(&mut claims, Some(600), true);
        assert!(claims.iter().all(|claim| claim.granted == 1));
    }

    #[test]
    fn what_is_left_to_wish_for_is_told() {
        let mut claims = vec![claim(&[100, 1000], 0, 0), claim(&[100, 300], 0, 0)];
        let wishes = divide(&mut claims, Some(600), false);
        assert_eq!(
            wishes,
            Wishes {
                granted_bps: 400,
                next_bps: Some(1450),
            }
        );
    }
}
