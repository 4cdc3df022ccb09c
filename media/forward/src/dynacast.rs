//! Finds the highest layers of a producer that anybody could use, so that the publisher may stop the others:
//! up at once, down after a while; refuses to count what a connection can afford at the moment, because
//! a layer that was stopped could never be afforded again.

use crate::command::Kind;
use crate::consumer::Consumer;
use crate::core::Core;
use crate::event::Event;

/// Who looks away for a moment, or loads a page anew, must not cost the others a key frame.
const HOLD_US: u64 = 3_000_000;

/// Highest spatial and temporal layer; −1 is none.
type Highest = (i8, i8);

/// What is wanted of one producer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    announced: Highest,
    less_since_us: Option<u64>,
}

impl Wish {
    /// A publisher begins with all it has.
    pub(crate) fn new(all: Highest) -> Self {
        Self {
            announced: all,
            less_since_us: None,
        }
    }

    /// What to announce now, if that is news.
    fn update(&mut self, now_us: u64, wanted: Highest) -> Option<Highest> {
        let before = self.announced;
        let raised = (before.0.max(wanted.0), before.1.max(wanted.1));
        self.announced = raised;
        if wanted == raised {
            self.less_since_us = None;
        } else if now_us >= *self.less_since_us.get_or_insert(now_us) + HOLD_US {
            self.announced = wanted;
            self.less_since_us = None;
        }
        (self.announced != before).then_some(self.announced)
    }
}

impl Consumer {
    /// The highest layers this subscription could use, and those it is still given.
    fn highest_useful(&self) -> Highest {
        if self.is_paused {
            return (-1, -1);
        }
        let top = |layer: u8, count: u8| layer.min(count.max(1) - 1) as i8;
        let spatial = top(self.wanted.spatial, self.depth.spatial);
        // Until the lower stream has a key frame, the higher one is what there is to see.
        let given = self.selector.forwarded();
        let given = given.map_or(-1, |layers| top(layers.spatial, self.depth.spatial));
        (
            spatial.max(given),
            top(self.wanted.temporal, self.depth.temporal),
        )
    }
}

impl Core {
    /// Tells the owner what has become more or less wanted.
    pub(crate) fn judge_wishes(&mut self, now_us: u64) {
        let mut news = Vec::new();
        for (_, id, producer) in self.producers.iter_mut() {
            if producer.spec.kind != Kind::Video {
                continue;
            }
            let mut wanted = if producer.taps.is_empty() {
                (-1, -1)
            } else {
                producer.spec.highest_layers()
            };
            for consumer in &producer.consumers {
                let Some(consumer) = self.consumers.get(*consumer) else {
                    continue;
                };
                let is_there = self
                    .transports
                    .get(consumer.transport)
                    .is_some_and(|transport| !transport.ice.is_lost());
                if is_there {
                    let useful = consumer.highest_useful();
                    wanted = (wanted.0.max(useful.0), wanted.1.max(useful.1));
                }
            }
            if let Some(highest) = producer.wish.update(now_us, wanted) {
                news.push((id, highest));
            }
        }
        for (producer, (spatial, temporal)) in news {
            self.tell(Event::LayersWanted {
                producer,
                spatial,
                temporal,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_announced_at_once() {
        let mut wish = Wish::new((-1, -1));
        assert_eq!(wish.update(0, (1, 2)), Some((1, 2)));
        assert_eq!(wish.update(1, (1, 2)), None);
    }

    #[test]
    fn less_is_announced_after_a_while() {
        let mut wish = Wish::new((2, 2));
        assert_eq!(wish.update(0, (0, 2)), None);
        assert_eq!(wish.update(HOLD_US - 1, (0, 2)), None);
        assert_eq!(wish.update(HOLD_US, (0, 2)), Some((0, 2)));
    }

    #[test]
    fn who_comes_back_in_time_changes_nothing() {
        let mut wish = Wish::new((2, 2));
        wish.update(0, (-1, -1));
        assert_eq!(wish.update(HOLD_US - 1, (2, 2)), None);
        assert_eq!(wish.update(HOLD_US, (-1, -1)), None);
        assert_eq!(wish.update(2 * HOLD_US, (-1, -1)), Some((-1, -1)));
    }

    #[test]
    fn one_kind_may_rise_while_the_other_falls() {
        let mut wish = Wish::new((0, 2));
        assert_eq!(wish.update(0, (1, 0)), Some((1, 2)));
        assert_eq!(wish.update(HOLD_US, (1, 0)), Some((1, 0)));
    }
}
