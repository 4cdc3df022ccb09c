//! Where a connection is tight, pictures leave no faster than it bears, and sound does not wait for them.

mod path;
mod room;

use forward::command::Command;
use path::{Network, World, numbered};
use room::{MS, Picture, Room, video};

const LAYERS: [u64; 3] = [150_000, 500_000, 1_500_000];

/// The longest wait of sound in the queue, in ms, while a key frame of the best layer passes.
fn sound_waits_for_a_key_frame(bps: u64) -> u64 {
    let mut world = World::new(Network::of(bps));
    world.watch(LAYERS);
    world.run(15_000);
    let consumer = world.cameras[0].consumer;
    let mut longest_us = Vec::new();
    for _ in 0..5 {
        world.sound_waited_us = 0;
        world.room.run(Command::RequestKeyFrame { consumer });
        world.run(1500);
        longest_us.push(world.sound_waited_us);
    }
    longest_us.sort_unstable();
    longest_us[2] / 1000
}

#[test]
fn sound_waits_little_while_a_key_frame_passes() {
    let wait_ms = sound_waits_for_a_key_frame(2_000_000);
    println!("a key frame at 2 Mbit/s: sound waits {wait_ms} ms");
    assert!(wait_ms < 110, "{wait_ms}");
}

#[test]
fn cameras_that_join_a_tight_link_do_not_fill_it() {
    for (bps, cameras) in [(700_000, 4), (1_500_000, 5)] {
        let mut world = World::new(Network::of(bps));
        for _ in 0..cameras {
            world.watch(LAYERS);
        }
        world.run(5000);
        let wait_ms = world.sound_waited_us / 1000;
        let arriving = world.arriving_kbps(10_000);
        println!(
            "{cameras} cameras at {bps} bit/s: sound waits {wait_ms} ms, then {arriving} kbit/s"
        );
        assert!(wait_ms < 250, "{wait_ms}");
        assert!(arriving * 1000 > bps / 100 * 55, "{arriving}");
    }
}

#[test]
fn cameras_that_join_a_known_tight_link_do_not_fill_it() {
    let mut world = World::new(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(15_000);
    world.sound_waited_us = 0;
    for _ in 0..4 {
        world.watch(LAYERS);
    }
    world.run(5000);
    let wait_ms = world.sound_waited_us / 1000;
    println!("four more cameras at 2 Mbit/s: sound waits {wait_ms} ms");
    assert!(wait_ms < 250, "{wait_ms}");
    assert!(world.take_suspensions().is_empty());
}

#[test]
fn pacing_costs_no_throughput() {
    for bps in [400_000, 1_000_000, 2_000_000, 4_000_000] {
        let mut world = World::new(Network::of(bps));
        world.watch(LAYERS);
        world.run(10_000);
        let arriving = world.arriving_kbps(20_000);
        println!("{bps} bit/s: {arriving} kbit/s arrive");
        let best = LAYERS.iter().rev().find(|&&layer| layer * 120 / 100 < bps);
        let best_kbps = best.expect("the lowest fits") / 1000;
        assert!(arriving * 100 > best_kbps * 90, "{arriving} at {bps}");
    }
}

#[test]
fn a_link_that_collapses_is_not_kept_full() {
    let mut world = World::new(Network::of(4_000_000));
    for _ in 0..2 {
        world.watch(LAYERS);
    }
    world.run(15_000);
    world.network.bps = 600_000;
    world.run(10_000);
    world.sound_waited_us = 0;
    let arriving = world.arriving_kbps(10_000);
    assert!(world.sound_waited_us < 250_000, "{}", world.sound_waited_us);
    assert!(arriving > 280, "{arriving}");
}

/// Sends a picture of so many packets, of which the first may begin a key frame.
fn film(room: &mut Room, sequence: &mut u16, picture: u16, packets: u16, is_key: bool) {
    for part in 0..packets {
        let mut packet = Picture {
            timestamp: u32::from(picture) * 3000,
            picture_id: picture,
            tl0: picture as u8,
            is_key: is_key && part == 0,
            ..Picture::key(*sequence)
        }
        .packet();
        if part + 1 < packets {
            packet[1] &= 0x7F;
        }
        packet.resize(packet.len() + 1000, 7);
        room.send_quietly(1, &packet);
        *sequence += 1;
    }
}

/// Lets time pass in steps of 1 ms.
fn pass(room: &mut Room, ms: u64) {
    for _ in 0..ms {
        room.now_us += MS;
        room.core.handle_timeout(room.now_us);
        room.settle();
    }
}

#[test]
fn a_picture_too_large_for_the_link_is_given_up_and_asked_for_anew() {
    let mut room = Room::with_peers(2);
    room.producer(1, 10, video());
    // Its packets are numbered, and nothing has answered yet: what it can take is a guess.
    room.consumer(2, 20, 10, numbered(2000, true));
    let (mut sequence, mut keys) = (1, 0);
    for picture in 1..85 {
        let asked = std::mem::take(&mut room.peer(1).reports);
        let is_asked = |report: &Vec<u8>| {
            let mut packets = forward::rtcp::packets(report);
            packets.any(|packet| matches!(packet, forward::rtcp::Packet::Pli(_)))
        };
        let is_key = picture == 1 || asked.iter().any(is_asked);
        keys += u32::from(is_key);
        film(&mut room, &mut sequence, picture, 20, is_key);
        pass(&mut room, 30);
    }
    let sent = room.peer(2).take_media(2000);
    // 2.5 s at two and a half times 600 kbit/s, of five times as much that came.
    assert!((250..520).contains(&sent.len()), "{}", sent.len());
    assert!(keys > 1, "a new key frame was asked for");
    for pair in sent.windows(2) {
        assert_eq!(pair[1].sequence(), pair[0].sequence().wrapping_add(1));
    }
    // Of each picture that began, all packets came, but of the last, which still wait.
    let mut counts = std::collections::BTreeMap::new();
    for packet in &sent {
        *counts.entry(packet.header.timestamp).or_insert(0) += 1;
    }
    counts.pop_last();
    assert!(counts.values().all(|&count| count == 20), "{counts:?}");
}
