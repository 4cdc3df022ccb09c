//! Whoever gets fewer layers of a stream than there are gets a stream that decodes: whatever was switched,
//! lost, late, and whoever joined.

mod room;
mod scalable;

use std::collections::HashSet;

use forward::command::{Codec, Command};
use forward::rtcp;
use proptest::prelude::*;
use room::{PWD, Room, SSRC, check, subscription};
use scalable::{Decoder, Encoder, Format, FrameId, Part, producer};

const VP8: Format = Format {
    codec: Codec::Vp8,
    spatial: 1,
    is_key_only: false,
    is_flexible: false,
};
const VP9: Format = Format {
    codec: Codec::Vp9,
    spatial: 3,
    is_key_only: false,
    is_flexible: true,
};
const VP9_KEY: Format = Format {
    is_key_only: true,
    ..VP9
};
const VP9_GROUPS: Format = Format {
    is_flexible: false,
    ..VP9
};
const AV1: Format = Format {
    codec: Codec::Av1,
    ..VP9
};
const AV1_KEY: Format = Format {
    codec: Codec::Av1,
    ..VP9_KEY
};
const ALL: [Format; 6] = [VP8, VP9, VP9_KEY, VP9_GROUPS, AV1, AV1_KEY];

/// Numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % sides
    }
}

/// One publisher, viewers on transports 2 and 3.
struct Call {
    room: Room,
    encoder: Encoder,
    format: Format,
    dice: Dice,
    is_key_due: bool,
    had: HashSet<(FrameId, u8)>,
    late: Vec<(u64, Part)>,
    viewers: Vec<Decoder>,
    pictures: u64,
}

impl Call {
    fn new(format: Format, seed: u64) -> Self {
        let mut room = Room::with_peers(3);
        room.producer(1, 10, producer(format));
        let mut call = Self {
            room,
            encoder: Encoder::new(format),
            format,
            dice: Dice(seed | 1),
            is_key_due: true,
            had: HashSet::new(),
            late: Vec::new(),
            viewers: Vec::new(),
            pictures: 0,
        };
        call.join();
        call
    }

    fn join(&mut self) {
        let viewer = 2 + self.viewers.len() as u64;
        let mut spec = subscription(1000 * viewer as u32);
        spec.extensions = room::ids(&[("mid", 4), ("dependency-descriptor", 7)]);
        self.room.consumer(viewer, 100 + viewer, 10, spec);
        self.viewers.push(Decoder::default());
    }

    fn want(&mut self, viewer: u64, spatial: u8, temporal: u8) {
        self.room.run(Command::SetLayers {
            consumer: 100 + viewer,
            spatial,
            temporal,
        });
    }

    /// One picture is sent; of a thousand packets so many are lost and so many late.
    fn picture(&mut self, lost: u64, late: u64) {
        self.pictures += 1;
        if self.pictures.is_multiple_of(60) {
            for peer in 1..=3 {
                let from = self.room.peer(peer).path;
                self.room
                    .datagram(from, check(&format!("u{peer}"), PWD, true));
            }
        }
        let is_key = std::mem::take(&mut self.is_key_due);
        let dice = &mut self.dice;
        let parts = self.encoder.picture(is_key, |sides| dice.roll(sides));
        for part in parts {
            match self.dice.roll(1000) {
                roll if roll < lost => {}
                roll if roll < lost + late => {
                    let delay = self.dice.roll(14) + 1;
                    self.late.push((delay, part));
                }
                _ => self.deliver(&part),
            }
            self.deliver_late(1);
        }
        // Sometimes several pictures come before anybody is served.
        if self.dice.roll(4) != 0 {
            self.room.settle();
        }
        self.room.pass(30);
        self.collect();
    }

    fn pass(&mut self, pictures: u32) {
        for _ in 0..pictures {
            self.picture(0, 0);
        }
    }

    fn deliver(&mut self, part: &Part) {
        self.had.insert((part.frame, part.place));
        self.room.send_quietly(1, &part.bytes);
    }

    fn deliver_late(&mut self, steps: u64) {
        for (left, _) in &mut self.late {
            *left = left.saturating_sub(steps);
        }
        let (due, still) = std::mem::take(&mut self.late)
            .into_iter()
            .partition(|(left, _)| *left == 0);
        self.late = still;
        let due: Vec<(u64, Part)> = due;
        for (_, part) in due {
            self.deliver(&part);
        }
    }

    fn settle(&mut self) {
        self.deliver_late(100);
        self.room.settle();
        self.collect();
    }

    fn collect(&mut self) {
        for (index, decoder) in self.viewers.iter_mut().enumerate() {
            let viewer = 2 + index as u64;
            for packet in self.room.peer(viewer).take_media(1000 * viewer as u32) {
                decoder.take(&packet, self.format.codec);
            }
        }
        for report in std::mem::take(&mut self.room.peer(1).reports) {
            for packet in rtcp::packets(&report) {
                if let rtcp::Packet::Pli(pli) = packet {
                    assert_eq!(pli.media, SSRC);
                    self.is_key_due = true;
                }
            }
        }
    }

    fn assert_sound(&self) {
        for viewer in &self.viewers {
            viewer.assert_sound(&self.encoder, &self.had);
        }
    }

    /// The highest layers that a viewer gets of the next pictures.
    fn layers_next(&mut self, viewer: u64, pictures: u32) -> (u8, u8) {
        self.settle();
        let first = self.pictures as u32 + 1;
        self.pass(pictures);
        let decoder = &self.viewers[viewer as usize - 2];
        let found = decoder.highest_layers(&self.encoder, first);
        found.unwrap_or_else(|| panic!("nothing comes of {:?}", self.format))
    }
}

#[test]
fn the_wanted_layers_of_every_format_go_out_and_no_others() {
    for format in ALL {
        let mut call = Call::new(format, 7);
        let top = format.spatial - 1;
        assert_eq!(call.layers_next(2, 40), (top, 2), "{format:?}");
        for spatial in (0..format.spatial).rev() {
            for temporal in (0..3).rev() {
                call.want(2, spatial, temporal);
                call.pass(4);
                assert_eq!(call.layers_next(2, 20), (spatial, temporal), "{format:?}");
            }
        }
        call.want(2, top, 2);
        call.pass(40);
        assert_eq!(call.layers_next(2, 20), (top, 2), "{format:?}");
        call.assert_sound();
        assert_eq!(call.viewers[0].gaps(), 0, "{format:?}");
    }
}

#[test]
fn fewer_layers_need_no_key_picture_and_more_of_the_temporal_ones_neither() {
    for format in ALL {
        let mut call = Call::new(format, 11);
        call.pass(40);
        call.is_key_due = false;
        call.want(2, format.spatial - 1, 0);
        call.pass(8);
        call.want(2, format.spatial - 1, 2);
        call.pass(10);
        assert_eq!(
            call.layers_next(2, 8),
            (format.spatial - 1, 2),
            "{format:?}"
        );
        let first = call.pictures as u32 - 25;
        let keys = call
            .encoder
            .frames
            .iter()
            .filter(|(id, frame)| id.0 >= first && frame.is_key);
        assert_eq!(keys.count(), 0, "{format:?}");
    }
}

#[test]
fn one_viewers_layers_are_not_anothers() {
    for format in [VP9, AV1_KEY] {
        let mut call = Call::new(format, 13);
        call.join();
        call.want(3, 0, 0);
        call.pass(20);
        assert_eq!(call.layers_next(3, 20), (0, 0));
        assert_eq!(call.layers_next(2, 20), (2, 2));
        call.assert_sound();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_decoder_sees_a_frame_without_what_it_needs(
        seed in any::<u64>(), which in 0..ALL.len(), lost in 0_u64..20, late in 0_u64..60,
    ) {
        let format = ALL[which];
        let mut call = Call::new(format, seed);
        for round in 0..150 {
            call.picture(lost, late);
            if round == 40 {
                call.join();
            }
            match call.dice.roll(12) {
                0..=2 => {
                    let viewer = 2 + call.dice.roll(call.viewers.len() as u64);
                    let (spatial, temporal) = (call.dice.roll(3) as u8, call.dice.roll(3) as u8);
                    call.want(viewer, spatial, temporal);
                }
                3 if round % 5 == 0 => {
                    call.settle();
                    call.room.run(Command::PauseConsumer { consumer: 102 });
                    call.picture(0, 0);
                    call.room.run(Command::ResumeConsumer { consumer: 102 });
                }
                _ => {}
            }
        }
        call.settle();
        call.assert_sound();
        call.want(2, 2, 2);
        call.pass(40);
        prop_assert_eq!(call.layers_next(2, 12), (format.spatial - 1, 2));
        call.assert_sound();
    }
}
