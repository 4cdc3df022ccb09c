//! Only the loudest voices of a room are forwarded when there is a limit, without seams; and the room knows who speaks.

mod room;

use forward::command::Command;
use forward::event::Event;
use room::{MS, ROOM, Room, audio, spoken, subscription};

const SILENCE: u8 = 127;
const VOICE: &[u8] = &[1, 2, 3];
/// The one who listens.
const LISTENER: u64 = 1;

/// Peer 1 listens to all the others; peer n sends producer 10·n.
struct Talk {
    room: Room,
    sequence: u16,
}

impl Talk {
    fn of(speakers: u64) -> Self {
        let mut room = Room::with_peers(speakers + 1);
        for peer in 2..=speakers + 1 {
            room.producer(peer, peer * 10, audio());
            room.consumer(LISTENER, peer, peer * 10, subscription(ssrc(peer)));
        }
        room.events.clear();
        Self {
            room,
            sequence: 100,
        }
    }

    fn limit(&mut self, count: Option<usize>) {
        self.room.run(Command::SetLoudest { room: ROOM, count });
    }

    /// Everybody sends 20 ms packets of a level for so long.
    fn pass(&mut self, ms: u64, levels: &[u8]) {
        for _ in 0..ms / 20 {
            for (peer, &level) in (2..).zip(levels) {
                self.room.send(peer, &spoken(self.sequence, level, VOICE));
            }
            self.sequence += 1;
            self.room.pass(20);
        }
    }

    /// How many packets of this speaker the listener got since the last question.
    fn heard(&mut self, peer: u64) -> usize {
        self.room.peer(LISTENER).take_media(ssrc(peer)).len()
    }

    fn speakers(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.room.events)
            .into_iter()
            .filter_map(|event| match event {
                Event::Speaker { room, producer } => {
                    assert_eq!(room, ROOM);
                    Some(producer)
                }
                _ => None,
            })
            .collect()
    }
}

fn ssrc(peer: u64) -> u32 {
    peer as u32 * 1000
}

#[test]
fn without_a_limit_everybody_is_heard_even_in_silence() {
    let mut talk = Talk::of(2);
    talk.pass(100, &[30, SILENCE]);
    assert_eq!((talk.heard(2), talk.heard(3)), (5, 5));
}

#[test]
fn with_a_limit_the_loudest_are_heard_from_their_first_packet() {
    let mut talk = Talk::of(3);
    talk.limit(Some(2));
    talk.pass(100, &[30, 40, 70]);
    assert_eq!((talk.heard(2), talk.heard(3), talk.heard(4)), (5, 5, 0));
    talk.pass(20, &[30, 40, 20]);
    assert_eq!((talk.heard(2), talk.heard(3), talk.heard(4)), (1, 1, 1));
    talk.pass(100, &[30, 40, 20]);
    assert_eq!((talk.heard(2), talk.heard(3), talk.heard(4)), (5, 0, 5));
}

#[test]
fn silence_is_not_forwarded_with_a_limit() {
    let mut talk = Talk::of(2);
    talk.limit(Some(2));
    talk.pass(1000, &[SILENCE, SILENCE]);
    assert_eq!((talk.heard(2), talk.heard(3)), (0, 0));
    talk.pass(20, &[30, SILENCE]);
    talk.pass(10_000, &[SILENCE, SILENCE]);
    talk.heard(2);
    talk.pass(1000, &[SILENCE, SILENCE]);
    assert_eq!(talk.heard(2), 0);
}

#[test]
fn voices_that_alternate_do_not_displace_each_other_all_the_time() {
    let mut talk = Talk::of(3);
    talk.limit(Some(2));
    talk.pass(200, &[30, 30, 90]);
    talk.room.peer(LISTENER).media.clear();
    for _ in 0..8 {
        // The third is never louder than what the other two were half a second ago.
        talk.pass(500, &[30, 90, 60]);
        talk.pass(500, &[90, 30, 60]);
    }
    assert_eq!((talk.heard(2), talk.heard(3), talk.heard(4)), (400, 400, 0));
}

#[test]
fn who_comes_back_continues_the_numbers_and_the_time() {
    let mut talk = Talk::of(2);
    talk.limit(Some(1));
    talk.pass(200, &[20, 90]);
    talk.pass(3000, &[127, 20]);
    talk.pass(4000, &[10, 127]);
    let back = talk.room.peer(LISTENER).take_media(ssrc(2));
    assert!(back.len() > 200);
    let mut away = 0;
    for pair in back.windows(2) {
        let (before, after) = (&pair[0].header, &pair[1].header);
        assert_eq!(after.sequence, before.sequence.wrapping_add(1));
        // Time goes on while nothing is sent, as it does for the speaker.
        let steps = after.timestamp.wrapping_sub(before.timestamp) / 960;
        away += usize::from(steps > 1);
        assert!((1..=200).contains(&steps), "{steps}");
    }
    assert_eq!(away, 1);
}

#[test]
fn everybody_is_heard_again_when_the_limit_is_lifted() {
    let mut talk = Talk::of(3);
    talk.limit(Some(0));
    talk.pass(100, &[20, 30, 40]);
    assert_eq!(talk.heard(2), 0);
    talk.limit(None);
    talk.pass(100, &[20, 30, SILENCE]);
    assert_eq!((talk.heard(2), talk.heard(3), talk.heard(4)), (5, 5, 5));
}

#[test]
fn a_lower_limit_leaves_out_the_quietest() {
    let mut talk = Talk::of(3);
    talk.limit(Some(3));
    talk.pass(100, &[40, 20, 30]);
    talk.limit(Some(1));
    talk.heard(2);
    talk.heard(3);
    talk.heard(4);
    talk.pass(100, &[40, 20, 30]);
    assert_eq!((talk.heard(2), talk.heard(3), talk.heard(4)), (0, 5, 0));
}

#[test]
fn who_pauses_or_closes_leaves_the_place_to_the_others() {
    let mut talk = Talk::of(3);
    talk.limit(Some(1));
    talk.pass(100, &[10, 60, 90]);
    talk.room.run(Command::PauseProducer { producer: 20 });
    talk.heard(3);
    talk.pass(20, &[10, 60, 90]);
    assert_eq!(talk.heard(3), 1);
    talk.room.run(Command::CloseTransport { transport: 3 });
    talk.heard(4);
    talk.room.send(4, &spoken(9000, 80, VOICE));
    assert_eq!(talk.heard(4), 1);
}

#[test]
fn levels_of_those_left_out_are_told_all_the_same() {
    let mut talk = Talk::of(2);
    talk.limit(Some(1));
    talk.pass(300, &[20, 50]);
    let told: Vec<(u64, u8)> = talk
        .room
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Levels(levels) => Some(levels.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    assert!(told.contains(&(30, 50)), "{told:?}");
}

#[test]
fn who_does_not_say_how_loud_is_heard_and_takes_no_place() {
    let mut talk = Talk::of(2);
    let mut silent = audio();
    silent.extensions = room::ids(&[("mid", 1)]);
    talk.room.run(Command::CloseProducer { producer: 20 });
    talk.room.producer(2, 21, silent);
    talk.room.consumer(LISTENER, 21, 21, subscription(ssrc(21)));
    talk.limit(Some(1));
    talk.pass(100, &[30, 30]);
    assert_eq!((talk.heard(21), talk.heard(3)), (5, 5));
}

#[test]
fn the_limit_outlives_nobody() {
    let mut talk = Talk::of(1);
    talk.limit(Some(0));
    for transport in [1, 2] {
        talk.room.run(Command::CloseTransport { transport });
    }
    assert!(talk.room.errors().is_empty());
    let mut second = Talk::of(1);
    second.pass(20, &[30]);
    assert_eq!(second.heard(2), 1);
}

#[test]
fn the_speaker_is_named_within_half_a_second_of_speech_and_once() {
    let mut talk = Talk::of(2);
    talk.pass(1000, &[80, 80]);
    assert_eq!(talk.speakers(), []);
    let began_us = talk.room.now_us;
    while talk.speakers().is_empty() {
        talk.pass(20, &[30, 80]);
        assert!(talk.room.now_us - began_us <= 500 * MS);
    }
    talk.pass(3000, &[30, 80]);
    assert_eq!(talk.speakers(), []);
}

#[test]
fn a_cough_changes_nothing_and_a_reply_does() {
    let mut talk = Talk::of(2);
    talk.pass(1000, &[80, 80]);
    talk.pass(2000, &[30, 80]);
    assert_eq!(talk.speakers(), [20]);
    talk.pass(300, &[30, 15]);
    talk.pass(1000, &[80, 80]);
    assert_eq!(talk.speakers(), []);
    talk.pass(1000, &[80, 30]);
    assert_eq!(talk.speakers(), [30]);
}

#[test]
fn nobody_speaks_once_the_speaker_has_paused_or_gone() {
    let mut talk = Talk::of(2);
    talk.pass(500, &[80, 80]);
    talk.pass(1000, &[30, 80]);
    talk.room.run(Command::PauseProducer { producer: 20 });
    assert_eq!(talk.speakers(), [20, 0]);
    talk.pass(1000, &[30, 20]);
    talk.room.run(Command::CloseTransport { transport: 3 });
    assert_eq!(talk.speakers(), [30, 0]);
}

#[test]
fn a_tap_hears_those_who_are_left_out_too() {
    let mut talk = Talk::of(2);
    talk.limit(Some(1));
    talk.room.run(Command::OpenTap {
        tap: 1,
        producer: 30,
    });
    talk.pass(200, &[20, 60]);
    assert_eq!((talk.heard(2), talk.heard(3)), (10, 0));
    assert_eq!(talk.room.tapped.len(), 10);
}
