//! Chooses, packet by packet, which layer of a producer one subscriber gets; refuses to start video
//! anywhere but at a key frame, and to change layers in the middle of a frame.

use crate::frame::Up;
use crate::history::Packet;
use crate::layers::Layers;

/// What happens to one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// It belongs to a stream that is not being forwarded.
    Ignore,
    /// Forwarding begins here, from another stream or after a pause.
    Start,
    /// It belongs to a layer that is left out.
    Skip,
    /// It goes out.
    Forward {
        /// As the subscriber must see it.
        marker: bool,
    },
}

/// Layers inside a stream change so often at most before their late packets are forgotten.
const CHANGES: usize = 8;

/// From when on which layers inside a stream went out.
#[derive(Clone, Copy, Debug)]
struct Change {
    from: u64,
    timestamp: u32,
    inside: Layers,
}

impl Change {
    const NONE: Self = Self {
        from: 0,
        timestamp: 0,
        inside: Layers::ALL,
    };
}

/// The state of one subscriber's choice.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    /// Is each stream of its own a spatial layer, or are they inside the only stream?
    is_simulcast: bool,
    streams: u8,
    /// What to forward when possible; `None` is nothing.
    target: Option<Layers>,
    current: Option<u8>,
    /// The layers inside the current stream.
    inside: Layers,
    frame_timestamp: Option<u32>,
    /// Newest first; late packets are judged by what was so when they should have come.
    changes: [Change; CHANGES],
}

impl Selector {
    pub(crate) fn new(streams: u8) -> Self {
        Self {
            is_simulcast: streams > 1,
            streams,
            target: Some(Layers::ALL),
            current: None,
            inside: Layers::ALL,
            frame_timestamp: None,
            changes: [Change::NONE; CHANGES],
        }
    }

    pub(crate) fn current(&self) -> Option<u8> {
        self.current
    }

    /// The layers going out, for those who want to know.
    pub(crate) fn forwarded(&self) -> Option<Layers> {
        let stream = self.current?;
        Some(Layers {
            spatial: if self.is_simulcast {
                stream
            } else {
                self.inside.spatial
            },
            temporal: self.inside.temporal,
        })
    }

    /// The stream a key frame is needed from, if one is.
    pub(crate) fn wanted_stream(&self) -> Option<u8> {
        let stream = self.target_stream()?;
        let needs_upper_layer = !self.is_simulcast
            && self.inside.spatial < u8::MAX
            && self
                .target
                .is_some_and(|target| target.spatial > self.inside.spatial);
        (self.current != Some(stream) || needs_upper_layer).then_some(stream)
    }

    fn target_stream(&self) -> Option<u8> {
        let target = self.target?;
        Some(if self.is_simulcast {
            target.spatial.min(self.streams - 1)
        } else {
            0
        })
    }

    /// Sets what to forward from the next chance on; nothing takes effect at once.
    pub(crate) fn set_target(&mut self, target: Option<Layers>) {
        self.target = target;
        if target.is_none() {
            self.stop();
        }
    }

    /// Forward nothing until a new start.
    pub(crate) fn stop(&mut self) {
        self.current = None;
        self.frame_timestamp = None;
    }

    /// `is_late`: a newer packet of this stream was already considered.
    pub(crate) fn choose(&mut self, stream: u8, packet: &Packet, is_late: bool) -> Choice {
        if self.current == Some(stream) {
            return self.choose_inside(packet, is_late);
        }
        if !packet.frame.is_key || !self.may_start(stream) {
            return Choice::Ignore;
        }
        self.current = Some(stream);
        self.begin(packet);
        Choice::Start
    }

    fn may_start(&self, stream: u8) -> bool {
        let Some(target) = self.target_stream() else {
            return false;
        };
        // Any picture is better than none; later only the wanted one.
        stream == target || (self.current.is_none() && stream < target)
    }

    fn choose_inside(&mut self, packet: &Packet, is_late: bool) -> Choice {
        if packet.frame.is_padding {
            return Choice::Skip;
        }
        let inside = if is_late {
            self.inside_at(packet)
        } else {
            self.move_on(packet);
            self.inside
        };
        let frame = &packet.frame;
        if frame.temporal > inside.temporal || frame.spatial > inside.spatial {
            return Choice::Skip;
        }
        Choice::Forward {
            marker: ends_picture(packet, inside),
        }
    }

    /// The layers that went out when this packet should have come.
    fn inside_at(&self, packet: &Packet) -> Layers {
        let is_since = |change: &&Change| {
            change.from <= packet.sequence || change.timestamp == packet.timestamp
        };
        let change = self.changes.iter().find(is_since);
        change.map_or(self.inside, |change| change.inside)
    }

    /// The last packet of the highest layer that goes out ends the picture.
    pub(crate) fn marker(&self, packet: &Packet) -> bool {
        ends_picture(packet, self.inside)
    }

    /// The layers inside the current stream that go out.
    pub(crate) fn inside(&self) -> Layers {
        self.inside
    }

    /// What is wanted inside the current stream.
    fn wanted_inside(&self) -> Layers {
        let target = self.target.unwrap_or(self.inside);
        let spatial = if self.is_simulcast {
            u8::MAX
        } else {
            target.spatial
        };
        Layers { spatial, ..target }
    }

    /// Layers inside a stream change only between pictures: down at once, up where the encoder allows it.
    fn move_on(&mut self, packet: &Packet) {
        let is_first = self.frame_timestamp != Some(packet.timestamp);
        if !is_first && self.inside.temporal == u8::MAX {
            return;
        }
        let wanted = self.wanted_inside();
        let before = self.inside;
        if is_first {
            self.frame_timestamp = Some(packet.timestamp);
            self.begin_picture(packet, wanted);
        }
        if self.inside.temporal < wanted.temporal {
            self.raise_temporal(packet, wanted.temporal);
        }
        if self.inside != before {
            self.note_change(packet);
        }
    }

    fn begin_picture(&mut self, packet: &Packet, wanted: Layers) {
        let frame = &packet.frame;
        // Only what goes out anyway can be decoded for sure.
        let goes_out =
            frame.spatial <= self.inside.spatial && frame.temporal <= self.inside.temporal;
        let is_switch = match frame.up {
            Up::To(cells) if goes_out => wanted.spatial > self.inside.spatial && cells.has(wanted),
            _ => false,
        };
        if frame.is_key || is_switch {
            self.inside = wanted;
            return;
        }
        self.inside.spatial = self.inside.spatial.min(wanted.spatial);
        self.inside.temporal = self.inside.temporal.min(wanted.temporal);
    }

    fn raise_temporal(&mut self, packet: &Packet, wanted: u8) {
        let frame = &packet.frame;
        let goes_out = frame.temporal <= self.inside.temporal;
        let spatial = self.inside.spatial;
        match frame.up {
            Up::Own if frame.temporal == self.inside.temporal + 1 => {
                self.inside.temporal = frame.temporal;
            }
            Up::Temporal if goes_out => self.inside.temporal = wanted,
            Up::To(cells)
                if goes_out
                    && cells.has(Layers {
                        spatial,
                        temporal: wanted,
                    }) =>
            {
                self.inside.temporal = wanted;
            }
            _ => {}
        }
    }

    fn note_change(&mut self, packet: &Packet) {
        self.changes.rotate_right(1);
        self.changes[0] = Change {
            from: packet.sequence,
            timestamp: packet.timestamp,
            inside: self.inside,
        };
    }

    /// From this packet on a stream goes out.
    fn begin(&mut self, packet: &Packet) {
        self.frame_timestamp = Some(packet.timestamp);
        self.inside = self.wanted_inside();
        self.changes = [Change::NONE; CHANGES];
        self.note_change(packet);
    }
}

fn ends_picture(packet: &Packet, inside: Layers) -> bool {
    let frame = &packet.frame;
    packet.marker || (frame.ends_layer && frame.spatial == inside.spatial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;
    use Up::{Nowhere, Own};

    fn packet(timestamp: u32, is_key: bool, temporal: u8, is_sync: bool) -> Packet {
        Packet {
            timestamp,
            frame: Frame {
                is_key,
                up: if is_sync { Own } else { Nowhere },
                temporal,
                ..Frame::default()
            },
            ..Packet::default()
        }
    }

    fn key(timestamp: u32) -> Packet {
        packet(timestamp, true, 0, false)
    }

    fn delta(timestamp: u32) -> Packet {
        packet(timestamp, false, 0, false)
    }

    const FORWARD: Choice = Choice::Forward { marker: false };

    #[test]
    fn nothing_is_forwarded_before_a_key_frame() {
        let mut selector = Selector::new(1);
        assert_eq!(selector.choose(0, &delta(1), false), Choice::Ignore);
        assert_eq!(selector.wanted_stream(), Some(0));
        assert_eq!(selector.choose(0, &key(2), false), Choice::Start);
        assert_eq!(selector.choose(0, &delta(3), false), FORWARD);
        assert_eq!(selector.wanted_stream(), None);
    }

    #[test]
    fn a_lower_stream_is_taken_until_the_wanted_one_has_a_key_frame() {
        let mut selector = Selector::new(3);
        assert_eq!(selector.choose(0, &key(1), false), Choice::Start);
        assert_eq!(selector.wanted_stream(), Some(2));
        assert_eq!(selector.choose(1, &key(1), false), Choice::Ignore);
        assert_eq!(selector.choose(2, &delta(1), false), Choice::Ignore);
        assert_eq!(selector.choose(2, &key(2), false), Choice::Start);
        assert_eq!(selector.choose(0, &delta(3), false), Choice::Ignore);
    }

    #[test]
    fn a_higher_stream_than_wanted_is_never_taken() {
        let mut selector = Selector::new(3);
        selector.set_target(Some(Layers {
            spatial: 1,
            temporal: 7,
        }));
        assert_eq!(selector.choose(2, &key(1), false), Choice::Ignore);
    }

    #[test]
    fn a_temporal_layer_is_left_out_from_the_next_frame_on() {
        let mut selector = Selector::new(1);
        selector.choose(0, &key(1), false);
        assert_eq!(
            selector.choose(0, &packet(2, false, 2, false), false),
            FORWARD
        );
        selector.set_target(Some(Layers {
            spatial: 0,
            temporal: 0,
        }));
        assert_eq!(
            selector.choose(0, &packet(2, false, 2, false), false),
            FORWARD
        );
        assert_eq!(
            selector.choose(0, &packet(3, false, 2, false), false),
            Choice::Skip
        );
        assert_eq!(selector.choose(0, &delta(4), false), FORWARD);
    }

    #[test]
    fn a_temporal_layer_comes_back_only_at_a_sync_point() {
        let mut selector = Selector::new(1);
        selector.set_target(Some(Layers {
            spatial: 0,
            temporal: 0,
        }));
        selector.choose(0, &key(1), false);
        selector.set_target(Some(Layers::ALL));
        assert_eq!(
            selector.choose(0, &packet(2, false, 1, false), false),
            Choice::Skip
        );
        assert_eq!(
            selector.choose(0, &packet(3, false, 1, true), false),
            FORWARD
        );
    }

    #[test]
    fn a_suspended_subscriber_needs_a_new_key_frame() {
        let mut selector = Selector::new(1);
        selector.choose(0, &key(1), false);
        selector.set_target(None);
        assert_eq!(selector.choose(0, &key(2), false), Choice::Ignore);
        selector.set_target(Some(Layers::ALL));
        assert_eq!(selector.choose(0, &delta(3), false), Choice::Ignore);
        assert_eq!(selector.choose(0, &key(4), false), Choice::Start);
    }

    #[test]
    fn the_top_layer_that_goes_out_ends_the_picture() {
        let mut selector = Selector::new(1);
        selector.set_target(Some(Layers {
            spatial: 0,
            temporal: 7,
        }));
        selector.choose(0, &key(1), false);
        let mut end = delta(1);
        end.frame.ends_layer = true;
        assert_eq!(
            selector.choose(0, &end, false),
            Choice::Forward { marker: true }
        );
        end.frame.spatial = 1;
        assert_eq!(selector.choose(0, &end, false), Choice::Skip);
    }
}
